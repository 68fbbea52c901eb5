"""nuzuh accept, and nuzuh.accept: rows that were read from reports are listed, and accepted one by one."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.errors import ScenarioError, UsageError
from nuzuh.scenario.acceptance import to_accept
from nuzuh.scenario.csvfile import read_csv
from nuzuh.scenario.folder import find_folder
from nuzuh.scenario.table_text import with_cells

TABLE = """\ufeff# what is known
status,date,location,quantity,value,low,high,source,note
observed,2021-03-15,,cum_displaced,,12000,16000,desk,"two
lines"
reported,2021-03-20,Meadow,n_displaced,7000,,,a.txt: Mr X,“[bold]Nearly 7,000[/bold] \u202eare here.”
 "reported",2021-03-21,,n_displaced,,7000,8000,b.txt,
accepted,2021-03-22,Meadow,n_displaced,7100,,,a.txt,"“7,100”"
reported,2021-03-22,Meadow,n_displaced,7200,,,a.txt,"“7,200”"
""".replace("Nearly 7,000", "Nearly 7000")


def nuzuh_cli(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path):
    made = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    (made / "observations.csv").write_text(TABLE, encoding="utf-8")
    return made


def text_of(folder):
    return (folder / "observations.csv").read_text(encoding="utf-8")


def test_without_rows_they_are_listed_with_their_sentences(folder):
    done = nuzuh_cli("accept", folder)
    assert done.exit_code == 0
    shown = " ".join(done.output.split())
    for words in ("Read from reports, not observed", "7,000 to 8,000", "staying", "Meadow", "Mr X", "[bold]"):
        assert words in shown
    assert "\u202e" not in shown
    assert f"nuzuh accept {folder} 5" in shown
    assert "7,100" not in shown
    assert text_of(folder) == TABLE


def test_a_row_is_accepted_and_nothing_else_is_changed(folder):
    done = nuzuh_cli("accept", folder, 5)
    assert (done.exit_code, done.output) == (0, f"{folder}/observations.csv: 1 row accepted\n")
    assert text_of(folder) == TABLE.replace("reported,2021-03-20", "accepted,2021-03-20")
    assert nuzuh.read_scenario(folder).tables["observations"]["status"].tolist()[1] == "accepted"


def test_a_quoted_status_is_found_and_rows_come_in_any_order(folder):
    accepted = nuzuh.accept(folder, [6, 5, 6])
    assert (accepted.index.tolist(), set(accepted["status"])) == ([6, 5], {"accepted"})
    assert to_accept(folder).index.tolist() == [8]
    assert "\n accepted,2021-03-21,,n_displaced,,7000,8000,b.txt,\n" in text_of(folder)


def test_accepted_rows_are_compared_with_a_run(folder):
    before = nuzuh.read_scenario(folder)
    nuzuh.accept(folder, [5])
    after = nuzuh.read_scenario(folder)
    seen = [len(nuzuh.summarise(nuzuh.simulate(one, members=1), one)["observed"]) for one in (before, after)]
    assert seen == [2, 3]


def test_all_are_accepted_at_once(folder):
    shorter = text_of(folder).replace('reported,2021-03-22,Meadow,n_displaced,7200,,,a.txt,"“7,200”"\n', "")
    (folder / "observations.csv").write_text(shorter, encoding="utf-8")
    assert "2 rows accepted" in nuzuh_cli("accept", folder, "--all").output
    assert nuzuh_cli("accept", folder).output == "No observation is reported and not accepted.\n"
    assert "0 rows accepted" in nuzuh_cli("accept", folder, "--all").output


def test_rows_of_one_source_that_contradict_each_other_are_not_both_accepted(folder):
    with pytest.raises(ScenarioError, match="observation stands twice") as caught:
        nuzuh.accept(folder, [5, 8])
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [(str(folder / "observations.csv"), 8)]
    assert text_of(folder) == TABLE
    assert [path.name for path in folder.parent.iterdir()] == ["valley"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (3, 7, 99, 5),
            ["line 3 is observed already", "line 7 is accepted already", "begins on line 99", "lists the rows"],
        ),
        (("x", "-0", 5), ["row 'x' is not a number", "row '-0' is not a number"]),
        (("5", "--all"), ["beside --all"]),
    ],
)
def test_all_wrong_rows_are_told_at_once_and_nothing_is_written(folder, words, said):
    done = nuzuh_cli("accept", folder, "--", *words) if "--all" not in words else nuzuh_cli("accept", folder, *words)
    assert done.exit_code == 2
    for what in said:
        assert what in done.output
    assert text_of(folder) == TABLE


def test_a_shipped_scenario_is_left_as_it_is():
    with pytest.raises(UsageError, match="shipped"):
        nuzuh.accept("valley", [2])
    assert nuzuh_cli("accept", "nonesuch").exit_code == 2


CELLS = st.text(st.sampled_from('ab" ,\n\r#é'), max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.data())
def test_only_the_cells_that_are_meant_are_rewritten(tmp_path_factory, rows, data):
    from nuzuh.scenario.csvfile import write_csv

    path = tmp_path_factory.mktemp("cells") / "any.csv"
    path.write_bytes(write_csv([("x", "status", "y"), *rows]).encode())
    file = read_csv(path)
    lines = [line for line, cells in file.rows[1:] if len(cells) == 3]
    chosen = data.draw(st.sets(st.sampled_from(lines))) if lines else set()
    path.write_bytes(with_cells(file, "status", dict.fromkeys(chosen, "new")).encode())
    expected = [(cells[0], "new", cells[2]) if line in chosen else tuple(cells) for line, cells in file.rows]
    assert [tuple(cells) for _, cells in read_csv(path).rows] == expected
