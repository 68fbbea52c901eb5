"""Claims and reports for tests, as a reader would give them."""

from datetime import date

from nuzuh.sources.reports.claims import Claim, ReadReport

PUBLISHED = date(2020, 1, 10)
BLANK = {
    "kind": "displaced_total",
    "quantity_low": None,
    "quantity_high": None,
    "modifier": "",
    "unit": "people",
    "location": "",
    "origin": "",
    "destination": "",
    "period_start": None,
    "period_end": None,
    "speaker": "",
    "speaker_role": "",
    "speaker_organisation": "",
    "quoted": False,
    "negated": False,
    "hypothetical": False,
    "judging_words": (),
    "sentence": "So it is said.",
    "start": 0,
    "end": 14,
    "confidence": 0.9,
}


def claim(kind="displaced_total", quantity=None, **more):
    """A claim; a quantity is a number, or the two ends of a range."""
    low, high = quantity if isinstance(quantity, tuple) else (quantity, quantity)
    return Claim(**BLANK | {"kind": kind, "quantity_low": low, "quantity_high": high} | more)


def report(*claims, name="a.txt", published=PUBLISHED, text="So it is said.", title="", **more):
    """A report that makes some claims."""
    return ReadReport(name, published, title, text, claims, **more)
