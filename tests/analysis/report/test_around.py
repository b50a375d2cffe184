"""Around the numbers: what people wrote, what is owed before publishing, what lies together, what stays off."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.numbers.cells import PUBLIC, TEAM, Key, Shown
from analysis.numbers.indicators.themes import MACHINE_CODED
from analysis.report.around import NOT_YET, deepening_section, owed, reading_section, steering_section
from analysis.report.linked import linked_section, p_of
from analysis.report.matrix import divergent, matrix, pairs_of
from analysis.report.tables import in_short
from analysis.report.themes import NOT_CALIBRATED, strengths, themes_section
from analysis.report.together import nine
from corpus.causal import causal_words

WHOLE = {
    "gesprek": {"who": "8 ouders", "where": "buurthuis", "when": "19 november", "corrected": "Een woord."},
    "duiding": {"text": "Meer mensen zijn tevreden.", "rivals": ""},
    "besluit": {"what": "Een plan maken.", "role": "wijkregisseur", "look_again": "2027-05-15"},
    "terugkoppeling": {"decision": "Er komt een plan.", "done": "De schommel staat er."},
}
RIVALS = "W5: later gemeten\nW5: andere mensen\nbuurt: een kleiner stuk\nbuurt: andere mensen"


def place(material: Any, name: str) -> Any:
    return next(one for one in material.places if one.id == name)


def test_what_is_owed_is_told_by_place_until_everything_is_written(fixture: Any) -> None:
    lacking = owed([fixture.material()])
    assert lacking["Alle gebieden"] == [
        "duiding",
        "besluit",
        "gesprek over de uitkomsten",
        "terugkoppeling aan bewoners",
    ]
    assert {"Wesselerbrink", "Kerkelanden"} <= set(lacking)
    words = {**WHOLE, "duiding": {"text": "Meer mensen zijn tevreden.", "rivals": RIVALS}}
    fixture.around = {one.id: words for one in fixture.material().places}
    assert owed([fixture.material()]) == {}


def test_stories_and_figures_that_point_apart_need_two_explanations(fixture: Any) -> None:
    fixture.around = {one.id: WHOLE for one in fixture.material().places}
    material = fixture.material()
    apart = {one.name for one in material.places if divergent(material, one)}
    assert apart
    lacking = owed([material])
    assert set(lacking) == apart
    assert all(text.startswith("2 verklaringen bij ") for told in lacking.values() for text in told)


def test_the_matrix_tells_both_directions_what_they_rest_on_and_no_number_across(fixture: Any) -> None:
    material = fixture.material()
    here = place(material, "wesselerbrink")
    table = matrix(material, here)
    assert table is not None
    assert [row.head for row in table.rows] == ["Rondkomen [W5]", "De buurt [buurt]"]
    for one, row in zip(pairs_of(material, here), table.rows, strict=True):
        assert row.cells[0].startswith(one.agreement.state)
        assert row.cells[3] == "gewoonlijk 1 jaar"
    assert matrix(material, place(material, "programma")) is None


def test_what_cannot_be_shown_is_silent_and_not_the_same(fixture: Any) -> None:
    material = fixture.material()
    states = [one.agreement for one in pairs_of(material, place(material, "kerkelanden"))]
    assert {one.state for one in states} <= {"stil", "blind"}


def test_what_people_wrote_stands_in_its_own_section_and_what_is_missing_says_so(fixture: Any) -> None:
    fixture.around = {"wesselerbrink": {**WHOLE, "verdieping": {"text": "De moestuin.\n\nNog iets."}}}
    material = fixture.material()
    here, elsewhere = place(material, "wesselerbrink"), place(material, "de-riet")
    assert reading_section(material, here).sentences == ("Meer mensen zijn tevreden.",)
    assert steering_section(material, here).tables[0].rows[0].cells == ("wijkregisseur", "15 mei 2027")
    assert deepening_section(material, here).sentences == ("De moestuin.", "Nog iets.")
    assert reading_section(material, elsewhere).sentences == (NOT_YET,)
    assert steering_section(material, elsewhere).sentences == (NOT_YET,)


def test_themes_that_only_a_machine_read_are_for_the_team_and_not_for_the_public(fixture: Any) -> None:
    for key, cell in list(fixture.cells.items()):
        if key.indicator == "NI-10":
            fixture.cells[key] = replace(cell, note=MACHINE_CODED)
    material = fixture.material()
    here = place(material, "Enschede")
    assert themes_section(material, here).sentences == (NOT_CALIBRATED,)
    assert strengths(material, here) == []
    assert material.trend(here, "NI-10", subject="O6") is None
    fixture.audience = TEAM
    assert themes_section(fixture.material(), here).charts


def test_a_theme_named_after_a_trouble_is_never_a_strength(fixture: Any) -> None:
    for key, cell in list(fixture.cells.items()):
        if key.indicator == "NI-11" and not cell.hidden:
            fixture.cells[key] = replace(cell, value=0.5, low=0.4, high=0.6)
    material = fixture.material()
    found = {one.id for one in strengths(material, place(material, "Enschede"))}
    assert found
    assert "O6" not in found


def test_life_by_neighbourhood_has_nine_cells_and_what_chance_would_give(fixture: Any) -> None:
    material = fixture.material()
    chart = nine(material, place(material, "Enschede"))
    assert chart is not None
    assert [len(row.cells) for row in chart.tables[0].rows] == [3, 3, 3]
    assert chart.tables[0].rows[0].cells[0] == "20% (14)"
    assert causal_words(chart.sentence) == []
    hidden = nine(material, place(material, "kerkelanden"))
    assert hidden is not None
    assert not hidden.svg
    assert not hidden.tables


def _odds(fixture: Any, subject: str, value: float | None, low: float | None, high: float | None) -> None:
    key = Key("NI-14", "stad", "Enschede", "alle", "2026", subject)
    fixture.cells[key] = Shown(key, 1, 250, value, low, high, {})


def test_a_planted_link_is_found_a_weak_one_is_not_and_a_silent_expectation_says_so(fixture: Any) -> None:
    _odds(fixture, "O2+W5", 4.0, 2.4, 6.6)
    _odds(fixture, "L1+W5", 1.1, 0.7, 1.8)
    _odds(fixture, "O5+W7", None, None, None)
    fixture.audience = TEAM
    material = fixture.material()
    found, expected = linked_section(material, place(material, "Enschede")).tables
    assert [row.cells[0] for row in found.rows] == ["4,0"]
    told = {row.head: row.cells[1] for row in expected.rows}
    assert told["energie en rondkomen"] == "gevonden"
    assert told["rondkomen en kansen op school"] == "niet vaker dan bij toeval"
    assert told["ontmoeten en meedoen"].startswith("stil")
    fixture.audience = PUBLIC
    assert linked_section(fixture.material(), place(material, "Enschede")).tables == ()


@pytest.mark.parametrize(("low", "high", "p"), [(1.0, 1.0, 1.0), (2.4, 6.667, 0.0), (1.0, 16.0, 0.05)])
def test_the_p_of_an_odds_ratio_follows_from_its_band(low: float, high: float, p: float) -> None:
    key = Key("NI-14", "stad", "Enschede", "alle", "2026", "O2+W5")
    assert p_of(Shown(key, 1, 250, 4.0, low, high, {})) == pytest.approx(p, abs=0.001)


def test_a_reach_without_a_population_is_offered_as_a_number_of_tellers() -> None:
    key = Key("NI-20", "stad", "Enschede", "alle", "2026")
    assert in_short(Shown(key, 1, 45, None, None, None, {})) == "45 vertellers"
