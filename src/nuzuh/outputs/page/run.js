// One run: totals, displaced persons by place and day, flows, fire and closures.

import { betweenKnots, cumulated, cumulatedBand, valueAt } from "./series.js";

/** A run of the payload, decoded. */
export function makeRun(raw, ix, { nDays, nPlaces }) {
  const median = raw.staying.median.map(cumulated);
  const offsets = Object.fromEntries(
    ["q05", "q25", "q75", "q95"].map((name) => [name, raw.staying[name].map((deltas, place) => offsetsOf(cumulated(deltas), median[place], raw.staying.knots, name))]),
  );
  const news = raw.new_displaced.map(cumulated);
  const flows = flowsOf(raw.flows, nDays);
  return {
    ...raw, ix, flows,
    total: { cum_displaced: cumulatedBand(raw.total.cum_displaced), n_displaced: cumulatedBand(raw.total.n_displaced) },
    median: (place, day) => median[place][day],
    newDisplaced: (place, day) => news[place][day],
    /** Quantiles at a place on a day; between weekly knots their distance from the median is drawn out. */
    band(place, day) {
      const where = betweenKnots(raw.staying.knots, day);
      const middle = median[place][day];
      const at = (name) => Math.max(0, middle + valueAt(offsets[name][place], where));
      return { q05: at("q05"), q25: at("q25"), q50: middle, q75: at("q75"), q95: at("q95") };
    },
    fireOn: (day) => valuesOn(raw.fire, day, nPlaces),
    closedOn: (day) => raw.closed.filter(([, first, last]) => first <= day && day <= last).map(([route]) => route),
    mostStaying: Math.max(0, ...median.map((values) => values.reduce((most, value) => Math.max(most, value), 0))),
    mostFlow: Math.max(0, ...flows.map((flow) => flow.most)),
    peaks: median.map((values) => values.reduce((most, value) => Math.max(most, value), 0)),
  };
}

/** How far a quantile lies from the median at each knot; both are rounded, and must not cross for it. */
function offsetsOf(quantile, median, knots, name) {
  const toward = name < "q50" ? Math.min : Math.max;
  return quantile.map((value, at) => toward(0, value - median[knots[at]]));
}

/** Persons by day for each route and way; rows of the same way are put together. */
function flowsOf(rows, nDays) {
  const found = new Map();
  for (const [route, way, first, ...numbers] of rows) {
    const key = route * 2 + way;
    if (!found.has(key)) found.set(key, { key, route, way, byDay: new Float32Array(nDays), most: 0 });
    const flow = found.get(key);
    numbers.forEach((number, at) => {
      flow.byDay[first + at] += number;
      flow.most = Math.max(flow.most, flow.byDay[first + at]);
    });
  }
  return [...found.values()];
}

/** The strongest value of each place on a day, of spells [place, first day, last day, value]. */
function valuesOn(spells, day, nPlaces) {
  const values = new Float32Array(nPlaces);
  for (const [place, first, last, value] of spells) {
    if (first <= day && day <= last) values[place] = Math.max(values[place], value);
  }
  return values;
}
