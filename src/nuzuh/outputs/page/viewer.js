// Where the page begins: reads the data, makes all parts, and makes them anew in another language.

import { fromAddress, toAddress } from "./address.js";
import { makeAtlas } from "./atlas.js";
import { makeChart } from "./chart.js";
import { makeChecks } from "./checks.js";
import { makeCompare } from "./compare.js";
import { makeWorld } from "./data.js";
import { element } from "./dom.js";
import { makeFigures } from "./figures.js";
import { makeHead, makeRunChoice } from "./head.js";
import { makeLanguage } from "./language.js";
import { makeOrigins } from "./origins.js";
import { readPayload } from "./payload.js";
import { makePlaceCard } from "./place.js";
import { makePlane, WHOLE_VIEW } from "./projection.js";
import { makeRanking } from "./ranking.js";
import { makeSlider } from "./slider.js";
import { makeStore } from "./store.js";
import { makeTable } from "./table.js";
import { restoreTheme } from "./theme.js";
import { makeWeeks } from "./weeks.js";

const ADDRESS_MS = 300;

/** What is shown before the reader has chosen anything: the day with most people on the move. */
function firstState(world) {
  return { day: busiestDay(world.runs[0]), run: 0, beside: -1, isLess: false, place: null, measure: "cum_displaced", isPlaying: false,
    view: WHOLE_VIEW, language: "en", sort: { key: "staying", isUp: false }, ...fromAddress(world) };
}

function busiestDay({ total }) {
  const { q50 } = total.cum_displaced;
  let found = q50.length - 1;
  let most = 0;
  for (let day = 1; day < q50.length; day += 1) if (q50[day] - q50[day - 1] > most) [found, most] = [day, q50[day] - q50[day - 1]];
  return found;
}

/** Make all parts of the page in the language chosen; returns what takes them away again. */
function makePage(root, world, store) {
  const parts = new AbortController();
  const language = makeLanguage(store.get().language, world.dateOf);
  world.titles = world.runs.map(({ ix, name, title }) => (ix === 0 ? language.word("runs.baseline") : title || name));
  Object.assign(document.documentElement, { lang: language.code, dir: language.direction });
  const context = { world, language, store, signal: parts.signal };
  const side = element("div", { class: "nz-side" }, makePlaceCard(context), makeChart(context), makeRanking(context));
  const all = [makeHead(context), makeRunChoice(context), makeSlider(context), makeFigures(context),
    element("div", { class: "nz-main" }, makeAtlas(context), side),
    makeCompare(context), makeWeeks(context, "exposure"), makeWeeks(context, "needs"), makeChecks(context), makeTable(context), makeOrigins(context)];
  root.replaceChildren(...all.filter((part) => part !== null));
  return () => parts.abort();
}

async function start(root) {
  restoreTheme();
  const payload = await readPayload();
  const world = { ...makeWorld(payload), version: payload.version };
  world.plane = makePlane(world.places);
  for (const place of world.places) place.km = world.plane.project(place.lon, place.lat);
  const store = makeStore(firstState(world));
  let takeAway = makePage(root, world, store);
  let timer = null;
  store.subscribe((state, changed) => {
    if (changed.has("language")) {
      takeAway();
      takeAway = makePage(root, world, store);
      document.getElementById("nz-language").focus();
    }
    clearTimeout(timer);
    timer = setTimeout(() => toAddress(world, state), ADDRESS_MS);
  });
  root.dataset.ready = "yes";
}

const viewerRoot = document.getElementById("nuzuh-viewer");
start(viewerRoot).catch((error) => {
  const { word } = makeLanguage("en", () => new Date(0));
  viewerRoot.replaceChildren(element("p", { class: "nz-failed", role: "alert" }, word("page.failed", { reason: error.message })));
  throw error;
});
