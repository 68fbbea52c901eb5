"""Places that a text names, however they are spelt."""

import pytest

import nuzuh
from nuzuh.sources.reports.gazetteer import Gazetteer, gazetteer_of, latin_key
from nuzuh.sources.reports.places import places_in


@pytest.fixture(scope="module")
def idlib():
    return gazetteer_of(nuzuh.read_scenario("idlib-2020"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in Idlib, the last stronghold", ["Idleb"]),
        ("in Idleb governorate", ["Idleb"]),
        ("in Idlib city", ["Idlib"]),
        ("في إدلب", ["Idleb"]),
        ("fled Saraqeb and Maarat al-Numan", ["Saraqib", "Ma'arrat an-Nu'man"]),
        ("in Salqin / سلقين", ["Salqin", "Salqin"]),
        ("to Azaz and Al Bab", ["A'zaz", "Al-Bab"]),
        ("Turkey\u2019s border with Syria", ["Turkey", "Syria"]),
        ("from southern Idleb", ["southern Idleb"]),
        ("in southern and eastern Idleb", ["eastern Idleb"]),
        ("people in El Geneina", ["El Geneina"]),
        ("across the north-west since", ["north-west"]),
        ("at a cost of US$ 5 million", []),
        ("in March on Friday at the UN", []),
        ("Qala. Tell them. That", []),
    ],
)
def test_names_are_found(idlib, text, names):
    assert [one.name for one in places_in(text, idlib)] == names


def test_a_name_that_nobody_knows_is_a_place_where_a_word_says_so():
    assert [one.name for one in places_in("Adre is in Chad.", Gazetteer())] == ["Chad"]
    assert [one.name for one in places_in("They reached Adre.", Gazetteer())] == ["Adre"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Idlib", "Idleb"),
        ("Ma'arrat an-Nu'man", "Maaret al-Numan"),
        ("Khan Shaykhun", "Khan Sheikhoun"),
        ("Atme", "Atmeh"),
    ],
)
def test_spellings_of_one_name_sound_the_same(one, other):
    assert latin_key(one) == latin_key(other)


def test_names_of_different_places_of_idlib_sound_different(idlib):
    names = [
        name for name in nuzuh.read_scenario("idlib-2020").tables["locations"]["name"] if "countryside" not in name
    ]
    keys = {}
    for name in names:
        keys.setdefault(latin_key(name), []).append(name)
    assert [same for same in keys.values() if len(same) > 1] == []
