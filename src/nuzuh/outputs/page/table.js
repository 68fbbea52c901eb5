// All places on the day as a table that can be sorted and copied.

import { asText, copyText } from "./clipboard.js";
import { element, pool, setAttributes, setText } from "./dom.js";
import { panel } from "./panel.js";

const REST_MS = 120;

/** The part with the table; it is filled while it is open, and when the day has come to rest. */
export function makeTable({ world, language, store, signal }) {
  const { word } = language;
  const body = element("tbody");
  const rows = pool(body, makeRow);
  const caption = element("caption");
  const said = element("p", { class: "nz-small", role: "status" });
  let columns = [];
  let heads = [];
  let timer = null;
  const head = element("tr");
  const details = element("details", {}, element("summary", {}, word("table.open")),
    element("div", { class: "nz-tools" }, element("button", { type: "button", id: "nz-copy", click: copy }, word("table.copy")), said),
    element("div", { class: "nz-scroll nz-tall", tabindex: 0, role: "region", "aria-label": word("table.title") }, element("table", { class: "nz-table" }, caption, element("thead", {}, head), body)));
  details.addEventListener("toggle", () => show(), { signal });

  function makeRow() {
    const name = element("button", { type: "button", class: "nz-link", dir: "auto", click: () => store.set({ place: row.place }) });
    const cells = Array.from({ length: 9 }, () => element("td"));
    const row = { name, cells, place: null };
    row.root = element("tr", {}, element("th", { scope: "row" }, name), ...cells);
    return row;
  }

  function setColumns({ run, beside }) {
    const what = beside > 0 ? beside : run;
    columns = columnsOf(world, run, world.differences[what], language);
    const { sort } = store.get();
    heads = columns.map(({ key, title }) => {
      const button = element("button", { type: "button", class: "nz-sort", click: () => sortBy(key) }, title);
      return element("th", { scope: "col", "aria-sort": key === sort.key ? direction(sort) : "none" }, button);
    });
    head.replaceChildren(...heads);
  }

  function sortBy(key) {
    const { sort } = store.get();
    const isText = columns.find((column) => column.key === key).isText;
    store.set({ sort: { key, isUp: sort.key === key ? !sort.isUp : Boolean(isText) } });
  }

  function show() {
    if (!details.open) return;
    const { day, run, sort, place } = store.get();
    setText(caption, word("table.caption", { run: world.titles[run], date: language.date(day) }));
    heads.forEach((th, at) => setAttributes(th, { "aria-sort": columns[at].key === sort.key ? direction(sort) : "none" }));
    rows(sorted(day), (row, ix) => {
      row.place = ix;
      setText(row.name, world.places[ix].name);
      setAttributes(row.root, { class: ix === place ? "nz-chosen" : null });
      row.cells.forEach((cell, at) => {
        const column = columns[at + 1];
        setAttributes(cell, { hidden: !column, class: column?.isText ? null : "nz-number" });
        if (column) setText(cell, column.isText ? column.of(ix, day) : column.written(column.of(ix, day)));
      });
    });
  }

  function sorted(day) {
    const { sort } = store.get();
    const column = columns.find(({ key }) => key === sort.key) ?? columns[0];
    const values = world.places.map(({ ix }) => column.of(ix, day));
    const order = column.isText ? (one, other) => values[one].localeCompare(values[other], language.code) : (one, other) => values[one] - values[other];
    return world.places.map(({ ix }) => ix).sort((one, other) => (sort.isUp ? 1 : -1) * order(one, other));
  }

  async function copy() {
    const { day } = store.get();
    const lines = sorted(day).map((ix) => columns.map(({ of, isText }) => (isText ? of(ix, day) : Math.round(of(ix, day)))));
    const isDone = await copyText(asText([columns.map(({ title }) => title), ...lines]));
    setText(said, isDone ? word("table.copied", { rows: language.whole(lines.length) }) : word("table.failed"));
  }

  store.subscribe((state, changed) => {
    if (changed.has("run") || changed.has("beside")) setColumns(state);
    clearTimeout(timer);
    if (changed.has("day") && !changed.has("sort")) timer = setTimeout(show, REST_MS);
    else if (["run", "beside", "sort", "place"].some((name) => changed.has(name))) show();
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  setColumns(store.get());
  return panel("table", word("table.title"), null, language, details);
}

function columnsOf(world, run, difference, language) {
  const { word } = language;
  const { places } = world;
  const text = (key, of) => ({ key, title: word(`table.${key}`), of, isText: true });
  const number = (key, of, written = language.about) => ({ key, title: word(`table.${key}`), of, written });
  const one = world.runs[run];
  return [
    text("place", (ix) => places[ix].name),
    text("kind", (ix) => language.wordOf("kind", places[ix].kind)),
    text("admin1", (ix) => places[ix].admin1 || places[ix].country),
    number("population", (ix) => places[ix].population ?? 0, language.whole),
    text("status", (ix) => language.wordOf("status", places[ix].status)),
    number("new", (ix, day) => one.newDisplaced(ix, day)),
    number("low", (ix, day) => one.band(ix, day).q05),
    number("staying", (ix, day) => one.median(ix, day)),
    number("high", (ix, day) => one.band(ix, day).q95),
    ...(difference ? [number("less", (ix, day) => difference.band(ix, day).q50, language.signed)] : []),
  ];
}

function direction({ isUp }) {
  return isUp ? "ascending" : "descending";
}
