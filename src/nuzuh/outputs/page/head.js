// The head of the page: title, language, colours, and which runs are shown.

import { element, setText } from "./dom.js";
import { isDark, toggleTheme } from "./theme.js";
import { LANGUAGES } from "./words.js";

/** Title, language and colours. */
export function makeHead({ world, language, store }) {
  const { word } = language;
  const hasTitle = document.querySelector("h1") !== null;
  const theme = element("button", { type: "button", id: "nz-theme", click: () => {
    toggleTheme();
    showTheme();
  } });
  const showTheme = () => {
    const other = word(isDark() ? "page.light" : "page.dark");
    setText(theme, other);
    theme.setAttribute("aria-label", word("page.theme", { name: other }));
  };
  showTheme();
  const languages = element("select", { id: "nz-language", "aria-label": word("page.language"), change: () => store.set({ language: languages.value }) },
    ...LANGUAGES.map(({ code, name }) => element("option", { value: code, lang: code, selected: code === language.code }, name)));
  return element("div", { class: "nz-top" },
    element("div", {}, element(hasTitle ? "h2" : "h1", { class: "nz-title", dir: "auto" }, world.scenario.title),
      element("p", { class: "nz-small" }, `${language.date(0)} – ${language.date(world.nDays - 1)}`)),
    element("div", { class: "nz-tools" }, languages, theme));
}

/** Which run is shown, which beside it, and whether as it is or as the difference; null where there is but one. */
export function makeRunChoice({ world, language, store, signal }) {
  const { word } = language;
  if (world.runs.length < 2) return null;
  const option = (value, text) => element("option", { value }, text);
  const shown = element("select", { id: "nz-run", change: () => store.set({ run: Number(shown.value) }) }, ...world.runs.map(({ ix }) => option(ix, world.titles[ix])));
  const less = world.runs.filter(({ ix }) => world.differences[ix]).map(({ ix }) => option(`less ${ix}`, word("runs.less", { what: world.titles[ix], base: word("runs.baseline") })));
  const beside = element("select", { id: "nz-beside", change: () => {
    const [, isLess, ix] = /^(less )?(-?\d+)$/.exec(beside.value);
    store.set({ beside: Number(ix), isLess: Boolean(isLess) });
  } }, option(-1, word("runs.alone")), ...world.runs.map(({ ix }) => option(ix, world.titles[ix])), ...less);
  const note = element("p", { class: "nz-small nz-note", dir: "auto" });
  const show = (state) => {
    shown.value = String(state.run);
    beside.value = `${state.isLess ? "less " : ""}${state.beside}`;
    setText(note, [state.run, state.beside].filter((ix) => ix > 0).map((ix) => world.runs[ix].note).filter(Boolean).join(" "));
  };
  store.subscribe((state, changed) => ["run", "beside", "isLess"].some((name) => changed.has(name)) && show(state), signal);
  show(store.get());
  return element("div", { class: "nz-runs", role: "group", "aria-label": word("runs.group") }, element("label", {}, word("runs.shown"), " ", shown), element("label", {}, word("runs.beside"), " ", beside), note);
}
