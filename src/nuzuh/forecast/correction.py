"""Stocks corrected by counts: people change places within the books, and nobody is made up or lost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nuzuh.typing import Bools, Floats, Ints

CRUMB = 1e-9


class Books(NamedTuple):
    """Who is where in the evening, as far as corrections move them.

    Args:
        at_home: Shape (L, K).
        displaced: Staying at a location, shape (L, K).
        entered: Displaced persons who came from outside, by where they were forced from home, shape (L,).
        travelling: Persons of each trip, shape (T,).
        bound_for: Location at which each trip ends, shape (T,).
        class_of: Class of those on each trip, shape (T,).
    """

    at_home: Floats
    displaced: Floats
    entered: Floats
    travelling: Floats
    bound_for: Ints
    class_of: Ints

    def copied(self) -> Books:
        """A copy that may be written to."""
        home, displaced, entered = self.at_home.copy(), self.displaced.copy(), self.entered.copy()
        return Books(home, displaced, entered, self.travelling.copy(), self.bound_for.copy(), self.class_of.copy())

    @property
    def people(self) -> float:
        """All people less those who came from outside: what a correction leaves as it is."""
        return float(self.at_home.sum() + self.displaced.sum() + self.travelling.sum() - self.entered.sum())


class Reserves(NamedTuple):
    """Where people come from who were counted beyond the stock, and where those go who were not.

    Args:
        is_counted: Locations whose stocks are set by the counts of the day, shape (L,): they lend nobody.
        weight: Of each person at home as a source, shape (L, K).
        gone: How many left each home, shape (L, K): no more go back, while there are others.
        home: Home of each class, shape (K,); -1 where anywhere is.
        from_outside: Whether displaced persons enter from outside the books.
        is_whole: Whether people are whole numbers.
    """

    is_counted: Bools
    weight: Floats
    gone: Floats
    home: Ints
    from_outside: bool
    is_whole: bool


def corrected(books: Books, changes: Floats, reserves: Reserves) -> Books:
    """The books after the stocks of some locations were corrected.

    Those who are too many at one location are first moved to where they are too few; the others of them go home. Who
    is then still missing is taken from those on the way there, from displaced persons elsewhere who were not
    counted, and at last from home (or enters from outside). Where not so many are left, fewer are moved.

    Args:
        books: As they are; left as they are.
        changes: Persons more or fewer at each location, shape (L,); whole where people are.
        reserves: Where people come from and go.
    """
    found = books.copied()
    spare = np.zeros(found.displaced.shape[1])
    for i in np.flatnonzero(changes < 0):
        taken = shared(-changes[i], found.displaced[i], found.displaced[i], is_whole=reserves.is_whole)
        found.displaced[i] -= taken
        spare += taken
    missing = np.maximum(changes, 0.0)
    _place(found, missing, _drawn(spare, missing.sum(), reserves), reserves)
    for i in np.flatnonzero(missing > CRUMB):
        _call_in(found, missing, int(i), reserves)
    _lend(found, missing, reserves)
    if missing.sum() > CRUMB:
        _place(found, missing, _leave_home(found, missing.sum(), reserves), reserves)
    _send_home(found, spare, reserves)
    return found


def total_corrected(books: Books, change: float, reserves: Reserves) -> Books:
    """The books after the number of all displaced persons was corrected.

    More are forced from home, or fewer were: all stocks rise or fall in the same proportion.

    Args:
        books: As they are; left as they are.
        change: Persons more or fewer.
        reserves: Where people come from and go.
    """
    stocks = books.displaced.sum(axis=1)
    where = stocks if stocks.sum() > 0 else (reserves.weight * books.at_home).sum(axis=1)
    most = np.full(len(stocks), np.inf) if change > 0 else stocks
    parts = shared(abs(change), where, most, is_whole=reserves.is_whole)
    found = books.copied()
    if change > 0:
        _place(found, parts, _leave_home(found, parts.sum(), reserves), reserves)
        return found
    return corrected(books, -parts, reserves)


def pool_corrected(books: Books, change: float, reserves: Reserves) -> Books:
    """The books after the number of those was corrected who stay where nobody was counted, or are on the road.

    Args:
        books: As they are; left as they are.
        change: Persons more or fewer.
        reserves: Where people come from and go.
    """
    found = books.copied()
    staying = np.where(reserves.is_counted[:, None], 0.0, found.displaced)
    if change > 0:
        where = staying.sum(axis=1)
        if where.sum() <= 0:
            where = (reserves.weight * found.at_home).sum(axis=1)
        parts = shared(change, where, np.full(len(where), np.inf), is_whole=reserves.is_whole)
        _place(found, parts, _leave_home(found, parts.sum(), reserves), reserves)
        return found
    both = np.concatenate([staying.ravel(), found.travelling])
    taken = shared(-change, both, both, is_whole=reserves.is_whole)
    left, turned = taken[: staying.size].reshape(staying.shape), taken[staying.size :]
    found.displaced[:] -= left
    found.travelling[:] -= turned
    spare = left.sum(axis=0)
    np.add.at(spare, found.class_of, turned)
    _send_home(found, spare, reserves)
    return found


def shared(n: float, weights: Floats, most: Floats, *, is_whole: bool) -> Floats:
    """So many persons shared out by weight, none of the shares above its most; fewer if there is no more room.

    Args:
        n: Persons.
        weights: Of the shares, of any shape.
        most: The most that each takes, of that shape; whole where people are.
        is_whole: Whether shares are whole numbers: then they are rounded down, and who is left over goes where most
            was cut off.

    Examples:
        >>> shared(5, np.array([1.0, 1.0, 2.0]), np.array([9.0, 9.0, 1.0]), is_whole=True).tolist()
        [2.0, 2.0, 1.0]
    """
    given = np.zeros(weights.shape)
    left = min(n, float(most[weights > 0].sum()))
    while left > CRUMB:
        room = np.where(weights > 0, most - given, 0.0)
        open_ = np.where(room > 0, weights, 0.0)
        if open_.sum() <= 0:
            break
        wanted = left * open_ / open_.sum()
        part = np.minimum(wanted, room)
        if is_whole:
            part = np.floor(part + CRUMB)
            if part.sum() == 0:
                first = np.argsort(-np.where(room > 0, wanted, -1.0), axis=None, kind="stable")[: round(left)]
                part.flat[first[room.flat[first] > 0]] = 1.0
        given += part
        left -= float(part.sum())
    return np.minimum(given, most)


def _drawn(pool: Floats, n: float, reserves: Reserves) -> Floats:
    """Take so many out of a pool by class, shape (K,): all if there are fewer."""
    taken = shared(n, pool, pool, is_whole=reserves.is_whole)
    pool -= taken
    return taken


def _place(books: Books, missing: Floats, people: Floats, reserves: Reserves) -> None:
    """Let people of each class stay at the locations where some are missing, in that proportion."""
    people = people.copy()
    parts = shared(people.sum(), missing, missing, is_whole=reserves.is_whole)
    for i in np.flatnonzero(parts):
        books.displaced[i] += _drawn(people, parts[i], reserves)
    missing -= parts


def _call_in(books: Books, missing: Floats, i: int, reserves: Reserves) -> None:
    """Who was on the way to a location is there already."""
    there = np.where(books.bound_for == i, books.travelling, 0.0)
    taken = shared(missing[i], there, there, is_whole=reserves.is_whole)
    books.travelling[:] -= taken
    np.add.at(books.displaced[i], books.class_of, taken)
    missing[i] -= taken.sum()


def _lend(books: Books, missing: Floats, reserves: Reserves) -> None:
    """Displaced persons who stay where nobody counted them are those who are missing elsewhere."""
    if missing.sum() <= CRUMB:
        return
    free = np.where(reserves.is_counted[:, None], 0.0, books.displaced)
    taken = shared(missing.sum(), free, free, is_whole=reserves.is_whole)
    books.displaced[:] -= taken
    _place(books, missing, taken.sum(axis=0), reserves)


def _leave_home(books: Books, n: float, reserves: Reserves) -> Floats:
    """So many forced from home, by class, shape (K,)."""
    weights = reserves.weight * books.at_home
    if reserves.from_outside:
        if weights.sum() <= 0:
            weights = books.at_home
        entered = shared(n, weights, np.full(weights.shape, np.inf), is_whole=reserves.is_whole)
        books.entered[:] += entered.sum(axis=1)
        return np.asarray(entered.sum(axis=0))
    taken = shared(n, weights, books.at_home, is_whole=reserves.is_whole)
    books.at_home[:] -= taken
    short = n - taken.sum()
    if short > CRUMB:  # nobody is left where there was fighting
        more = shared(short, books.at_home, books.at_home, is_whole=reserves.is_whole)
        books.at_home[:] -= more
        taken = taken + more
    return np.asarray(taken.sum(axis=0))


def _send_home(books: Books, spare: Floats, reserves: Reserves) -> None:
    """Those who are nowhere counted have not left home, or not come from outside."""
    if reserves.from_outside:
        kept = shared(spare.sum(), books.entered, books.entered, is_whole=reserves.is_whole)
        books.entered[:] -= kept
        _drawn(spare, kept.sum(), reserves)
    for k in np.flatnonzero(spare > 0):
        n, home = spare[k], reserves.home[k]
        if home >= 0:
            books.at_home[home, k] += n
            continue
        back = shared(n, reserves.gone[:, k], reserves.gone[:, k], is_whole=reserves.is_whole)
        books.at_home[:, k] += back
        if n - back.sum() > CRUMB:  # they were displaced on the first day already
            anywhere = books.at_home[:, k] + 1.0
            books.at_home[:, k] += shared(
                n - back.sum(), anywhere, np.full(len(anywhere), np.inf), is_whole=reserves.is_whole
            )
