"""The start page in a real browser, and runs that are really done."""

import json
import re

import pytest
from tests.server.conftest import EVIL

RUN_MS = 180_000
"""The first run of all may have to be compiled."""
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def visit(browser, working):
    """Open a page of the server; at the end nothing has been complained about, or asked for from elsewhere."""
    contexts, complaints = [], []

    def told(message):
        if (
            message.type in ("error", "warning") and "status of 422" not in message.text
        ):  # a browser reports these itself
            complaints.append(message.text)

    def opened(path="/", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", told)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(working.url) else complaints.append(asked.url))
        page.goto(f"{working.url}{path}")
        page.wait_for_selector("[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def start(page, scenario, members="3", **params):
    """Fill in the form, and wait for the run's card."""
    page.select_option("#ns-scenario", scenario)
    page.wait_for_selector(f".ns-facts:has-text('{'valley' and '5'}')")
    page.fill("#ns-members", members)
    if params:
        page.locator("summary:has-text('Parameters')").click()
        for name, value in params.items():
            field = page.locator(f"#ns-param-{name}")
            field.select_option(value) if field.evaluate("node => node.tagName") == "SELECT" else field.fill(value)
    page.click("#ns-run")


def wait_for_cards(page, count):
    """Wait in Python: the policy of the page lets nobody evaluate anything in it, a test no more than others."""
    for _ in range(400):
        if page.locator(".ns-card").count() == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.locator(".ns-card").count())


def first_card(page, state):
    return page.locator(f".ns-runs > li:first-child[data-state={state}]")


def test_a_run_is_started_watched_and_opened(visit):
    page = visit()
    page.select_option("#ns-scenario", "valley")
    page.check("input[value=camp-at-mill]")
    page.check("input[value=ceasefire]")
    page.check("#ns-together")
    start(page, "valley", **{"departure-town": "0.4"})
    assert page.locator("summary:has-text('Parameters (1 changed)')").is_visible()
    page.locator(".ns-said:has-text('taken on')").wait_for()
    first_card(page, "done").wait_for(timeout=RUN_MS)
    card = first_card(page, "done")
    assert "camp-at-mill, ceasefire, camp-at-mill + ceasefire" in card.inner_text()
    assert "departure.town 0.4" in card.inner_text()
    card.locator("summary").click()
    page.wait_for_selector(".ns-files li")
    names = card.locator(".ns-files a").all_inner_texts()
    assert sum(name.startswith("result.nc") for name in names) == 4
    assert any(name.startswith("comparison.csv") for name in names)
    with page.expect_download() as saved:
        card.locator(".ns-files a:has-text('report.html')").click()
    assert saved.value.suggested_filename.startswith("valley-")
    card.locator("a.ns-main-button").click()
    page.wait_for_selector("#nuzuh-viewer[data-ready]")
    assert page.locator("#nz-run option").count() == 4
    page.locator(".ns-back a").first.click()
    page.wait_for_selector("#nuzuh-start[data-ready]")


def test_what_is_wrong_is_shown_where_it_stands(visit):
    page = visit()
    start(page, "valley", members="0", **{"departure-town": "4", "travel-band_km": "x"})
    page.wait_for_selector(".ns-faults li")
    assert page.locator(".ns-faults li").count() == 3
    assert page.locator("#ns-param-departure-town").get_attribute("aria-invalid") is not None
    assert page.locator("#ns-param-departure-town-fault").inner_text() == "4 is too large: at most 1"
    assert page.locator("#ns-members").get_attribute("aria-invalid") is not None


def test_a_run_that_fails_shows_why(visit):
    page = visit()
    start(page, "evil", **{"travel-each_leg_afresh": "true"})
    first_card(page, "failed").wait_for(timeout=RUN_MS)
    assert "set travel.each_leg_afresh=false" in first_card(page, "failed").locator(".ns-why").inner_text()
    first_card(page, "failed").locator(".ns-delete").click()
    assert "Delete for good?" in first_card(page, "failed").inner_text()
    count = page.locator(".ns-card").count()
    first_card(page, "failed").locator(".ns-delete").click()
    wait_for_cards(page, count - 1)


def test_markup_in_names_is_text(visit, working):
    page = visit()
    start(page, "evil")
    assert page.locator(".ns-tick:has-text('<b onmouseover=alert(1)>What</b>')").count() == 1
    page.fill("#ns-title", "<img src=x onerror=document.title='hacked'>")
    page.click("#ns-run")
    first_card(page, "done").wait_for(timeout=RUN_MS)
    assert "<img src=x" in first_card(page, "done").locator("h3").inner_text()
    first_card(page, "done").locator("a.ns-main-button").click()
    page.wait_for_selector("#nuzuh-viewer[data-ready]")
    assert EVIL in page.locator("#nuzuh-viewer").inner_text()
    assert "hacked" not in page.evaluate("document.title.replace(/<.*/, '')")
    assert page.locator("script:not([src])").count() == 0


def test_runs_are_compared_and_folders_shown(visit, working):
    ids = [working.run(members=2, title=f"number {n}", params={"departure.town": n / 10}) for n in (1, 2)]
    for run_id in ids:
        working.until(run_id, "done")
    page = visit()
    assert page.locator(".ns-card:has-text('earlier')").count() == 1
    for n in (1, 2):
        page.check(f".ns-card:has(h3:text-is('number {n}')) .ns-choose input")
    page.click("#ns-compare")
    page.locator(".ns-card[data-state=done] h3:text-is('number 1 / number 2')").wait_for(timeout=RUN_MS)
    compared = next(run for run in working.ask("/api/runs").json["runs"] if run["kind"] == "comparison")
    page = working.ask(f"/api/runs/{compared['id']}/payload").json
    assert [run["title"] for run in page["runs"]] == ["number 1", "number 2"]
    assert page["differences"][0] is None
    assert page["differences"][1]["outcomes"]
    (folder,) = (run for run in working.ask("/api/runs").json["runs"] if run["kind"] == "folder")
    assert working.ask(f"/api/runs/{folder['id']}/payload").json["runs"][0]["members"] == 2


def test_a_run_is_that_of_the_command_it_names(working):
    run = working.until(working.run(members=3, what_ifs=["ceasefire"], seed=5), "done")
    assert len(run["files"]) == 3 + 2 * 6
    for file in run["files"]:
        got = working.ask(file["url"])
        assert (got.status, len(got.body)) == (200, file["bytes"])
    command = working.ask(f"/api/runs/{run['id']}/files/1-run.json").json["command"]
    assert command == "nuzuh run valley --engine counts --seed 5 --members 3 --what-if ceasefire"
    told = working.ask(f"/api/runs/{run['id']}/events").body.decode()
    assert json.loads(re.findall(r"data: (.*)", told)[-1])["done"] == 6


def test_a_run_is_ended_when_it_is_cancelled(working):
    run_id = working.run(members=1000)
    working.until(run_id, "running")
    assert working.ask(f"/api/runs/{run_id}", "DELETE").status == 204
    assert working.until(working.run(members=1), "done")
    assert not (working.app.desk.store.folder / run_id).exists()


def test_the_page_is_arabic_dark_and_narrow_as_it_is_english(visit):
    page = visit(color_scheme="dark", **PHONE)
    page.select_option("#ns-language", "ar")
    page.wait_for_selector("html[dir=rtl] #ns-run")
    assert page.locator("h2").first.inner_text() == "محاكاة جديدة"
    page.locator("summary").first.click()
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    page.wait_for_selector("html[dir=rtl] #ns-run")
    page.click("#ns-theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_page_is_worked_by_keys(visit):
    page = visit()
    page.select_option("#ns-scenario", "valley")
    page.focus("#ns-scenario")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ns-run":
            break
    count = page.locator(".ns-card").count()
    page.keyboard.press("Enter")
    wait_for_cards(page, count + 1)


def test_no_fault_of_accessibility(visit, axe):
    page = visit()
    page.locator("summary").first.click()
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []
