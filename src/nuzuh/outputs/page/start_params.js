// A form of all parameters, made of their own descriptions and bounds.

import { element, setText } from "./dom.js";

/** The form; `changes()` gives what is not as the scenario has it, `show(faults)` marks what cannot be used. */
export function makeParams({ language, scenario, onChange }) {
  const { word } = language;
  const rows = Object.entries(scenario.parameters).map(([name, schema]) => makeRow(language, name, schema, scenario.params[name], onChange));
  const none = element("p", { class: "ns-small", role: "status" });
  const find = element("input", { type: "search", id: "ns-find", input: () => {
    const sought = find.value.trim().toLowerCase();
    let n = 0;
    for (const row of rows) n += Number(!(row.root.hidden = !row.text.includes(sought)));
    for (const group of groups) group.hidden = ![...group.querySelectorAll(".ns-param")].some((row) => !row.hidden);
    setText(none, n ? "" : word("new.noneFound"));
  } });
  const groups = [...byRule(rows)].map(([rule, own]) => element("fieldset", { class: "ns-rule" }, element("legend", {}, rule), ...own.map(({ root }) => root)));
  const root = element("div", { class: "ns-params" },
    element("p", { class: "ns-small" }, word("new.paramsHelp")),
    element("label", { for: "ns-find" }, word("new.find")), find, none,
    element("div", { lang: "en", dir: "ltr" }, ...groups));
  return {
    root,
    changes: () => Object.fromEntries(rows.filter((row) => row.isChanged()).map((row) => [row.name, row.value()])),
    show: (faults) => rows.forEach((row) => row.show(faults.filter(({ where }) => where === `params.${row.name}` || where.startsWith(`params.${row.name}.`)))),
    set: (values) => rows.forEach((row) => row.set(values[row.name])),
  };
}

function byRule(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.rule, [...(found.get(row.rule) ?? []), row]);
  return found;
}

function makeRow(language, name, schema, own, onChange) {
  const { word } = language;
  const id = `ns-param-${name.replace(".", "-")}`;
  const usual = own ?? schema.default;
  const kind = kindOf(schema);
  const fault = element("p", { class: "ns-fault", id: `${id}-fault` });
  const control = kind.make(language, schema, usual);
  const undo = element("button", { type: "button", class: "ns-undo", hidden: true, "aria-label": `${word("new.reset")}: ${name}`, click: () => {
    control.value = "";
    changed();
    control.focus();
  } }, word("new.reset"));
  const isChanged = () => control.value.trim() !== "";
  const changed = () => {
    undo.hidden = !isChanged();
    root.classList.toggle("ns-is-changed", isChanged());
    row.show([]);
    onChange();
  };
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-about ${id}-fault`);
  control.addEventListener("input", changed);
  const about = [schema.description, schema.source && schema.source !== "assumed" ? `(${schema.source})` : "", boundsOf(language, schema)].filter(Boolean).join(" · ");
  const root = element("div", { class: "ns-param" },
    element("label", { for: id }, element("code", {}, name)),
    element("span", { class: "ns-field" }, control, element("span", { class: "ns-unit" }, schema.unit ?? ""), undo),
    element("p", { class: "ns-small", id: `${id}-about` }, about), fault);
  const row = {
    root, name, rule: name.split(".")[0], isChanged, text: `${name} ${about}`.toLowerCase(),
    value: () => kind.read(control.value.trim()),
    set: (value) => {
      if (value === undefined) return;
      control.value = kind.write(value);
      changed();
    },
    show: (faults) => {
      setText(fault, faults.map(({ what, way_out }) => `${what}: ${way_out}`).join("; "));
      control.toggleAttribute("aria-invalid", faults.length > 0);
      if (faults.length) root.closest("details").open = true;
    },
  };
  return row;
}

/** How a parameter is typed, and read again. */
function kindOf(schema) {
  const types = (schema.anyOf ?? [schema]).map(({ type }) => type);
  const isBlank = (text) => types.includes("null") && ["blank", "null"].includes(text.toLowerCase());
  if (types.includes("boolean")) return { make: makeChoice(() => [["true", "new.yes"], ["false", "new.no"]]), read: (text) => text === "true", write: String };
  if (schema.enum) return { make: makeChoice(() => schema.enum.map((choice) => [choice, null])), read: (text) => text, write: String };
  if (types.includes("array")) {
    return { make: makeText, write: (value) => (value === null ? "blank" : value.join(", ")),
      read: (text) => (isBlank(text) ? null : text === "()" ? [] : text.split(/[,;\s]+/).filter(Boolean).map(asNumber)) };
  }
  return { make: makeText, write: (value) => (value === null ? "blank" : String(value)), read: (text) => (isBlank(text) ? null : asNumber(text)) };
}

/** A number; what is none is sent as it is, and the server says so. */
function asNumber(text) {
  const number = Number(text.replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit)).replace("٫", "."));
  return Number.isFinite(number) ? number : text;
}

function makeText({ word }, schema, usual) {
  const shown = usual === null ? word("new.blank") : Array.isArray(usual) ? usual.join(", ") || "()" : typeof usual === "object" ? JSON.stringify(usual) : String(usual);
  return element("input", { type: "text", inputmode: Array.isArray(usual) ? null : "decimal", placeholder: shown, autocomplete: "off", spellcheck: "false" });
}

function makeChoice(choicesOf) {
  return ({ word }, schema, usual) => {
    const choices = choicesOf().map(([value, key]) => [value, key ? word(key) : value]);
    const [, own] = choices.find(([value]) => value === String(usual)) ?? ["", String(usual ?? "default")];
    return element("select", {}, element("option", { value: "" }, word("new.own", { value: own })), ...choices.map(([value, text]) => element("option", { value }, text)));
  };
}

function boundsOf({ word }, schema) {
  const { type, minimum, exclusiveMinimum, maximum } = (schema.anyOf ?? [schema])[0];
  if (type === "array") return word("new.list");
  if (type !== "number" && type !== "integer") return "";
  if (maximum < 1e9) return word("new.between", { low: minimum ?? `> ${exclusiveMinimum}`, high: maximum });
  return exclusiveMinimum === undefined ? word("new.atLeast", { low: minimum }) : word("new.above", { low: exclusiveMinimum });
}
