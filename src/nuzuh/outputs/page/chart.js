// The chart: simulated medians and bands beside what was counted, for everywhere or for one place.

import { band, counts, curve, makeFrame, monthAxis, numberAxis } from "./curves.js";
import { element, onSize, setAttributes, setText, shape } from "./dom.js";
import { choice, panel } from "./panel.js";

const CHART_PX = 250;
const CHART_LESS_PX = 120;
const CHART_MARGIN = { right: 14, top: 12, bottom: 22 };

/** The part with the chart. */
export function makeChart({ world, language, store, signal }) {
  const { word } = language;
  const svg = shape("svg", { class: "nz-chart", role: "img", height: CHART_PX });
  const less = shape("svg", { class: "nz-chart nz-less", role: "img", height: CHART_LESS_PX });
  const lessTitle = element("h3");
  const readout = element("p", { class: "nz-readout" });
  const key = element("ul", { class: "nz-key" });
  const note = element("p", { class: "nz-small" }, word("chart.weekly"));
  const measures = choice("nz-measure", word("chart.measure"), ["cum_displaced", "n_displaced"].map((name) => [name, word(`chart.${name}`)]), store.get().measure, (measure) => store.set({ measure }));
  let width = 0;
  let frames = [];
  let cursors = [];

  function draw() {
    const state = store.get();
    const shown = seriesOf(world, state);
    const observations = observationsOf(world, state);
    const high = Math.max(1, ...shown.map(({ bands }) => Math.max(...bands.q95)), ...observations.map((row) => row.high ?? row.value));
    const frame = makeFrame({ width, height: CHART_PX, low: 0, high, nDays: world.nDays, written: language.compact, margin: CHART_MARGIN });
    const cursor = shape("path", { class: "nz-cursor" });
    svg.replaceChildren(numberAxis(frame, language.compact), monthAxis(frame, world, language),
      ...shown.flatMap((one, at) => drawn(one, frame, at === 0)), counts(observations, frame), cursor);
    frames = [frame];
    cursors = [cursor];
    drawLess(state);
    setAttributes(measures, { hidden: state.place !== null });
    setAttributes(note, { hidden: state.place === null });
    setAttributes(svg, { width });
    key.replaceChildren(...keyOf(shown, observations));
    step(state);
  }

  function drawLess(state) {
    const what = state.beside > 0 ? state.beside : state.run;
    const difference = world.differences[what];
    setAttributes(less, { hidden: difference === null, width });
    lessTitle.hidden = difference === null;
    less.style.display = difference === null ? "none" : "";
    if (difference === null) return;
    const { bands, days } = lessOf(world, difference, state);
    const frame = makeFrame({ width, height: CHART_LESS_PX, low: Math.min(0, ...bands.q05), high: Math.max(0, ...bands.q95), nDays: world.nDays, written: language.compact, margin: CHART_MARGIN, counts: 3 });
    const cursor = shape("path", { class: "nz-cursor" });
    const colour = `nz-run-${what}`;
    setText(lessTitle, word("runs.less", { what: world.titles[what], base: word("runs.baseline") }));
    less.replaceChildren(numberAxis(frame, language.compact), monthAxis(frame, world, language),
      shape("path", { class: `nz-band ${colour}`, d: band(bands.q05, bands.q95, frame, days) }),
      shape("path", { class: `nz-line ${colour}`, d: curve(bands.q50, frame, days) }), cursor);
    frames.push(frame);
    cursors.push(cursor);
  }

  function step({ day, run, place, measure }) {
    cursors.forEach((cursor, at) => setAttributes(cursor, { d: `M${frames[at].x(day).toFixed(1)} ${CHART_MARGIN.top}V${frames[at].height - CHART_MARGIN.bottom}` }));
    const at = place === null ? quantilesOn(world.runs[run].total[measure], day) : world.runs[run].band(place, day);
    const told = { date: language.date(day), number: language.about(at.q50), ...language.ends(at.q05, at.q95) };
    setText(readout, `${told.date}: ${told.number} (${word("figures.interval", told)})`);
    setAttributes(svg, { "aria-label": word("chart.label", told) });
    setAttributes(less, { "aria-label": lessTitle.textContent });
  }

  function keyOf(shown, observations) {
    const row = (mark, text) => element("li", {}, mark, text);
    const lines = shown.map(({ ix, title }) => row(sample("nz-line", ix), title));
    const bands = [row(sample("nz-band", shown[0].ix), word("chart.most")), row(sample("nz-band nz-half", shown[0].ix), word("chart.half"))];
    const seen = observations.some(({ fit }) => fit !== false) ? [row(dot(""), word("chart.seen"))] : [];
    const unfitted = observations.some(({ fit }) => fit === false) ? [row(dot("nz-unfitted"), word("chart.unfitted"))] : [];
    return [...lines, ...bands, ...seen, ...unfitted];
  }

  const pick = (event) => {
    if (event.buttons !== 1 && event.type !== "click") return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    store.set({ day: Math.min(world.nDays - 1, Math.max(0, frames[0].dayAt(x))) });
  };
  for (const one of [svg, less]) for (const name of ["click", "pointermove"]) one.addEventListener(name, pick, { signal });

  const root = panel("chart", word("chart.title"), "modelled", language, measures, readout, svg, lessTitle, less, key, note);
  onSize(root, signal, (newWidth) => {
    if (Math.abs(newWidth - width) < 1) return;
    width = newWidth;
    draw();
  });
  store.subscribe((state, changed) => {
    if (width === 0) return;
    if (["run", "beside", "place", "measure"].some((name) => changed.has(name))) draw();
    else if (changed.has("day")) step(state);
  }, signal);
  return root;
}

/** What is drawn: the run shown first, then the one beside it. */
function seriesOf(world, { run, beside, place, measure }) {
  const shown = beside >= 0 && beside !== run ? [run, beside] : [run];
  return shown.map((ix) => {
    const one = world.runs[ix];
    const bands = place === null ? one.total[measure] : bandsAt(world, one, place);
    return { ix, title: world.titles[ix], bands };
  });
}

function bandsAt(world, run, place) {
  const days = Array.from({ length: world.nDays }, (_, day) => run.band(place, day));
  return Object.fromEntries(["q05", "q25", "q50", "q75", "q95"].map((name) => [name, days.map((quantiles) => quantiles[name])]));
}

function lessOf(world, difference, { place, measure }) {
  if (place === null) return { bands: difference.total[measure], days: null };
  const at = difference.knots.map((day) => difference.band(place, day));
  return { bands: Object.fromEntries(["q05", "q50", "q95"].map((name) => [name, at.map((quantiles) => quantiles[name])])), days: difference.knots };
}

/** Counts that can stand beside what is drawn. */
function observationsOf(world, { place, measure }) {
  const within = world.observations.filter(({ day }) => day >= 0 && day < world.nDays);
  if (place === null) return within.filter(({ location, quantity }) => !location && quantity === measure);
  return within.filter(({ location, quantity }) => location === world.places[place].name && quantity === "n_displaced");
}

function drawn({ ix, bands }, frame, isFirst) {
  const colour = `nz-run-${ix}`;
  const half = isFirst ? [shape("path", { class: `nz-band nz-half ${colour}`, d: band(bands.q25, bands.q75, frame) })] : [];
  return [shape("path", { class: `nz-band ${colour}`, d: band(bands.q05, bands.q95, frame) }), ...half,
    shape("path", { class: `nz-line ${colour}`, d: curve(bands.q50, frame) })];
}

function quantilesOn(series, day) {
  return Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values[day]]));
}

function sample(name, ix) {
  const mark = name === "nz-line" ? shape("path", { class: `nz-line nz-run-${ix}`, d: "M0 6H22" }) : shape("path", { class: `${name} nz-run-${ix}`, d: "M0 0H22V12H0z" });
  return shape("svg", { width: 22, height: 12, "aria-hidden": "true" }, mark);
}

function dot(name) {
  return shape("svg", { width: 12, height: 14, class: "nz-counts", "aria-hidden": "true" }, shape("path", { d: "M6 0V14" }), shape("circle", { cx: 6, cy: 7, r: 3.2, class: name || null }));
}
