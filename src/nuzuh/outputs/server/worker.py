"""A process that does one job after the other, each a line of JSON on standard input; it answers on standard output."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, TextIO

from nuzuh.errors import NuzuhError
from nuzuh.outputs.server.limits import lower_priority
from nuzuh.outputs.server.run import run_from_json

Message = dict[str, Any]
PAUSE_S: Final = 0.2
"""Between two messages of progress."""


def main() -> None:
    """Do jobs until standard input ends, as it does when the server has."""
    for stop in (signal.SIGINT, signal.SIGTERM):  # they go to a whole group of processes, and are the server's
        signal.signal(stop, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    jobs: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_read, args=(jobs,), daemon=True).start()
    while True:
        _say(answers, _answer(json.loads(jobs.get()), answers))


def _read(jobs: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        jobs.put(line)
    os._exit(0)  # in the middle of a job as well: nobody is there to take its answer


def _say(answers: TextIO, message: Message) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _answer(job: Message, answers: TextIO) -> Message:
    """The last message about a job: what came of it, or why nothing did."""
    try:
        return {"done": _done(job, answers)}
    except (NuzuhError, OSError) as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "not enough memory: take fewer members or the counts engine"}
    except Exception as error:
        traceback.print_exc()
        return {"failed": f"a fault of the program ({type(error).__name__}: {error}): please report it"}


def _done(job: Message, answers: TextIO) -> Any:
    if "describe" in job:
        from nuzuh.outputs.server.describe import description_of  # noqa: PLC0415 (loads pandas)

        return description_of(job["describe"])
    last = 0.0

    def tell(phase: str, n_done: int, n_all: int) -> None:
        nonlocal last
        if time.monotonic() - last > PAUSE_S or n_done == n_all:
            last = time.monotonic()
            _say(answers, {"phase": phase, "done": n_done, "total": n_all})

    lower_priority()  # not where a scenario is described: somebody waits for that page
    tell("start", 0, 0)
    from nuzuh.outputs.server.compute import compute  # noqa: PLC0415 (loads numba)

    return compute(run_from_json(job["run"]), job["path"], Path(job["store"]), tell)


if __name__ == "__main__":
    main()
