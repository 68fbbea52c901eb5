// Places on the map: a dot for each, a circle as large as the people who stay there, fire where there is any.

import { element, pool, setAttributes, shape } from "./dom.js";
import { radiusOf } from "./scales.js";

const DOT_PX = 1.7;
const NEAR_PX = 12;
const DOTS = {
  crossing: "M0-5.2L5.2 0 0 5.2-5.2 0z",
  transit: "M0-3.4A3.4 3.4 0 1 1 0 3.4 3.4 3.4 0 1 1 0-3.4z",
};
const BURST = burst(8, 1, 0.42);

/** Layers of places. Their nodes are made once; a step changes attributes alone. */
export function makePlaces(world) {
  const peak = world.places.map((place) => Math.max(...world.runs.map((run) => run.peaks[place.ix])));
  const order = world.places.map(({ ix }) => ix).sort((one, other) => peak[other] - peak[one]);
  const circles = world.places.map((place) => shape("circle", { class: `nz-circle nz-${place.kind}` }));
  const dots = world.places.map(dotOf);
  const ring = shape("circle", { class: "nz-ring" });
  const circleLayer = shape("g", {}, ...order.map((ix) => circles[ix]));
  const dotLayer = shape("g", {}, ...dots);
  const fireLayer = shape("g", { class: "nz-fire" });
  const bursts = pool(fireLayer, () => shape("path", { d: BURST }));
  let at = [];
  let radii = [];

  return {
    layers: { circleLayer, dotLayer, fireLayer, ring },
    /** Move all places to where they are on the screen. */
    move(screen) {
      at = world.places.map((place) => screen.at(place.km));
      at.forEach(([x, y], ix) => {
        setAttributes(circles[ix], { cx: x.toFixed(1), cy: y.toFixed(1) });
        setAttributes(dots[ix], { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
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
      bursts(burning, (node, { ix }) => {
        const size = 2.6 + 4.4 * Math.sqrt(intensity[ix]);
        setAttributes(node, { transform: `translate(${at[ix][0].toFixed(1)} ${at[ix][1].toFixed(1)}) scale(${size.toFixed(2)})` });
      });
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
  const mark = kind === "fire" ? shape("path", { d: BURST, transform: "scale(6)" })
    : DOTS[kind] ? shape("path", { d: DOTS[kind] }) : shape("circle", { r: 6 });
  const group = kind === "fire" ? "nz-fire" : DOTS[kind] ? `nz-dot nz-${kind}` : `nz-circle nz-${kind}`;
  return element("span", { class: "nz-sign", "aria-hidden": "true" },
    shape("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16 }, shape("g", { class: group }, mark)));
}

function dotOf({ kind }) {
  if (DOTS[kind]) return shape("path", { class: `nz-dot nz-${kind}`, d: DOTS[kind] });
  return shape("circle", { class: `nz-dot nz-${kind}`, r: DOT_PX });
}

function burst(rays, outer, inner) {
  const points = Array.from({ length: rays * 2 }, (_, at) => {
    const reach = at % 2 === 0 ? outer : inner;
    const angle = (at * Math.PI) / rays;
    return `${(reach * Math.sin(angle)).toFixed(3)} ${(-reach * Math.cos(angle)).toFixed(3)}`;
  });
  return `M${points.join("L")}z`;
}
