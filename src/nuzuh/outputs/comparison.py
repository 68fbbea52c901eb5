"""What-ifs beside their baseline: as plain numbers, as a table, and on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from nuzuh.impact.needs import NEEDS
from nuzuh.impact.outcomes import ABROAD, Effect, Key
from nuzuh.outputs.screen_exposure import SHELTER_WORDS
from nuzuh.outputs.spread_words import spread_words
from nuzuh.scenario.csvfile import write_csv
from nuzuh.scenario.observations import is_total, observed

if TYPE_CHECKING:
    from rich.console import Console

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.what_ifs.policy import WhatIf

SECTIONS: Final = {
    "displaced": "Displaced since the first day",
    "destination": "Displaced persons staying",
    "exposure": "Exposure, from the first day to the last",
    "needs": "Needs of displaced persons staying, the most on any day",
}
N_DATES, N_DESTINATIONS = 4, 8
"""Rows on the screen; all are in the table and in the JSON object."""
LARGE: Final = 1_000_000
"""From here on numbers of exposure and needs are shown in thousands."""
BASELINE: Final = "baseline"
FILE: Final = "comparison.json"
UNFIT: Final = re.compile(r"[^\w.+-]+")
"""What a folder's name had better not have."""
COLUMNS: Final = {
    "what_if": "#activity +code",
    "section": "#indicator +type",
    "quantity": "#indicator +code",
    "of": "#indicator +of",
    "date": "#date +occurred",
    "unit": "#indicator +unit",
}
"""Columns of comparison.csv that say what a row is of, and their tags; `of` is a location, a band or a shelter."""
PARTS: Final = ("baseline", "with_what_if", "difference")
ENDINGS: Final = ("_q05", "", "_q95")


@dataclass(frozen=True)
class Comparison:
    """What-ifs beside one baseline.

    Args:
        scenario: The baseline.
        what_ifs: In the order in which they were asked for.
        effects: Those of each what-if.
        members: How many members each run has.
        seed: Of all runs.
        varied: In which parameters members differ; blank: by chance alone.
    """

    scenario: Scenario
    what_ifs: Sequence[WhatIf]
    effects: Sequence[Sequence[Effect]]
    members: int
    seed: int
    varied: str

    def rows(self) -> dict[Key, list[Effect]]:
        """The effects on each outcome, those of all what-ifs together."""
        found: dict[Key, list[Effect]] = {}
        for effects in self.effects:
            for effect in effects:
                found.setdefault(effect.key, []).append(effect)
        return found


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as one object of plain numbers, as `nuzuh compare --json` prints it.

    Quantiles are 5 %, 50 % and 95 % over members; a difference is the what-if less the baseline, member by member.
    """
    return {
        "scenario": comparison.scenario.name,
        "members": comparison.members,
        "seed": comparison.seed,
        "priors": comparison.varied,
        "what_ifs": {
            what_if.name: {
                "title": what_if.title,
                "note": what_if.note,
                "outcomes": [effect_json(effect) for effect in effects],
            }
            for what_if, effects in zip(comparison.what_ifs, comparison.effects, strict=True)
        },
    }


def comparison_csv(comparison: Comparison) -> str:
    """A comparison as CSV with a row of HXL tags, one row for each what-if and outcome."""
    numbers = [f"{part}{ending}" for part in PARTS for ending in ENDINGS]
    tags = [f"#indicator +{part}{' +' + ending[1:] if ending else ' +median'}" for part in PARTS for ending in ENDINGS]
    rows = [
        [what_if.name, *effect.key, effect.unit, *(f"{n:.10g}" for n in _numbers(effect))]
        for what_if, effects in zip(comparison.what_ifs, comparison.effects, strict=True)
        for effect in effects
    ]
    shares = ["p_above_0", "p_below_0"]
    return write_csv(
        [[*COLUMNS, *numbers, *shares], [*COLUMNS.values(), *tags, "#indicator +p_above", "#indicator +p_below"], *rows]
    )


def folder_name(name: str) -> str:
    """The name of a run's folder: that of its what-if, without what some systems refuse.

    Examples:
        >>> folder_name("ceasefire(start=2020-01-12)+open-border")
        'ceasefire-start-2020-01-12-+open-border'
    """
    return UNFIT.sub("-", name)


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Print what changes, with intervals, and the share of members in which it is more than in the baseline.

    Args:
        console: Where to print.
        comparison: What to print.
    """
    console.print(f"\n{comparison.scenario.title}\n{comparison.members:,} members each", highlight=False)
    for what_if in comparison.what_ifs:
        console.print(f"[bold]{what_if.name}[/bold]: {what_if.title}", highlight=False)
        if what_if.note:
            console.print(what_if.note, style="dim", highlight=False)
    rows = comparison.rows()
    for section, title in SECTIONS.items():
        shown = _shown(
            section, {key: effects for key, effects in rows.items() if key[0] == section}, comparison.scenario
        )
        if shown:
            console.print(f"\n{title}", highlight=False)
            console.print(_table(comparison, shown))
    console.print("Modelled, not observed: a difference is the effect under the rules of this model.", style="dim")
    console.print(spread_words(comparison.varied), style="dim", highlight=False)


def _shown(section: str, rows: Mapping[Key, list[Effect]], scenario: Scenario) -> dict[Key, list[Effect]]:
    """The rows that fit on a screen: some dates, the largest destinations, and no row of zeros."""
    some = {key: effects for key, effects in rows.items() if any(max(e.baseline[2], e.what_if[2]) > 0 for e in effects)}
    if section == "displaced":
        return {key: some[key] for key in _dates(list(some), scenario)}
    if section == "destination":
        largest = sorted(some, key=lambda key: -max(max(e.baseline[1], e.what_if[1]) for e in some[key]))
        return {key: some[key] for key in [key for key in largest if key[2] != ABROAD][:N_DESTINATIONS]} | {
            key: effects for key, effects in some.items() if key[2] == ABROAD
        }
    return some


def _dates(keys: list[Key], scenario: Scenario) -> list[Key]:
    """The last day, and some on which the total was observed, or else some in between."""
    seen = observed(scenario)
    total = seen[is_total(scenario, seen)]["date"]
    counted = {str(day)[:10] for day in total}
    wanted = [key for key in keys if key[3] in counted] or keys
    step = max(-(-len(wanted) // (N_DATES - 1)), 1)
    return list(dict.fromkeys([*wanted[(len(wanted) - 1) % step :: step], *keys[-1:]]))


def _table(comparison: Comparison, rows: Mapping[Key, list[Effect]]) -> Table:
    table = Table()
    table.add_column("baseline\n  what-if")
    for name in ("median", "90 % interval", "difference", "90 % interval", "P(>0)"):
        table.add_column(name, justify="right", no_wrap=True)
    names = [what_if.name for what_if in comparison.what_ifs]
    for key, effects in rows.items():
        scale, word = _scale(key, effects)
        first = [n / scale for n in effects[0].baseline]
        table.add_row(f"{_label(key, effects[0].unit)}{word}", f"{first[1]:,.0f}", _interval(first), "", "", "")
        for at, (name, effect) in enumerate(zip(names, effects, strict=True)):
            value, difference = ([n / scale for n in numbers] for numbers in (effect.what_if, effect.difference))
            low, median, high = map(_signed, difference)
            table.add_row(
                f"  {name}",
                f"{value[1]:,.0f}",
                _interval(value),
                median,
                f"{low} to {high}",
                f"{effect.p_above_0:.0%}" if {low, high} != {_signed(0)} else "",  # no chance that "0" is above 0
                end_section=at == len(names) - 1,
            )
    return table


def _scale(key: Key, effects: Sequence[Effect]) -> tuple[float, str]:
    """By what numbers are divided to fit on a screen, and the word for it; persons stay whole."""
    is_large = max(max(e.baseline[2], e.what_if[2]) for e in effects) >= LARGE
    return (1000, ", 1000s") if is_large and key[0] in ("exposure", "needs") else (1, "")


def _label(key: Key, unit: str) -> str:
    section, quantity, of, date = key
    if section == "displaced":
        return date
    if section == "destination":
        return f"{of}, {date}" if of != ABROAD else f"all abroad, {date}"
    return outcome_label(section, quantity, of, unit)


def outcome_label(section: str, quantity: str, of: str, unit: str) -> str:
    """What an outcome of the sections exposure and needs is, in words.

    Examples:
        >>> outcome_label("needs", "tents", "", "tents")
        'family tents'
    """
    if section == "needs":
        long_name = NEEDS[quantity][0]
        return long_name if unit in long_name else f"{long_name} ({unit})"
    if quantity == "person_days_under_fire":
        return f"person-days under {of} fire"
    if quantity.startswith("person_nights_below"):
        below = quantity.removeprefix("person_nights_below_").replace("minus_", "-").replace("_c", " °C")
        return f"… {SHELTER_WORDS[of]}" if of else f"person-nights below {below}"
    return {
        "ever_within_reach": "people at home in reach of fire",
        "person_nights_unknown": "person-nights, temperature unknown",
    }[quantity]


def _interval(quantiles: Sequence[float]) -> str:
    return f"{quantiles[0]:,.0f} to {quantiles[2]:,.0f}"


def _signed(number: float) -> str:
    return f"{number:+,.0f}" if round(number) else "0"


def _numbers(effect: Effect) -> list[float]:
    return [*effect.baseline, *effect.what_if, *effect.difference, effect.p_above_0, effect.p_below_0]


def effect_json(effect: Effect) -> dict[str, Any]:
    """An outcome of a baseline beside that of a what-if, as plain numbers."""
    section, quantity, of, date = effect.key
    names = {"section": section, "quantity": quantity, "of": of, "date": date, "unit": effect.unit}
    parts = zip(PARTS, (effect.baseline, effect.what_if, effect.difference), strict=True)
    values = {part: [round(n, 2) for n in quantiles] for part, quantiles in parts}
    return names | values | {"p_above_0": effect.p_above_0, "p_below_0": effect.p_below_0}
