"""One browser for all tests of the page. Nothing that a page asks for may leave the machine."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.page.assemble import page as assembled
from tests.page.payload import payload

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
AXE = Path(__file__).parents[2] / ".cache" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
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
        folder = AXE.parents[2]
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--no-save",
            "--ignore-scripts",
            "--prefix",
            str(folder),
            f"axe-core@{AXE_VERSION}",
        ]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if ran.returncode or not AXE.exists():
            pytest.skip(f"axe-core could not be installed: {ran.stderr[-200:]}")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """A page in one file, with its data inside."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(assembled(payload()), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser):
    """Open a page; at the end of the test nothing has been complained about or asked for from elsewhere."""
    contexts, complaints = [], []

    def opened(path, address="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("http*://**", lambda route: (complaints.append(route.request.url), route.abort()))
        page.goto(f"{path.as_uri()}{address}")
        page.wait_for_selector("[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
