// What the reader sees, kept behind the # of the address, so that a link shows the same.

const NUMBERS = ["day", "run", "beside"];

/** What the address asks for, as far as there is such a thing. */
export function fromAddress(world) {
  const asked = new URLSearchParams(location.hash.slice(1));
  const found = {};
  const most = { day: world.nDays - 1, run: world.runs.length - 1, beside: world.runs.length - 1 };
  for (const name of NUMBERS) {
    const number = Number(asked.get(name));
    if (asked.has(name) && Number.isInteger(number) && number >= 0 && number <= most[name]) found[name] = number;
  }
  const place = world.places.find(({ name }) => name === asked.get("place"));
  if (place) found.place = place.ix;
  if (asked.has("language")) found.language = asked.get("language");
  if (asked.get("less") === "1" && world.differences[found.beside]) found.isLess = true;
  return found;
}

/** Write the address, without a new entry in the history. */
export function toAddress(world, { day, run, beside, isLess, place, language }) {
  const told = new URLSearchParams({ day, run });
  if (beside >= 0) told.set("beside", beside);
  if (isLess) told.set("less", 1);
  if (place !== null) told.set("place", world.places[place].name);
  if (language !== "en") told.set("language", language);
  try {
    history.replaceState(null, "", `#${told}`);
  } catch {
    // some mail programs show a page where addresses cannot be changed
  }
}
