"""Payloads for tests of the page: invented, of any size, with names that must stay text."""

import numpy as np

EVIL = "<script>window.isHurt = true</script>"
FORMULA = "=HYPERLINK(1)"
QUANTILES = {"q05": 0.8, "q25": 0.9, "q50": 1.0, "q75": 1.1, "q95": 1.2}
UNDER_FIRE, CLOSED = 3, 4
BUSIEST = 15
"""The day on which most people are displaced in every payload."""


def coded(values):
    """A series of whole numbers, delta coded."""
    whole = np.rint(values).astype(int)
    return [int(whole[0]), *(int(step) for step in np.diff(whole))]


def band(values):
    """A band around a series."""
    return {name: coded(np.asarray(values) * factor) for name, factor in QUANTILES.items()}


def grown(n_days):
    """How far displacement has come by day, 0 to 1: fastest on the busiest day."""
    return 1 / (1 + np.exp(-(np.arange(n_days) - BUSIEST + 0.5) / 4))


def payload(n_places=12, n_days=60, n_what_ifs=2):
    """A payload as `nuzuh.outputs.page_data` makes it.

    Args:
        n_places: How many locations; the first are camps, the second and third have names that try to be code.
        n_days: How many days.
        n_what_ifs: How many what-ifs beside the baseline, each with fewer displaced.
    """
    draw = np.random.default_rng(1)
    runs = [run(n_places, n_days, ix) for ix in range(n_what_ifs + 1)]
    side = int(np.ceil(np.sqrt(n_places)))
    return {
        "format": 1,
        "version": "0.1.0",
        "scenario": {
            "name": "made-up",
            "title": "A made-up crisis",
            "start": "2021-01-20",
            "n_days": n_days,
            "home_country": "Here",
            "population": 1000 * n_places,
            "hash": "0123456789abcdef",
            "sources": [{"name": "Invented", "url": "javascript:alert(1)", "note": "for tests"}],
        },
        "locations": {
            "name": [f"Place {ix}" if ix not in (1, 2) else (EVIL, FORMULA)[ix - 1] for ix in range(n_places)],
            "kind": ["camp", "town", "idp_site", "town", "crossing", "transit", *["town"] * n_places][:n_places],
            "lat": [round(10 + 0.1 * (ix // side) + draw.uniform(0, 0.05), 4) for ix in range(n_places)],
            "lon": [round(20 + 0.1 * (ix % side) + draw.uniform(0, 0.05), 4) for ix in range(n_places)],
            "pcode": [f"XX{ix:04}" for ix in range(n_places)],
            "admin1": ["North" if ix % 2 else "South" for ix in range(n_places)],
            "country": ["Here"] * (n_places - 1) + ["There"],
            "population": [1000] * n_places,
            "status": ["modelled"] * n_places,
            "source": ["invented"] * n_places,
        },
        "routes": {
            "from": list(range(n_places - 1)) * 2,
            "to": [(ix + 1) % n_places for ix in range(n_places - 1)]
            + [(ix + side) % n_places for ix in range(n_places - 1)],
            "km": [12.0] * (2 * (n_places - 1)),
            "is_border": [int(ix == CLOSED) for ix in range(2 * (n_places - 1))],
        },
        "borders": [{"kind": "country", "name": "border", "line": [19900, 10200, 400, 50, 700, -20]}],
        "observations": [
            observation("2021-02-05", "", "cum_displaced", 3000, fit=True),
            observation("2021-02-20", "", "n_displaced", 5000, fit=False),
            observation("2021-02-20", "Place 0", "n_displaced", 400, fit=True),
        ],
        "runs": runs,
        "differences": [None, *(difference(runs[0], one) for one in runs[1:])],
        "card": {},
        "assumptions": [],
        "limits": [],
    }


def observation(date, location, quantity, value, *, fit):
    """A count with an interval of a tenth."""
    interval = {"low": value * 0.9, "value": value, "high": value * 1.1}
    told = {"date": date, "location": location, "quantity": quantity, "fit": fit}
    return told | interval | {"source": EVIL, "status": "observed"}


def run(n_places, n_days, ix):
    """A run; what-ifs have fewer displaced."""
    share, knots = grown(n_days) / (1 + ix), knots_of(n_days)
    here = 600 * np.arange(n_places, 0, -1)[:, None] / n_places * share
    total, weeks = here.sum(axis=0), list(range(0, n_days, 7))
    week = {"weeks": weeks, "rows": [week_row("tents", "tents", "family tents", total[weeks])]}
    return {
        "name": "baseline" if ix == 0 else f"what-if-{ix}",
        "title": "A made-up crisis" if ix == 0 else f"What if {ix}",
        "note": "" if ix == 0 else f"Note {ix} {EVIL}",
        "members": 20,
        "seed": 1,
        "engine": "counts",
        "varied": "The interval is that of chance alone, for fixed parameters.",
        "command": "nuzuh run made-up",
        "params": {"displacement.rate": 0.1},
        "closed": [[0, 0, n_days - 1, 2], [CLOSED, 0, n_days - 1, 0]],
        "fire": [[UNDER_FIRE, 5, 30, 0.7]],
        "total": {"cum_displaced": band(total), "n_displaced": band(total * 0.9)},
        "staying": {
            "median": [coded(row) for row in here],
            "knots": knots,
            **{
                name: [coded(row[knots] * factor) for row in here]
                for name, factor in QUANTILES.items()
                if name != "q50"
            },
        },
        "new_displaced": [coded(np.diff(row, prepend=0)) for row in here],
        "flows": [
            [route, route % 2, 0, *(int(n) for n in 50 * (1 + route % 7) * np.gradient(share) * 10)]
            for route in range(2 * (n_places - 1))
        ],
        "exposure": week,
        "needs": week,
        "compared": [{"observation": at, "q05": 2800, "q50": 3100, "q95": 3500} for at in range(3)],
        "reported": [],
    }


def week_row(quantity, unit, label, values):
    """A row of exposure or needs."""
    return {
        "quantity": quantity,
        "of": "",
        "unit": unit,
        "label": label,
        **{name: [float(n * QUANTILES[name]) for n in values] for name in ("q05", "q50", "q95")},
    }


def knots_of(n_days):
    """Every seventh day and the last."""
    return sorted({*range(0, n_days, 7), n_days - 1})


def difference(base, what_if):
    """A what-if less the baseline."""
    less = {
        name: band(np.cumsum(what_if["total"][name]["q50"]) - np.cumsum(base["total"][name]["q50"]))
        for name in ("cum_displaced", "n_displaced")
    }
    knots = base["staying"]["knots"]
    staying = [
        (np.cumsum(other) - np.cumsum(one))[knots]
        for one, other in zip(base["staying"]["median"], what_if["staying"]["median"], strict=True)
    ]
    outcome = {
        "section": "needs",
        "quantity": "tents",
        "of": "",
        "date": "",
        "unit": "tents",
        "baseline": [90, 100, 110],
        "with_what_if": [40, 50, 60],
        "difference": [-60, -50, -40],
        "p_above_0": 0,
        "p_below_0": 1,
    }
    return {
        **less,
        "staying": {"knots": knots, **{name: [coded(row) for row in staying] for name in ("q05", "q50", "q95")}},
        "outcomes": [outcome],
    }
