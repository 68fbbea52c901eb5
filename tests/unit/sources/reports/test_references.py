"""Words that refer back to a place stand for the one of their sort that was named last."""

import pytest

from nuzuh.sources.reports.reader import read_report

CROSSED = "In June 900 people left the town of Qamar for the city of Adan."
STORIES = [
    (CROSSED, "On Friday 12 people were killed in the city.", "Adan"),
    (CROSSED, "On Friday 12 people were killed in the town.", "Qamar"),
    ("Shelling went on around Zaytun camp, near the village of Rumman.", "Some 300 people fled the camp.", "Zaytun"),
    (
        "Floods hit Marib, Hajjah and Abyan governorates.",
        "In the three governorates 38 people died.",
        "Marib; Hajjah; Abyan",
    ),
    ("Fighting spread to Kafr Tin and Deir Zayt.", "Shells killed 12 people in the two towns.", "Kafr Tin; Deir Zayt"),
    ("Chad borders Sudan. Chad is poor.", "The country hosts 900,000 refugees.", "Chad"),
    ("A convoy reached Kafr Tin.", "Some 4,000 people there need food.", "Kafr Tin"),
    ("A convoy reached Kafr Tin.", "There are 4,000 people in need.", ""),
    (
        "Sudan's capital, Khartoum, is calm. Fighting goes on in Nyala.",
        "Some 60,000 people returned to the capital.",
        "Khartoum",
    ),
    ("DOHUK, Iraq \u2014 Trucks came at dawn.", "Some 300 families are camped in the city.", "Dohuk"),
]


@pytest.mark.parametrize(("before", "text", "place"), STORIES, ids=[text for _, text, _ in STORIES])
def test_words_refer_back_to_what_was_told(before, text, place):
    claim = read_report(f"date 2020-02-24\n\n{before} {text}").claims[-1]
    assert claim.sentence == text
    assert claim.location == place


def test_a_word_with_nothing_to_refer_to_gives_no_place():
    (claim,) = read_report("date 2020-02-24\n\nOn Friday 12 people were killed in the city.").claims
    assert claim.location == ""


def test_a_place_of_another_sort_is_not_meant():
    claim = read_report("date 2020-02-24\n\nTrucks reached Zaytun camp. In the province 12 people need food.").claims[
        -1
    ]
    assert claim.location == ""
