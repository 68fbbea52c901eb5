// The place that was chosen: what is known of it, and what is modelled for the day.

import { element, setText } from "./dom.js";
import { badge } from "./panel.js";
import { sign } from "./places.js";

/** A card that is there while a place is chosen. */
export function makePlaceCard({ world, language, store, signal }) {
  const { word } = language;
  const root = element("div", { class: "nz-place", role: "region", "aria-label": word("map.find"), hidden: true });
  let numbers = null;

  function open(ix) {
    root.hidden = ix === null;
    numbers = null;
    if (ix === null) return;
    const place = world.places[ix];
    const [staying, news] = [element("dd"), element("dd")];
    numbers = { staying, news };
    const where = [language.wordOf("kind", place.kind), place.admin1, place.country].filter(Boolean).join(", ");
    const row = (key, value, status = null) => [element("dt", {}, word(`place.${key}`), " ", status ? badge(status, language) : null), value];
    const known = [["pcode", place.pcode], ["source", place.source]].filter(([, value]) => value).flatMap(([key, value]) => row(key, element("dd", {}, String(value))));
    root.replaceChildren(
      element("div", { class: "nz-row-head" }, element("h2", {}, sign(place.kind), " ", place.name), element("button", { type: "button", id: "nz-close", click: () => store.set({ place: null }) }, word("place.close"))),
      element("p", { class: "nz-small" }, where),
      element("dl", {}, ...row("staying", staying, "modelled"), ...row("new", news, "modelled"),
        ...row("population", element("dd", {}, language.whole(place.population ?? 0)), place.status || null), ...known));
    step();
  }

  function step() {
    const { place, day, run } = store.get();
    if (!numbers) return;
    const band = world.runs[run].band(place, day);
    setText(numbers.staying, `${language.about(band.q50)} (${word("figures.interval", language.ends(band.q05, band.q95))})`);
    setText(numbers.news, language.about(world.runs[run].newDisplaced(place, day)));
  }

  store.subscribe((state, changed) => {
    if (changed.has("place")) open(state.place);
    else if (changed.has("day") || changed.has("run")) step();
  }, signal);
  open(store.get().place);
  return root;
}
