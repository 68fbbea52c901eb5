// Which places and areas are named on a map, and what their names must not cover.

const LEAST_COVERED_PX = 4.5;
const MOST_NAMES = 26;
const NAMES_BEFORE_AREAS = 8;
const NAMES_PER_ZOOM = 6;
const ABROAD_PX = 40;
const LARGE_PX = 12;
const NO_AREAS_FROM_ZOOM = 4;
const FIRE_PX = 6;
const CROSSING_PX = 5;
const DOT_PX = 2;
const TITLE_PX = 32;
const BUTTONS_PX = { width: 48, height: 120 };

/** Names that are wanted, the most important first: the chosen place, those with most people, crossings; and areas. */
export function namesWanted({ world, places, areas, persons, fire, chosen, screen }) {
  const weight = ({ ix, kind, population }) => {
    if (ix === chosen) return Infinity;
    return Math.abs(persons[ix]) + (kind === "crossing" ? world.mostStaying * 0.04 : 0) + (population ?? 0) * 0.002;
  };
  const seen = world.places
    .filter(({ ix }) => isOnScreen(places.position(ix), screen))
    .map((place) => [weight(place), place]);
  const ranked = seen
    .sort(([one], [other]) => other - one)
    .slice(0, MOST_NAMES + NAMES_PER_ZOOM * Math.round(screen.zoom));
  const named = ranked.map(([, place]) => {
    const [x, y] = places.position(place.ix);
    const isLarge = place.ix === chosen || places.radius(place.ix) > LARGE_PX;
    const r = Math.max(places.radius(place.ix), markPx(place, fire));
    return { ix: place.ix, text: place.name, x, y, r, kind: isLarge ? "nz-large" : "" };
  });
  const around = screen.zoom > NO_AREAS_FROM_ZOOM ? [] : areas.map((area) => areaName(area, screen));
  return [...named.slice(0, NAMES_BEFORE_AREAS), ...around, ...named.slice(NAMES_BEFORE_AREAS)];
}

/** Boxes that names must not cover: circles, fire, crossings, and the buttons and the title of the map. */
export function obstaclesOn({ world, places, fire, screen, title }) {
  const size = (place) => Math.max(markPx(place, fire), places.radius(place.ix) * 0.8);
  const covered = world.places
    .filter((place) => size(place) > LEAST_COVERED_PX)
    .map((place) => {
      const [x, y] = places.position(place.ix);
      const r = size(place);
      return { owner: place.ix, left: x - r, right: x + r, top: y - r, bottom: y + r };
    });
  const left = screen.width - BUTTONS_PX.width;
  const above = title ? [{ left: 0, right: left, top: 0, bottom: TITLE_PX }] : [];
  return [...covered, ...above, { left, right: screen.width, top: 0, bottom: BUTTONS_PX.height }];
}

function areaName({ name, km, isHome, away }, screen) {
  const [x, y] = screen.at(km).map((px, axis) => px + (away ? away[axis] * ABROAD_PX : 0));
  return { ix: -1, text: name, x, y, r: 0, kind: isHome ? "nz-area" : "nz-area nz-abroad" };
}

function markPx({ ix, kind }, fire) {
  if (fire[ix] > 0) return FIRE_PX;
  return kind === "crossing" ? CROSSING_PX : DOT_PX;
}

function isOnScreen([x, y], { width, height }) {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
