// Routes and the people on them: half-arrows on the right-hand side of the way, as wide as there are people.

import { setAttributes, shape } from "./dom.js";
import { widestFlow } from "./scales.js";

const THINNED = 0.012;
const LEAST_PX = 0.8;
const LANE_PX = 0.7;

/** Layers of routes and flows. */
export function makeFlow(world) {
  const roads = shape("path", { class: "nz-roads" });
  const closed = shape("path", { class: "nz-closed" });
  const bars = shape("path", { class: "nz-bars" });
  const arrows = shape("path", { class: "nz-flow" });
  let ends = [];

  return {
    layers: { roads, closed, bars, arrows },
    move(screen) {
      ends = world.routes.map(({ from, to }) => [screen.at(world.places[from].km), screen.at(world.places[to].km)]);
      setAttributes(roads, { d: ends.map(line).join("") });
    },
    /** Draw the flows of a day as one path, which is quick; small ones are left out until there is room for them. */
    show(run, day, screen) {
      const least = leastShown(world, screen);
      const shown = run === null ? [] : run.flows.filter(({ byDay }) => byDay[day] >= least);
      const drawn = shown.map(({ route, way, byDay }) => halfArrow(ends[route][way], ends[route][1 - way], flowWidth(byDay[day], world, screen)));
      setAttributes(arrows, { d: drawn.join("") });
    },
    showClosed(routes) {
      setAttributes(closed, { d: routes.filter((ix) => !world.routes[ix].isBorder).map((ix) => line(ends[ix])).join("") });
      setAttributes(bars, { d: routes.filter((ix) => world.routes[ix].isBorder).map((ix) => bar(...ends[ix])).join("") });
    },
  };
}

/** Fewest people a day that are drawn at this zoom. */
export function leastShown(world, screen) {
  return (world.mostFlow * THINNED) / screen.zoom;
}

/** Width in pixels of so many people a day. */
export function flowWidth(persons, world, screen) {
  return Math.max(LEAST_PX, (widestFlow(screen) * persons) / world.mostFlow);
}

/** Half an arrow beside the line from one point to another, on its right-hand side. */
export function halfArrow([ax, ay], [bx, by], width) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 1) return "";
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const head = Math.min(length * 0.5, Math.max(6, width * 1.3));
  const barb = LANE_PX + width + Math.max(2.4, width * 0.5);
  const point = (along, aside) => `${(ax + ux * along - uy * aside).toFixed(1)} ${(ay + uy * along + ux * aside).toFixed(1)}`;
  const side = LANE_PX + width;
  return `M${point(0, LANE_PX)}L${[point(0, side), point(length - head, side), point(length - head, barb), point(length, LANE_PX)].join("L")}z`;
}

/** A bar across the middle of a closed way over a border. */
export function bar([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
  const [ux, uy] = [((bx - ax) / length) * 7, ((by - ay) / length) * 7];
  return `M${(x - uy).toFixed(1)} ${(y + ux).toFixed(1)}L${(x + uy).toFixed(1)} ${(y - ux).toFixed(1)}`;
}

function line([[ax, ay], [bx, by]]) {
  return `M${ax.toFixed(1)} ${ay.toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}`;
}
