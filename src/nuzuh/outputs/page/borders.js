// Lines of borders, and names of areas.

import { setAttributes, shape } from "./dom.js";

/** Layers of borders: countries above, first-level areas below. */
export function makeBorders(world) {
  const kinds = { admin1: shape("path", { class: "nz-admin1" }), country: shape("path", { class: "nz-country" }) };
  const lines = world.borders.map(({ kind, points }) => ({ kind, km: points.map(([lon, lat]) => world.plane.project(lon, lat)) }));
  return {
    layers: kinds,
    move(screen) {
      for (const [kind, path] of Object.entries(kinds)) {
        const drawn = lines.filter((line) => line.kind === kind).map(({ km }) => `M${km.map((at) => pair(screen.at(at))).join("L")}`);
        setAttributes(path, { d: drawn.join("") });
      }
    },
  };
}

/** Names of areas: by admin1 at home, in the middle of its places; by country abroad, beyond its farthest place. */
export function areasOf(world) {
  const found = new Map();
  for (const place of world.places) {
    const isHome = place.country === world.scenario.home_country;
    const name = isHome ? place.admin1 : place.country;
    if (!name) continue;
    const key = `${isHome} ${name}`;
    if (!found.has(key)) found.set(key, { name, isHome, all: [] });
    found.get(key).all.push(place.km);
  }
  const home = middleOf(world.places.filter(({ country }) => country === world.scenario.home_country).map(({ km }) => km));
  return [...found.values()].map(({ name, isHome, all }) => (isHome ? { name, isHome, km: middleOf(all), away: null } : { name, isHome, ...farthest(all, home) }));
}

function pair([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function farthest(points, from) {
  const distance = ([x, y]) => Math.hypot(x - from[0], y - from[1]);
  const km = points.reduce((found, point) => (distance(point) > distance(found) ? point : found));
  return { km, away: distance(km) > 0 ? [(km[0] - from[0]) / distance(km), (km[1] - from[1]) / distance(km)] : [0, -1] };
}

function middleOf(points) {
  return points.length === 0 ? [0, 0] : [mean(points, 0), mean(points, 1)];
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}
