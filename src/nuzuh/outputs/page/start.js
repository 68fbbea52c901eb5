// Where the start page begins: reads scenarios and runs, and makes all of it anew in another language.

import { element, setText } from "./dom.js";
import { ask, watchRuns } from "./start_api.js";
import { makeForm } from "./start_form.js";
import { makeRuns } from "./start_runs.js";
import { makeStartLanguage } from "./start_words.js";
import { isDark, restoreTheme, toggleTheme } from "./theme.js";
import { LANGUAGES } from "./words.js";

const LANGUAGE_KEY = "nuzuh-language";

function keptLanguage() {
  try {
    return localStorage.getItem(LANGUAGE_KEY) ?? "en";
  } catch {
    return "en"; // where a browser lets no page remember anything
  }
}

function keepLanguage(code) {
  try {
    localStorage.setItem(LANGUAGE_KEY, code);
  } catch {
    // then it is asked for again next time
  }
}

function makeStartHead({ word, code }, onLanguage) {
  const languages = element("select", { id: "ns-language", "aria-label": word("head.language"), change: () => onLanguage(languages.value) },
    ...LANGUAGES.map((one) => element("option", { value: one.code, lang: one.code, selected: one.code === code }, one.name)));
  const theme = element("button", { type: "button", id: "ns-theme", click: () => {
    toggleTheme();
    showTheme();
  } });
  const showTheme = () => {
    const other = word(isDark() ? "head.light" : "head.dark");
    setText(theme, other);
    theme.setAttribute("aria-label", word("head.theme", { name: other }));
  };
  showTheme();
  return element("header", { class: "ns-top" },
    element("div", {}, element("h1", {}, "nuzuh ", element("span", { lang: "ar" }, "نزوح")), element("p", {}, word("head.purpose")), element("p", { class: "ns-small" }, word("head.modelled"))),
    element("div", { class: "ns-tools" }, languages, theme));
}

async function startPage(root) {
  restoreTheme();
  const draft = {};
  const known = new Map();
  let scenarios = null;
  let list = null;
  const lost = element("p", { class: "ns-lost", role: "alert", hidden: true });

  function show(run) {
    known.set(run.id, run);
    list?.show(run);
  }
  function forget(id) {
    known.delete(id);
    list?.remove(id);
  }
  function make(code) {
    const language = makeStartLanguage(code);
    keepLanguage(language.code);
    Object.assign(document.documentElement, { lang: language.code, dir: language.direction });
    list = makeRuns({ language, onCompared: show });
    for (const run of known.values()) list.show(run);
    setText(lost, language.word("runs.lost"));
    const form = makeForm({ language, scenarios, draft, onTaken: show });
    root.replaceChildren(makeStartHead(language, (next) => {
      make(next);
      document.getElementById("ns-language").focus();
    }), lost, element("div", { class: "ns-columns" }, form, list.root));
  }

  const { runs } = await ask("/api/runs");
  for (const run of runs) known.set(run.id, run);
  make(keptLanguage());
  watchRuns({ onRun: show, onGone: forget, onConnection: (isThere) => (lost.hidden = isThere) });
  ({ scenarios } = await ask("/api/scenarios")); // which takes seconds when the server has just been started
  make(keptLanguage());
  const meant = location.hash && document.getElementById(location.hash.slice(1));
  if (meant) meant.scrollIntoView({ block: "center" });
  root.dataset.ready = "yes";
}

const startRoot = document.getElementById("nuzuh-start");
setText(startRoot.querySelector("[role=status]"), makeStartLanguage(keptLanguage()).word("head.reading"));
startPage(startRoot).catch((error) => {
  startRoot.replaceChildren(element("p", { class: "ns-faults", role: "alert" }, makeStartLanguage(keptLanguage()).word("head.failed", { reason: error.message })));
  throw error;
});
