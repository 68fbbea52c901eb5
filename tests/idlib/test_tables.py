"""The shipped scenario is what its source tables make, to the byte."""

from idlib.tables import write_rows
from make_idlib import TARGET, build_tables


def test_the_folder_is_what_the_source_tables_make(tmp_path):
    for name, rows in build_tables().items():
        write_rows(tmp_path, name, rows)
        made, shipped = ((folder / f"{name}.csv").read_bytes() for folder in (tmp_path, TARGET))
        assert made == shipped, f"{name}.csv: run scripts/make_idlib.py"


def test_no_other_table_is_shipped():
    assert {path.stem for path in TARGET.glob("*.csv")} == {*build_tables(), "posterior"}
