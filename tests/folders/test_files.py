"""Files in another encoding, files that cannot be read, files that are not there."""

import errno
from pathlib import Path

import pytest

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.scenario.folder import read_folder

LATIN = "location,start,end,intensity,source\nFord,2021-03-05,2021-03-24,0.8,Médecins\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_latin_1_is_placed_at_its_character(valley, end):
    content = LATIN.replace("Ford", "المدينة").replace("\n", end)
    valley.write("conflict.csv", content.encode().replace("é".encode(), b"\xe9"))
    what = "not UTF-8 (in Latin-1 this byte would be 'é'): save the file as UTF-8"
    assert valley.lines() == [f"conflict.csv:2:{content.split(end)[1].index('é') + 1}: {what}"]


def test_the_byte_order_mark_does_not_move_the_character(valley):
    valley.write("conflict.csv", b"\xef\xbb\xbfloc\xe9")
    assert valley.lines()[0].startswith("conflict.csv:1:4: not UTF-8")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (LATIN.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + LATIN.encode("utf-16-be"), "UTF-16"),
        (b"PK\x03\x04\xff", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1", "an Excel workbook"),
    ],
)
@pytest.mark.parametrize("file", ["conflict.csv", "locations.csv"])
def test_files_in_another_format_are_named(valley, content, name, file):
    valley.write(file, content)
    assert valley.lines() == [f"{file}:1:1: the file is {name}: save it as UTF-8 text"]


def test_settings_in_latin_1(valley):
    valley.edit("scenario.yml", "title: A valley", "title: Vall@e")
    path = valley.path / "scenario.yml"
    path.write_bytes(path.read_bytes().replace(b"@", b"\xe9"))
    assert valley.lines() == [
        "scenario.yml:3:12: not UTF-8 (in Latin-1 this byte would be 'é'): save the file as UTF-8"
    ]


@pytest.mark.parametrize("file", ["locations.csv", "conflict.csv", "scenario.yml"])
def test_a_file_that_may_not_be_read_is_a_fault(valley, file, monkeypatch):
    read = Path.read_bytes

    def refuse(path):
        if path.name == file:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (line,) = valley.lines()
    assert line.startswith(f"{file}: the file cannot be read (Permission denied): put ")


def test_a_folder_with_the_name_of_a_table_is_a_fault(valley):
    (valley.path / "groups.csv").mkdir()
    (line,) = valley.lines()
    assert line.startswith("groups.csv: the file cannot be read (Is a directory)")


def test_a_broken_link_is_a_fault(valley):
    (valley.path / "groups.csv").symlink_to("nowhere.csv")
    (line,) = valley.lines()
    assert line.startswith("groups.csv: the file cannot be read (No such file or directory)")


@pytest.mark.parametrize("file", ["locations.csv", "routes.csv"])
def test_a_required_table_is_missed(valley, file):
    (valley.path / file).unlink()
    assert valley.lines() == [f"{file}: no such file: a scenario needs locations and routes"]


def test_the_settings_are_missed(valley):
    (valley.path / "scenario.yml").unlink()
    (line,) = valley.lines()
    assert line.endswith(
        "no scenario.yml in the folder: name the folder that holds scenario.yml, or begin one with 'nuzuh new NAME'"
    )


def test_another_ending_of_the_settings_is_named(valley):
    (valley.path / "scenario.yml").rename(valley.path / "scenario.yaml")
    assert valley.lines()[0].endswith("no scenario.yml in the folder: rename scenario.yaml to scenario.yml")


def test_an_empty_folder_is_one_fault(tmp_path):
    (fault,) = nuzuh.check(tmp_path)
    assert fault.what == "no scenario.yml in the folder"


def test_a_folder_that_may_not_be_listed_is_one_fault(valley, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    scenario, (fault,) = read_folder(valley.path)
    assert scenario is None
    assert str(fault).endswith("cannot be read (Permission denied): name a folder that you may read")


def test_a_file_in_place_of_a_folder_is_wrong_use(valley):
    with pytest.raises(UsageError, match=r"is a file: name the folder that holds scenario\.yml"):
        nuzuh.check(valley.path / "routes.csv")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("valey", "no folder and no shipped scenario 'valey': did you mean 'valley'?"),
        ("qqq", "no folder and no shipped scenario 'qqq': one of idlib-2020, valley"),
        ("a" * 5000, r"File name too long\): name a scenario folder"),
    ],
)
def test_a_scenario_that_is_not_there_is_wrong_use(name, message):
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        nuzuh.read_scenario(name)


def test_a_bad_folder_raises_all_its_faults(valley):
    valley.edit("conflict.csv", "Mill", "Mil")
    valley.edit("routes.csv", ",36,", ",-1,")
    with pytest.raises(nuzuh.ScenarioError) as raised:
        nuzuh.read_scenario(valley.path)
    assert [fault.line for fault in raised.value.faults] == [3, 2]


def test_warnings_alone_do_not_stop_a_scenario(valley):
    valley.edit("routes.csv", ",36,", ",3,")
    assert nuzuh.read_scenario(valley.path).routes["distance_km"].iloc[0] == 3
