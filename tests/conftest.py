"""Shared by all tests."""

import hashlib
import os
import signal
from pathlib import Path

import pytest

pytest_plugins = ["tests.in_browser"]

ROOT = Path(__file__).parent.parent

# numba keeps compiled code by the date of a function's own file and does not see that a function it calls has
# changed; a folder named after all of the model's sources does.
sources = sorted((ROOT / "src/nuzuh/model").rglob("*.py"))
fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".cache" / "numba" / fingerprint))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell leaves it for what it starts with '&'
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    """Tests that take long are run when they are asked for."""
    parser.addoption("--slow", action="store_true", help="run the tests that take over ten seconds as well")


def pytest_collection_modifyitems(config, items):
    """Skip those that take long, and say how they are run."""
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="slow: run with 'scripts/test --slow'"))
