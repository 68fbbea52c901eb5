// The form that starts a run: scenario, what-ifs, members, parameters.

import { element, setText } from "./dom.js";
import { ask, RefusedByServer } from "./start_api.js";
import { makeParams } from "./start_params.js";

/** The form of a new run, once the scenarios (not null) are known; what was filled in before is kept in `draft` when the language changes. */
export function makeForm({ language, scenarios, draft, onTaken }) {
  const { word } = language;
  const panel = (...content) => element("section", { class: "ns-panel", "aria-labelledby": "ns-new" }, element("h2", { id: "ns-new" }, word("new.title")), ...content);
  if (scenarios === null) return panel(element("p", { role: "status" }, word("head.reading")));
  const body = element("div", {});
  const choice = element("select", { id: "ns-scenario", change: () => choose(choice.value) },
    ...scenarios.map(({ name, title }) => element("option", { value: name }, `${title} (${name})`)));
  const status = element("p", { role: "status", class: "ns-said" });
  const faults = element("div", { role: "alert", class: "ns-faults" });
  const form = element("form", { class: "ns-form", novalidate: true, submit: (event) => {
    event.preventDefault();
    send();
  } }, element("label", { for: "ns-scenario" }, word("new.scenario")), choice, body);
  let fields = null;

  async function choose(name) {
    draft.scenario = name;
    const scenario = await ask(`/api/scenarios/${encodeURIComponent(name)}`);
    if (draft.scenario !== name) return; // another was chosen meanwhile
    setText(status, "");
    faults.replaceChildren();
    fields = scenario.faults.length ? null : makeFields(language, scenario, draft);
    body.replaceChildren(...(fields ? [fields.root, element("div", { class: "ns-go" }, faults, element("button", { class: "ns-main-button", id: "ns-run" }, word("new.run")), status)] : brokenScenario(word, scenario)));
  }

  async function send() {
    const button = document.getElementById("ns-run");
    button.disabled = true;
    faults.replaceChildren();
    fields.show([]);
    try {
      const run = await ask("/api/runs", { method: "POST", body: { scenario: draft.scenario, ...fields.values() } });
      setText(status, word("new.taken", { title: run.title }));
      onTaken(run);
    } catch (error) {
      setText(status, "");
      const found = error instanceof RefusedByServer ? error.faults : [{ where: "", what: word("head.failed", { reason: error.message }), way_out: "" }];
      fields.show(found);
      faults.replaceChildren(element("p", {}, word("new.refused")), element("ul", {}, ...found.map(({ where, what, way_out }) =>
        element("li", { lang: "en", dir: "ltr" }, where ? element("code", {}, where) : "", where ? " " : "", [what, way_out].filter(Boolean).join(": ")))));
    } finally {
      button.disabled = false;
    }
  }

  choice.value = draft.scenario ?? (scenarios.find(({ faults: own }) => !own.length) ?? scenarios[0]).name;
  choose(choice.value);
  return panel(form);
}

function brokenScenario(word, { faults }) {
  return [element("div", { class: "ns-faults", role: "alert" }, element("p", {}, word("new.broken")), element("pre", { lang: "en", dir: "ltr", tabindex: "0" }, faults.join("\n")))];
}

/** All fields for a scenario; values that were typed before stay where they still mean something. */
function makeFields(language, scenario, draft) {
  const { word, whole } = language;
  if (draft.of !== scenario.name) Object.assign(draft, { of: scenario.name, whatIfs: [], isTogether: false, members: "", seed: "1", engine: "counts", title: "", params: {} });
  const whatIfs = makeWhatIfs(word, scenario, draft);
  const most = () => scenario.most_members[engine.value];
  const note = element("p", { class: "ns-small", id: "ns-members-about" });
  const engine = element("select", { id: "ns-engine", change: () => {
    draft.engine = engine.value;
    setText(note, word("new.membersHelp", { most: whole(most()) }));
  } }, ...["counts", "mean", "persons"].filter((name) => scenario.most_members[name]).map((name) => element("option", { value: name }, word(`engine.${name}`))));
  engine.value = draft.engine;
  setText(note, word("new.membersHelp", { most: whole(most()) }));
  const members = numberField("ns-members", draft.members || String(Math.min(scenario.members, most())), (value) => (draft.members = value));
  const seed = numberField("ns-seed", draft.seed, (value) => (draft.seed = value));
  const title = element("input", { type: "text", id: "ns-title", maxlength: 100, value: draft.title, placeholder: scenario.title, input: () => (draft.title = title.value) });
  const summary = element("summary", {}, word("new.params"));
  const params = makeParams({ language, scenario, onChange: () => {
    draft.params = params.changes();
    const number = Object.keys(draft.params).length;
    setText(summary, number ? word("new.paramsChanged", { number: whole(number) }) : word("new.params"));
  } });
  const details = element("details", { class: "ns-details" }, summary, params.root);
  params.set({ ...draft.params });
  const controls = { members, seed, engine, title };
  const field = (key, control, ...more) => element("div", { class: "ns-labelled" }, element("label", { for: control.id }, word(key)), control, ...more);
  members.setAttribute("aria-describedby", note.id);
  return {
    root: element("div", {}, makeFacts(language, scenario), whatIfs.root,
      element("div", { class: "ns-fields" }, field("new.members", members, note), field("new.seed", seed, element("p", { class: "ns-small" }, word("new.seedHelp"))), field("new.engine", engine), field("new.name", title)),
      details),
    values: () => ({ what_ifs: whatIfs.values(), params: params.changes(), members: wholeOrText(members.value), seed: wholeOrText(seed.value), engine: engine.value, ...(title.value.trim() ? { title: title.value.trim() } : {}) }),
    show: (faults) => {
      params.show(faults);
      for (const [name, control] of Object.entries(controls)) control.toggleAttribute("aria-invalid", faults.some(({ where }) => where === name));
    },
  };
}

/** What is not a whole number is sent as it is, and the server says what is wrong with it. */
function wholeOrText(text) {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function numberField(id, value, onInput) {
  const input = element("input", { type: "text", inputmode: "numeric", id, value, autocomplete: "off", input: () => onInput(input.value) });
  return input;
}

function makeFacts({ word, whole, day }, { start, end, n_days, n_locations, population, warnings }) {
  const facts = word("new.facts", { start: day(start), end: day(end), days: whole(n_days), locations: whole(n_locations), people: whole(population) });
  return element("p", { class: "ns-small ns-facts" }, facts, warnings ? element("br") : "", warnings ? word("new.warnings", { number: whole(warnings) }) : "");
}

function makeWhatIfs(word, { what_ifs: known }, draft) {
  const together = element("input", { type: "checkbox", id: "ns-together", checked: draft.isTogether, change: () => (draft.isTogether = together.checked) });
  const row = element("label", { class: "ns-tick ns-together" }, together, element("span", {}, word("new.together")));
  const boxes = known.filter(({ fault }) => !fault).map(({ name, title, note }) => {
    const box = element("input", { type: "checkbox", value: name, checked: draft.whatIfs.includes(name), change: () => {
      draft.whatIfs = boxes.filter(({ control }) => control.checked).map(({ control }) => control.value);
      row.hidden = draft.whatIfs.length < 2;
    } });
    const text = element("span", { lang: "en", dir: "auto" }, title, note ? element("span", { class: "ns-small" }, note) : "");
    return { control: box, root: element("label", { class: "ns-tick" }, box, text) };
  });
  row.hidden = draft.whatIfs.length < 2;
  return {
    root: element("fieldset", { class: "ns-what-ifs" }, element("legend", {}, word("new.whatIfs")), element("p", { class: "ns-small" }, word("new.whatIfsHelp")),
      ...boxes.map(({ root }) => root), ...known.filter(({ fault }) => fault).map(({ name, fault }) => element("p", { class: "ns-fault" }, `${name}: ${fault}`)), row),
    values: () => (draft.whatIfs.length > 1 && together.checked ? [...draft.whatIfs, draft.whatIfs] : draft.whatIfs),
  };
}
