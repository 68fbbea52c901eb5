// What was counted or reported, beside what was simulated for it.

import { element } from "./dom.js";
import { moreButton } from "./more.js";
import { badge, panel } from "./panel.js";

const CHECKS = 15;

/** The part with the checks; null where nothing was counted. */
export function makeChecks({ world, language, store, signal }) {
  const { word } = language;
  if (world.observations.length === 0) return null;
  const list = element("ul", { class: "nz-checks" });
  const more = element("p");
  const said = element("p", { class: "nz-readout" });

  function show() {
    const run = world.runs[store.get().run];
    const rows = [...run.compared.map((row) => ofObservation(world.observations[row.observation], row)), ...run.reported.filter(({ shelter }) => !shelter).map(ofReport)];
    more.replaceChildren(moreButton(rows.slice(0, CHECKS), rows, (shown) => list.replaceChildren(...shown.map((row) => checkRow(row, language, world))), language, "checks") ?? "");
    const counted = run.compared.map((row) => ofObservation(world.observations[row.observation], row));
    const inside = counted.filter(({ from, to, q05, q95 }) => to >= q05 && from <= q95).length;
    said.textContent = word("checks.inside", { inside: language.whole(inside), all: language.whole(counted.length) });
  }

  store.subscribe((_, changed) => changed.has("run") && show(), signal);
  show();
  return panel("checks", word("checks.title"), null, language, said, list, more, element("p", { class: "nz-small" }, word("checks.note")));
}

function ofObservation(row, { q05, q50, q95 }) {
  return { ...row, from: row.low ?? row.value, to: row.high ?? row.value, place: [row.location, row.quantity === "cum_moves" ? row.to : ""].filter(Boolean).join(" → "), q05, q50, q95 };
}

function ofReport(row) {
  return { quantity: row.figure, date: row.date, place: row.location ?? "", from: row.reported_low, to: row.reported_high, q05: row.low, q50: row.median, q95: row.high, source: row.source, words: row.words, status: "observed" };
}

function checkRow(row, language, world) {
  const { word } = language;
  const date = language.dateShort(world.dayOf(row.date));
  const since = row.since ? `${language.dateShort(world.dayOf(row.since))} – ` : "";
  const hasNumber = row.from !== null && row.from !== undefined;
  const seen = hasNumber ? [...new Set([language.about(row.from), language.about(row.to)])].join("–") : word("checks.nonumber");
  const simulated = word("checks.simulated", { number: language.about(row.q50), ...language.ends(row.q05, row.q95) });
  const what = `${language.wordOf("quantity", row.quantity)}, ${row.place || word("checks.everywhere")}`;
  return element("li", {},
    element("div", { class: "nz-check-what" }, element("strong", {}, `${since}${date}`), ` ${what}`),
    checkBar(row, hasNumber),
    element("div", { class: "nz-check-told" }, element("span", {}, badge(row.status || "observed", language), ` ${seen}`), element("span", {}, simulated)),
    element("div", { class: "nz-small", dir: "auto" }, [row.words ? `“${row.words}”` : "", row.source, row.fit === false ? word("checks.unfitted") : ""].filter(Boolean).join(" · ")));
}

function checkBar(row, hasNumber) {
  const most = Math.max(1, row.q95, hasNumber ? row.to : 0) * 1.04;
  const share = (number) => `${((100 * number) / most).toFixed(2)}%`;
  const part = (name, from, to) => {
    const node = element("span", { class: name });
    node.style.insetInlineStart = share(from);
    node.style.inlineSize = share(to - from);
    return node;
  };
  const marks = [part("nz-interval", row.q05, row.q95), part("nz-middle", row.q50, row.q50)];
  if (hasNumber) marks.push(part("nz-seen", row.from, row.to));
  return element("div", { class: "nz-check-bar", "aria-hidden": "true" }, ...marks);
}
