// The legend of the maps: its sizes are those of the screen as it is zoomed.

import { element, setText, shape } from "./dom.js";
import { flowWidth, halfArrow, leastShown } from "./flow.js";
import { sign } from "./places.js";
import { largestRadius, radiusOf, roundBelow } from "./scales.js";

/** A legend; `show` draws it anew for a screen. */
export function makeLegend({ world, language }) {
  const { word } = language;
  const sizes = element("div", { class: "nz-legend-part" });
  const flows = element("div", { class: "nz-legend-part" });
  const kinds = [...new Set(world.places.map(({ kind }) => kind))];
  const row = (mark, text) => element("li", {}, mark, text);
  const signs = element("ul", {}, ...kinds.map((kind) => row(sign(kind), language.wordOf("kind", kind))),
    row(sign("fire"), word("legend.fire")), row(swatch("nz-closed", "M-8 0H8"), word("legend.closed")),
    row(barSign(), word("legend.border")));
  const largest = element("li", { class: "nz-small" });
  const change = element("ul", { class: "nz-legend-change" }, row(round("nz-more"), word("legend.more")), row(round("nz-fewer"), word("legend.fewer")), largest);
  const root = element("div", { class: "nz-legend", role: "group", "aria-label": word("legend.title") }, sizes, flows, signs, change);
  return {
    root,
    show(screen, difference, day) {
      sizes.replaceChildren(element("p", {}, word("legend.staying")), circles(world, screen, language));
      flows.replaceChildren(element("p", {}, word("legend.flow")), flowSizes(world, screen, language),
        element("p", { class: "nz-small" }, `${word("legend.way")}. ${word("legend.thinned", { number: language.about(leastShown(world, screen)) })}`));
      change.hidden = difference === null;
      if (difference) setText(largest, largestAt(world, difference, day, language));
    },
  };
}

function largestAt(world, difference, day, language) {
  const all = world.places.map(({ ix, name }) => ({ name, number: difference.band(ix, day).q50 }));
  const { name, number } = all.reduce((found, one) => (Math.abs(one.number) > Math.abs(found.number) ? one : found));
  return language.word("legend.largest", { number: language.signed(number), place: name });
}

function circles(world, screen, language) {
  const largest = roundBelow(world.mostStaying);
  const numbers = [...new Set([largest, roundBelow(largest / 5), roundBelow(largest / 40)])].filter((number) => number >= 1);
  const radii = numbers.map((number) => radiusOf(number, world.mostStaying, Math.min(64, largestRadius(screen))));
  const height = 2 * radii[0] + 4;
  let lineY = -Infinity;
  const marks = radii.flatMap((r, at) => {
    const y = height - 2 - 2 * r;
    lineY = Math.max(y, 7, lineY + 13);
    return [
      shape("circle", { class: "nz-size", cx: radii[0] + 2, cy: height - 2 - r, r }),
      shape("path", { class: "nz-lead", d: `M${radii[0] + 2} ${y}L${2 * radii[0] + 8} ${lineY}h6` }),
      shape("text", { x: 2 * radii[0] + 18, y: lineY + 4 }, language.whole(numbers[at])),
    ];
  });
  const tall = Math.max(height, 14 + numbers.length * 13);
  return shape("svg", { width: 2 * radii[0] + 90, height: tall, "aria-hidden": "true" }, ...marks);
}

function flowSizes(world, screen, language) {
  const largest = roundBelow(world.mostFlow);
  const numbers = [...new Set([largest, roundBelow(largest / 5), roundBelow(largest / 25)])].filter((number) => number >= 1);
  let y = 2;
  const marks = numbers.flatMap((number) => {
    const width = flowWidth(number, world, screen);
    const found = [shape("path", { class: "nz-flow-sign", d: halfArrow([2, y], [52, y], width) }),
      shape("text", { x: 62, y: y + width / 2 + 5 }, language.whole(number))];
    y += Math.max(15, width * 1.6 + 6);
    return found;
  });
  return shape("svg", { width: 140, height: y + 4, "aria-hidden": "true" }, ...marks);
}

function swatch(name, d) {
  return element("span", { class: "nz-sign", "aria-hidden": "true" }, shape("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16 }, shape("path", { class: name, d })));
}

function barSign() {
  return element("span", { class: "nz-sign", "aria-hidden": "true" }, shape("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16 }, shape("path", { class: "nz-bars", d: "M0-6V6" })));
}

function round(name) {
  return element("span", { class: "nz-sign", "aria-hidden": "true" }, shape("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16 }, shape("circle", { class: `nz-circle ${name}`, r: 6 })));
}
