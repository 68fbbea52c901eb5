"""Draw docs/idlib.svg and docs/idlib-map.png: Idlib, simulated and counted, and a map of the day of the last report."""

from __future__ import annotations

from pathlib import Path

import nuzuh

DOCS = Path(__file__).parent.parent / "docs"
MEMBERS = 60
"""Where the scenario has no number of its own."""
MAP_DAY = "2020-02-23"


def main() -> None:
    """Run the shipped scenario once for both pictures."""
    scenario = nuzuh.read_scenario("idlib-2020")
    runs = nuzuh.ensemble(scenario, members=scenario.members or MEMBERS)
    nuzuh.plot(runs, scenario=scenario, path=DOCS / "idlib.svg")
    chart = nuzuh.plot(runs, scenario=scenario, kind="map", date=MAP_DAY)
    if chart is not None:
        chart.savefig(DOCS / "idlib-map.png", dpi=100, metadata={"Software": None})  # a tenth of the SVG in size


if __name__ == "__main__":
    main()
