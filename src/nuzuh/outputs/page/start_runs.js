// The list of runs: how far each is, what to do with it, and which are to be compared.

import { element, setText } from "./dom.js";
import { ask } from "./start_api.js";

const SURE_MS = 4000;
const UNDER_WAY = ["queued", "running"];

/** The list; `show(run)` puts in a run or changes it, `remove(id)` takes it out. */
export function makeRuns({ language, onCompared }) {
  const { word, whole } = language;
  const cards = new Map();
  const chosen = [];
  const list = element("ol", { class: "ns-runs" });
  const none = element("p", { class: "ns-small" }, word("runs.none"));
  const said = element("p", { class: "ns-unseen", role: "status" });
  const fault = element("p", { class: "ns-fault", role: "alert" });
  const help = element("p", { class: "ns-small", hidden: true }, word("runs.compareHelp"));
  const compare = element("button", { type: "button", id: "ns-compare", hidden: true, click: () => send() });

  const choose = (id, isChosen) => {
    if (chosen.includes(id)) chosen.splice(chosen.indexOf(id), 1);
    if (isChosen) chosen.push(id);
    compare.hidden = chosen.length < 2;
    setText(compare, word("runs.compare", { number: whole(chosen.length) }));
    setText(fault, "");
  };
  async function send() {
    try {
      onCompared(await ask("/api/comparisons", { method: "POST", body: { runs: chosen } }));
      for (const id of [...chosen]) cards.get(id).unchoose();
    } catch (error) {
      setText(fault, error.message);
    }
  }
  function show(run) {
    if (!cards.has(run.id)) {
      const card = makeCard({ language, choose, said, remove });
      cards.set(run.id, card);
      const later = [...list.children].find((node) => node.dataset.created < run.created);
      card.root.dataset.created = run.created;
      list.insertBefore(card.root, later ?? null);
    }
    cards.get(run.id).show(run);
    arrange();
  }
  function remove(id) {
    cards.get(id)?.root.remove();
    cards.delete(id);
    choose(id, false);
    arrange();
  }
  function arrange() {
    none.hidden = cards.size > 0;
    help.hidden = list.querySelectorAll(".ns-choose:not([hidden])").length < 2;
  }
  const root = element("section", { class: "ns-panel", "aria-labelledby": "ns-runs-title" },
    element("div", { class: "ns-panel-head" }, element("h2", { id: "ns-runs-title" }, word("runs.title")), compare), help, fault, none, list, said);
  return { root, show, remove };
}

function makeCard({ language, choose, said, remove }) {
  const { word } = language;
  const box = element("input", { type: "checkbox", change: () => choose(run.id, box.checked) });
  const tick = element("span", { class: "ns-choose", hidden: true }, box);
  const title = element("h3", { dir: "auto" });
  const state = element("span", { class: "ns-state" });
  const about = element("p", { class: "ns-small" });
  const bar = element("progress", { hidden: true, max: 1 });
  const how = element("p", { class: "ns-small ns-how" });
  const why = element("pre", { class: "ns-why", lang: "en", dir: "ltr", hidden: true });
  const open = element("a", { class: "ns-button ns-main-button", hidden: true }, word("runs.open"));
  const cancel = element("button", { type: "button", hidden: true, click: () => ask(`/api/runs/${run.id}/cancel`, { method: "POST" }).catch(tell) }, word("runs.cancel"));
  const erase = makeDelete(word, () => ask(`/api/runs/${run.id}`, { method: "DELETE" }).then(() => remove(run.id)).catch(tell));
  const files = makeFiles(word, () => run);
  const root = element("li", { class: "ns-card" }, element("div", { class: "ns-card-head" }, tick, title, state), about, bar, how, why,
    element("div", { class: "ns-actions" }, open, cancel, erase, files));
  let run = { state: null };

  const tell = (error) => {
    why.hidden = false;
    setText(why, error.message);
  };
  function show(next) {
    const before = run.state;
    run = next;
    root.id = `run-${run.id}`;
    root.dataset.state = run.state;
    setText(title, run.title);
    setText(state, word(`state.${run.state}`));
    about.replaceChildren(...aboutRun(language, run).flatMap((part, at) => [at ? " · " : "", element("bdi", {}, part)]));
    box.setAttribute("aria-label", word("runs.choose", { title: run.title }));
    tick.hidden = run.state !== "done";
    open.hidden = run.state !== "done";
    files.hidden = run.state !== "done";
    open.href = `/runs/${run.id}${language.code === "en" ? "" : `#language=${language.code}`}`;
    cancel.hidden = !UNDER_WAY.includes(run.state);
    erase.hidden = UNDER_WAY.includes(run.state);
    why.hidden = !run.why || run.state === "cancelled";
    setText(why, run.why);
    bar.hidden = run.state !== "running";
    bar.setAttribute("aria-label", run.title);
    if (run.total) bar.value = run.done / run.total;
    else bar.removeAttribute("value");
    setText(how, howFar(language, run));
    if (before && before !== run.state) setText(said, word("runs.said", { title: run.title, state: word(`state.${run.state}`) }));
  }
  return { root, show, unchoose: () => {
    box.checked = false;
    choose(run.id, false);
  } };
}

function aboutRun({ word, whole, moment }, run) {
  const kind = run.kind === "run" ? run.scenario : word(`runs.${run.kind}`);
  const whatIfs = run.what_ifs.map((one) => [one].flat().join(" + ")).join(", ");
  const changed = Object.entries(run.params).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ");
  const size = run.kind === "folder" ? "" : word("runs.members", { members: whole(run.members), seed: run.seed, engine: run.engine });
  return [kind, whatIfs, size, changed && word("runs.changed", { names: changed }), moment(run.created)].filter(Boolean);
}

function howFar({ word, whole }, run) {
  if (run.state === "queued") return word("runs.place", { place: run.place === null ? "" : whole(run.place) });
  if (run.state !== "running") return "";
  if (!run.total) return word("runs.starting");
  if (run.phase === "page") return word("runs.writing");
  return word("runs.progress", { done: whole(run.done), total: whole(run.total), phase: run.phase });
}

/** A button that asks once more before anything is lost. */
function makeDelete(word, onSure) {
  let timer = null;
  const calm = () => {
    clearTimeout(timer);
    timer = null;
    setText(button, word("runs.delete"));
  };
  const button = element("button", { type: "button", class: "ns-delete", hidden: true, blur: calm, click: () => {
    if (timer === null) {
      setText(button, word("runs.sure"));
      timer = setTimeout(calm, SURE_MS);
      return;
    }
    calm();
    onSure();
  } }, word("runs.delete"));
  return button;
}

/** The files of a run, asked for when they are wanted. */
function makeFiles(word, runOf) {
  const list = element("ul", { class: "ns-files" });
  const details = element("details", { class: "ns-details", hidden: true, toggle: async () => {
    if (!details.open || list.children.length) return;
    const { files, parts } = await ask(`/api/runs/${runOf().id}`);
    list.replaceChildren(...byPart(files, parts).map(([name, own]) => element("li", {}, name ? element("bdi", { class: "ns-part" }, name) : "",
      ...own.map(({ url, about, bytes, short }) => element("a", { href: url, download: true, dir: "ltr", title: about }, short, " ", element("span", { class: "ns-small" }, sizeOf(bytes)))))));
  } }, element("summary", {}, word("runs.files")), list);
  return details;
}

/** Files by ensemble: `1-needs.csv` is one of the second; those of the whole run stand first. */
function byPart(files, parts) {
  const found = [["", []], ...parts.map(({ name }) => [parts.length > 1 ? name : "", []])];
  for (const file of files) {
    const [, part, short] = /^(?:(\d+)-)?(.+)$/.exec(file.name);
    found[part === undefined ? 0 : Number(part) + 1][1].push({ ...file, short });
  }
  return found.filter(([, own]) => own.length);
}

function sizeOf(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
