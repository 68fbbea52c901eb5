// Labels that do not collide: the most important first, each where there is room beside its place.

import { pool, setAttributes, setText, shape } from "./dom.js";

const GAP_PX = 3;
const LINE_PX = 14;
const widths = new Map();
let pen = null;

/** A layer of labels. */
export function makeLabels() {
  const layer = shape("g", { class: "nz-labels", "aria-hidden": "true" });
  const texts = pool(layer, () => shape("text", { "text-anchor": "middle" }));
  return {
    layer,
    /** Show what fits of some items {text, x, y, r, kind} in order of importance; obstacles are boxes. */
    show(items, obstacles, screen) {
      texts(fitting(items, obstacles, screen), (node, { item, x, y }) => {
        setText(node, item.text);
        setAttributes(node, { x: x.toFixed(1), y: y.toFixed(1), class: item.kind });
      });
    },
  };
}

/** Which items have room, and where the middle of their base line goes. */
export function fitting(items, obstacles, { width, height }) {
  const taken = [...obstacles];
  const found = [];
  for (const item of items) {
    const size = { width: textWidth(item.text, item.kind), height: LINE_PX };
    const box = corners(item, size).find((candidate) => isInside(candidate, width, height) && !taken.some((other) => overlap(candidate, other, item)));
    if (!box) continue;
    taken.push(box);
    found.push({ item, x: box.left + size.width / 2, y: box.top + LINE_PX * 0.76 });
  }
  return found;
}

/** Boxes beside a place in order of preference; an area's name stands in its middle. */
function corners({ x, y, r, kind }, { width, height }) {
  const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  if (kind.includes("nz-area")) return [box(x - width / 2, y - height / 2), box(x - width / 2, y - height * 3), box(x - width / 2, y + height * 2)];
  const side = r + GAP_PX;
  const slant = r * 0.7 + GAP_PX;
  return [
    box(x + side, y - height / 2), box(x - side - width, y - height / 2),
    box(x - width / 2, y - side - height), box(x - width / 2, y + side),
    box(x + slant, y - slant - height), box(x + slant, y + slant),
    box(x - slant - width, y - slant - height), box(x - slant - width, y + slant),
  ];
}

function isInside(box, width, height) {
  return box.left >= 2 && box.right <= width - 2 && box.top >= 2 && box.bottom <= height - 2;
}

function overlap(one, other, owner) {
  if (other.owner !== undefined && other.owner === owner.ix) return false;
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function textWidth(text, kind) {
  const key = `${kind} ${text}`;
  if (!widths.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = kind.includes("nz-large") ? "600 13px system-ui, sans-serif" : "12px system-ui, sans-serif";
    widths.set(key, pen.measureText(text).width * (kind.includes("nz-area") ? 1.35 : 1) + 4);
  }
  return widths.get(key);
}
