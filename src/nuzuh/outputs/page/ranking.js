// Places where displaced people stay, the most first, with intervals.

import { element, pool, setAttributes, setText } from "./dom.js";
import { panel } from "./panel.js";

const SHOWN = 12;

/** The part with the ranking. */
export function makeRanking({ world, language, store, signal }) {
  const { word } = language;
  const list = element("ol", { class: "nz-ranking" });
  const rows = pool(list, makeRow);
  const none = element("p", { class: "nz-small" }, word("ranking.none"));

  function makeRow() {
    const name = element("button", { type: "button", class: "nz-link", dir: "auto", click: () => store.set({ place: row.place }) });
    const value = element("span", { class: "nz-value" });
    const bars = [0, 1].map(makeBar);
    const row = { name, value, bars, place: null };
    row.root = element("li", {}, element("div", { class: "nz-row-head" }, name, value), ...bars.map(({ root }) => root));
    return row;
  }

  function show({ day, run, beside, place }) {
    const shown = beside >= 0 && beside !== run ? [run, beside] : [run];
    const values = world.places.map(({ ix }) => ({ ix, band: world.runs[run].band(ix, day) })).filter(({ band }) => band.q50 >= 1);
    values.sort((one, other) => other.band.q50 - one.band.q50);
    const top = values.slice(0, SHOWN);
    const bandOf = (ix, at) => (at === run ? null : world.runs[at].band(ix, day));
    const pairs = top.map(({ ix, band }) => shown.map((at) => bandOf(ix, at) ?? band));
    const most = Math.max(1, ...pairs.flat().map((band) => band.q95));
    none.hidden = top.length > 0;
    rows(top, (row, { ix, band }, at) => {
      row.place = ix;
      setText(row.name, world.places[ix].name);
      setAttributes(row.name, { "aria-pressed": ix === place ? "true" : "false" });
      const { low, high } = language.ends(band.q05, band.q95);
      setText(row.value, `${language.about(band.q50)} (${low}–${high})`);
      row.bars.forEach((bar, which) => bar.show(pairs[at][which], most, shown.length > 1 ? `nz-run-${shown[which]}` : `nz-${world.places[ix].kind}`));
    });
  }

  store.subscribe((state, changed) => ["day", "run", "beside", "place"].some((name) => changed.has(name)) && show(state), signal);
  show(store.get());
  return panel("ranking", word("ranking.title"), "modelled", language, list, none, element("p", { class: "nz-small" }, word("ranking.note")));
}

/** A bar as long as the median, and a line from the lower to the upper end of the interval. */
function makeBar() {
  const fill = element("span", { class: "nz-fill" });
  const line = element("span", { class: "nz-whisker" });
  const root = element("div", { class: "nz-bar", "aria-hidden": "true" }, fill, line);
  return {
    root,
    show(band, most, colour) {
      root.style.display = band ? "" : "none";
      if (!band) return;
      const share = (number) => `${((100 * number) / most).toFixed(2)}%`;
      setAttributes(fill, { class: `nz-fill ${colour}` });
      fill.style.inlineSize = share(band.q50);
      line.style.insetInlineStart = share(band.q05);
      line.style.inlineSize = share(band.q95 - band.q05);
    },
  };
}
