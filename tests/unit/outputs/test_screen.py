"""What a run shows on a terminal, beside the tables that tests/test_cli.py looks at."""

import io

from rich.console import Console
from tests.crises import crisis, day, fire

from nuzuh import simulate
from nuzuh.outputs.screen import show_run
from nuzuh.outputs.summary import summarise


def shown(scenario):
    text = io.StringIO()
    show_run(Console(file=text, width=120), simulate(scenario), scenario)
    return text.getvalue()


def registered(values, *, conflict=(), params=None, places=()):
    """Town A with 1,000 people, from where registered totals are drawn day by day."""
    seen = [{"date": day(n), "quantity": "cum_displaced", "value": value} for n, value in enumerate(values)]
    seen += [
        {"date": day(n), "quantity": "n_displaced", "location": place, "value": 0.5}
        for place in places
        for n in range(len(values))
    ]
    params = {"displacement": {"mode": "registrations"}} | (params or {})
    return crisis(
        [("A", "town", 1000), ("B", "camp", 0)],
        [("A", "B", 10)],
        days=len(values),
        params=params,
        conflict=list(conflict),
        observations=seen,
    )


def test_totals_that_are_given_are_not_shown_as_a_forecast():
    text = shown(registered([0, 10, 20], conflict=[fire("A")]))
    assert "an input of the run, not a forecast" in text
    assert "Mean absolute error" not in text


def test_registered_people_whom_nobody_under_threat_stands_for_are_reported():
    text = shown(registered([0, 10, 20, 30], conflict=[fire("A", 0, 1)]))
    assert "20 registered persons could not be placed" in text
    assert "could not be placed" not in shown(registered([0, 10], conflict=[fire("A")]))


def test_a_long_series_is_shown_at_some_of_its_dates():
    text = shown(registered(range(0, 1000, 10), conflict=[fire("A")], places="AB"))
    rows = [line for line in text.splitlines() if line.startswith("│ 2020")]
    assert 12 <= len(rows) <= 24
    assert "2020-04-09" in rows[-1]
    places = [line for line in text.splitlines() if "│ staying" in line]
    assert 24 <= len(places) <= 48
    assert "2020-04-09" in places[-1]


def test_a_difference_from_next_to_nobody_is_no_share():
    text = shown(registered([0, 500], conflict=[fire("A")], places="B"))
    row = next(line for line in text.splitlines() if "│ staying" in line and " B " in line and "2020-01-02" in line)
    assert "%" not in row


def seen_once(quantity, **more):
    row = {"date": day(4), "quantity": quantity, "value": 70, **more}
    places = [("A", "town", 1000), ("B", "camp", 0)]
    return crisis(places, [("A", "B", 10)], days=6, conflict=[fire("A")], observations=[row])


def test_counts_over_some_days_are_shown_with_their_days():
    assert "│ departures 3-5 Jan │ A " in shown(seen_once("cum_departures", location="A", since=day(2)))
    assert "│ arrivals 5 Jan │ B " in shown(seen_once("cum_arrivals", location="B", since=day(4)))
    assert "│ departures so far │ A " in shown(seen_once("cum_departures", location="A", since=day(0)))
    assert "│ at home  │ A " in shown(seen_once("n_at_home", location="A"))


def test_displaced_over_some_days_do_not_stand_among_the_totals():
    text = shown(seen_once("cum_displaced", since=day(2)))
    assert "│ displaced 3-5 Jan │ all " in text
    assert "Mean absolute error" not in text


def test_rows_for_checking_are_shown_as_well():
    assert "departures so far" in shown(seen_once("cum_departures", fit=False))


def test_a_summary_tells_what_was_simulated_for_counts_that_stand_nowhere_else():
    scenario = seen_once("cum_departures", location="A", since=day(2), fit=False)
    (row,) = summarise(simulate(scenario), scenario)["observed"]
    assert list(row) == ["date", "since", "location", "quantity", "value", "simulated", "fit"]
    assert (row["since"], row["fit"], row["value"]) == ("2020-01-03", False, 70)
    low, middle, high = row["simulated"]
    assert 0 < low <= middle <= high


def test_a_summary_of_totals_and_stocks_is_as_it_was():
    for quantity in ("cum_displaced", "n_displaced"):
        scenario = seen_once(quantity)
        (row,) = summarise(simulate(scenario), scenario)["observed"]
        assert row == {"date": "2020-01-05", "location": "", "quantity": quantity, "value": 70}
