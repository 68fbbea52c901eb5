"""The page in a real browser: what it shows, and how it is used with a mouse, with keys and on a phone."""

import re

import pytest
from tests.page.assemble import PAGE
from tests.page.assemble import page as page_of
from tests.page.payload import BUSIEST, EVIL, FORMULA, payload

DAY = "#nz-day"


def shown_day(page):
    return int(page.input_value(DAY))


def go(page, day):
    page.eval_on_selector(DAY, "(range, day) => { range.value = day; range.dispatchEvent(new Event('input')); }", day)


def radii(page):
    return [
        float(r) for r in page.eval_on_selector_all(".nz-map .nz-circle", "all => all.map(c => c.getAttribute('r'))")
    ]


def n_drawn(page, what):
    return page.get_attribute(f".nz-map .nz-{what}", "d").count("M")


def test_it_opens_on_the_busiest_day(visit, report):
    page = visit(report)
    assert shown_day(page) == BUSIEST
    assert page.title() == "A made-up crisis"
    assert page.inner_text(".nz-date") == "4 February 2021"


def test_circles_are_as_large_as_people_are_many(visit, report):
    page = visit(report, "#day=59")
    areas = sorted(r * r for r in radii(page))
    assert areas[-1] / areas[0] == pytest.approx(12, rel=0.02)  # the first place has twelve times the last one's people


def test_the_slider_moves_all_that_has_a_day(visit, report):
    page = visit(report, "#day=5")
    figure, ranking, largest = page.inner_text(".nz-figure"), page.inner_text(".nz-ranking"), max(radii(page))
    cursor = page.get_attribute("#nz-chart .nz-cursor", "d")
    go(page, 40)
    assert max(radii(page)) > largest
    assert page.inner_text(".nz-figure") != figure
    assert page.inner_text(".nz-ranking") != ranking
    assert page.get_attribute("#nz-chart .nz-cursor", "d") != cursor
    assert page.get_attribute(DAY, "aria-valuetext") == "1 March 2021"


def test_a_day_is_told_to_those_who_do_not_see(visit, report):
    page = visit(report, "#day=5")
    go(page, 40)
    page.wait_for_function("document.querySelector('.nz-time [aria-live]').textContent.includes('1 March 2021')")


def test_play_goes_on_to_the_end_and_stops(visit, report):
    page = visit(report, "#day=57")
    page.click("#nz-play")
    assert page.get_attribute("#nz-play", "aria-label") == "Pause"
    page.wait_for_function("document.querySelector('#nz-day').value === '59'")
    page.wait_for_function("document.querySelector('#nz-play').getAttribute('aria-label') === 'Play'")
    page.click("#nz-play")
    page.click("#nz-play")
    assert shown_day(page) < 5  # begins anew, and is stopped


def test_flows_fire_and_closures_are_drawn(visit, report):
    page = visit(report, f"#day={BUSIEST}")
    assert n_drawn(page, "flow") > 3
    assert [n_drawn(page, what) for what in ("fire", "bars", "closed")] == [1, 1, 1]
    go(page, 45)
    assert n_drawn(page, "fire") == 0


def test_small_flows_come_with_zoom(visit, report):
    page = visit(report, "#day=33")
    thinned = n_drawn(page, "flow")
    for _ in range(6):
        page.click("[aria-label='Zoom in']")
    assert n_drawn(page, "flow") > thinned


def test_labels_do_not_collide(visit, report):
    page = visit(report)
    boxes = page.eval_on_selector_all(
        ".nz-labels text",
        "all => all.filter(t => t.style.display !== 'none').map(t => t.getBoundingClientRect().toJSON())",
    )
    assert len(boxes) > 5
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
            assert apart or one["bottom"] <= other["top"] + 4 or other["bottom"] <= one["top"] + 4


def test_a_click_on_a_place_opens_it(visit, report):
    page = visit(report, "#day=40")
    page.locator(".nz-map .nz-camp").click()
    assert page.inner_text(".nz-place h2").strip() == "Place 0"
    assert "XX0000" in page.inner_text(".nz-place")
    assert page.locator("#nz-chart .nz-counts circle").count() == 2  # its own count, and the key
    assert page.input_value("#nz-find") == "0"
    page.click("#nz-close")
    assert page.locator(".nz-place").is_hidden()


def test_the_map_is_zoomed_and_moved(visit, report):
    page = visit(report)
    where = "document.querySelector('.nz-map .nz-camp').getAttribute('cx')"
    first = page.evaluate(where)
    box = page.locator(".nz-map").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"{where} !== '{first}'")
    zoomed = page.evaluate(where)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 230, steps=3)
    page.mouse.up()
    assert page.evaluate(where) != zoomed
    assert page.locator(".nz-place").is_hidden()  # a drag is no click
    page.click("[aria-label='Show all']")
    assert page.evaluate(where) == first


def test_what_ifs_stand_beside_the_baseline(visit, report):
    page = visit(report, "#day=40")
    assert page.locator(".nz-compare article").count() == 2
    page.select_option("#nz-beside", "1")
    assert page.locator(".nz-map:visible").count() == 2
    assert page.locator("#nz-chart .nz-less").is_visible()
    first, second = (max(map(float, radii)) for radii in both_radii(page))
    assert second / first == pytest.approx(0.5**0.5, rel=0.02)  # half of the people, on the same scale
    page.select_option("#nz-beside", "less 1")
    assert "less Baseline" in page.locator(".nz-map-title").nth(1).inner_text()
    assert page.locator(".nz-map .nz-fewer").count() == 12
    page.select_option("#nz-beside", "-1")
    assert page.locator(".nz-map:visible").count() == 1


def both_radii(page):
    inside = "map => [...map.querySelectorAll('.nz-circle')].map(c => c.getAttribute('r'))"
    return page.eval_on_selector_all(".nz-map", f"maps => maps.map({inside})")


def test_the_table_is_sorted_and_copied(visit, report):
    page = visit(report, "#day=40")
    page.click("#nz-table summary")
    rows = page.locator(".nz-table tbody tr")
    assert rows.nth(0).locator("th").inner_text() == "Place 0"
    page.click(".nz-table thead button >> text=Staying")
    assert rows.nth(0).locator("th").inner_text() == "Place 11"
    assert page.get_attribute(".nz-table thead th[aria-sort=ascending]", "scope") == "col"
    page.click("#nz-copy")
    page.wait_for_function("document.querySelector('.nz-tools [role=status]').textContent.startsWith('Copied: 12')")
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'into'}))")
    page.focus("#into")
    page.keyboard.press("Control+V")
    lines = page.input_value("#into").split("\n")
    assert lines[0].startswith("Place\tKind")
    assert len(lines) == 13
    assert f"'{FORMULA}" in page.input_value("#into")  # a spreadsheet shall not run it


def test_keys_do_it_all(visit, report):
    page = visit(report, "#day=20")
    page.focus("#nz-play")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown_day(page) == 19
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert shown_day(page) == 21
    page.keyboard.press("End")
    assert shown_day(page) == 59
    page.focus(".nz-map")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    where = "document.querySelector('.nz-map .nz-camp').getAttribute('cx')"
    seen = [page.evaluate(where)]
    for key in ("+", "ArrowLeft", "-", "0"):
        page.keyboard.press(key)
        seen.append(page.evaluate(where))
    assert seen[0] == seen[-1]
    assert len(set(seen)) > 2
    page.focus(".nz-ranking button")
    page.keyboard.press("Enter")
    assert page.locator(".nz-place").is_visible()


def test_dark_follows_the_system_and_a_button(visit, report):
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = visit(report), visit(report, color_scheme="dark")
    assert light.evaluate(ground) != dark.evaluate(ground)
    light.click("#nz-theme")
    assert light.evaluate(ground) == dark.evaluate(ground)
    assert light.inner_text("#nz-theme") == "Light"


def test_a_phone_shows_all_of_it(visit, report):
    page = visit(report, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = page.locator(".nz-map").bounding_box()["width"]
    assert 300 < wide <= 360
    page.locator(".nz-map .nz-camp").tap()
    assert page.locator(".nz-place").is_visible()


def test_arabic_is_from_right_to_left(visit, report):
    page = visit(report)
    page.select_option("#nz-language", "ar")
    assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert "شباط" in page.inner_text(".nz-date")
    assert page.evaluate("document.activeElement.id") == "nz-language"
    ends = [page.locator(name).bounding_box()["x"] for name in ("#nz-map", ".nz-side")]
    assert ends[0] > ends[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    visible = page.inner_text("#nuzuh-viewer")
    assert not re.search(r"Displaced|people|Zoom|Legend", visible)
    page.select_option("#nz-language", "en")
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_names_are_text_whatever_they_say(visit, report):
    page = visit(report, "#day=40&place=" + EVIL.replace("=", "%3D"))
    page.select_option("#nz-beside", "1")
    page.click("#nz-table summary")
    assert page.inner_text(".nz-place h2").strip() == EVIL
    assert page.locator(f".nz-ranking button >> text={EVIL}").count() == 1
    assert page.evaluate("window.isHurt") is None
    assert page.locator("#nz-origins a").count() == 0  # the source's address is no address of the web


def test_a_link_shows_the_same(visit, report):
    page = visit(report, "#day=33&beside=2&less=1&place=Place+3&language=ar")
    assert shown_day(page) == 33
    go(page, 34)
    page.wait_for_function("location.hash.includes('day=34')")
    again = visit(report, page.evaluate("location.hash"))
    assert shown_day(again) == 34
    assert again.input_value("#nz-beside") == "less 2"
    assert again.inner_text(".nz-place h2").strip() == "Place 3"


def test_an_address_that_makes_no_sense_is_passed_over(visit, report):
    page = visit(report, "#day=4000&run=9&beside=x&place=nowhere&language=xx&less=1")
    assert shown_day(page) == BUSIEST


def test_modules_run_one_by_one_under_a_strict_policy(browser):
    """As they are served: data fetched, nothing inline, nothing from elsewhere."""
    made, complaints, context = payload(), [], browser.new_context()
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**", lambda route: route.fulfill(**served(route.request.url, made)))
    page.goto("http://localhost/")
    page.wait_for_selector("[data-ready]")
    page.select_option("#nz-beside", "1")
    page.click("#nz-theme")
    assert page.locator(".nz-map:visible").count() == 2
    context.close()
    assert complaints == []


def served(url, made):
    """What a server answers that forbids all but its own files."""
    name = url.rsplit("/", 1)[-1]
    policy = {"content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"}
    if name == "data.json":
        return {"json": made}
    if name.endswith((".js", ".css")):
        return {"path": PAGE / name}
    if name == "favicon.ico":
        return {"status": 204}
    return {"body": page_of(made, is_live=True), "content_type": "text/html", "headers": policy}


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("en", "dark"), ("ar", "light")])
def test_no_serious_fault_of_accessibility(visit, report, axe, language, scheme):
    page = visit(report, f"#day=40&beside=1&place=Place+0&language={language}", color_scheme=scheme)
    page.click("#nz-table summary")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = {
        f["id"]: [node["html"][:150] for node in f["nodes"][:3]]
        for f in found
        if f["impact"] in ("serious", "critical")
    }
    assert told == {}
