"""A report as a browser opens it from a file: its policy holds, the page works, the brief prints on one page."""

import re

import pytest

import nuzuh
from nuzuh.outputs.page_data import differences_of, page_payload, run_payload
from nuzuh.outputs.report import report_html


@pytest.fixture(scope="module")
def page():
    valley = nuzuh.read_scenario("valley")
    camp = nuzuh.what_if("camp-at-mill", valley)
    scenarios = [valley, camp.function(valley)]
    results = [nuzuh.simulate(scenario, members=4) for scenario in scenarios]
    named = [{}, {"name": camp.name, "title": camp.title}]
    runs = [run_payload(*pair, **words) for *pair, words in zip(results, scenarios, named, strict=True)]
    return page_payload(valley, runs, [None, differences_of(*results, *scenarios)], scenarios)


@pytest.fixture(scope="module")
def path(page, tmp_path_factory):
    written = tmp_path_factory.mktemp("report") / "valley.html"
    written.write_text(report_html(page), encoding="utf-8")
    return written


def test_it_opens_from_a_file_with_its_policy_and_no_complaint(visit, path):
    shown = visit(path)
    assert shown.locator("#nuzuh-viewer[data-ready]").count() == 1
    assert shown.locator("h1").first.inner_text().startswith("A valley")
    assert shown.locator(".nb svg").count() == 2


def test_the_policy_stops_a_script_and_a_request_that_are_not_its_own(browser, path):
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(path.as_uri())
    shown.wait_for_selector("[data-ready]")
    hurt = shown.evaluate("""async () => {
      const script = document.createElement("script");
      script.textContent = "window.isHurt = true";
      document.body.append(script);
      const asked = await fetch("https://example.org/").then(() => "answered", () => "stopped");
      return [window.isHurt ?? false, asked];
    }""")
    context.close()
    assert hurt == [False, "stopped"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_the_brief_alone_on_one_page_in_light(visit, path, scheme):
    shown = visit(path, color_scheme=scheme)
    shown.evaluate("theme => { document.documentElement.dataset.theme = theme; }", scheme)
    printed = shown.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    shown.emulate_media(media="print")
    assert not shown.locator("#nuzuh-viewer").is_visible()
    ink = shown.evaluate("getComputedStyle(document.querySelector('.nb')).color")
    assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 80


def test_on_a_phone_nothing_of_the_brief_stands_out_of_the_page(visit, path):
    shown = visit(path, viewport={"width": 360, "height": 700})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360
