// Runs that were woven together so that a file is small, taken apart again (see page_weave.py).

const ROWS = "|";
const RECORDS = "=";

/** A payload with its runs one by one, whether they were woven or not. */
export function unwoven(payload) {
  if (!payload.woven) return payload;
  const n = payload.woven;
  const differences = n > 1 ? unweave(payload.differences, n - 1) : [];
  return { ...payload, runs: unweave(payload.runs, n), differences: [null, ...differences] };
}

function unweave(items, n) {
  if (Array.isArray(items)) return items;
  if (ROWS in items) return each(n, (at) => items[ROWS].map((rows) => rows[at]));
  if (RECORDS in items) {
    const columns = Object.entries(items[RECORDS]);
    return each(n, (at) => columns[0][1][at].map((_, row) => Object.fromEntries(columns.map(([key, values]) => [key, values[at][row]]))));
  }
  const parts = Object.entries(items).map(([key, value]) => [key, unweave(value, n)]);
  return each(n, (at) => Object.fromEntries(parts.map(([key, values]) => [key, values[at]])));
}

function each(n, make) {
  return Array.from({ length: n }, (_, at) => make(at));
}
