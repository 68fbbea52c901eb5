// Copying a table as text that spreadsheets take.

/** Rows as text with tabs. A cell that a spreadsheet would run as a formula is given as text. */
export function asText(rows) {
  const cell = (value) => (typeof value === "number" ? String(value) : String(value).replace(/[\t\r\n]+/g, " ").replace(/^(?=[=+\-@])/, "'"));
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

/** Copy text; true if that worked. A page opened from a file may have to do it the old way. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

function copiedByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "nz-unseen";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}
