"""Draw docs/idlib.svg: Idlib, simulated and observed."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np

import nuzuh
from nuzuh.outputs.summary import compare_with_observed

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "nuzuh"  # the same picture gives the same bytes
import matplotlib.pyplot as plt  # noqa: E402 (after the choice of backend)

WHERE = Path(__file__).parent.parent / "docs" / "idlib.svg"


def main() -> None:
    """Draw the curve of the shipped scenario beside what was published."""
    scenario = nuzuh.read_scenario("idlib-2020")
    result = nuzuh.simulate(scenario, members=20)
    seen = [c for c in compare_with_observed(result, scenario) if c.quantity == "cum_displaced" and not c.location]
    total = np.median(nuzuh.cum_displaced(result).values, axis=0) / 1e6
    figure, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
    for row in scenario.tables["interventions"].itertuples():
        ax.axvspan(row.start, row.end, color="0.92", lw=0)
        ax.annotate("ceasefire", (row.start, 0.02), xytext=(2, 0), textcoords="offset points", color="0.45", fontsize=8)
    ax.plot(result["date"].values, total, color="#1f5f8b", label="simulated (modelled, parameters set by hand)")
    ax.plot(
        [c.when for c in seen], [c.value / 1e6 for c in seen], "o", color="#c0392b", ms=4, label="observed (OCHA, CCCM)"
    )
    ax.set(ylabel="million people", ylim=(0, None), title="Displaced since 1 December 2019, north-west Syria")
    ax.xaxis.set_major_formatter(mpl.dates.DateFormatter("%-d %b"))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, loc="upper left")
    figure.savefig(WHERE, metadata={"Date": None})


if __name__ == "__main__":
    main()
