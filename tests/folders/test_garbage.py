"""Whatever bytes a file holds, reading the folder gives faults and never an exception."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nuzuh
from nuzuh.scenario.folder import find_folder
from nuzuh.scenario.schema import TABLES

FILES = ["scenario.yml", *(f"{table}.csv" for table in TABLES)]
ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b'"', b'""', b",", b"\n", b"\r", b"#", b"# ", b":", b"- ", b"&a ", b"*a", b"!!", b"<<: ", b"? ", b"{", b"[",
         b"\x00", b"\xff", b"-", b"1e999", b"nan", b"9" * 400, b"0001-01-01", b"9999-12-31", b"%YAML 9.9\n---\n",
         b"!!float x", b"!!binary x", b"!!timestamp x", b"|", b">", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xed\xa0\x80"]
    ),
)  # fmt: skip


def seen(folder):
    faults = nuzuh.check(folder)
    assert all("\n" not in str(fault) for fault in faults)
    assert len(faults) == len(set(faults))
    return faults


def original(file):
    for name in ("valley", "idlib-2020"):
        path = find_folder(name) / file
        if path.is_file():
            return path.read_bytes()
    return b"group,share\nwomen,0.5\nmen,0.5\n" if file == "groups.csv" else b"a,b\n"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(find_folder("valley"), tmp_path / "valley")


@pytest.mark.parametrize("file", FILES)
@ANY
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes(folder, file, content):
    (folder / file).write_bytes(content)
    if file not in ("groups.csv", "temperature.csv", "shelter.csv", "interventions.csv"):
        assert seen(folder)
    seen(folder)


@pytest.mark.parametrize("file", FILES)
@ANY
@given(data=st.data())
def test_a_real_file_with_pieces_exchanged(folder, file, data):
    content = bytearray(original(file))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(PIECES)
    (folder / file).write_bytes(bytes(content))
    seen(folder)


@pytest.mark.parametrize(
    "content",
    [
        "name: x\nparams: " + "[" * 1000,
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"k{i}: &{c} [*{p}{(',*' + p) * 8}]\n" for i, (p, c) in enumerate(
            zip("abcdefghi", "bcdefghij", strict=True))) + "params: *j\n",
        "<<: &a {name: x}\nparams: {<<: *a, departure: {<<: *a}}\n",
        "? [1, 2]\n: 3\nnull: 4\n1: 5\n2021-01-01: 6\n",
        "name: !foo x\nparams: !bar {a: !baz 1}\nsources: !!set {a, b}\n",
    ],
    ids=["deep", "laughs", "merged", "keys", "tags"],
)  # fmt: skip
def test_settings_that_abuse_yaml(folder, content):
    (folder / "scenario.yml").write_text(content, encoding="utf-8")
    assert seen(folder)
