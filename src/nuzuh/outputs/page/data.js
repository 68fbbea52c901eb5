// The payload as the page uses it: places, routes, observations and runs, ready to be asked about a day.

import { makeRun } from "./run.js";
import { makeDifference } from "./difference.js";
import { cumulated } from "./series.js";

const DAY_MS = 86_400_000;

/** Everything that a page shows. */
export function makeWorld(payload) {
  if (payload.format !== 1) throw new Error(`format ${payload.format} of the data is unknown to this page`);
  const { scenario } = payload;
  const start = Date.parse(`${scenario.start}T00:00:00Z`);
  const places = placesOf(payload.locations);
  const routes = payload.routes.from.map((from, ix) => ({
    ix, from, to: payload.routes.to[ix], km: payload.routes.km[ix], isBorder: Boolean(payload.routes.is_border[ix]),
  }));
  const size = { nDays: scenario.n_days, nPlaces: places.length };
  const runs = payload.runs.map((run, ix) => makeRun(run, ix, size));
  return {
    scenario, places, routes, runs,
    nDays: scenario.n_days,
    differences: runs.map((_, ix) => (payload.differences?.[ix] ? makeDifference(payload.differences[ix], size) : null)),
    borders: (payload.borders ?? []).map(borderOf),
    observations: payload.observations.map((row, ix) => ({ ...row, ix, day: (Date.parse(`${row.date}T00:00:00Z`) - start) / DAY_MS })),
    dateOf: (day) => new Date(start + day * DAY_MS),
    dayOf: (text) => Math.round((Date.parse(`${text}T00:00:00Z`) - start) / DAY_MS),
    mostStaying: Math.max(1, ...runs.map((run) => run.mostStaying)),
    mostFlow: Math.max(1, ...runs.map((run) => run.mostFlow)),
  };
}

function placesOf(columns) {
  return columns.name.map((name, ix) => {
    const of = (column) => columns[column]?.[ix] ?? "";
    return {
      ix, name: String(name), kind: of("kind"), lat: columns.lat[ix], lon: columns.lon[ix], pcode: of("pcode"),
      admin1: of("admin1"), country: of("country"), population: columns.population[ix], status: of("status"),
      source: of("source"),
    };
  });
}

/** A line in degrees, from whole thousandths that are delta coded for each coordinate. */
function borderOf({ kind, name, line }) {
  const lons = cumulated(line.filter((_, at) => at % 2 === 0));
  const lats = cumulated(line.filter((_, at) => at % 2 === 1));
  return { kind, name, points: Array.from(lons, (lon, at) => [lon / 1000, lats[at] / 1000]) };
}
