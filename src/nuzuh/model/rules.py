"""How people move: the rules, as pure functions of arrays and numbers. The only place where a rule is written.

Shapes are named by letters: D days, L locations, G groups, R itineraries. The rules that do not depend on how
many people are where are evaluated once for all days (`setting.py`); those that do are compiled and called by
both engines.
"""

from __future__ import annotations

import math

import numpy as np

from nuzuh.model.compiled import compiled
from nuzuh.typing import Bools, Floats, Ints


def intensity_of_events(strength: Floats, first: Ints, last: Ints, is_reached: Bools, n_days: int) -> Floats:
    """Conflict intensity from events: at each location the strongest of the day among those that reach it.

    c_i = max over events e with first_e <= day <= last_e and d_ie <= reach of strength_e. The maximum, not a sum: a
    place about which more was reported is not under heavier fire for that.

    Args:
        strength: Of each event, shape (E,), 0 to 1.
        first: First day of each, shape (E,); may lie before the first day of the run.
        last: Last day of each, its tail included, shape (E,).
        is_reached: Whether each location lies within reach of each event, shape (E, L).
        n_days: Days of the run.

    Returns:
        Shape (D, L).
    """
    intensity = np.zeros((n_days, is_reached.shape[1]))
    for event in range(len(strength)):
        days = slice(max(first[event], 0), max(last[event] + 1, 0))
        reached = is_reached[event]
        intensity[days, reached] = np.maximum(intensity[days, reached], strength[event])
    return intensity


def people_at_level(low: Floats, people: Floats, high: Floats, level: float) -> Floats:
    """People at a level within their range: low at -1, people at 0, high at 1, between them linear in the logarithm.

    Args:
        low: Shape (L,), at least 1 where `people` is.
        people: Shape (L,).
        high: Shape (L,).
        level: From -1 to 1.

    Returns:
        Shape (L,), whole persons.
    """
    end = high if level > 0 else low
    ratio = np.divide(end, people, out=np.ones_like(people), where=people > 0)
    return np.rint(people * ratio ** abs(level))


@compiled
def threat(intensity: Floats, here: Ints, there: Ints, nearness: Floats, fear: float) -> Floats:
    """How strongly people feel the fighting: at home, or next door with fear falling over distance.

    threat_i = max(c_i, fear · max_j c_j exp(-d_ij / fear_km)). The maximum, not a sum over places: a sum would
    grow with the resolution of the map.

    Args:
        intensity: Shape (D, L), 0 to 1.
        here: Location i of each pair of neighbours.
        there: Location j of each pair.
        nearness: exp(-d_ij / fear_km) of each pair.
        fear: Threat next door as a share of the same at home; 0 is off.

    Returns:
        Shape (D, L), 0 to 1.
    """
    felt = intensity.copy()
    if fear > 0.0:
        for day in range(len(intensity)):
            for pair in range(len(here)):
                far = intensity[day, there[pair]]
                if far > 0.0:
                    felt[day, here[pair]] = max(felt[day, here[pair]], fear * nearness[pair] * far)
    return felt


def spell_age(intensity: Floats, begins: Bools) -> Ints:
    """Days since the present spell of conflict began; 0 on its first day and where there is none.

    Args:
        intensity: Shape (D, L).
        begins: Whether a spell begins even if another went on until the day before, shape (D, L).

    Returns:
        Shape (D, L).
    """
    age = np.zeros(intensity.shape, dtype=np.int64)
    for day in range(1, len(intensity)):
        goes_on = (intensity[day] > 0) & (intensity[day - 1] > 0) & ~begins[day]
        age[day] = np.where(goes_on, age[day - 1] + 1, 0)
    return age


def days_calm(felt: Floats) -> Ints:
    """Days without threat up to and with each day; 0 while there is any, large where there never was.

    Args:
        felt: Threat, shape (D, L).

    Returns:
        Shape (D, L).
    """
    calm = np.empty(felt.shape, dtype=np.int64)
    running = np.full(felt.shape[1], len(felt) + 10_000)
    for day, today in enumerate(felt):
        running = np.where(today > 0, 0, running + 1)
        calm[day] = running
    return calm


def decay(age: Ints, factors: tuple[float, ...], factor_days: int) -> Floats:
    """How much of its force a spell has left at a given age: a factor for each interval, the last one stays."""
    if not factors:
        return np.ones(age.shape)
    return np.asarray(factors, dtype=np.float64)[np.minimum(age // factor_days, len(factors) - 1)]


def p_forced(felt: Floats, rate: float, rel: Floats) -> Floats:
    """Probability that a person at home is forced out on a day: 1 - exp(-rate · threat).

    Args:
        felt: Threat times decay, shape (D, L).
        rate: Per day.
        rel: Multiplier of each group, shape (G,).

    Returns:
        Shape (D, L, G).
    """
    return -np.expm1(-rate * felt[:, :, None] * rel)


def p_forced_per_head(strength: Floats, rel: Floats) -> Floats:
    """Probability of being forced out where a share of the people leaves each day: the share, at most 1.

    Args:
        strength: Rate times intensity, shape (D, L).
        rel: Multiplier of each group, shape (G,).

    Returns:
        Shape (D, L, G).
    """
    return np.minimum(1.0, strength[:, :, None] * rel)


def by_level(values: tuple[float, ...], level: Floats) -> Floats:
    """The value that stands for a level: the first for 0, the next for 1 …; linear between, the last stays."""
    return np.interp(level, np.arange(len(values)), values)


def p_set_out(p_kind: Floats, p_conflict: Floats, felt: Floats, *, by_intensity: bool) -> Floats:
    """Probability that a displaced person sets out on a day, by where he or she is.

    Args:
        p_kind: By kind of the location, shape (D, L).
        p_conflict: At a location under full threat, shape (L,).
        felt: Threat, shape (D, L).
        by_intensity: In proportion to the threat between the two; else p_conflict at any threat.

    Returns:
        Shape (D, L); above 1 where a factor on it is large.
    """
    share = felt if by_intensity else (felt > 0).astype(np.float64)
    return p_kind + (p_conflict - p_kind) * share


def p_in_any_case(p: Floats, share: Floats) -> Floats:
    """Probability of leaving where a share of the people does in any case: 1 - (1 - s)(1 - p) = s + (1 - s) p.

    The people without enough food, and those who are evacuated. In the second form it is p to the bit for a share
    of 0, and 1 for a share of 1.
    """
    return share + (1.0 - share) * p


def of_population(people: Floats, base: float, power: float) -> Floats:
    """Factor on the probability of setting out: (people / base) to a power; 0 where there are none, but for power 0."""
    if power == 0.0:
        return np.ones_like(people)
    return np.where(people > 0, (np.maximum(people, 1.0) / base) ** power, 0.0)


def pull(by_location: Floats, of_conflict: float, felt: Floats, power: Floats, rel: Floats) -> Floats:
    """What draws people to a location, before distance and room: a product of multipliers.

    Args:
        by_location: Product of the multipliers that a group heeds to its `power`, shape (D, L).
        of_conflict: Multiplier under full threat, heeded likewise; its power is the threat.
        felt: Threat times decay, shape (D, L).
        power: Exponent of each group, shape (G,).
        rel: Other multipliers, shape (D, L, G).

    Returns:
        Shape (D, L, G).
    """
    heeded = (by_location * of_conflict**felt)[:, :, None]
    return (heeded if (power == 1.0).all() else heeded**power) * rel


def distance_weight(km: Floats, softening_km: float, power: float) -> Floats:
    """How distance weakens a pull: (softening + km) to the power of -power."""
    return (softening_km + np.maximum(km, 1e-9)) ** -power


@compiled
def room(n: float, capacity: float, buffer: float) -> float:
    """How open a location is to newcomers: 1 up to buffer · capacity, 0 from capacity on, linear between."""
    if n >= capacity:
        return 0.0
    free_up_to = buffer * capacity
    return 1.0 if capacity == math.inf or n <= free_up_to else (capacity - n) / (capacity - free_up_to)


@compiled
def itinerary_weights(
    first: int,
    ends: Ints,
    nearness: Floats,
    closeness: Floats,
    softening: float,
    pulls: Floats,
    rooms: Floats,
    is_turned_away: Bools,
    power: float,
    drop_below: float,
    sums: Floats,
) -> float:
    """Weights of the itineraries from a location as running sums.

    ((softening + pull · closeness) · distance weight · room) to a power: a multinomial logit in log distance. Only
    open itineraries are listed, so that closures need no term.

    Args:
        first: Number of the first itinerary; `sums` says how many there are.
        ends: Location at the end of each itinerary, shape (R,).
        nearness: `distance_weight` of each itinerary, shape (R,).
        closeness: Factor on the pull by the straight line, shape (R,).
        softening: Added to each pull.
        pulls: Shape (L,).
        rooms: Shape (L,).
        is_turned_away: Whether those who choose the location do not set out, shape (L,).
        power: Exponent.
        drop_below: Itineraries that weigh less than this share of the heaviest are left out.
        sums: Shape (itineraries from the location,); gets the running sums of the weights of those who set out;
            the last is 0 where there is nowhere to go, and then nobody does.

    Returns:
        The share of people who have chosen a location that does not turn them away.
    """
    heaviest = 0.0
    for j in range(len(sums)):
        end = ends[first + j]
        weight = (softening + pulls[end] * closeness[first + j]) * rooms[end] * nearness[first + j]
        sums[j] = weight if power == 1.0 else weight**power
        heaviest = max(heaviest, sums[j])
    total, turned_away = 0.0, 0.0
    for j in range(len(sums)):
        weight = sums[j] if sums[j] >= drop_below * heaviest else 0.0
        if is_turned_away[ends[first + j]]:
            turned_away += weight
        else:
            total += weight
        sums[j] = total
    return total / (total + turned_away) if turned_away > 0.0 else 1.0


@compiled
def turns_away(is_camp: bool, open_: float, below: float) -> bool:
    """Whether those who have chosen a location stay where they are: a camp with less room than `below`."""
    return is_camp and open_ < below


@compiled
def keeps_plan(is_open: bool, is_turned_away: bool) -> bool:
    """Whether people at a stop go on as planned: the road ahead is open, and the end of the trip takes them."""
    return is_open and not is_turned_away


@compiled
def goes_on(p: float, is_town: bool, recent: float, moved: float) -> float:
    """Probability of going on the same day: certain in a town after little travel, else `p`.

    Args:
        p: Of setting out there.
        is_town: Whether the rule holds at the location.
        recent: Travel of the days before, in days' reach: `recent_travel`.
        moved: Travel of today, in days' reach.
    """
    return 1.0 if is_town and (recent + moved) / 2.0 < 0.5 else p


@compiled
def recent_travel(recent: float, moved: float, nights: int) -> float:
    """Travel of the last days in days' reach, each weighing half of the next: r <- (r + moved) / 2, each evening."""
    for _ in range(nights):
        recent = (recent + moved) / 2.0
    return recent


@compiled
def arrival(band: int, start: float, days: float, n_bands: int) -> tuple[int, int, float]:
    """When a trip ends that begins at a time of the day and takes so many days.

    Args:
        band: Band of the day in which people set out; 0 is the morning.
        start: Time at which they do, as a share of the day.
        days: Length of the trip.
        n_bands: Bands in a day.

    Returns:
        Days later, the band of that day in which they arrive, and the time, as a share of the day. The time is
        exact; a band (1 to n_bands) says only whose decisions are taken together. Band n_bands + 1 is the end of
        the day: nothing more is decided.
    """
    when = start + days
    later = max(math.ceil(when - 1e-9) - 1, 0)
    time = when - later
    end_band = math.ceil(time * n_bands - 1e-9) if time < 1.0 - 1e-9 else n_bands + 1
    return later, max(end_band, band + 1 if later == 0 else 1), time


@compiled
def arrival_afresh(band: int, start: float, days: float, reach: float, n_bands: int) -> tuple[int, int, float]:
    """When a leg ends that begins with a whole day's reach, whatever was travelled before on that day.

    A leg ends only when more than its length has been covered: one as long as a day's reach ends the day after.

    Args:
        band: Band of the day in which people set out; 0 is the morning.
        start: Travel of the day so far, as a share of a vehicle's reach.
        days: Length of the leg in days' reach of those who travel it.
        reach: Their reach, as a share of a vehicle's.
        n_bands: Bands in a day.

    Returns:
        As `arrival`; the time is the travel of the day of arrival, as a share of a vehicle's reach, and can be up
        to twice their own: whoever has used up a day's reach decides nothing more on that day.
    """
    later = math.floor(days)
    time = start + days * reach if later == 0 else (days - later) * reach
    end_band = n_bands + 1 if time >= reach else math.ceil(time * n_bands - 1e-9)
    return later, max(end_band, band + 1 if later == 0 else 1), time


@compiled
def p_passage(n_left: float, n_wanted: float) -> float:
    """Probability that one of those who want a passage gets it: the same for all, n_left / n_wanted, at most 1.

    Args:
        n_left: Passages left.
        n_wanted: People who want one, the one in question included.
    """
    if n_left <= 0.0:
        return 0.0
    return 1.0 if n_wanted <= n_left else n_left / n_wanted


@compiled
def reroute(legs: Ints, leg_days: Floats, is_open: Bools, since: float) -> tuple[int, float]:
    """How far people under way can get when routes have closed.

    Args:
        legs: Arcs of the trip that are still planned, from its start, shape (legs,).
        leg_days: Days that each takes, shape (legs,).
        is_open: By arc.
        since: Days since the trip began.

    Returns:
        How many legs can be completed, and the days at which the last of them ends. Who is on a leg that has
        closed turns back to its start: then the second number lies in the past, or is 0 at the start of all.
    """
    done = 0.0
    for position in range(len(legs)):
        if done + leg_days[position] <= since:
            done += leg_days[position]
            continue
        if not is_open[legs[position]]:
            return position, done
        done += leg_days[position]
    return len(legs), done
