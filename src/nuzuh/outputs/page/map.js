// A map: layers put together, for one run or for the difference of two.

import { areasOf, makeBorders } from "./borders.js";
import { element, onSize, setAttributes, setText, shape } from "./dom.js";
import { makeFlow } from "./flow.js";
import { listenToGestures } from "./gestures.js";
import { makeLabels } from "./labels.js";
import { makePlaces } from "./places.js";
import { makeScreen, WHOLE_VIEW } from "./projection.js";
import { largestRadius, roundBelow } from "./scales.js";

const OBSTACLE_PX = 7;
const MOST_LABELS = 26;
const ABROAD_PX = 40;

/** A map of what `shown` picks from the state: {run, difference, title}. */
export function makeMap({ world, language, store, signal }, shown, onScreen = () => {}) {
  const { word } = language;
  const places = makePlaces(world);
  const flow = makeFlow(world);
  const borders = makeBorders(world);
  const labels = makeLabels();
  const areas = areasOf(world);
  const scale = scaleBar();
  const svg = shape("svg", { class: "nz-map", tabindex: 0, role: "group", "aria-roledescription": "map", "aria-label": word("map.label") },
    borders.layers.admin1, borders.layers.country, flow.layers.roads, flow.layers.closed, ...places.layers.dots,
    places.layers.circleLayer, flow.layers.arrows, flow.layers.bars, places.layers.fire, places.layers.ring,
    labels.layer, scale.node);
  const title = element("p", { class: "nz-map-title" });
  const tip = element("div", { class: "nz-tip", hidden: true, "aria-hidden": "true" });
  let screen = null;
  let persons = [];

  const map = {
    plane: world.plane,
    screen: () => screen,
    pick: (x, y) => store.set({ place: places.under(x, y) }),
    hover: (x, y) => showTip(x === null ? null : places.under(x, y)),
  };
  const gestures = listenToGestures(svg, map, store, signal);
  const button = (text, name, act) => element("button", { type: "button", title: word(name), "aria-label": word(name), click: act }, text);
  const root = element("div", { class: "nz-map-box" }, svg, title, tip,
    element("div", { class: "nz-zoom" }, button("+", "map.in", gestures.zoomIn), button("−", "map.out", gestures.zoomOut),
      button("⤢", "map.all", () => store.set({ view: WHOLE_VIEW }))));

  const place = () => {
    borders.move(screen);
    flow.move(screen);
    places.move(screen);
    scale.show(screen, language);
    onScreen(screen);
  };
  const people = () => {
    const { day } = store.get();
    const { run, difference } = shown(store.get());
    persons = world.places.map(({ ix }) => (difference ? difference.band(ix, day).q50 : run.median(ix, day)));
    places.show(persons, largestRadius(screen), Boolean(difference));
    places.showFire(run.fireOn(day));
    flow.show(difference ? null : run, day, screen);
    flow.showClosed(run.closedOn(day));
    name();
  };
  const name = () => {
    const { place: chosen } = store.get();
    places.choose(chosen);
    labels.show(wanted(chosen), obstacles(), screen);
    setText(title, shown(store.get()).title);
  };

  /** Places worth a label, the most important first: the chosen one, those with most people, crossings; then areas. */
  function wanted(chosen) {
    const weight = ({ ix, kind, population }) => (ix === chosen ? Infinity : Math.abs(persons[ix]) + (kind === "crossing" ? world.mostStaying * 0.04 : 0) + population * 0.002);
    const inView = world.places.filter(({ ix }) => isOnScreen(places.position(ix)));
    const ranked = inView.map((one) => [weight(one), one]).sort(([one], [other]) => other - one).slice(0, MOST_LABELS + 6 * Math.round(screen.zoom));
    const named = ranked.map(([, { ix, name: text, kind }]) => {
      const [x, y] = places.position(ix);
      const isLarge = ix === chosen || places.radius(ix) > 12;
      return { ix, text, x, y, r: Math.max(places.radius(ix), kind === "crossing" ? 5 : 2), kind: isLarge ? "nz-large" : "" };
    });
    const around = screen.zoom > 4 ? [] : areas.map(({ name: text, km, isHome, away }) => {
      const [x, y] = screen.at(km).map((px, axis) => px + (away ? away[axis] * ABROAD_PX : 0));
      return { ix: -1, text, x, y, r: 0, kind: isHome ? "nz-area" : "nz-area nz-abroad" };
    });
    return [...named.slice(0, 8), ...around, ...named.slice(8)];
  }

  function obstacles() {
    return world.places.filter(({ ix, kind }) => places.radius(ix) > OBSTACLE_PX || kind === "crossing").map(({ ix }) => {
      const [x, y] = places.position(ix);
      const r = Math.max(4, places.radius(ix) * 0.8);
      return { owner: ix, left: x - r, right: x + r, top: y - r, bottom: y + r };
    }).concat({ left: screen.width - 48, right: screen.width, top: 0, bottom: 120 });
  }

  function isOnScreen([x, y]) {
    return x >= 0 && y >= 0 && x <= screen.width && y <= screen.height;
  }

  function showTip(ix) {
    setAttributes(tip, { hidden: ix === null });
    svg.classList.toggle("nz-pointing", ix !== null);
    if (ix === null) return;
    const { run, difference } = shown(store.get());
    const { day } = store.get();
    tip.replaceChildren(...tipOf(world.places[ix], run, difference, day, language).map((text) => element("span", {}, text)));
    const [x, y] = places.position(ix);
    tip.style.left = `${Math.min(x + 12, screen.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.max(4, y - tip.offsetHeight - 10)}px`;
  }

  onSize(svg, signal, (width, height) => {
    screen = makeScreen(world.plane, width, height, store.get().view);
    place();
    people();
  });
  store.subscribe((state, changed) => {
    if (screen === null) return;
    if (changed.has("view")) {
      screen = makeScreen(world.plane, screen.width, screen.height, state.view);
      place();
    }
    if (["view", "day", "run", "beside", "isLess"].some((key) => changed.has(key))) people();
    else if (changed.has("place")) name();
  }, signal);
  return root;
}

function tipOf(place, run, difference, day, language) {
  const { word } = language;
  const band = difference ? difference.band(place.ix, day) : run.band(place.ix, day);
  const number = difference ? language.signed : language.about;
  const fire = run.fireOn(day)[place.ix];
  return [
    place.name,
    language.wordOf("kind", place.kind),
    word(difference ? "map.less" : "map.staying", { number: number(band.q50) }),
    word("figures.interval", difference ? { low: number(band.q05), high: number(band.q95) } : language.ends(band.q05, band.q95)),
    ...(fire > 0 ? [word("map.under", { intensity: language.decimal(fire) })] : []),
  ];
}

function scaleBar() {
  const path = shape("path");
  const text = shape("text");
  const node = shape("g", { class: "nz-scale", "aria-hidden": "true" }, path, text);
  return {
    node,
    show(screen, language) {
      const km = roundBelow(Math.min(120, screen.width / 4) / screen.pxPerKm);
      const length = km * screen.pxPerKm;
      setAttributes(path, { d: `M12 ${screen.height - 18}v6h${length.toFixed(1)}v-6` });
      setAttributes(text, { x: 14 + length + 4, y: screen.height - 11 });
      setText(text, new Intl.NumberFormat(language.locale, { style: "unit", unit: "kilometer" }).format(km));
    },
  };
}
