// The day: a slider with play and pause, and the date said to those who do not see it.

import { element, setAttributes, setText } from "./dom.js";

const DAY_EVERY_MS = 220;
const CALM_EVERY_MS = 1000;
const SAY_AFTER_MS = 500;

/** The bar with the slider. Time runs from left to right in every language, as in the charts. */
export function makeSlider({ world, language, store, signal }) {
  const { word } = language;
  const last = world.nDays - 1;
  const go = (day) => store.set({ day: Math.min(last, Math.max(0, day)) });
  const button = (name, act, text) => element("button", { type: "button", "aria-label": word(name), title: word(name), click: act }, text);
  const play = button("time.play", () => store.set(nextPlaying()), "");
  play.id = "nz-play";
  const range = element("input", { type: "range", id: "nz-day", min: 0, max: last, step: 1, dir: "ltr", "aria-label": word("time.group"), input: () => go(Number(range.value)) });
  const date = element("output", { class: "nz-date", for: "nz-day" });
  const count = element("span", { class: "nz-small nz-day-count" });
  const said = element("p", { class: "nz-unseen", role: "status", "aria-live": "polite" });
  let timer = null;
  let saying = null;

  function nextPlaying() {
    const { isPlaying, day } = store.get();
    return { isPlaying: !isPlaying, day: !isPlaying && day === last ? 0 : day };
  }

  function show({ day, isPlaying, run }) {
    range.value = day;
    setText(date, language.date(day));
    setText(count, word("time.day", { day: language.whole(day + 1), days: language.whole(world.nDays) }));
    setAttributes(range, { "aria-valuetext": language.date(day) });
    range.style.setProperty("--done", `${(100 * day) / Math.max(1, last)}%`);
    clearTimeout(saying);
    if (!isPlaying) saying = setTimeout(() => say(day, run), SAY_AFTER_MS);
  }

  function say(day, run) {
    const number = language.about(world.runs[run].total.cum_displaced.q50[day]);
    setText(said, word("time.said", { date: language.date(day), number, start: language.date(0) }));
  }

  function tick() {
    const { day } = store.get();
    if (day >= last) store.set({ isPlaying: false });
    else store.set({ day: day + 1 });
  }

  function showPlaying({ isPlaying }) {
    clearInterval(timer);
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isPlaying) timer = setInterval(tick, isCalm ? CALM_EVERY_MS : DAY_EVERY_MS);
    const name = word(isPlaying ? "time.pause" : "time.play");
    setAttributes(play, { "aria-label": name, title: name });
    setText(play, isPlaying ? "❚❚" : "▶");
  }

  store.subscribe((state, changed) => {
    if (changed.has("isPlaying")) showPlaying(state);
    if (["day", "isPlaying", "run"].some((name) => changed.has(name))) show(state);
  }, signal);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    clearTimeout(saying);
  });
  showPlaying(store.get());
  show(store.get());
  return element("div", { class: "nz-time", role: "group", "aria-label": word("time.group") }, play,
    button("time.back", () => go(store.get().day - 1), "‹"), range, button("time.on", () => go(store.get().day + 1), "›"),
    element("div", { class: "nz-date-box" }, date, count), said);
}
