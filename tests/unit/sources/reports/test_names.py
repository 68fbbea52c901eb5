"""Places that the shape of a text shows: lists, datelines, a country's region, hosts; and what is no place."""

import pytest

from nuzuh.sources.reports.gazetteer import Gazetteer, nations
from nuzuh.sources.reports.places import places_in

SHOWN = [
    ("Floods hit camps across Marib, Hajjah, Al Hodeidah and Abyan.", ["Marib", "Hajjah", "Al Hodeidah", "Abyan"]),
    ("GAZIANTEP, Turkey (Agency) - Trucks came.", ["Gaziantep", "Turkey"]),
    ("Clashes broke out in Cameroon\u2019s Far North region.", ["Far North"]),
    ("Bidibidi hosts 270,000 refugees.", ["Bidibidi"]),
    ("Mtendeli camp, which hosts 18,400 refugees, will close.", ["Mtendeli"]),
    ("They crossed into neighbouring countries.", ["neighbouring countries"]),
    ("Snow fell in the north-west.", ["north-west"]),
    ("People fled the Jabal al-Zawiya area.", ["Jabal al-Zawiya"]),
    ("They returned to Zinda Jan district.", ["Zinda Jan"]),
    ("A team of Marines and the Department of Emergency Relief left.", []),
    ("He spoke for the Department of Social Welfare.", []),
    ("According to Justice Monitor Asia it was so.", []),
    ("Partners registered 214 children.", []),
    ("The count is that of Hamas-run ministries.", []),
]


@pytest.mark.parametrize(("text", "names"), SHOWN, ids=[text for text, _ in SHOWN])
def test_places_are_shown_by_the_shape_of_a_text(text, names):
    assert [one.name for one in places_in(text, Gazetteer())] == names


def test_all_countries_are_known_by_their_own_name_and_by_others():
    known = nations()
    assert {known.entry(name).name for name in ("Ivory Coast", "Cote d'Ivoire")} == {"Ivory Coast"}
    assert {known.entry(name).kind for name in ("Ghanaians", "Togolese", "Malagasy")} == {"people"}
