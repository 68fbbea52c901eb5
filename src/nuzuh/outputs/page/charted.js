// What a chart shows of runs, differences and counts, for everywhere or for one place.

/** What is drawn: the run shown first, then the one beside it. */
export function seriesOf(world, { run, beside, place, measure }) {
  const shown = beside >= 0 && beside !== run ? [run, beside] : [run];
  return shown.map((ix) => {
    const one = world.runs[ix];
    const bands = place === null ? one.total[measure] : bandsAt(world, one, place);
    return { ix, title: world.titles[ix], bands };
  });
}

function bandsAt(world, run, place) {
  const days = Array.from({ length: world.nDays }, (_, day) => run.band(place, day));
  return Object.fromEntries(
    ["q05", "q25", "q50", "q75", "q95"].map((name) => [name, days.map((quantiles) => quantiles[name])]),
  );
}

/** A difference by day, or at a place by week. */
export function lessOf(world, difference, { place, measure }) {
  if (place === null) return { bands: difference.total[measure], days: null };
  const at = difference.knots.map((day) => difference.band(place, day));
  return {
    bands: Object.fromEntries(["q05", "q50", "q95"].map((name) => [name, at.map((quantiles) => quantiles[name])])),
    days: difference.knots,
  };
}

/** Counts that can stand beside what is drawn. */
export function observationsOf(world, { place, measure }) {
  const within = world.observations.filter(({ day }) => day >= 0 && day < world.nDays);
  if (place === null) return within.filter(({ location, quantity }) => !location && quantity === measure);
  return within.filter(({ location, quantity }) => location === world.places[place].name && quantity === "n_displaced");
}

/** All series on one day. */
export function quantilesOn(series, day) {
  return Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values[day]]));
}
