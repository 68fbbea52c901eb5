// Moving and zooming a map: mouse, wheel, fingers and keys.

import { moved, WHOLE_VIEW, zoomedAbout } from "./projection.js";

const STEP = 1.5;
const KEY_PX = 60;
const CLICK_PX = 5;
const SCROLL_MS = 400;

/** Let a map be moved and zoomed; `map` gives its screen and plane, and takes picks and hovers. */
export function listenToGestures(svg, map, store, signal) {
  const listen = (target, name, listener, options) => target.addEventListener(name, listener, { signal, ...options });
  const change = (view) => store.set({ view });
  const zoom = (factor, x, y) => change(zoomedAbout(map.screen(), store.get().view, map.plane, factor, x, y));
  const pan = (x, y) => change(moved(map.screen(), store.get().view, map.plane, x, y));
  listenToWheel(svg, zoom, store, listen);
  listenToPointers(svg, map, { zoom, pan }, listen);
  listen(svg, "keydown", (event) => {
    const { width, height } = map.screen();
    const keys = {
      ArrowLeft: () => pan(KEY_PX, 0), ArrowRight: () => pan(-KEY_PX, 0),
      ArrowUp: () => pan(0, KEY_PX), ArrowDown: () => pan(0, -KEY_PX),
      "+": () => zoom(STEP, width / 2, height / 2), "=": () => zoom(STEP, width / 2, height / 2),
      "-": () => zoom(1 / STEP, width / 2, height / 2), 0: () => change(WHOLE_VIEW),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  return { zoomIn: () => zoom(STEP, map.screen().width / 2, map.screen().height / 2), zoomOut: () => zoom(1 / STEP, map.screen().width / 2, map.screen().height / 2) };
}

/** The wheel zooms; a page that is being scrolled is not stopped by a map that comes under the pointer. */
function listenToWheel(svg, zoom, store, listen) {
  let scrolledAt = -Infinity;
  listen(window, "wheel", (event) => {
    if (!svg.contains(event.target)) scrolledAt = event.timeStamp;
  }, { passive: true });
  listen(svg, "wheel", (event) => {
    const isOut = event.deltaY > 0 && store.get().view.zoom <= 1;
    if (isOut || (event.timeStamp - scrolledAt < SCROLL_MS && !event.ctrlKey)) {
      scrolledAt = event.timeStamp;
      return;
    }
    event.preventDefault();
    zoom(2 ** (-event.deltaY / 300), ...within(svg, event));
  }, { passive: false });
}

function listenToPointers(svg, map, { zoom, pan }, listen) {
  const down = new Map();
  let travelled = 0;
  listen(svg, "pointerdown", (event) => {
    if (event.button !== 0) return;
    down.set(event.pointerId, within(svg, event));
    if (down.size === 1) travelled = 0;
    svg.setPointerCapture(event.pointerId);
  });
  listen(svg, "pointermove", (event) => {
    const here = within(svg, event);
    if (!down.has(event.pointerId)) {
      map.hover(...here);
      return;
    }
    const [x, y] = down.get(event.pointerId);
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    down.set(event.pointerId, here);
    travelled += Math.hypot(here[0] - x, here[1] - y);
    if (others.length === 1) zoom(apart(here, others[0]) / Math.max(1, apart([x, y], others[0])), ...between(here, others[0]));
    else if (others.length === 0 && travelled > CLICK_PX) pan(here[0] - x, here[1] - y);
  });
  const up = (event) => {
    if (!down.delete(event.pointerId) || event.type === "pointercancel") return;
    if (travelled <= CLICK_PX && down.size === 0) map.pick(...within(svg, event));
  };
  listen(svg, "pointerup", up);
  listen(svg, "pointercancel", up);
  listen(svg, "pointerleave", () => map.hover(null, null));
}

function within(svg, event) {
  const box = svg.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function apart([ax, ay], [bx, by]) {
  return Math.hypot(ax - bx, ay - by);
}

function between([ax, ay], [bx, by]) {
  return [(ax + bx) / 2, (ay + by) / 2];
}
