// What the reader has chosen: one frozen object, and those who want to know when it changes.

/** A store. Subscribers are called with the state and the names of what changed. */
export function makeStore(first) {
  let state = Object.freeze({ ...first });
  const subscribers = new Set();
  return {
    get: () => state,
    set(changes) {
      const names = Object.keys(changes).filter((name) => state[name] !== changes[name]);
      if (names.length === 0) return;
      state = Object.freeze({ ...state, ...changes });
      for (const subscriber of [...subscribers]) subscriber(state, new Set(names));
    },
    subscribe(subscriber, signal) {
      subscribers.add(subscriber);
      signal?.addEventListener("abort", () => subscribers.delete(subscriber));
    },
  };
}
