// A what-if less the baseline, member by member.

import { betweenKnots, cumulated, cumulatedBand, valueAt } from "./series.js";

/** A difference of the payload, decoded. */
export function makeDifference(raw, { nPlaces }) {
  const names = ["q05", "q50", "q95"];
  const quantiles = Object.fromEntries(names.map((name) => [name, raw.staying[name].map(cumulated)]));
  const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    total: { cum_displaced: cumulatedBand(raw.cum_displaced), n_displaced: cumulatedBand(raw.n_displaced) },
    outcomes: raw.outcomes ?? [],
    /** Quantiles at a place on a day; between weekly knots they are drawn out. */
    band(place, day) {
      const where = betweenKnots(raw.staying.knots, day);
      return Object.fromEntries(names.map((name) => [name, valueAt(quantiles[name][place], where)]));
    },
    knots: raw.staying.knots,
    most: nPlaces === 0 ? 0 : Math.max(...quantiles.q50.map(largest)),
  };
}
