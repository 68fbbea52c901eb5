// The key of a chart.

import { element, shape } from "./dom.js";

/** A row for each line, band and kind of count that is drawn. */
export function keyOf(shown, observations, { word }) {
  const row = (mark, text) => element("li", {}, mark, text);
  const lines = shown.map(({ ix, title }) => row(sample("nz-line", ix), title));
  const bands = [
    row(sample("nz-band", shown[0].ix), word("chart.most")),
    row(sample("nz-band nz-half", shown[0].ix), word("chart.half")),
  ];
  const seen = observations.some(({ fit }) => fit !== false) ? [row(dot(""), word("chart.seen"))] : [];
  const unfitted = observations.some(({ fit }) => fit === false)
    ? [row(dot("nz-unfitted"), word("chart.unfitted"))]
    : [];
  return [...lines, ...bands, ...seen, ...unfitted];
}

function sample(name, ix) {
  const mark =
    name === "nz-line"
      ? shape("path", { class: `nz-line nz-run-${ix}`, d: "M0 6H22" })
      : shape("path", { class: `${name} nz-run-${ix}`, d: "M0 0H22V12H0z" });
  return shape("svg", { width: 22, height: 12, "aria-hidden": "true" }, mark);
}

function dot(name) {
  return shape(
    "svg",
    { width: 12, height: 14, class: "nz-counts", "aria-hidden": "true" },
    shape("path", { d: "M6 0V14" }),
    shape("circle", { cx: 6, cy: 7, r: 3.2, class: name || null }),
  );
}
