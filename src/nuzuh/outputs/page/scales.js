// Round numbers for axes and legends, and sizes on the map.

/** Round steps from 0 (or below) to a number that hold it, about so many. */
export function ticks(low, high, count) {
  const span = high - low || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const found = [];
  for (let at = Math.floor(low / step + 1e-9); at * step < high + step * 0.999; at += 1) found.push(at * step);
  return found;
}

/** The largest number of one figure, 1, 2 or 5 before noughts, that is no more than a number. */
export function roundBelow(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1)));
  return power * (number >= 5 * power ? 5 : number >= 2 * power ? 2 : 1);
}

/** A scale from numbers to pixels. */
export function linear(low, high, from, to) {
  const perUnit = (to - from) / (high - low || 1);
  return (value) => from + (value - low) * perUnit;
}

/** Radius of a circle whose area is proportional to persons. */
export function radiusOf(persons, largest, mostPx) {
  return persons > 0 ? mostPx * Math.sqrt(persons / largest) : 0;
}

/** Radius of the largest circle on a map: grows with the map, and a little with zoom. */
export function largestRadius(screen) {
  return Math.min(32, Math.max(15, Math.min(screen.width, screen.height) * 0.046)) * screen.zoom ** 0.35;
}

/** Width of the widest flow on a map. */
export function widestFlow(screen) {
  return Math.min(26, Math.max(12, Math.min(screen.width, screen.height) * 0.04)) * screen.zoom ** 0.35;
}
