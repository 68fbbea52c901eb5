"""How many reports are read in a second on one core, and a line of ten megabytes."""

from __future__ import annotations

import time
from pathlib import Path

import nuzuh

TEXTS = Path(__file__).parents[1] / "claims" / "texts"

WORDS_OF_A_REPORT = 600
ROUNDS = 5
LINE_BYTES = 10_000_000


def reading_figures() -> None:
    """Print reports of 600 words a second, once loaded, and seconds for one line of 10 MB."""
    idlib = nuzuh.read_scenario("idlib-2020")
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    n_reports = sum(len(text.split()) for text in texts) / WORDS_OF_A_REPORT
    rates = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for text in texts:
            nuzuh.read_report(text, idlib)
        rates.append(n_reports / (time.process_time() - began))
    print(f"reading: {min(rates[1:]):.0f} to {max(rates[1:]):.0f} reports of {WORDS_OF_A_REPORT} words a second")
    piece = " ".join(texts[0].split()) + " "
    began = time.process_time()
    nuzuh.read_report("date 2020-02-14 " + piece * (LINE_BYTES // len(piece)), idlib)
    print(f"reading: a line of {LINE_BYTES // 1_000_000} MB in {time.process_time() - began:.0f} s of processor time")
