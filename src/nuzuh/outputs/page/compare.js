// What-ifs side by side: curves and differences on one scale, and outcomes with intervals.

import { band, curve, makeFrame, monthAxis, numberAxis } from "./curves.js";
import { element, onSize, setAttributes, setText, shape } from "./dom.js";
import { outcomeTable } from "./outcomes.js";
import { panel } from "./panel.js";

const CARD_PX = 150;
const CARD_LESS_PX = 96;
const CARD_MARGIN = { right: 8, top: 8, bottom: 20 };

/** The part with all what-ifs; null where there is none. */
export function makeCompare(context) {
  const { world, language, store, signal } = context;
  const { word } = language;
  const whats = world.runs.slice(1).filter(({ ix }) => world.differences[ix] !== null);
  if (whats.length === 0) return null;
  const grid = element("div", { class: "nz-compare" });
  const cards = whats.map(whatCard);
  grid.append(...cards.map(({ root }) => root));
  let width = 0;

  function whatCard(run) {
    const open = element("button", { type: "button", class: "nz-link", click: () => store.set({ run: 0, beside: run.ix }) }, world.titles[run.ix]);
    const both = shape("svg", { class: "nz-chart", height: CARD_PX, role: "img", "aria-label": world.titles[run.ix] });
    const less = shape("svg", { class: "nz-chart", height: CARD_LESS_PX, role: "img", "aria-label": word("runs.less", { what: world.titles[run.ix], base: word("runs.baseline") }) });
    const told = element("p", { class: "nz-readout" });
    const note = run.note ? element("p", { class: "nz-small", dir: "auto" }, run.note) : element("p");
    return { run, both, less, told, cursors: [], root: element("article", { class: "nz-card" }, element("h3", { dir: "auto" }, open), both, told, less, note) };
  }

  function draw() {
    const { measure } = store.get();
    const all = [world.runs[0], ...whats].map((run) => run.total[measure]);
    const differences = whats.map(({ ix }) => world.differences[ix].total[measure]);
    const high = Math.max(1, ...all.map(({ q95 }) => Math.max(...q95)));
    const [from, to] = [Math.min(0, ...differences.map(({ q05 }) => Math.min(...q05))), Math.max(0, ...differences.map(({ q95 }) => Math.max(...q95)))];
    const size = { width, nDays: world.nDays, written: language.compact, margin: CARD_MARGIN, counts: 3 };
    const frame = makeFrame({ ...size, height: CARD_PX, low: 0, high });
    const lessFrame = makeFrame({ ...size, height: CARD_LESS_PX, low: from, high: to === from ? 1 : to });
    for (const card of cards) drawCard(card, measure, frame, lessFrame);
    step();
  }

  function drawCard(card, measure, frame, lessFrame) {
    const { run, both, less } = card;
    card.cursors = [frame, lessFrame].map((one) => ({ frame: one, path: shape("path", { class: "nz-cursor" }) }));
    const bands = (total, ix, at) => [shape("path", { class: `nz-band nz-run-${ix}`, d: band(total.q05, total.q95, at) }), shape("path", { class: `nz-line nz-run-${ix}`, d: curve(total.q50, at) })];
    setAttributes(both, { width });
    setAttributes(less, { width });
    both.replaceChildren(numberAxis(frame, language.compact), monthAxis(frame, world, language),
      ...bands(world.runs[0].total[measure], 0, frame), ...bands(run.total[measure], run.ix, frame), card.cursors[0].path);
    less.replaceChildren(numberAxis(lessFrame, language.compact), monthAxis(lessFrame, world, language),
      ...bands(world.differences[run.ix].total[measure], run.ix, lessFrame), card.cursors[1].path);
  }

  function step() {
    const { day, measure } = store.get();
    for (const { run, told, cursors } of cards) {
      for (const { frame, path } of cursors) setAttributes(path, { d: `M${frame.x(day).toFixed(1)} ${CARD_MARGIN.top}V${frame.height - CARD_MARGIN.bottom}` });
      const total = world.differences[run.ix].total[measure];
      const [low, middle, high] = [total.q05, total.q50, total.q95].map((values) => language.signed(values[day]));
      setText(told, `${language.dateShort(day)}: ${middle} (${word("figures.interval", { low, high })})`);
    }
  }

  onSize(grid, signal, (all) => {
    const columns = Math.max(1, Math.min(whats.length, Math.floor((all + 28) / 290)));
    const next = Math.floor((all - 28 * (columns - 1)) / columns);
    grid.style.setProperty("--columns", columns);
    if (Math.abs(next - width) < 2) return;
    width = next;
    draw();
  });
  store.subscribe((state, changed) => {
    if (width === 0) return;
    if (changed.has("measure")) draw();
    else if (changed.has("day")) step();
  }, signal);
  return panel("compare", word("compare.title"), "modelled", language, element("p", { class: "nz-small" }, word("compare.note")), grid, outcomeTable(context, whats));
}
