"""A line connects only what may be compared: it stops at a hidden round and at a change of method."""

from datetime import date
from typing import Any

from analysis.report.places import all_places
from analysis.report.series import decimal


def labels(runs: list[list[Any]]) -> list[list[str]]:
    return [[point.label for point in run] for run in runs]


def test_a_series_break_interrupts_the_line_and_the_comparison(fixture: Any) -> None:
    material = fixture.material()
    place = next(one for one in material.places if one.id == "wesselerbrink")
    broken = material.series(place, "NI-04")
    assert labels(broken.runs()) == [["vj 24", "nj 24", "vj 25"], ["nj 25", "vj 26", "nj 26"]]
    assert [point.label for point, _ in broken.comparable] == ["nj 25", "vj 26", "nj 26"]
    whole = material.series(place, "NI-03")
    assert len(whole.runs()) == 1


def test_values_as_measured_are_not_drawn_or_compared_across_a_bridge_with_a_difference(fixture: Any) -> None:
    fixture.breaks[0].bridge, fixture.breaks[0].bridge_method = 0.05, "dubbelmeting"
    material = fixture.material()
    shown = material.series(material.places[0], "NI-04")
    assert len(shown.runs()) == 2
    assert "(overbrugd met een dubbelmeting)" in shown.marks[0].text


def test_a_break_after_which_the_archive_was_coded_again_is_marked_but_does_not_interrupt(fixture: Any) -> None:
    fixture.breaks[0].bridge, fixture.breaks[0].bridge_method = 0.0, "hercodering"
    material = fixture.material()
    shown = material.series(material.places[0], "NI-04")
    assert len(shown.runs()) == 1
    assert [mark.is_break for mark in shown.marks] == [True, False]


def test_a_hidden_round_leaves_a_gap(fixture: Any) -> None:
    material = fixture.material()
    place = next(one for one in material.places if one.id == "kerkelanden")
    shown = material.series(place, "NI-03")
    assert shown.runs() == []
    assert len(shown.points) == 6


def test_an_event_is_drawn_only_where_it_happened(fixture: Any) -> None:
    material = fixture.material()
    signs = {place.id: [mark.sign for mark in material.series(place, "NI-03").marks] for place in material.places}
    assert signs["wesselerbrink"] == ["A", "B"]
    assert signs["de-riet"] == ["A"]


def test_the_middle_of_a_year_is_a_half() -> None:
    assert decimal(date(2026, 1, 1)) == 2026
    assert abs(decimal(date(2026, 7, 2)) - 2026.5) < 0.01


def test_places_stand_in_alphabetical_order_per_city(fixture: Any) -> None:
    names = [place.name for place in all_places(fixture.areas)]
    assert names[0] == "Alle gebieden"
    assert names[1:6] == ["Almelo", "De Riet", "Kerkelanden", "Nieuwstraatkwartier", "Ossenkoppelerhoek"]
    assert names[6:] == ["Enschede", "Twekkelerveld", "Wesselerbrink"]
