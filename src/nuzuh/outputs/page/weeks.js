// Exposure and needs by week: small bars with intervals, all weeks side by side.

import { element, onSize, setAttributes, setText, shape } from "./dom.js";
import { panel } from "./panel.js";

const WEEK_PX = 64;
const BOTTOM_PX = 14;

/** The part with exposure or with needs. */
export function makeWeeks({ world, language, store, signal }, section) {
  const { word } = language;
  const grid = element("div", { class: "nz-weeks" });
  let cards = [];
  let width = 0;

  function draw() {
    const { run, beside } = store.get();
    const other = beside >= 0 && beside !== run ? world.runs[beside][section] : null;
    const { weeks, rows } = world.runs[run][section];
    cards = rows.map((row) => weekCard(row, weeks, other?.rows.find((one) => one.quantity === row.quantity && one.of === row.of), { run, beside }));
    grid.replaceChildren(...cards.map(({ root }) => root));
    step();
  }

  function weekCard(row, weeks, other, { run, beside }) {
    const number = element("span", { class: "nz-value" });
    const title = element("h3", {}, language.labelOf(row));
    const most = Math.max(1, ...row.q95, ...(other?.q95 ?? []));
    const svg = shape("svg", { class: "nz-week", role: "img", width, height: WEEK_PX });
    const x = (at) => (at * width) / weeks.length;
    const y = (value) => WEEK_PX - BOTTOM_PX - ((WEEK_PX - BOTTOM_PX - 2) * value) / most;
    const wide = width / weeks.length;
    const bars = weeks.map((_, at) => shape("rect", { x: x(at) + 1, width: Math.max(1, wide - 2), y: y(row.q50[at]), height: Math.max(0, y(0) - y(row.q50[at])), class: `nz-run-${run}` }));
    const lines = weeks.map((_, at) => shape("path", { class: "nz-range", d: `M${x(at) + wide / 2} ${y(row.q05[at])}V${y(row.q95[at])}` }));
    const steps = other ? [shape("path", { class: `nz-step nz-run-${beside}`, d: other.q50.map((value, at) => `M${x(at)} ${y(value)}h${wide}`).join("") })] : [];
    svg.append(shape("path", { class: "nz-base", d: `M0 ${y(0)}H${width}` }), ...bars, ...lines, ...steps, ...monthsBelow(weeks, x));
    svg.addEventListener("click", (event) => {
      const at = Math.floor((event.clientX - svg.getBoundingClientRect().left) / wide);
      store.set({ day: weeks[Math.max(0, Math.min(weeks.length - 1, at))] });
    });
    return { root: element("div", { class: "nz-card" }, title, number, svg), row, weeks, bars, number, svg };
  }

  function monthsBelow(weeks, x) {
    const firsts = weeks.map((day, at) => [language.month(day), at]).filter(([name], at, all) => at === 0 || all[at - 1][0] !== name);
    return firsts.map(([name, at]) => shape("text", { x: x(at) + 1, y: WEEK_PX - 3 }, name));
  }

  function step() {
    const { day } = store.get();
    for (const { row, weeks, bars, number, svg } of cards) {
      const now = weeks.filter((first) => first <= day).length - 1;
      bars.forEach((rect, at) => rect.classList.toggle("nz-now", at === now));
      const told = { label: language.labelOf(row), number: language.about(row.q50[now]), ...language.ends(row.q05[now], row.q95[now]), date: language.dateShort(weeks[now]) };
      setText(number, `${told.number} (${told.low}–${told.high})`);
      setAttributes(svg, { "aria-label": word("weeks.label", told) });
    }
    const { weeks } = world.runs[store.get().run][section];
    setText(caption, word("weeks.of", { date: language.date(weeks[Math.max(0, weeks.filter((first) => first <= day).length - 1)] ?? 0) }));
  }

  const caption = element("p", { class: "nz-readout" });
  const root = panel(section, word(`weeks.${section}`), "modelled", language, caption, grid, element("p", { class: "nz-small" }, word(`weeks.${section}.note`)));
  onSize(grid, signal, (all) => {
    const columns = Math.max(1, Math.floor((all + 24) / 224));
    const next = Math.floor((all - 24 * (columns - 1)) / columns);
    grid.style.setProperty("--columns", columns);
    if (Math.abs(next - width) < 2) return;
    width = next;
    draw();
  });
  store.subscribe((state, changed) => {
    if (width === 0) return;
    if (changed.has("run") || changed.has("beside")) draw();
    else if (changed.has("day")) step();
  }, signal);
  return root;
}
