// What all parts of the page look like: a heading, where its figures come from, what is in it.

import { element } from "./dom.js";

/** A part of the page. */
export function panel(id, title, status, language, ...children) {
  const heading = element("h2", { id: `nz-${id}-title` }, title);
  const head = element("div", { class: "nz-head" }, heading, status ? badge(status, language) : null);
  return element("section", { class: "nz-panel", id: `nz-${id}`, "aria-labelledby": `nz-${id}-title` }, head, ...children);
}

/** Whether a figure is observed, derived or modelled. */
export function badge(status, language) {
  return element("span", { class: `nz-badge nz-${status}` }, language.wordOf("status", status));
}

/** A small choice of one of several, as radio buttons. */
export function choice(name, label, options, value, onChange) {
  const buttons = options.map(([key, text]) => {
    const input = element("input", { type: "radio", name, value: key, change: () => onChange(key) });
    input.checked = key === value;
    return element("label", {}, input, element("span", {}, text));
  });
  return element("div", { class: "nz-choice", role: "radiogroup", "aria-label": label }, ...buttons);
}
