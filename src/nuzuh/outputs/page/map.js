// A map: layers put together, for one run or for the difference of two.

import { areasOf, makeBorders } from "./borders.js";
import { element, onSize, setText, shape } from "./dom.js";
import { makeFlow } from "./flow.js";
import { listenToGestures } from "./gestures.js";
import { makeLabels } from "./labels.js";
import { namesWanted, obstaclesOn } from "./naming.js";
import { makePlaces } from "./places.js";
import { makeScreen, WHOLE_VIEW } from "./projection.js";
import { makeScaleBar } from "./scalebar.js";
import { largestRadius } from "./scales.js";
import { makeTip } from "./tip.js";

/** A map of what `shown` picks from the state: {run, difference, title}; `onScreen` hears of every new screen. */
export function makeMap({ world, language, store, signal }, shown, onScreen = () => {}) {
  const areas = areasOf(world);
  const [places, flow, borders, labels] = [makePlaces(world), makeFlow(world), makeBorders(world), makeLabels()];
  const [tip, scale] = [makeTip({ world, language }), makeScaleBar(language)];
  const title = element("p", { class: "nz-map-title", dir: "auto" });
  const svg = drawing(language, [
    borders.layers.admin1,
    borders.layers.country,
    flow.layers.roads,
    flow.layers.closed,
    ...places.layers.dots,
    places.layers.circleLayer,
    flow.layers.arrows,
    flow.layers.bars,
    places.layers.fire,
    places.layers.ring,
    labels.layer,
    scale.node,
  ]);
  let [screen, persons, fire] = [null, [], []];

  function showGround() {
    for (const layer of [borders, flow, places]) layer.move(screen);
    scale.show(screen);
    onScreen(screen);
  }

  function showDay() {
    const { day } = store.get();
    const { run, difference } = shown(store.get());
    persons = world.places.map(({ ix }) => (difference ? difference.band(ix, day).q50 : run.median(ix, day)));
    fire = run.fireOn(day);
    places.show(persons, largestRadius(screen), Boolean(difference));
    places.showFire(fire);
    flow.show(difference ? null : run, day, screen);
    flow.showClosed(run.closedOn(day));
    showNames();
  }

  function showNames() {
    const { place: chosen } = store.get();
    const { title: text } = shown(store.get());
    const now = { world, places, areas, persons, fire, chosen, screen, title: text };
    places.choose(chosen);
    labels.show(namesWanted(now), obstaclesOn(now), screen);
    setText(title, text);
  }

  function hover(x, y) {
    const ix = x === null ? null : places.under(x, y);
    const { run, difference } = shown(store.get());
    svg.classList.toggle("nz-pointing", ix !== null);
    tip.show(ix, { run, difference, day: store.get().day, position: places.position(ix), screen });
  }

  const pick = (x, y) => store.set({ place: places.under(x, y) });
  const gestures = listenToGestures(svg, { plane: world.plane, screen: () => screen, pick, hover }, store, signal);
  onSize(svg, signal, (width, height) => {
    screen = makeScreen(world.plane, width, height, store.get().view);
    showGround();
    showDay();
  });
  store.subscribe((state, changed) => {
    if (screen === null) return;
    if (changed.has("view")) {
      screen = makeScreen(world.plane, screen.width, screen.height, state.view);
      showGround();
    }
    if (["view", "day", "run", "beside", "isLess"].some((key) => changed.has(key))) showDay();
    else if (changed.has("place")) showNames();
  }, signal);
  const showAll = () => store.set({ view: WHOLE_VIEW });
  return element("div", { class: "nz-map-box" }, svg, title, tip.node, zoomButtons(language, gestures, showAll));
}

function drawing(language, layers) {
  const label = language.word("map.label");
  const attributes = {
    class: "nz-map",
    tabindex: 0,
    role: "group",
    "aria-roledescription": "map",
    "aria-label": label,
  };
  return shape("svg", attributes, ...layers);
}

function zoomButtons({ word }, { zoomIn, zoomOut }, showAll) {
  const buttons = [
    ["+", "map.in", zoomIn],
    ["−", "map.out", zoomOut],
    ["⤢", "map.all", showAll],
  ];
  const made = buttons.map(([text, name, click]) =>
    element("button", { type: "button", title: word(name), "aria-label": word(name), click }, text),
  );
  return element("div", { class: "nz-zoom" }, ...made);
}
