"""Results with any names and numbers, for tests of what is written of them."""

from functools import cache

import numpy as np
from hypothesis import strategies as st
from tests.crises import crisis

import nuzuh

AWKWARD = ["Ma'arrat, north", 'the "old" town', "إدلب", "=1+1", "#camp", "two\nlines", "0012", "ñandú; x"]
"""Names that spoil a careless file."""
POSITIONS = [(10.5, 20.25), (-33.0, -70.0), (0.0, 179.5), (1.0, -179.5), (90.0, 0.0)]


@cache
def _template():
    """A run of as many locations, members and days as are ever asked for."""
    rows = [
        {"name": f"place {at}", "kind": "camp" if at % 2 else "town", "population": 10, "admin1": f"North, {at % 2}"}
        | {"pcode": f"SY{at:02}", "status": "modelled"}
        | ({"lat": POSITIONS[at][0], "lon": POSITIONS[at][1]} if at < len(POSITIONS) else {})
        for at in range(len(AWKWARD))
    ]
    routes = [("place 0", row["name"], 12.5) for row in rows[1:]]
    return nuzuh.simulate(crisis(rows, routes, days=4, home_country="Syria"), members=5, seed=1)


def result_of(names, *, members=3, days=4, seed=0, high=10**10):
    """The result of a run with locations of these names, its numbers drawn at random."""
    parts = {"member": members, "day": days, "location": len(names), "route": len(names) - 1}
    result = _template().isel({dim: slice(n) for dim, n in parts.items()}).copy(deep=True)
    draws = np.random.default_rng(seed)
    for array in result.data_vars.values():
        array.values[...] = draws.integers(0, high, array.shape)
    ends = {"route_from": [names[0]] * (len(names) - 1), "route_to": names[1:]}
    return result.assign_coords(location=np.array(names), **{name: ("route", np.array(e)) for name, e in ends.items()})


words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
names = st.lists(
    st.one_of(words, st.sampled_from(AWKWARD)).map(str.strip).filter(bool), min_size=2, max_size=5, unique=True
)
results = st.builds(
    result_of,
    names,
    members=st.integers(1, 5),
    days=st.integers(1, 3),
    seed=st.integers(0, 99),
    high=st.integers(1, 2**40),
)
