"""How well claims are read: labels made by reading stand beside each text; the guide is README.md."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nuzuh.scenario.scenario import Scenario
from nuzuh.sources.reports.claims import Claim
from nuzuh.sources.reports.gazetteer import arabic_key, latin_key, nations
from nuzuh.sources.reports.place import AREAS, PARTS, TOWNS
from nuzuh.sources.reports.reader import read_report

TEXTS = Path(__file__).parent / "texts"
ASPECTS = ("kind", "quantity", "location", "period")


@dataclass(frozen=True)
class Found:
    """A label with the claim that was read for it, and which aspects of it are right."""

    report: str
    label: dict[str, str] | None
    claim: Claim | None
    right: dict[str, bool]

    @property
    def is_right(self) -> bool:
        return bool(self.right) and all(self.right.values())


def labels_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def compared(folder: Path, names: Iterable[str], scenario: Scenario | None = None) -> list[Found]:
    """Each label beside the claim of its place in the text, then the claims that no label has."""
    found = []
    for name in names:
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        claims = list(read_report(text, scenario).claims)
        for label in labels_of(folder / f"{name}.csv"):
            at = text.index(label["quote"])
            near = [
                one
                for one in claims
                if one.start < at + len(label["quote"]) and one.end > at and numbers_equal(label, one)
            ]
            best = max(near, key=lambda one: sum(right_of(label, one).values()), default=None)
            if best is not None:
                claims.remove(best)
            found.append(Found(name, label, best, right_of(label, best) if best else {}))
        found += [Found(name, None, claim, {}) for claim in claims]
    return found


def numbers_equal(label: dict[str, str], claim: Claim) -> bool:
    return (label["quantity_low"], label["quantity_high"]) == tuple(
        "" if n is None else str(n) for n in (claim.quantity_low, claim.quantity_high)
    )


def right_of(label: dict[str, str], claim: Claim) -> dict[str, bool]:
    period = tuple("" if day is None else day.isoformat() for day in (claim.period_start, claim.period_end))
    return {
        "kind": claim.kind in label["kind"].split("|"),
        "quantity": numbers_equal(label, claim),
        "location": is_same_place(label["location"], claim.location),
        "period": period == (label["period_start"], label["period_end"]),
    }


def is_same_place(wanted: str, read: str) -> bool:
    """Whether one of the names is the same, however it is spelt; both may be blank."""
    if not wanted or not read:
        return wanted == read
    return bool({key_of(one) for one in wanted.split("|")} & {key_of(one) for one in read.split("; ")})


def key_of(name: str) -> str:
    """A name by its sounds, without words that say which part of a place is meant; a country by its own name."""
    nation = nations().latin.get(name)
    if nation is not None and nation.kind == "country":
        name = nation.name
    if name[0] > "\u0600":
        return arabic_key(name)
    words = [word for word in name.split() if word.lower() not in PARTS | AREAS | TOWNS]
    return latin_key(" ".join(words) or name)


def precision_recall(found: list[Found]) -> tuple[float, float]:
    right = sum(one.is_right for one in found)
    return right / max(sum(one.claim is not None for one in found), 1), right / max(
        sum(one.label is not None for one in found), 1
    )


def told(one: Found) -> str:
    """What is wrong with one, in a line."""
    claim, label = one.claim, one.label
    read = ""
    if claim is not None:
        ends = f"{claim.quantity_low} to {claim.quantity_high} {claim.unit}"
        read = f"{claim.kind} {ends} @{claim.location} {claim.period_start} to {claim.period_end}"
    if label is None:
        return f"{one.report}: nothing of the kind: {read}: {claim.sentence[:90] if claim else ''}"
    wrong = ", ".join(name for name, ok in one.right.items() if not ok) or "missed"
    wanted = f"{label['kind']} @{label['location']} {label['period_start']} to {label['period_end']}"
    return f"{one.report}: {wrong}: {label['quote']!r} is {wanted}; read: {read}"


def main() -> None:
    """Print what is read wrong in the texts named, or in all of them, and the score."""
    import nuzuh

    names = sys.argv[1:] or sorted(path.stem for path in TEXTS.glob("*.txt"))
    found = compared(TEXTS, names, nuzuh.read_scenario("idlib-2020"))
    for one in found:
        if not one.is_right:
            print(told(one))
    precision, recall = precision_recall(found)
    n_labels = sum(one.label is not None for one in found)
    print(Counter(name for one in found for name, ok in one.right.items() if not ok))
    print(f"precision {precision:.3f}, recall {recall:.3f} of {n_labels} claims")


if __name__ == "__main__":
    main()
