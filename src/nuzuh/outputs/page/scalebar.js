// The bar that says how long a kilometre is.

import { setAttributes, setText, shape } from "./dom.js";
import { roundBelow } from "./scales.js";

const MOST_PX = 120;

/** A bar of a round number of kilometres. */
export function makeScaleBar(language) {
  const path = shape("path");
  const text = shape("text");
  const written = new Intl.NumberFormat(language.locale, { style: "unit", unit: "kilometer" });
  return {
    node: shape("g", { class: "nz-scale", "aria-hidden": "true" }, path, text),
    show(screen) {
      const km = roundBelow(Math.min(MOST_PX, screen.width / 4) / screen.pxPerKm);
      const length = km * screen.pxPerKm;
      setAttributes(path, { d: `M12 ${screen.height - 18}v6h${length.toFixed(1)}v-6` });
      setAttributes(text, { x: 18 + length, y: screen.height - 11 });
      setText(text, written.format(km));
    },
  };
}
