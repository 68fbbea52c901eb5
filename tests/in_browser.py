"""A browser and axe-core, one for all tests that need them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).parents[1] / ".cache" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
AXE_VERSION = "4.10.3"


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core, which finds faults of accessibility; installed once, outside of what git sees."""
    if not AXE.exists():
        if shutil.which("npm") is None:
            pytest.skip("no npm, with which axe-core is installed")
        _install_axe(AXE.parents[2])
    return AXE.read_text(encoding="utf-8")


def _install_axe(folder):
    """Aside and then moved: tests on other processors may be doing the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        command = ["npm", "install", "--no-save", "--ignore-scripts", "--prefix", aside, f"axe-core@{AXE_VERSION}"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if ran.returncode:
            pytest.skip(f"axe-core could not be installed: {ran.stderr[-200:]}")
        if not AXE.exists():
            shutil.copytree(aside, folder, dirs_exist_ok=True)
