// The part with the maps: one, or two side by side on the same scale, with a legend and a search.

import { element, setAttributes } from "./dom.js";
import { makeLegend } from "./legend.js";
import { makeMap } from "./map.js";
import { panel } from "./panel.js";

/** Maps, legend, disclaimer and the search for a place. */
export function makeAtlas(context) {
  const { world, language, store, signal } = context;
  const { word } = language;
  const legend = makeLegend(context);
  let screen = null;
  const draw = () => {
    const { beside, isLess, day } = store.get();
    if (screen) legend.show(screen, isLess ? world.differences[beside] : null, day);
  };
  const first = makeMap(context, ({ run, beside }) => ({ run: world.runs[run], difference: null, title: beside >= 0 ? world.titles[run] : "" }), (next) => {
    screen = next;
    draw();
  });
  const maps = element("div", { class: "nz-maps" }, first);
  let second = null;

  function showSecond({ beside }) {
    setAttributes(maps, { class: beside >= 0 ? "nz-maps nz-pair" : "nz-maps" });
    if (beside >= 0 && second === null) {
      second = makeMap(context, (state) => besideOf(world, word, state));
      maps.append(second);
    }
    if (second) second.hidden = beside < 0;
  }

  store.subscribe((state, changed) => {
    if (changed.has("beside")) showSecond(state);
    if (changed.has("isLess") || (state.isLess && (changed.has("day") || changed.has("beside")))) draw();
  }, signal);
  showSecond(store.get());
  return panel("map", word("map.title"), "modelled", language, finder(context), maps, legend.root, element("p", { class: "nz-small nz-disclaimer" }, word("map.disclaimer")));
}

/** What the second map shows; a run once more while nothing stands beside. */
function besideOf(world, word, { run, beside, isLess }) {
  const ix = beside >= 0 ? beside : run;
  const difference = isLess ? world.differences[ix] : null;
  const title = difference ? word("runs.less", { what: world.titles[ix], base: word("runs.baseline") }) : world.titles[ix];
  return { run: world.runs[ix], difference, title };
}

function finder({ world, language, store, signal }) {
  const { word } = language;
  const names = [...world.places].sort((one, other) => one.name.localeCompare(other.name));
  const select = element("select", { id: "nz-find", change: () => store.set({ place: select.value === "" ? null : Number(select.value) }) },
    element("option", { value: "" }, word("map.everywhere")), ...names.map(({ ix, name }) => element("option", { value: ix }, name)));
  const show = ({ place }) => (select.value = place === null ? "" : String(place));
  store.subscribe((state, changed) => changed.has("place") && show(state), signal);
  show(store.get());
  return element("label", { class: "nz-finder" }, word("map.find"), " ", select);
}
