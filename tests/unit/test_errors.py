"""Errors say what, which and the way out; each has its exit code."""

import pytest

from nuzuh.errors import (
    BalanceError,
    Fault,
    NuzuhError,
    ParamsError,
    ScenarioError,
    UsageError,
    close_names,
    near_misses,
    quoted,
)


@pytest.mark.parametrize(
    ("error", "code"), [(NuzuhError, 4), (UsageError, 2), (ParamsError, 2), (ScenarioError, 3), (BalanceError, 4)]
)
def test_each_error_has_its_exit_code(error, code):
    assert error.exit_code == code
    assert issubclass(error, NuzuhError)


@pytest.mark.parametrize(
    ("line", "column", "place"), [(3, 7, "routes.csv:3:7"), (3, 0, "routes.csv:3"), (0, 0, "routes.csv")]
)
def test_a_fault_shows_as_much_of_its_place_as_is_known(line, column, place):
    assert str(Fault("routes.csv", line, column, "what", "way out")) == f"{place}: what: way out"


def test_a_warning_says_so():
    assert str(Fault("routes.csv", 3, 0, "what", "way out", "warning")) == "routes.csv:3: warning: what: way out"


def test_a_scenario_error_lists_its_faults_by_file_and_line():
    faults = [Fault("b.csv", 1, 1, "x", "y"), Fault("a.csv", 10, 1, "x", "y"), Fault("a.csv", 9, 1, "x", "y")]
    assert str(ScenarioError(faults)) == "a.csv:9:1: x: y\na.csv:10:1: x: y\nb.csv:1:1: x: y"


@pytest.mark.parametrize(
    ("word", "known", "clause"),
    [
        ("Idlip", ["Idlib", "Ariha"], "did you mean 'Idlib'?"),
        ("IDLIB", ["Idlib", "Ariha"], "did you mean 'Idlib'?"),
        ("ab1", ["ab2", "ab3"], "did you mean 'ab2' or 'ab3'?"),
        ("x", ["camp", "town"], "one of camp, town"),
        ("", ["camp", "town"], "one of camp, town"),
        ("x", [], "there is none to choose from"),
        ("x", [f"town {i}" for i in range(13)], "one of " + ", ".join(f"town {i}" for i in range(12)) + " …"),
    ],
)
def test_what_may_have_been_meant(word, known, clause):
    assert near_misses(word, known) in {clause, clause.replace("'ab2' or 'ab3'", "'ab3' or 'ab2'")}


def test_the_most_similar_name_comes_first():
    assert close_names("Kafr Nabl", ("Kafr Zita", "Kafr Nobl", "Idlib"))[0] == "Kafr Nobl"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Idlib", "'Idlib'"), ("إدلب", "'إدلب'"), ("a\nb\x1b[0m", r"'a\nb\x1b[0m'"), ("\u2028", r"'\u2028'")],
)
def test_what_a_user_wrote_is_shown_on_one_line(text, shown):
    assert quoted(text) == shown


def test_a_long_text_is_shown_by_its_ends():
    assert quoted("a" * 1000 + "end") == f"'{'a' * 40} … {'a' * 12}end'"
