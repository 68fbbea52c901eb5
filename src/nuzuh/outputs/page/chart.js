// The chart: simulated medians and bands beside what was counted, for everywhere or for one place.

import { lessOf, observationsOf, quantilesOn, seriesOf } from "./charted.js";
import { band, counts, curve, makeFrame, monthAxis, numberAxis } from "./curves.js";
import { element, onSize, setAttributes, setText, shape } from "./dom.js";
import { keyOf } from "./key.js";
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
  const measures = choice(
    "nz-measure",
    word("chart.measure"),
    ["cum_displaced", "n_displaced"].map((name) => [name, word(`chart.${name}`)]),
    store.get().measure,
    (measure) => store.set({ measure }),
  );
  let width = 0;
  let frames = [];
  let cursors = [];

  function draw() {
    const state = store.get();
    const shown = seriesOf(world, state);
    const observations = observationsOf(world, state);
    const high = Math.max(
      1,
      ...shown.map(({ bands }) => Math.max(...bands.q95)),
      ...observations.map((row) => row.high ?? row.value),
    );
    const frame = makeFrame({
      width,
      height: CHART_PX,
      low: 0,
      high,
      nDays: world.nDays,
      written: language.compact,
      margin: CHART_MARGIN,
    });
    const cursor = shape("path", { class: "nz-cursor" });
    svg.replaceChildren(
      numberAxis(frame, language.compact),
      monthAxis(frame, world, language),
      ...shown.flatMap((one, at) => drawn(one, frame, at === 0)),
      counts(observations, frame),
      cursor,
    );
    frames = [frame];
    cursors = [cursor];
    drawLess(state);
    setAttributes(measures, { hidden: state.place !== null });
    setAttributes(note, { hidden: state.place === null });
    setAttributes(svg, { width });
    key.replaceChildren(...keyOf(shown, observations, language));
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
    const frame = makeFrame({
      width,
      height: CHART_LESS_PX,
      low: Math.min(0, ...bands.q05),
      high: Math.max(0, ...bands.q95),
      nDays: world.nDays,
      written: language.compact,
      margin: CHART_MARGIN,
      counts: 3,
    });
    const cursor = shape("path", { class: "nz-cursor" });
    const colour = `nz-run-${what}`;
    setText(lessTitle, word("runs.less", { what: world.titles[what], base: word("runs.baseline") }));
    less.replaceChildren(
      numberAxis(frame, language.compact),
      monthAxis(frame, world, language),
      shape("path", { class: `nz-band ${colour}`, d: band(bands.q05, bands.q95, frame, days) }),
      shape("path", { class: `nz-line ${colour}`, d: curve(bands.q50, frame, days) }),
      cursor,
    );
    frames.push(frame);
    cursors.push(cursor);
  }

  function step({ day, run, place, measure }) {
    cursors.forEach((cursor, at) =>
      setAttributes(cursor, {
        d: `M${frames[at].x(day).toFixed(1)} ${CHART_MARGIN.top}V${frames[at].height - CHART_MARGIN.bottom}`,
      }),
    );
    const at = place === null ? quantilesOn(world.runs[run].total[measure], day) : world.runs[run].band(place, day);
    const told = { date: language.date(day), number: language.about(at.q50), ...language.ends(at.q05, at.q95) };
    setText(readout, `${told.date}: ${told.number} (${word("figures.interval", told)})`);
    setAttributes(svg, { "aria-label": word("chart.label", told) });
    setAttributes(less, { "aria-label": lessTitle.textContent });
  }

  const pick = (event) => {
    if (event.buttons !== 1 && event.type !== "click") return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    store.set({ day: Math.min(world.nDays - 1, Math.max(0, frames[0].dayAt(x))) });
  };
  for (const one of [svg, less])
    for (const name of ["click", "pointermove"]) one.addEventListener(name, pick, { signal });

  const root = panel(
    "chart",
    word("chart.title"),
    "modelled",
    language,
    measures,
    readout,
    svg,
    lessTitle,
    less,
    key,
    note,
  );
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

function drawn({ ix, bands }, frame, isFirst) {
  const colour = `nz-run-${ix}`;
  const half = isFirst
    ? [shape("path", { class: `nz-band nz-half ${colour}`, d: band(bands.q25, bands.q75, frame) })]
    : [];
  return [
    shape("path", { class: `nz-band ${colour}`, d: band(bands.q05, bands.q95, frame) }),
    ...half,
    shape("path", { class: `nz-line ${colour}`, d: curve(bands.q50, frame) }),
  ];
}
