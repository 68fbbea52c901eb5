"""A report: one file that asks for nothing, runs nothing but its own, and shows text as text."""

import base64
import hashlib
import re
import shutil
from html.parser import HTMLParser

import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.outputs.brief import brief_of
from nuzuh.outputs.page_data import page_payload, run_payload
from nuzuh.outputs.report import report, report_html, unpacked
from nuzuh.outputs.run_pages import folders_of, page_of_runs

EVIL = "<script>alert(1)</script>"
MOST_BYTES = 190_000
"""Of a report of the valley: nearly all of it is the page itself."""


class Elements(HTMLParser):
    """What a browser would see: tags with their attributes, and the text of each script and style."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self._open = [], {"script": [], "style": []}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag if tag in self.texts else None
        if self._open:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        self._open = None

    def handle_data(self, data):
        if self._open:
            self.texts[self._open][-1] += data


def two_towns(name="B"):
    return crisis(
        [
            {"name": "A", "kind": "town", "population": 3000, "lat": 10.0, "lon": 20.0},
            {"name": name, "kind": "town", "population": 500, "lat": 10.2, "lon": 20.3},
        ],
        [("A", name, 40)],
        days=20,
        conflict=[fire("A", 0, 9)],
        observations=[{"date": day(5), "quantity": "cum_displaced", "low": 400, "high": 900}],
        reported=[{"date": day(9), "figure": "cum_displaced", "words": EVIL, "source": "a report"}],
    )


def page_of(scenario, members=4):
    return page_payload(scenario, [run_payload(nuzuh.simulate(scenario, members=members), scenario)])


@pytest.fixture(scope="module")
def page():
    return page_of(nuzuh.read_scenario("valley"))


@pytest.fixture(scope="module")
def text(page):
    return report_html(page)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A baseline, a what-if on the same random numbers, and one with another seed."""
    place, valley = tmp_path_factory.mktemp("runs"), nuzuh.read_scenario("valley")
    camp = nuzuh.what_if("camp-at-mill", valley)
    nuzuh.write_run(nuzuh.simulate(valley, members=4), place / "base", valley)
    changed = camp.function(valley)
    nuzuh.write_run(nuzuh.simulate(changed, members=4), place / "camp", changed, what_if=camp)
    nuzuh.write_run(nuzuh.simulate(valley, members=4, seed=2), place / "other", valley)
    return {name: place / name for name in ("base", "camp", "other")}


def test_the_policy_allows_the_one_script_and_the_one_style_alone(text):
    seen = Elements(text)
    (policy,) = (attrs["content"] for tag, attrs in seen.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for kind, texts in (("script", seen.texts["script"][1:]), ("style", seen.texts["style"])):
        (own,) = texts
        assert rules[f"{kind}-src"] == f"'sha256-{base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()}'"
    assert not {"connect-src", "font-src", "object-src", "frame-src"} & rules.keys()


def test_nothing_is_asked_for_from_elsewhere(text):
    seen = Elements(text)
    asked = [attrs[name] for _, attrs in seen.tags for name in ("src", "href", "action", "srcset") if name in attrs]
    assert asked == ["#nuzuh-viewer"]
    assert not [tag for tag, _ in seen.tags if tag in ("link", "iframe", "object", "embed", "img", "base")]
    assert not [attrs for _, attrs in seen.tags if any(name.startswith("on") or name == "style" for name in attrs)]
    addresses = set(re.findall(r"https?://[^\s\"'`<)]+", "".join(seen.texts["script"] + seen.texts["style"])))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}


def test_the_data_are_those_of_the_page(text, page):
    data = Elements(text).texts["script"][0]
    held = unpacked(data)
    for run in held["runs"]:
        run["flows"] = [row for row in run["flows"] if row[2:] != [0]]
    assert held == page


def test_the_same_page_gives_the_same_bytes_and_few_of_them(text, page):
    assert report_html(page) == text
    assert len(text.encode()) < MOST_BYTES


def test_names_and_words_from_data_are_text():
    scenario = two_towns(EVIL)
    text = report_html(page_of(scenario))
    assert EVIL not in text
    assert len(Elements(text).texts["script"]) == 2
    assert "&lt;script&gt;alert(1)" in text


def test_the_brief_says_what_was_modelled_beside_what_was_said(page):
    brief = brief_of(page)
    assert brief.figures[0].label == "displaced since the first day, by 29 April"
    assert {figure.beside for figure in brief.figures} >= {"observed: 14,000 to 18,000"} or brief.figures[2].beside
    assert [figure.label for figure in brief.needs][:1] == ["family tents"]
    assert brief.map.labels
    assert brief.chart.marks


def test_a_brief_of_a_bare_scenario_has_empty_parts():
    scenario = crisis([("A", "town", 0), ("B", "town", 0)], [("A", "B", 10)], days=1)
    brief = brief_of(page_of(scenario, members=1))
    assert (brief.places, brief.needs, brief.map.circles, brief.chart.marks) == ([], [], [], [])
    assert report_html(page_of(scenario, members=1))


def test_a_report_needs_no_second_run(folders, tmp_path, monkeypatch):
    monkeypatch.setattr("nuzuh.model.simulate.run_members", None)
    written = report([folders["base"], folders["camp"]], tmp_path / "new" / "a.html")
    assert written.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.html"]


def test_differences_from_folders_are_those_of_the_results(folders):
    page = page_of_runs([folders["base"], folders["camp"]])
    base, camp = (nuzuh.read_result(folders[name]) for name in ("base", "camp"))
    fewer = (nuzuh.cum_displaced(camp) - nuzuh.cum_displaced(base)).isel(day=-1).median("member")
    assert sum(page["differences"][1]["cum_displaced"]["q50"]) == round(float(fewer))
    assert page["runs"][1]["title"] == nuzuh.what_if("camp-at-mill", nuzuh.read_scenario("valley")).title
    rows = page["differences"][1]["outcomes"]
    assert {row["section"] for row in rows} == {"displaced", "destination", "exposure", "needs"}


def test_runs_with_another_seed_stand_beside_each_other_without_differences(folders):
    seen = []
    page = page_of_runs([folders["base"], folders["other"]], lambda total, done: seen.append((total, done)))
    assert page["differences"] == [None, None]
    assert [run["name"] for run in page["runs"]] == ["baseline (base)", "baseline (other)"]
    assert seen == [(2, 1), (2, 2)]
    assert report_html(page)


def test_a_run_is_shown_once(folders):
    assert folders_of([folders["base"], folders["base"]]) == [folders["base"]]


@pytest.mark.parametrize("name", ["a.txt", "a", "folder.html"])
def test_a_report_is_a_file_of_html(folders, tmp_path, name):
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(UsageError, match=r"ends in \.html"):
        report(folders["base"], tmp_path / name)


def test_no_runs_make_no_report(tmp_path):
    with pytest.raises(UsageError, match="no run to report"):
        report([], tmp_path / "a.html")


def made(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no run in"),
        ({"result_nc": ""}, "a run of another version, without page.json"),
        ({"page_json": "{"}, "cannot be read"),
        ({"page_json": '{"format": 99}'}, "of another format"),
        ({"page_json": "[]"}, "of another format"),
        ({"comparison_json": "{"}, r"comparison\.json' cannot be read"),
        ({"comparison_json": '{"what_ifs": {}}'}, "no run in"),
        ({"scenario_yml": "name: x"}, "is a scenario, not a run"),
    ],
)  # fmt: skip
def test_a_folder_without_a_run_that_can_be_read_says_what_it_holds(tmp_path, files, said):
    with pytest.raises(UsageError, match=said):
        report(made(tmp_path, **files), tmp_path / "a.html")


@pytest.mark.parametrize("file", ["result.nc", "outcomes.nc"])
def test_a_file_that_is_damaged_is_named(folders, tmp_path, file):
    copies = [shutil.copytree(folder, tmp_path / folder.name) for folder in (folders["base"], folders["camp"])]
    (copies[1] / file).write_bytes((copies[1] / file).read_bytes()[:1000])
    with pytest.raises(UsageError, match=rf"{copies[1].name}/{file}' cannot be read"):
        report(copies, tmp_path / "a.html")


def test_runs_of_other_crises_are_told_apart(folders, tmp_path):
    scenario = two_towns()
    nuzuh.write_run(nuzuh.simulate(scenario), tmp_path / "towns", scenario)
    with pytest.raises(UsageError, match="other crises: valley, test"):
        report([folders["base"], tmp_path / "towns"], tmp_path / "a.html")


def test_a_run_written_without_its_scenario_has_no_page(tmp_path):
    nuzuh.write_run(nuzuh.simulate(nuzuh.read_scenario("valley")), tmp_path)
    with pytest.raises(UsageError, match=r"without page\.json"):
        report(tmp_path, tmp_path / "a.html")
