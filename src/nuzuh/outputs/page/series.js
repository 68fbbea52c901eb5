// Series of numbers: decoded, and read between the days for which they are given.

/** Undo delta coding: the first value, then differences. */
export function cumulated(deltas) {
  const values = new Float64Array(deltas.length);
  let value = 0;
  for (let at = 0; at < deltas.length; at += 1) {
    value += deltas[at];
    values[at] = value;
  }
  return values;
}

/** Undo delta coding for each series of an object by name. */
export function cumulatedBand(band) {
  return Object.fromEntries(Object.entries(band).map(([name, deltas]) => [name, cumulated(deltas)]));
}

/** Where a day lies among knots: the knot before, and the share of the way to the next. */
export function betweenKnots(knots, day) {
  let at = 0;
  while (at < knots.length - 2 && knots[at + 1] <= day) at += 1;
  if (knots.length < 2) return { at: 0, share: 0 };
  const share = (day - knots[at]) / (knots[at + 1] - knots[at]);
  return { at, share: Math.min(1, Math.max(0, share)) };
}

/** The value of a series given at knots, on a straight line in between. */
export function valueAt(values, { at, share }) {
  return share === 0 ? values[at] : values[at] + share * (values[at + 1] - values[at]);
}
