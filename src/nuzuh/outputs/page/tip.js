// What is told of a place under the pointer.

import { element, setAttributes } from "./dom.js";

/** A tip; `show` puts it beside a place, or takes it away for null. */
export function makeTip({ world, language }) {
  const node = element("div", { class: "nz-tip", hidden: true, "aria-hidden": "true" });
  return {
    node,
    show(ix, { run, difference, day, position, screen }) {
      setAttributes(node, { hidden: ix === null });
      if (ix === null) return;
      const lines = linesOf(world.places[ix], run, difference, day, language);
      node.replaceChildren(...lines.map((text) => element("span", {}, text)));
      const [x, y] = position;
      node.style.left = `${Math.max(4, Math.min(x + 12, screen.width - node.offsetWidth - 4))}px`;
      node.style.top = `${Math.max(4, y - node.offsetHeight - 10)}px`;
    },
  };
}

function linesOf(place, run, difference, day, language) {
  const { word } = language;
  const band = difference ? difference.band(place.ix, day) : run.band(place.ix, day);
  const fire = run.fireOn(day)[place.ix];
  const number = difference ? language.signed(band.q50) : language.about(band.q50);
  const ends = difference
    ? { low: language.signed(band.q05), high: language.signed(band.q95) }
    : language.ends(band.q05, band.q95);
  return [
    place.name,
    language.wordOf("kind", place.kind),
    word(difference ? "map.less" : "map.staying", { number }),
    word("figures.interval", ends),
    ...(fire > 0 ? [word("map.under", { intensity: language.decimal(fire) })] : []),
  ];
}
