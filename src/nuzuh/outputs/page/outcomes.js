// Outcomes of what-ifs beside the baseline: intervals on one scale, and the difference in numbers.

import { element, shape } from "./dom.js";
import { moreButton } from "./more.js";

const DESTINATIONS = 5;
const WIDTH = 160;
const ROW_PX = 9;

/** A table of outcomes: what matters most at first, all of them where asked for. */
export function outcomeTable({ world, language }, whats) {
  const { word } = language;
  const body = element("tbody");
  const rows = rowsOf(world, whats);
  const show = (shown) => body.replaceChildren(...shown.map((row) => outcomeRow(row, whats, language, world)));
  const header = (text) => element("th", { scope: "col" }, text);
  const table = element("table", { class: "nz-outcomes" },
    element("thead", {}, element("tr", {}, header(word("compare.outcome")), header(word("compare.scale")), ...whats.map(({ ix }) => element("th", { scope: "col", dir: "auto" }, key(ix), world.titles[ix])))), body);
  return element("div", { class: "nz-scroll", tabindex: 0, role: "region", "aria-label": word("compare.difference") }, table, moreButton(shortened(rows, world), rows, show, language, "compare") ?? "");
}

/** Outcomes by what they are of, with an effect for each what-if; of the daily ones the last day stands. */
function rowsOf(world, whats) {
  const found = new Map();
  whats.forEach(({ ix }, at) => {
    const daily = world.differences[ix].outcomes.filter(({ section }) => section === "displaced").at(-1);
    for (const outcome of world.differences[ix].outcomes) {
      if (outcome.section === "displaced" && outcome !== daily) continue;
      const name = [outcome.section, outcome.quantity, outcome.of, outcome.date].join("/");
      if (!found.has(name)) found.set(name, { ...outcome, effects: whats.map(() => null) });
      found.get(name).effects[at] = outcome;
    }
  });
  return [...found.values()].filter(({ effects }) => effects.some((effect) => effect && Math.max(...effect.baseline, ...effect.with_what_if) > 0));
}

/** Without parts of a whole, variants of a need, and destinations beyond those where most changes. */
function shortened(rows, world) {
  const weight = ({ effects }) => Math.max(...effects.map((effect) => Math.abs(effect?.difference[1] ?? 0)));
  const destinations = rows.filter(({ section }) => section === "destination").sort((one, other) => weight(other) - weight(one)).slice(0, DESTINATIONS);
  const isPart = ({ quantity, of }) => (quantity.startsWith("person_nights") && of !== "") || /_high_|_at_first|_unknown/.test(quantity);
  return rows.filter((row) => (row.section === "destination" ? destinations.includes(row) : !isPart(row)));
}

function labelIn(world, quantity, of) {
  return [...world.runs[0].exposure.rows, ...world.runs[0].needs.rows].find((row) => row.quantity === quantity && row.of === of)?.label;
}

function outcomeRow(row, whats, language, world) {
  const most = Math.max(1, ...row.effects.filter(Boolean).flatMap((effect) => [effect.baseline[2], effect.with_what_if[2]]));
  const first = row.effects.find(Boolean);
  const bars = [[0, first.baseline], ...row.effects.map((effect, at) => [whats[at].ix, effect?.with_what_if])].filter(([, values]) => values);
  const x = (value) => 5 + ((WIDTH - 10) * value) / most;
  const marks = bars.flatMap(([ix, [low, middle, high]], at) => {
    const y = 5 + at * ROW_PX;
    return [shape("path", { class: `nz-range nz-run-${ix}`, d: `M${x(low).toFixed(1)} ${y}H${x(high).toFixed(1)}` }), shape("circle", { class: `nz-point nz-run-${ix}`, cx: x(middle).toFixed(1), cy: y, r: 3.2 })];
  });
  const height = bars.length * ROW_PX + 2;
  const picture = shape("svg", { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true" }, shape("path", { class: "nz-base", d: `M${x(0)} 0V${height}` }), ...marks);
  return element("tr", {}, element("th", { scope: "row" }, outcomeName(row, language, world)), element("td", {}, picture), ...row.effects.map((effect) => differenceCell(effect, language)));
}

function differenceCell(effect, language) {
  if (!effect) return element("td");
  const [low, middle, high] = effect.difference.map(language.signed);
  const [share, key] = effect.p_above_0 > effect.p_below_0 ? [effect.p_above_0, "compare.higher"] : [effect.p_below_0, "compare.lower"];
  const shares = share > 0 ? language.word(key, { share: language.percent(share) }) : "";
  return element("td", {}, element("strong", {}, middle), element("span", {}, language.word("compare.range", { low, high })), element("span", {}, shares));
}

function outcomeName({ section, quantity, of, date, unit }, language, world) {
  const { word } = language;
  if (section === "displaced") return word("compare.displaced", { date: language.date(world.dayOf(date)) });
  if (section === "destination") return word("compare.destination", { place: of === "abroad" ? word("compare.abroad") : of });
  const label = labelIn(world, quantity, of);
  const sum = section === "exposure" ? word("compare.sum") : word("compare.peak");
  return `${language.labelOf({ quantity, of, label: label ?? `${quantity.replaceAll("_", " ")} ${of} (${unit})` })}, ${sum}`;
}

function key(ix) {
  return shape("svg", { width: 14, height: 10, "aria-hidden": "true" }, shape("circle", { class: `nz-point nz-run-${ix}`, cx: 5, cy: 5, r: 4 }));
}
