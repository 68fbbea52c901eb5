"""The files of a backtest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.outputs.backtest_figure import backtest_figure
from nuzuh.outputs.backtest_tables import backtest_csv, backtest_json
from nuzuh.outputs.model_card import model_card
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    from nuzuh.forecast.backtest import Backtest

FILES: Final = ("backtest.csv", "backtest.json", "backtest.png", "model-card.md")
DOTS_PER_INCH: Final = 150


def write_backtest(found: Backtest, folder: str | Path) -> Path:
    """Write a backtest into a folder; its files appear together when all are written, or not at all.

    Args:
        found: As `nuzuh.backtest` gives it.
        folder: Made if it is not there; files of an earlier backtest in it are replaced.

    Returns:
        The folder, with backtest.csv, backtest.json, backtest.png and model-card.md.

    Raises:
        UsageError: The folder cannot be written.
    """
    texts = zip(
        ("backtest.csv", "backtest.json", "model-card.md"), (backtest_csv, backtest_json, model_card), strict=True
    )
    with filled_folder(Path(folder)) as partial:
        for name, text_of in texts:
            (partial / name).write_text(text_of(found), encoding="utf-8", newline="\n")
        backtest_figure(found).savefig(partial / "backtest.png", dpi=DOTS_PER_INCH)
    return Path(folder)
