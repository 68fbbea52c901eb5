"""Folders appear whole or not at all; a template passes its own check."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

import nuzuh
from nuzuh.errors import NuzuhError, UsageError
from nuzuh.scenario.schema import columns_of
from nuzuh.scenario.template import COMMENTED, write_template
from nuzuh.scenario.whole import check_writable, filled_folder, new_folder


class Stopped(BaseException):
    """As Ctrl-C."""


@pytest.mark.parametrize("make", [new_folder, filled_folder])
def test_nothing_is_left_when_writing_stops(make, tmp_path):
    with pytest.raises(Stopped), make(tmp_path / "out") as partial:  # noqa: PT012
        (partial / "a.txt").write_text("half", encoding="utf-8")
        raise Stopped
    assert list(tmp_path.iterdir()) == []


def test_files_of_an_earlier_run_stay_when_writing_stops(tmp_path):
    out = tmp_path / "out"
    with filled_folder(out) as partial:
        (partial / "a.txt").write_text("first", encoding="utf-8")
    with pytest.raises(Stopped), filled_folder(out) as partial:  # noqa: PT012
        (partial / "a.txt").write_text("second", encoding="utf-8")
        raise Stopped
    assert (out / "a.txt").read_text(encoding="utf-8") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_are_replaced_and_others_are_kept(tmp_path):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    (tmp_path / "b.txt").write_text("other", encoding="utf-8")
    with filled_folder(tmp_path) as partial:
        (partial / "a.txt").write_text("new", encoding="utf-8")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "other"


def test_a_folder_on_another_disk_is_filled(tmp_path):
    memory = Path("/dev/shm")  # noqa: S108 (a disk of its own)
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second disk")
    with tempfile.TemporaryDirectory(dir=memory) as elsewhere:
        (tmp_path / "stick").symlink_to(elsewhere)
        with filled_folder(tmp_path / "stick") as partial:
            (partial / "a.txt").write_text("new", encoding="utf-8")
        assert [path.name for path in Path(elsewhere).iterdir()] == ["a.txt"]


def test_a_full_disk_is_named_with_the_way_out(tmp_path):
    said = r"cannot write '.*out' \(No space left on device\): make room"
    with pytest.raises(NuzuhError, match=said), filled_folder(tmp_path / "out"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_a_new_folder_replaces_nothing(tmp_path):
    with pytest.raises(UsageError, match="exists already: choose another name"), new_folder(tmp_path):
        pass


def test_a_new_folder_can_be_entered_by_others(tmp_path):
    with new_folder(tmp_path / "a" / "b"):
        pass
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o777 & ~mask


@pytest.mark.parametrize("below", ["", "x", "x/y"])
def test_a_file_cannot_be_filled(tmp_path, below):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(UsageError, match="is a file: name a folder"), filled_folder(file / below):
        pass


def test_a_folder_that_may_not_be_written_is_known_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match=r"cannot write .*\(Permission denied\): choose a folder that you may"):
        check_writable(tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_wrong_use():
    with (
        pytest.raises(UsageError, match=r"cannot write '/proc/nuzuh'"),
        new_folder(Path("/proc/nuzuh")),
    ):
        pass


def test_a_folder_in_place_of_a_file_is_wrong_use(tmp_path):
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot write"), filled_folder(tmp_path / "out") as partial:
        (partial / "a.txt").write_text("new", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_template_passes_its_own_check_and_explains_every_column(tmp_path):
    folder = write_template(tmp_path / "my-crisis")
    assert nuzuh.check(folder) == []
    made = nuzuh.read_scenario(folder)
    assert made.name == "my-crisis"
    assert made.title.startswith("my-crisis")
    for table in COMMENTED:
        text = (folder / f"{table}.csv").read_text(encoding="utf-8")
        assert all(f" {name}: " in text for name in columns_of(table)), table


@pytest.mark.parametrize("name", ["-x", ".x", "a:b", "a\nb", ".."])
def test_a_template_takes_no_name_that_is_none(tmp_path, name):
    with pytest.raises(UsageError, match="cannot be a scenario's name: use letters, digits, - and _"):
        write_template(tmp_path / name)


def test_a_scenario_of_a_bad_name_is_not_written(tmp_path):
    scenario = nuzuh.read_scenario("valley")
    object.__setattr__(scenario, "name", "a/b")
    with pytest.raises(UsageError, match="'a/b' cannot be a scenario's name"):
        nuzuh.write_scenario(scenario, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
