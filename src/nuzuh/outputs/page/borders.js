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

/** Names of areas: those abroad by country, at home by admin1, each in the middle of its places. */
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
  return [...found.values()].map(({ name, isHome, all }) => ({ name, isHome, km: [0, 1].map((axis) => mean(all, axis)) }));
}

function pair([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}
