"""Names of columns: the table, tags of HXL, and words of long names."""

import pytest

from nuzuh.sources.registrations.names import is_total, known_names, role_of

EACH = [(role, name) for role, _, names in known_names() for name in names]


@pytest.mark.parametrize(("role", "name"), [pair for pair in EACH if pair[0] != "total"])
def test_each_name_of_the_table_is_known_however_it_is_written(role, name):
    for written in (name, name.upper(), name.replace(" ", "_"), f" {name}: "):
        assert role_of(written).role == role, written


@pytest.mark.parametrize("name", [name for role, name in EACH if role == "total"])
def test_each_name_of_a_total_is_known(name):
    assert is_total(name)


@pytest.mark.parametrize(
    ("tag", "role"),
    [
        ("#date+reported", "date"),
        ("#date+year", "passed"),
        ("#adm2 +name", "place"),
        ("#adm2+code", "code"),
        ("#adm1+origin+name", "part"),
        ("#loc+type", "part"),
        ("#geo+lat", "passed"),
        ("#affected+idps+ind", "count"),
        ("#affected+hh+idps", "households"),
        ("#affected+f", "passed"),
        ("#population", "count"),
        ("#indicator+name", "measure"),
    ],
)
def test_tags(tag, role):
    assert role_of("x", tag).role == role


def test_tags_in_order_of_preference():
    tags = ["#affected+idps+ind", "#affected+refugees", "#affected", "#inneed+ind", "#population+idps", "#population"]
    found = [role_of("x", tag) for tag in tags]
    assert found == sorted(found)
    assert max(found) < role_of("n")
    assert role_of("x", "#date") < role_of("x", "#date+published")


@pytest.mark.parametrize(
    "name", ["Mahama", "Site type of roof", "IDP arrivals", "Female individuals", "Date of birth", ""]
)
def test_other_columns_have_no_role(name):
    assert role_of(name) is None
