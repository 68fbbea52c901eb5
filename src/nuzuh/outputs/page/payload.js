// The payload: fetched where the page says from where, else taken out of the page itself.

import { unwoven } from "./weave.js";

/** Read the payload as one object. */
export async function readPayload() {
  const meta = document.querySelector('meta[name="nuzuh-data-url"]');
  if (meta) return unwoven(await fetched(meta.getAttribute("content")));
  const holder = document.getElementById("nuzuh-data");
  if (!holder) throw new Error("The page holds no data.");
  return unwoven(await unpacked(holder.textContent));
}

async function fetched(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.json();
}

function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
