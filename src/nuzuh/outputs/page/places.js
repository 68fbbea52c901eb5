// Places on the map: a dot for each, a circle as large as the people who stay there, fire where there is any.

import { element, setAttributes, shape } from "./dom.js";
import { radiusOf } from "./scales.js";

const NEAR_PX = 12;
const DOTS = {
  crossing: "m0-5.2l5.2 5.2-5.2 5.2-5.2-5.2z",
  transit: "m-3.4 0a3.4 3.4 0 1 0 6.8 0 3.4 3.4 0 1 0-6.8 0z",
  other: "m-1.7 0a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0z",
};
const RAYS = burst(8, 1, 0.42);

/** Layers of places. Their nodes are made once; a step changes attributes alone. */
export function makePlaces(world) {
  const peak = world.places.map((place) => Math.max(...world.runs.map((run) => run.peaks[place.ix])));
  const order = world.places.map(({ ix }) => ix).sort((one, other) => peak[other] - peak[one]);
  const circles = world.places.map((place) => shape("circle", { class: `nz-circle nz-${place.kind}` }));
  const dots = Object.keys(DOTS).map((kind) => shape("path", { class: `nz-dot nz-${kind}` }));
  const ring = shape("circle", { class: "nz-ring" });
  const circleLayer = shape("g", {}, ...order.map((ix) => circles[ix]));
  const fire = shape("path", { class: "nz-fire" });
  let at = [];
  let radii = [];

  return {
    layers: { circleLayer, dots, fire, ring },
    /** Move all places to where they are on the screen. */
    move(screen) {
      at = world.places.map((place) => screen.at(place.km));
      at.forEach(([x, y], ix) => setAttributes(circles[ix], { cx: x.toFixed(1), cy: y.toFixed(1) }));
      Object.entries(DOTS).forEach(([kind, d], which) => {
        const those = world.places.filter((place) => (DOTS[place.kind] ? place.kind : "other") === kind);
        setAttributes(dots[which], { d: those.map(({ ix }) => `M${at[ix].map((px) => px.toFixed(1)).join(" ")}${d}`).join("") });
      });
    },
    /** Show persons at each place; below 0 are those fewer than in the baseline. */
    show(persons, largestPx, isDifference) {
      radii = persons.map((number) => radiusOf(Math.abs(number), world.mostStaying, largestPx));
      circles.forEach((circle, ix) => {
        const sign = isDifference ? (persons[ix] < 0 ? " nz-fewer" : " nz-more") : "";
        setAttributes(circle, { r: radii[ix].toFixed(2), class: `nz-circle nz-${world.places[ix].kind}${sign}` });
      });
    },
    showFire(intensity) {
      const burning = world.places.filter((place) => intensity[place.ix] > 0);
      setAttributes(fire, { d: burning.map(({ ix }) => star(at[ix], 2.6 + 4.4 * Math.sqrt(intensity[ix]))).join("") });
    },
    choose(place) {
      const isChosen = place !== null;
      setAttributes(ring, { visibility: isChosen ? null : "hidden" });
      if (isChosen) setAttributes(ring, { cx: at[place][0].toFixed(1), cy: at[place][1].toFixed(1), r: (Math.max(radii[place], 4) + 3.5).toFixed(1) });
    },
    /** The place under a point: the smallest circle around it, else the nearest dot. */
    under(x, y) {
      let found = null;
      let least = Infinity;
      at.forEach(([cx, cy], ix) => {
        const distance = Math.hypot(cx - x, cy - y);
        const rank = distance <= Math.max(radii[ix], 4) ? radii[ix] - 1000 : distance;
        if (rank < least && (rank < 0 || distance <= NEAR_PX)) [found, least] = [ix, rank];
      });
      return found;
    },
    position: (ix) => at[ix],
    radius: (ix) => radii[ix],
  };
}

/** The sign of a kind or of fire, for legends. */
export function sign(kind) {
  const d = kind === "fire" ? star([0, 0], 6) : DOTS[kind] && `M0 0${DOTS[kind]}`;
  const mark = d ? shape("path", { class: kind === "fire" ? "nz-fire" : `nz-dot nz-${kind}`, d }) : shape("circle", { class: `nz-circle nz-${kind}`, r: 6 });
  return element("span", { class: "nz-sign", "aria-hidden": "true" }, shape("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16 }, mark));
}

/** A star with its middle at a point. */
function star([x, y], size) {
  return `M${RAYS.map(([right, down]) => `${(x + right * size).toFixed(1)} ${(y + down * size).toFixed(1)}`).join("L")}z`;
}

function burst(rays, outer, inner) {
  return Array.from({ length: rays * 2 }, (_, at) => {
    const reach = at % 2 === 0 ? outer : inner;
    const angle = (at * Math.PI) / rays;
    return [reach * Math.sin(angle), -reach * Math.cos(angle)];
  });
}
