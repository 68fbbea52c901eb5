// From degrees to kilometres on a plane, and from there to the screen.

const KM_PER_DEGREE = 111.195;

/** A plane that touches the earth in the middle of some points: true to scale over a region, in kilometres. */
export function makePlane(points) {
  const lats = points.map(({ lat }) => lat).filter(Number.isFinite);
  const lons = points.map(({ lon }) => lon).filter(Number.isFinite);
  const middle = { lat: (least(lats) + most(lats)) / 2, lon: (least(lons) + most(lons)) / 2 };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const project = (lon, lat) => [(lon - middle.lon) * KM_PER_DEGREE * shrink, (middle.lat - lat) * KM_PER_DEGREE];
  const corners = [project(least(lons), most(lats)), project(most(lons), least(lats))];
  const width = Math.max(10, corners[1][0] - corners[0][0]);
  const height = Math.max(10, corners[1][1] - corners[0][1]);
  return { project, width, height };
}

/** Where things lie on a screen of this size: all of the plane at zoom 1, kilometre (x, y) in the middle. */
export function makeScreen(plane, width, height, { zoom, x, y }) {
  const margin = Math.min(56, width * 0.1, height * 0.1);
  const fit = Math.min((width - 2 * margin) / plane.width, (height - 2 * margin) / plane.height);
  const pxPerKm = Math.max(0.01, fit) * zoom;
  return {
    width, height, zoom, pxPerKm,
    at: ([kmX, kmY]) => [(kmX - x) * pxPerKm + width / 2, (kmY - y) * pxPerKm + height / 2],
    kmAt: (pxX, pxY) => [(pxX - width / 2) / pxPerKm + x, (pxY - height / 2) / pxPerKm + y],
  };
}

/** The view after zooming by a factor about a point of the screen; it stays within the plane. */
export function zoomedAbout(screen, view, plane, factor, pxX, pxY) {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  const [kmX, kmY] = screen.kmAt(pxX, pxY);
  const left = screen.pxPerKm * (zoom / view.zoom);
  return kept({ zoom, x: kmX - (pxX - screen.width / 2) / left, y: kmY - (pxY - screen.height / 2) / left }, plane);
}

/** The view after moving by pixels. */
export function moved(screen, view, plane, pxX, pxY) {
  return kept({ ...view, x: view.x - pxX / screen.pxPerKm, y: view.y - pxY / screen.pxPerKm }, plane);
}

export const WHOLE_VIEW = Object.freeze({ zoom: 1, x: 0, y: 0 });

const MOST_ZOOM = 40;

function kept(view, plane) {
  const within = (value, size) => Math.min(size / 2, Math.max(-size / 2, value));
  return Object.freeze({ zoom: view.zoom, x: within(view.x, plane.width), y: within(view.y, plane.height) });
}

function least(values) {
  return values.length ? Math.min(...values) : 0;
}

function most(values) {
  return values.length ? Math.max(...values) : 0;
}
