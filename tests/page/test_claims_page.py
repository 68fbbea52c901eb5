"""The page of reports in a browser: its policy holds, links work, and it fits a phone."""

import pytest
from tests.reports_said import claim, report

from nuzuh.outputs.claims_page import claims_page
from nuzuh.sources.reports.claims import Statement

TEXT = (
    "Nearly 900,000 people have fled.\n<script>window.isHurt = true</script>\n"
    "نزح أكثر من 900 ألف شخص. \u202eTurned round.\n"
    + "averylongword" * 40
    + "\n"
    + "More text.\n" * 200
    + "The last fled."
)


def said(words, **more):
    start = TEXT.index(words)
    return claim(sentence=words, start=start, end=start + len(words), **more)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    claims = [
        said("Nearly 900,000 people have fled.", quantity=900_000, modifier="nearly", location="x" * 90, quoted=True),
        said("نزح أكثر من 900 ألف شخص.", quantity=900_000, unit="شخص", location="إدلب", speaker="\u202eevil"),
        said("The last fled.", judging_words=("last" * 30,), reasons=("no number", "no period")),
    ]
    agreed = Statement("a ceasefire", ("A", "B"), None, None, "", "", None, "More text.", 0, 1)
    written = tmp_path_factory.mktemp("claims") / "claims.html"
    both = [report(*claims, text=TEXT, agreements=(agreed,)), report(*claims, name="b" * 100, text=TEXT)]
    written.write_text(claims_page(both), encoding="utf-8")
    return written


@pytest.fixture
def shown(browser, path):
    """Open the page; at the end of the test nothing has been complained about or asked for."""
    contexts, complaints = [], []

    def opened(**options):
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("http*://**", lambda route: (complaints.append(route.request.url), route.abort()))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_text_is_text(shown):
    page = shown()
    assert page.evaluate("window.isHurt ?? false") is False
    assert "<script>window.isHurt = true</script>" in page.locator(".text").first.inner_text()
    assert page.locator(".code").first.inner_text() == "U+202E"


@pytest.mark.parametrize("width", [320, 360, 700, 1200])
def test_nothing_stands_out_of_the_page(shown, width):
    page = shown(viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator("tbody td, tbody th, .flag, mark a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    ):
        assert box <= width


def test_a_row_leads_to_its_sentence_and_a_sentence_to_its_row(shown):
    page = shown()
    sentence = page.locator(".text mark", has_text="The last fled.").first
    page.locator("#r1-3 th a").click()
    assert sentence.evaluate("one => one.matches(':target')")
    box, pane = sentence.bounding_box(), page.locator(".text").first.bounding_box()
    assert pane["y"] <= box["y"] < pane["y"] + pane["height"]
    sentence.locator("a").click()
    assert page.locator("#r1-3").evaluate("one => one.matches(':target')")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 1200), ("light", 360)])
def test_no_fault_of_accessibility(shown, axe, scheme, width):
    page = shown(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert {one["id"]: [node["html"][:150] for node in one["nodes"][:3]] for one in found} == {}
