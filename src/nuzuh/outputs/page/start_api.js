// What the start page asks of the server.

/** A request that was refused: all that is wrong with it. */
export class RefusedByServer extends Error {
  constructor(faults) {
    super(faults.map(({ what, way_out }) => `${what}: ${way_out}`).join("\n"));
    this.faults = faults;
  }
}

/** Ask for JSON, or send it. */
export async function ask(path, { method = "GET", body } = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(path, { method, ...sent });
  if (answer.status === 204) return null;
  const found = await answer.json();
  if (!answer.ok) throw new RefusedByServer(found.faults);
  return found;
}

/** Call back with each run that changes, each that is gone, and whether the server is there at all. */
export function watchRuns({ onRun, onGone, onConnection }) {
  const events = new EventSource("/api/events");
  events.addEventListener("run", ({ data }) => onRun(JSON.parse(data)));
  events.addEventListener("gone", ({ data }) => onGone(JSON.parse(data).id));
  events.addEventListener("open", () => onConnection(true));
  events.addEventListener("error", () => onConnection(false));
  addEventListener("pagehide", () => events.close()); // a browser has few connections to a server
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}
