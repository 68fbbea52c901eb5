// The payload: fetched where the page says from where, else taken out of the page itself.

import { unwoven } from "./weave.js";

const DATA_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;,=.?@^_:{|}~";

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

/** Bytes from letters of base 85, five for four bytes, with ,./: for those that HTML and scripts know. */
function bytesOf(letters) {
  const words = new DataView(new ArrayBuffer(Math.ceil(letters.length / 5) * 4));
  for (let at = 0; at * 5 < letters.length; at++) {
    const five = [...letters.slice(at * 5, at * 5 + 5).padEnd(5, "~")];
    words.setUint32(at * 4, five.reduce((word, letter) => word * 85 + DATA_LETTERS.indexOf(letter), 0));
  }
  return new Uint8Array(words.buffer, 0, Math.floor((letters.length * 4) / 5));
}

function unpacked(text) {
  const stream = new Blob([bytesOf(text.trim())]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
