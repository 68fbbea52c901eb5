// Lines, bands and axes over days, as parts of charts.

import { shape } from "./dom.js";
import { linear, ticks } from "./scales.js";

const LETTER_PX = 6.4;

/** The frame of a chart: scales of days and numbers, and its size. */
export function makeFrame({ width, height, low, high, nDays, margin: edges, written, counts = 4 }) {
  const marks = ticks(low, high, counts);
  const margin = { ...edges, left: 12 + LETTER_PX * Math.max(...marks.map((mark) => written(mark).length)) };
  const [bottom, top] = [Math.min(low, marks[0]), marks.at(-1)];
  return {
    width, height, margin, marks,
    x: linear(0, Math.max(1, nDays - 1), margin.left, width - margin.right),
    y: linear(bottom, top, height - margin.bottom, margin.top),
    dayAt: (px) => Math.round(linear(margin.left, width - margin.right, 0, Math.max(1, nDays - 1))(px)),
  };
}

/** Lines across for round numbers, with the numbers. */
export function numberAxis(frame, written) {
  return shape("g", { class: "nz-axis" }, ...frame.marks.flatMap((mark) => [
    shape("path", { class: mark === 0 ? "nz-zero" : null, d: `M${frame.margin.left} ${frame.y(mark).toFixed(1)}H${frame.width - frame.margin.right}` }),
    shape("text", { x: frame.margin.left - 6, y: frame.y(mark) + 4, "text-anchor": "end" }, written(mark)),
  ]));
}

/** The first days of months, with their names. */
export function monthAxis(frame, world, language) {
  const base = frame.height - frame.margin.bottom;
  const months = [];
  for (let day = 0; day < world.nDays; day += 1) if (world.dateOf(day).getUTCDate() === 1 && frame.x(day) < frame.width - 28) months.push(day);
  const days = months.length > 0 ? months : [0];
  const wide = 14 + LETTER_PX * Math.max(...days.map((day) => language.month(day).length));
  const every = Math.ceil(days.length / Math.max(1, (frame.width - frame.margin.left) / wide));
  return shape("g", { class: "nz-axis nz-months" }, ...days.filter((_, at) => at % every === 0).flatMap((day) => [
    shape("path", { d: `M${frame.x(day).toFixed(1)} ${base}v5` }),
    shape("text", { x: frame.x(day) + 3, y: base + 15 }, language.month(day)),
  ]));
}

/** A line through values by day. */
export function curve(values, frame, days = null) {
  return `M${Array.from(values, (value, at) => `${frame.x(days ? days[at] : at).toFixed(1)} ${frame.y(value).toFixed(1)}`).join("L")}`;
}

/** The area between two lines. */
export function band(below, above, frame, days = null) {
  const x = (at) => frame.x(days ? days[at] : at).toFixed(1);
  const forth = Array.from(above, (value, at) => `${x(at)} ${frame.y(value).toFixed(1)}`);
  const back = Array.from(below, (value, at) => `${x(at)} ${frame.y(value).toFixed(1)}`).reverse();
  return `M${forth.join("L")}L${back.join("L")}z`;
}

/** Counts as bars from low to high, with a mark at the value; those never fitted are hollow. */
export function counts(observations, frame) {
  return shape("g", { class: "nz-counts" }, ...observations.flatMap(({ day, low, value, high, fit }) => {
    const [from, to] = [low ?? value, high ?? value];
    const middle = value ?? (from + to) / 2;
    const x = frame.x(day);
    return [
      shape("path", { d: `M${x.toFixed(1)} ${frame.y(from).toFixed(1)}V${frame.y(to).toFixed(1)}` }),
      shape("circle", { cx: x.toFixed(1), cy: frame.y(middle).toFixed(1), r: 3.2, class: fit === false ? "nz-unfitted" : null }),
    ];
  }));
}
