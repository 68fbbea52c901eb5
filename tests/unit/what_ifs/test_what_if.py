"""What-ifs by name and from files: where they are looked for, and every fault with its place."""

import contextlib
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import nuzuh
from nuzuh import ScenarioError, UsageError
from nuzuh.cli import app
from nuzuh.scenario.folder import find_folder
from nuzuh.what_ifs.policy import POLICIES, arguments_of
from nuzuh.what_ifs.what_if import read_what_if, what_if_faults

GOOD = """\
title: A pause
note: Invented
sources:
  - name: nobody
steps:
  - ceasefire: {start: 2021-03-10, where: Ford}
  - open-border
"""


@pytest.fixture(scope="module")
def valley():
    return nuzuh.read_scenario("valley")


@pytest.fixture
def folder(tmp_path):
    path = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    shutil.rmtree(path / "what-ifs")
    (path / "what-ifs").mkdir()
    return path


def faults_of(path, text, scenario):
    file = path / "x.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ScenarioError) as caught:
        read_what_if(file, scenario)
    return [str(fault).removeprefix(f"{file}:") for fault in caught.value.faults]


def actions(found, scenario):
    return found.function(scenario).tables["interventions"]["action"].tolist()


def test_a_file_is_read(tmp_path, valley):
    (tmp_path / "pause.yml").write_text(GOOD, encoding="utf-8")
    found = nuzuh.what_if(str(tmp_path / "pause.yml"), valley)
    assert (found.name, found.title, found.note, found.sources) == (
        "pause",
        "A pause",
        "Invented",
        ({"name": "nobody"},),
    )
    assert actions(found, valley) == ["ceasefire", "open"]


def test_a_folder_goes_before_a_policy_of_the_same_name(folder):
    (folder / "what-ifs" / "ceasefire.yml").write_text(GOOD, encoding="utf-8")
    scenario = nuzuh.read_scenario(folder)
    assert nuzuh.what_if("ceasefire", scenario).title == "A pause"
    names = nuzuh.what_if_names(scenario)
    assert names == ["ceasefire", "no-ceasefire", "open-border", "close-border", "winterise"]


def test_a_policy_is_known_by_its_name_and_takes_arguments(valley):
    assert nuzuh.what_if("open-border", valley).title == "Open border"
    found = nuzuh.what_if("more-capacity(at=[Meadow], start=2021-03-05, times=2)", valley)
    assert found.title == "More capacity(at=[Meadow], start=2021-03-05, times=2)"
    assert found.function(valley).tables["interventions"]["value"].tolist() == [18_000.0]
    assert actions(nuzuh.what_if("corridor(from=Ford,to=Mill)", valley), valley) == ["open"]
    assert actions(nuzuh.what_if("ceasefire()", valley), valley) == ["ceasefire"]


def test_several_are_done_in_their_order(valley):
    name = "new-camp(name=Hill, near=Mill)+more-capacity(at=Hill, to=10)+winterise"
    found = nuzuh.what_if(name, valley)
    assert found.name == name
    assert found.title.startswith("New camp(name=Hill, near=Mill); More capacity")
    assert actions(found, valley) == ["add_location", "capacity", "winterise"]


@pytest.mark.parametrize("scenario", nuzuh.scenario_names())
def test_those_that_are_shipped_can_be_done(scenario):
    base = nuzuh.read_scenario(scenario)
    names = [file.stem for file in (base.path / "what-ifs").iterdir()]
    assert names
    for name in names:
        found = nuzuh.what_if(name, base)
        assert found.title
        assert found.function(base).hash != base.hash


WRONG_NAMES = {
    "ceasfire": "no what-if 'ceasfire': did you mean 'ceasefire' or 'no-ceasefire' or 'ceasefire-in-march'?",
    "open_border": "no what-if 'open_border': did you mean 'open-border' or 'close-border'?",
    "new-camp": "new-camp: the argument 'name' is missing: add 'name: …'\nnew-camp: the argument 'near' is missing:",
    "ceasefire(begin=2021-03-10)": "ceasefire: unknown argument 'begin': one of start, end, where, breach_rate",
    "ceasefire(2021)": "ceasefire: unknown argument '2021': one of start",
    "ceasefire(start={)": "'ceasefire(start={)' cannot be read: write ceasefire(argument=value, …)",
    "ceasefire(where=Frod)": "ceasefire: unknown place 'Frod': did you mean 'Ford'?",
    "ceasefire+": "no what-if '': one of camp-at-mill, ceasefire-in-march, ceasefire",
    "nowhere/x.yml": "no file 'nowhere/x.yml': name a what-if that is there, or one of camp-at-mill",
    "../scenario": "no what-if '../scenario': ",
}


@pytest.mark.parametrize(("name", "message"), WRONG_NAMES.items())
def test_what_is_not_there_is_wrong_use(valley, name, message):
    with pytest.raises(UsageError) as caught:
        nuzuh.what_if(name, valley)
    assert str(caught.value).startswith(message)


HEAD = "title: x\nsteps:\n"
FAULTS = {
    "empty": ("", ["1:1: the file is empty: begin with the keys title, steps"]),
    "a list": ("- a\n", ["1:1: no keys and values in the file: begin with the keys title, steps"]),
    "no YAML": ("title: [\n", [
        "2:1: not YAML (expected the node content, but found '<stream end>'): check indents, colons and quotes",
    ]),
    "no steps": ("title: x\nstep: []\n", [
        " no key 'steps': add 'steps: …'", "2:1: unknown key 'step': did you mean 'steps'?",
    ]),
    "no title": ("title:\nsteps: [ceasefire]\n", ["1:1: no key 'title': add 'title: …'"]),
    "title no text": ("title: [x]\nnote: 3\nsteps: [ceasefire]\n", [
        "1:1: title is not text: write it in quotes on one line",
        "2:1: note is not text: write it in quotes on one line",
    ]),
    "sources without names": (GOOD.replace("- name: nobody", "- nobody"), [
        "3:1: sources is not a list of named sources: write each source as '- name: …' on a line of its own",
    ]),
    "steps no list": ("title: x\nsteps: {ceasefire: {}}\n", [
        "2:1: steps is not a list: write each step as '- ceasefire: {start: 2020-01-12}'",
    ]),
    "a step of two": (f"{HEAD}  - ceasefire:\n    open-border:\n  - 3\n", [
        "3:5: the step is not a name with arguments: write one what-if a step, as '- ceasefire: {start: 2020-01-12}'",
        "5:5: the step is not a name with arguments: write one what-if a step, as '- ceasefire: {start: 2020-01-12}'",
    ]),
    "unknown steps": (f"{HEAD}  - open_border: {{}}\n  - ceasefires\n", [
        "3:5: unknown step 'open_border': did you mean 'open-border' or 'close-border'?",
        "4:5: unknown step 'ceasefires': did you mean 'ceasefire' or 'no-ceasefire'?",
    ]),
    "arguments without names": (f"{HEAD}  - ceasefire: 2020-01-12\n", [
        "3:5: the arguments of ceasefire have no names: write them by name, as '- ceasefire: {start: 2020-01-12}'",
    ]),
    "unknown argument": (f"{HEAD}  - ceasefire:\n      start: 2021-03-10\n      wher: Ford\n", [
        "5:7: unknown argument 'wher': did you mean 'where'?",
    ]),
    "missing arguments": (f"{HEAD}  - new-camp: {{near: Mill}}\n  - corridor: {{from: Mill, to: }}\n", [
        "3:5: the argument 'name' is missing: add 'name: …'", "4:5: the argument 'to' is missing: add 'to: …'",
    ]),
    "several in one": (f"{HEAD}  - ceasefire: {{start: 2021-02-30, where: Frod}}\n  - ceasefire: {{quiets: most}}\n", [
        "3:17: start 2021-02-30 is no day of the calendar: give a day that exists",
        "3:36: unknown place 'Frod': did you mean 'Ford'?",
        "4:17: quiets 'most' is not a number: give one from 0 to 1",
    ]),
    "a place in a list": (f"{HEAD}  - more-capacity:\n      at:\n        - Meadow\n        - Medow\n      to: 5\n", [
        "4:7: unknown location 'Medow': did you mean 'Meadow'?",
    ]),
    "a camp that cannot be causes no other": (
        f"{HEAD}  - new-camp: {{name: Hill, near: Mil}}\n  - more-capacity: {{at: Hill, to: 5}}\n", [
        "3:28: unknown location 'Mil': did you mean 'Mill'?",
    ]),
    "no single argument": (f"{HEAD}  - more-capacity: {{at: Meadow}}\n", [
        "3:5: no new capacity is given: give one of to, by and times",
    ]),
    "laughs": ("a: &a [x,x,x,x,x,x,x,x]\n" + "".join(f"k{i}: &{c} [*{p}{(',*' + p) * 8}]\n" for i, (p, c) in enumerate(
        zip("abcdefghi", "bcdefghij", strict=True))) + "steps: *j\n", [
        " the file is nested too deeply: write it flat, without references",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_has_its_place_and_way_out(tmp_path, valley, text, expected):
    assert faults_of(tmp_path, text, valley) == expected


def test_a_file_that_cannot_be_decoded_says_where(tmp_path, valley):
    assert faults_of(tmp_path, b"title: \xff\n", valley)[0].startswith("1:8: ")


def test_check_looks_into_the_folder_of_what_ifs(folder):
    (folder / "what-ifs" / "a.yml").write_text("title: x\nsteps: [ceasfire]\n", encoding="utf-8")
    (folder / "what-ifs" / "b.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "what-ifs" / "c.yml").write_text(GOOD, encoding="utf-8")
    ran = CliRunner().invoke(app, ["check", str(folder)])
    assert ran.exit_code == ScenarioError.exit_code
    assert ran.output.replace(f"{folder}/what-ifs/", "").splitlines()[:2] == [
        "a.yml:2:9: unknown step 'ceasfire': did you mean 'ceasefire' or 'no-ceasefire'?",
        "b.yaml: warning: no what-if is read from it: name it NAME.yml",
    ]


def test_a_scenario_made_in_code_has_no_folder_of_what_ifs(valley):
    made = valley.with_tables()
    object.__setattr__(made, "path", None)
    assert what_if_faults(made) == []
    assert nuzuh.what_if_names(made)[0] == "ceasefire"


ANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = ["Ford", "Meadow", "Harbour", "2021-03-10", "2021-04-31", "[]", "{}", "[Ford, Mill]", "{Mill: 3}",
         "{Mill: x}", "-1", "0", "0.5", "1e999", ".nan", "9" * 400, "''", "~", "yes", "[[1]]", "!!set {a}",
         "0001-01-01",
         "[2021-03-05, 2021-03-09]"]  # fmt: skip
STEPS = st.sampled_from(sorted(POLICIES)).flatmap(
    lambda name: st.tuples(
        st.just(name), st.dictionaries(st.sampled_from([*arguments_of(name), "x"]), st.sampled_from(WORDS))
    )
)


def seen(folder, valley):
    faults = what_if_faults(nuzuh.read_scenario(folder))
    assert all("\n" not in str(fault) for fault in faults)
    return faults


@ANY
@given(steps=st.lists(STEPS, max_size=3))
def test_whatever_the_steps_hold_reading_gives_faults_and_never_an_exception(folder, valley, steps):
    lines = [f"  - {name}: {{{', '.join(f'{key}: {value}' for key, value in known.items())}}}" for name, known in steps]
    (folder / "what-ifs" / "x.yml").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    seen(folder, valley)


@ANY
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_bytes_a_file_holds_reading_gives_faults(folder, valley, content):
    (folder / "what-ifs" / "x.yml").write_bytes(content)
    assert seen(folder, valley)


@ANY
@given(data=st.data())
def test_a_real_file_with_pieces_exchanged_never_ends_in_an_exception(folder, valley, data):
    content = bytearray(GOOD.encode())
    pieces = [
        b'"',
        b",",
        b"\n",
        b"#",
        b":",
        b"- ",
        b"&a ",
        b"*a",
        b"<<: ",
        b"? ",
        b"{",
        b"[",
        b"\x00",
        b"\xff",
        b"!!float ",
        b"|",
    ]
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from(pieces)))
    (folder / "what-ifs" / "x.yml").write_bytes(bytes(content))
    seen(folder, valley)


@ANY
@given(text=st.text(max_size=40))
def test_whatever_name_is_asked_for_is_a_what_if_or_wrong_use(valley, text):
    with contextlib.suppress(UsageError):
        nuzuh.what_if(f"ceasefire({text})", valley)
