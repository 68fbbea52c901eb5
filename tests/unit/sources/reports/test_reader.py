"""Claims: what a sentence says, who says it, whether it is so; and that nothing is invented."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nuzuh
from nuzuh.sources.reports.claims import KINDS, ReadReport
from nuzuh.sources.reports.reader import read_report

DAY = "date 2020-02-24\n\n"


def claims(text, scenario=None):
    return read_report(DAY + text, scenario).claims


SAID = [
    ("At least 20 people were killed in Rafah overnight.", "killed", 20, None, "Rafah"),
    ("Strikes killed 19 people in Ariha.", "killed", 19, 19, "Ariha"),
    ("Two children froze to death near Arsal.", "died_of_cold", 2, 2, "Arsal"),
    ("Another 40 people were wounded in Ariha.", "injured", 40, 40, "Ariha"),
    ("142,000 people left their homes in Aleppo.", "displaced_new", 142_000, 142_000, "Aleppo"),
    (
        "Some 3.7 million people are internally displaced in Ukraine.",
        "displaced_total",
        3_700_000,
        3_700_000,
        "Ukraine",
    ),
    ("Poland hosts nearly 960,000 Ukrainian refugees.", "hosted", 960_000, 960_000, "Poland"),
    ("Up to 80,000 children sleep in the open in Idlib.", "exposed", None, 80_000, "Idlib"),
    ("11.1 million people in Syria need aid.", "in_need", 11_100_000, 11_100_000, "Syria"),
    ("5,400 Syrians returned to Homs.", "returned", 5_400, 5_400, "Homs"),
    ("All 374 camps in Harim are full.", "sites", 374, 374, "Harim"),
    ("The army captured 14 villages in Hama.", "other", 14, 14, "Hama"),
]


@pytest.mark.parametrize(("text", "kind", "low", "high", "place"), SAID, ids=[text for text, *_ in SAID])
def test_a_plain_sentence_is_one_claim(text, kind, low, high, place):
    (claim,) = claims(text)
    assert (claim.kind, claim.quantity_low, claim.quantity_high, claim.location) == (kind, low, high, place)
    assert claim.is_observation()
    assert claim.sentence == text


@pytest.mark.parametrize(
    "text",
    [
        "The plan costs 150 million dollars and 56 trucks crossed.",
        "Ali, 42, walked 30 kilometres in four days at minus seven degrees.",
        "Resolution 2504 was adopted by 15 states.",
        "Half of the 2.2 million residents are children under five.",
        "Prices rose by 40 per cent; one in ten shops is shut.",
        "Umm Khaled came with her five children.",
    ],
)
def test_numbers_that_count_no_people_in_need_are_no_claims(text):
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "negated", "hypothetical"),
    [
        ("The ministry denied that 200 civilians were killed in Idlib.", True, False),
        ("The UN fears that 300,000 people could be displaced.", False, True),
        ("Another 20,000 are expected to return.", False, True),
        ("If the fighting reaches Goma, 250,000 people will flee.", False, True),
        ("It had feared more; 300,000 people fled.", False, False),
    ],
)
def test_what_is_denied_or_feared_is_no_observation(text, negated, hypothetical):
    (claim,) = claims(text)
    assert (claim.negated, claim.hypothetical) == (negated, hypothetical)
    assert claim.is_observation() == (not negated and not hypothetical)


def test_no_one_is_a_number():
    (claim,) = claims("No civilians were killed in Ariha.")
    assert (claim.kind, claim.quantity_low, claim.quantity_high, claim.negated) == ("killed", 0, 0, False)


def test_parts_have_place_and_period_of_the_whole():
    whole, *parts = claims("OCHA recorded 93 civilian deaths in Idlib between 1 and 11 February, 28 of them children.")
    assert [part.quantity_high for part in parts] == [28]
    for part in parts:
        assert (part.kind, part.location) == (whole.kind, whole.location) == ("killed", "Idlib")
        assert (part.period_start, part.period_end) == (date(2020, 2, 1), date(2020, 2, 11))
        assert part.speaker_organisation == whole.speaker_organisation == "OCHA"


def test_rows_have_the_period_of_the_heading_over_them():
    rows = "Arrivals between 19 and 22 February:\n\u2022 Salqin: 2,145 families\n\u2022 Afrin: 960 HHs"
    found = claims(rows, nuzuh.read_scenario("idlib-2020"))
    assert [(one.location, one.unit, one.kind) for one in found] == [
        ("Salqin", "families", "other"),
        ("Afrin", "households", "other"),
    ]
    assert {(one.period_start, one.period_end) for one in found} == {(date(2020, 2, 19), date(2020, 2, 22))}


def test_families_stay_families():
    (claim,) = claims("70,000 families fled Idlib.")
    assert (claim.quantity_high, claim.unit, claim.persons_per_household) == (70_000, "families", None)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"20 people died in Ariha," said Filippo Grandi, UN High Commissioner for Refugees (UNHCR), last week.',
         ("Filippo Grandi", "UN High Commissioner for Refugees", "UNHCR")),
        ("According to the Idleb Health Directorate, 20 people died in Ariha.", ("", "", "Idleb Health Directorate")),
        ("The Gaza health ministry said 20 people died in Ariha.", ("", "", "Gaza health ministry")),
        ("20 people died in Ariha.", ("", "", "")),
    ],
)  # fmt: skip
def test_who_says_it_is_told(text, who):
    (claim,) = claims(text)
    assert (claim.speaker, claim.speaker_role, claim.speaker_organisation) == who
    assert claim.quoted == text.startswith('"')


def test_words_that_judge_are_marked():
    (claim,) = claims("The bloodthirsty regime killed 20 people in Ariha.")
    assert claim.judging_words == ("bloodthirsty", "regime")


def test_doubts_lower_the_confidence_and_are_told():
    sure, doubtful = claims("On 3 February 20 people were killed in Ariha.")[0], claims("20 people were killed.")[0]
    assert sure.confidence > doubtful.confidence
    assert "no place" in doubtful.reasons
    assert sure.reasons == ()


def test_agreements_operations_and_appeals_stand_apart():
    read = read_report(
        DAY + "A de-escalation agreement was signed between Russia and Turkey in 2018. "
        "Ankara set up safety zones after three military operations. "
        "\u201cWe need an end to the fighting,\u201d said Filippo Grandi, "
        "UN High Commissioner for Refugees (UNHCR) last week."
    )
    (agreement,) = read.agreements
    assert agreement.parties == ("Russia", "Turkey")
    assert (agreement.period_start, agreement.period_end) == (date(2018, 1, 1), date(2018, 12, 31))
    assert [(one.number, one.parties) for one in read.operations] == [(3, ("Turkey",)), (None, ("Turkey",))]
    (appeal,) = read.appeals
    assert (appeal.what, appeal.speaker) == ("We need an end to the fighting", "Filippo Grandi")
    assert (appeal.speaker_role, appeal.speaker_organisation) == ("UN High Commissioner for Refugees", "UNHCR")
    assert (appeal.period_start, appeal.period_end) == (date(2020, 2, 17), date(2020, 2, 23))


def test_a_report_without_a_date_has_no_days_that_need_one():
    (claim,) = read_report("20 people were killed in Ariha last week.").claims
    assert (claim.period_start, claim.period_end) == (None, None)


def test_places_are_those_of_the_gazetteer():
    text = DAY + "20 people were killed in Saraqeb."
    assert read_report(text, nuzuh.read_scenario("idlib-2020")).claims[0].location == "Saraqib"
    assert read_report(text).claims[0].location == "Saraqeb"


WORDS = st.sampled_from(
    [
        *(
            "date 2020-02-24 \n",
            "12",
            "people",
            "killed",
            "fled",
            "Idlib",
            "since",
            "between",
            "and",
            "3 February",
            "said",
        ),
        *("UN", '"', "(", ")", ",", ".", "\u2022", "in", "of them", "from", "to", "million", "families", "children"),
        *("refugees", "Turkey", "hosts", "denied", "could", "nearly", "more than"),
    ]
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_whatever_a_text_says_its_claims_are_in_it(text):
    read = read_report(text)
    assert ReadReport.from_json(read.to_json(), text) == read
    for claim in read.claims:
        assert text[claim.start : claim.end] == claim.sentence
        assert claim.kind in KINDS
        assert 0 < claim.confidence < 1
        assert claim.modifier in claim.sentence.lower()
        for day in (claim.period_start, claim.period_end):
            assert day is None or read.date is not None or str(day.year) in claim.sentence
    for one in (*read.agreements, *read.operations, *read.appeals):
        assert text[one.start : one.end] == one.sentence


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("2.2 million people have fled Sudan (UNHCR).", "UNHCR"),
        ("Some 147 cases were reported in Namapa (provincial health directorate).", "provincial health directorate"),
        ("The provincial civil protection authority reports that 42,000 people fled Goma.", ""),
        ("At least 14 people were killed in Mazeze, local authorities report.", "local authorities"),
        ("Six people were killed in Kadugli, the governor's office said.", "governor's office"),
        ("Nine people were injured in Zaina, according to the camp committee.", "camp committee"),
        ("WFP plans to reach 9,000 people in Sudan.", "WFP"),
        ("The World Food Programme (WFP) fed 9,000 people in Sudan.", ""),
        ("Some residents said 12 people were killed in Kadugli.", ""),
    ],
)
def test_a_body_that_gives_a_figure_is_its_source(text, organisation):
    (claim,) = claims(text)
    assert (claim.speaker, claim.speaker_organisation) == ("", organisation)


def test_a_quotation_is_of_who_speaks_in_its_paragraph():
    first, second = claims(
        '"In May 2,300 people returned to Homs. In June 90 people fled again," said Rima Haddad of the Red Crescent.'
    )
    assert first.speaker == second.speaker == "Rima Haddad"


@pytest.mark.parametrize(
    ("text", "is_hypothetical"),
    [
        ("In May 7.1 million people were fed in Yemen.", False),
        ("Some 9,000 people may flee Goma.", True),
        ("WFP fed 9,000 people in Goma and plans to feed more.", False),
        ("UNHCR plans to open two sites in Homs in July.", True),
    ],
)
def test_what_is_planned_is_told_from_what_is(text, is_hypothetical):
    assert claims(text)[0].hypothetical is is_hypothetical


def test_a_month_in_which_something_is_planned_is_the_next_one():
    (claim,) = claims("UNHCR plans to open two sites in Homs in January.")
    assert (claim.period_start, claim.period_end) == (date(2021, 1, 1), date(2021, 1, 31))


def test_a_year_of_something_else_is_not_that_of_a_figure():
    (claim,) = claims("Some 2,500 families are held in Mosul, where a mosque was built in 1984.")
    assert claim.period_start is claim.period_end is None


def test_rows_take_the_place_and_the_days_of_the_heading_over_them():
    rows = "\u2022 Government forces: 83 civilians\n\u2022 Other parties: 14 civilians"
    text = f"Killed in Syria in January 2020, by party\n\n{rows}"
    assert [(one.location, str(one.period_start)) for one in claims(text)] == [("Syria", "2020-01-01")] * 2


def test_rows_that_begin_with_a_place_are_of_it():
    rows = "\u2022 Baghdad: 13,875 families\n\u2022 Kirkuk: 2,310 families"
    text = f"Main places of arrival of people displaced from Ramadi:\n\n{rows}"
    assert [one.location for one in claims(text)] == ["Baghdad", "Kirkuk"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between one and two million Syrians live in Turkey.", 1_000_000, 2_000_000),
        ("A million and a half people in Syria need aid.", 1_500_000, 1_500_000),
        ("Two and a half million people in Syria need aid.", 2_500_000, 2_500_000),
        ("The toll in Gaza has risen since Oct. 7 to 35,410.", 35_410, 35_410),
        ("People live spread over 26 sites in Metuge.", 26, 26),
    ],
)
def test_numbers_beside_other_words_are_read(text, low, high):
    (claim,) = claims(text)
    assert (claim.quantity_low, claim.quantity_high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "Is anyone going back?",
        "In Mosul 47 of the 120 tents gave way.",
        "A force of 83,000 men is planned.",
        "There is one tap for 140 people in Goma.",
    ],
)
def test_what_counts_nobody_is_no_claim(text):
    assert claims(text) == ()
