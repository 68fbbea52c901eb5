// A list that begins short, and a button that shows all of it.

import { element, setText } from "./dom.js";

/** A button that lets `show` show some entries or all of them; null where these are the same. */
export function moreButton(some, all, show, language, group) {
  const words = (isAll) => language.word(`${group}.${isAll ? "fewer" : "all"}`, { number: language.whole(all.length) });
  show(some);
  if (some.length === all.length) return null;
  const button = element("button", { type: "button", "aria-expanded": "false", click: () => {
    const isAll = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", String(isAll));
    setText(button, words(isAll));
    show(isAll ? all : some);
  } }, words(false));
  return button;
}
