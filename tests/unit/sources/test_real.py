"""The counts of real conflicts, joined into spreadsheets, are read as they lie in their folders."""

from pathlib import Path

import pandas as pd
import pytest

from nuzuh.forecast.crises import registrations_of_flee
from nuzuh.sources.registrations import read_counts

FLEE = Path(__file__).parents[4] / "shared" / "data" / "flee"
CONFLICTS = ("burundi", "car", "mali2012", "nigeria2016_adm1", "ssudan", "syria2013")

pytestmark = pytest.mark.skipif(not FLEE.is_dir(), reason="the real folders are not there")


def table_of(conflict):
    """Registrations as a forecast sees them: location, date, n."""
    known, _ = registrations_of_flee(FLEE / conflict)
    return pd.DataFrame(
        [
            (place, pd.Timestamp(known.date_of(day)), count)
            for place, days, counts in zip(known.places, known.days, known.counts, strict=True)
            for day, count in zip(days, counts, strict=True)
        ],
        columns=["location", "date", "n"],
    )


def in_order(table):
    columns = table[["location", "date", "n"]]
    return (
        columns.sort_values(["location", "date"]).reset_index(drop=True).astype({"date": "datetime64[ns]", "n": float})
    )


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_long_and_wide_give_the_raw_series(conflict, tmp_path):
    meant = table_of(conflict)
    long, wide = tmp_path / "long.csv", tmp_path / "wide.csv"
    meant.to_csv(long, index=False)
    by_site = meant.pivot_table(index="date", columns="location", values="n")
    by_site.to_csv(wide)
    for path in (long, wide):
        pd.testing.assert_frame_equal(in_order(read_counts(path).rows), in_order(meant), check_dtype=False)


def test_known_faults_of_the_files_are_doubted(tmp_path):
    path = tmp_path / "all.csv"
    pd.concat([table_of(conflict) for conflict in CONFLICTS]).to_csv(path, index=False)
    told = "\n".join(fault.what for fault in read_counts(path).faults)
    assert "'Mahama' has 0 on 2015-05-01, its first date, and 23,984 on the next" in told
    assert "'Lusenda' has 7,332 on 2015-08-03, between 7 and 155" in told
    assert "'Niger' repeats the count before on 23 of 40 dates" in told
    assert "'Mole' never falls in 16 counts" in told
