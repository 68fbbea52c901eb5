"""Pages in a browser. Nothing that a page asks for may leave the machine."""

import pytest
from tests.page.assemble import page as assembled
from tests.page.payload import payload


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
        page.set_default_timeout(20_000)  # for busy machines
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
