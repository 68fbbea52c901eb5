// Where the figures come from: what observed, derived and modelled mean, the sources, and how the run was made.

import { element } from "./dom.js";
import { badge, panel } from "./panel.js";

/** The part with origins. */
export function makeOrigins({ world, language, store, signal }) {
  const { word } = language;
  const statuses = ["observed", "derived", "modelled"].map((status) => element("li", {}, badge(status, language), ` ${word(`origins.${status}`)}`));
  const sources = world.scenario.sources.map((source) => element("li", { dir: "auto" }, sourceName(source), source.note ? `: ${source.note}` : ""));
  const made = element("div");
  const show = ({ run }) => made.replaceChildren(...madeOf(world, world.runs[run], language));
  store.subscribe((state, changed) => changed.has("run") && show(state), signal);
  show(store.get());
  return panel("origins", word("origins.title"), null, language, element("ul", { class: "nz-plain" }, ...statuses),
    element("div", { class: "nz-two" }, element("div", {}, element("h3", {}, word("origins.sources")), element("ul", {}, ...sources)), element("div", {}, element("h3", {}, word("origins.run")), made)));
}

/** A link only where the address is one of the web. */
function sourceName({ name, url }) {
  return /^https?:\/\//.test(url ?? "") ? element("a", { href: url, rel: "noreferrer noopener" }, name) : name;
}

function madeOf(world, run, language) {
  const { word } = language;
  const params = Object.entries(run.params ?? {}).map(([name, value]) => element("li", {}, element("code", {}, `${name} = ${JSON.stringify(value)}`)));
  return [
    element("p", { dir: "auto" }, run.varied),
    element("p", {}, word("page.modelled", { members: language.whole(run.members), engine: run.engine, seed: String(run.seed) })),
    element("p", {}, element("code", { dir: "ltr" }, run.command)),
    element("p", { class: "nz-small" }, word("origins.version", { version: world.version, hash: world.scenario.hash })),
    ...(params.length ? [element("details", {}, element("summary", {}, word("origins.params")), element("ul", { class: "nz-plain", dir: "ltr" }, ...params))] : []),
  ];
}
