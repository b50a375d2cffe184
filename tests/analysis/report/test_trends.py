"""What is said over the rounds: the state, its reason, and no more than was seen."""

from dataclasses import replace
from typing import Any

from analysis.numbers.cells import Key
from analysis.report.opening import in_brief, strength_section
from analysis.report.themes import strengths
from analysis.report.trends import moved, state_of, trend_sentence, trends_section, unseen_sentence


def place(material: Any, name: str) -> Any:
    return next(one for one in material.places if one.id == name)


def finding(fixture: Any, indicator: str, where: str, group: str = "alle") -> Any:
    wanted = (indicator, where, group)
    return next(one for one in fixture.trends if (one.indicator, one.place, one.group) == wanted)


def test_a_slope_is_told_over_the_rounds_that_were_seen(fixture: Any) -> None:
    found = finding(fixture, "NI-03", "wesselerbrink")
    found.state, found.why, found.per_five_years = "trend", "Het aandeel stijgt.", 0.14
    material = fixture.material()
    sentence = trend_sentence(material, place(material, "wesselerbrink"), found)
    assert sentence == "Het aandeel stijgt. Het verschil tussen voorjaar 2024 en najaar 2026 is ongeveer 7 van de 100."


def test_a_claim_says_on_how_few_rounds_it_hangs_and_what_a_fixed_mix_leaves_of_it(fixture: Any) -> None:
    found = finding(fixture, "NI-03", "wesselerbrink")
    found.state, found.per_five_years = "trend", 0.14
    found.why = (
        "Het aandeel stijgt. Let op, samenstelling: bij een gelijke mix van groepen blijft er geen verschil over."
    )
    found.checks = {"rounds": {"agree": 5, "of": 6, "without_first": True}}
    material = fixture.material()
    row = trends_section(material, place(material, "wesselerbrink")).tables[0].rows[0]
    assert "samenstelling" in row.cells[1]
    assert "blijft dit 5 van de 6 keer staan." in row.cells[1]


def test_a_series_of_which_this_audience_sees_too_little_is_not_told(fixture: Any) -> None:
    found = finding(fixture, "NI-03", "kerkelanden")
    found.state, found.why = "trendbreuk", "Het aandeel ligt hoger."
    material = fixture.material()
    here = place(material, "kerkelanden")
    assert state_of(material, here, "NI-03") == "· te weinig gegevens"
    assert moved(material, here) == []
    assert "Het aandeel ligt hoger." not in str(trends_section(material, here))


def test_every_headline_series_stands_in_the_table_also_without_a_finding(fixture: Any) -> None:
    material = fixture.material()
    rows = trends_section(material, material.places[0]).tables[0].rows
    assert len([one for one in rows if not one.head.startswith("Verhalen over")]) == 12
    assert rows[0].head == "Mijn leven: deel 'beter', alle groepen"


def test_few_tellers_can_show_no_difference_at_all(fixture: Any) -> None:
    key = Key("NI-03", "gebied", "wesselerbrink", "alle", "2026-najaar")
    few = replace(fixture.cells[key], n=3)
    assert unseen_sentence(few) == "Met deze aantallen is tussen twee meetmomenten geen enkel verschil te zien."
    assert "kleiner dan ongeveer" in unseen_sentence(fixture.cells[key])


def test_strengths_are_looked_for_in_the_whole_year_before_they_are_called_missing(fixture: Any) -> None:
    for key, cell in list(fixture.cells.items()):
        if key.indicator == "NI-11" and key.period == "2026-najaar":
            fixture.cells[key] = replace(cell, n=None)
    material = fixture.material()
    here = place(material, "wesselerbrink")
    assert {one.named.key.period for one in strengths(material, here)} == {"2026"}
    assert "heel 2026)" in in_brief(material, here)[0].text
    assert "heel 2026)" in strength_section(material, here).sentences[1]
