"""Weighting in the report: weighted or not and why, who is missing, what leans on it, and the same with and without."""

import csv
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.numbers.cells import PUBLIC, TEAM, Key, Weighted
from analysis.numbers.indicators.feedback import ToldBack
from analysis.report.export import cells_csv
from analysis.report.material import Material
from analysis.report.quality import quality_section
from analysis.report.tables import seen_from

PLAIN = {"tellers": 253, "outside": 0, "source": "CBS 2026", "missing": [], "merged": [], "deff": 1.327, "why_not": ""}


def rows(material: Material, name: str = "Almelo") -> dict[str, tuple[str, ...]]:
    place = next(one for one in material.places if one.id == name)
    return {one.head: one.cells for table in quality_section(material, place).tables for one in table.rows}


def weighed(fixture: Any, audience: str = PUBLIC, **given: Any) -> Material:
    fixture.run.manifest["weighing"] = {
        "2026-voorjaar": {**PLAIN, "deff": None, "why_not": "minder dan 5 vertellers: Kerkelanden"},
        "2026-najaar": {**PLAIN, "missing": ["Kerkelanden"], "merged": ["16 en 17"], **given},
    }
    return replace(fixture.material(), audience=audience)


def test_every_round_says_whether_it_is_weighted_what_that_costs_and_who_is_missing(fixture: Any) -> None:
    told = rows(weighed(fixture))
    assert told["najaar 2026"] == ("255", "ja", "1,3", "niemand: Kerkelanden; samen: 16 en 17")
    assert told["voorjaar 2026"] == ("255", "nee: minder dan 5 vertellers: Kerkelanden", "–", "–")
    assert told["Weging"] == ("gewogen naar CBS 2026",)
    assert rows(weighed(fixture, TEAM))["najaar 2026"][:3] == ("253", "ja", "1,33")


def test_a_round_without_weights_says_why(fixture: Any) -> None:
    reason = "er zijn geen bevolkingsaantallen van 2026 geladen"
    assert rows(weighed(fixture, deff=None, why_not=reason))["Weging"] == (f"niet gewogen: {reason}",)
    fixture.run.manifest.pop("weighing")
    assert rows(fixture.material())["Weging"][0].startswith("niet gewogen")


def test_a_number_that_turns_with_the_weights_stands_beside_it_and_is_named(fixture: Any) -> None:
    key = Key("NI-03", "stad", "Almelo", "alle", "2026-najaar")
    turned = Weighted(-0.04, -0.2, 0.12, 1.3)
    fixture.cells[key] = replace(fixture.cells[key], value=0.03, weighted=turned, sensitive=True)
    told = rows(weighed(fixture))
    assert told["Gevoelig voor weging"] == ("Mijn leven",)
    assert told["Mijn leven"][1] == "+3"
    assert told["Mijn leven"][3:] == ("−4, gevoelig voor weging", "−20 tot +12", "1,3")
    line = next(
        one
        for one in csv.DictReader(cells_csv(weighed(fixture)).splitlines())
        if (one["indicator"], one["place"], one["group"], one["period"]) == ("NI-03", "Almelo", "alle", "2026-najaar")
    )
    assert (line["weighted"], line["deff"], line["note"]) == ("-0.04", "1.3", "gevoelig voor weging")


def test_a_hidden_cell_shows_no_weighted_number(fixture: Any) -> None:
    key = Key("NI-03", "stad", "Almelo", "alle", "2026-najaar")
    hidden = replace(fixture.cells[key], n=None, weighted=Weighted(0.123456, 0.1, 0.2, 1.3), sensitive=True)
    fixture.cells[key] = hidden
    material = weighed(fixture)
    assert material.told[key].weighted is None
    assert "Mijn leven" not in rows(material)
    assert "0.123456" not in cells_csv(material)


def test_the_page_tells_how_often_earlier_rounds_were_told_back(fixture: Any) -> None:
    closed = date(2026, 5, 18)
    told_back = {
        ("de-riet", "2026-voorjaar"): ToldBack(closed, date(2026, 6, 1), done=True),
        ("kerkelanden", "2026-voorjaar"): ToldBack(closed),
        ("wesselerbrink", "2026-voorjaar"): ToldBack(closed),
        ("de-riet", "2026-najaar"): ToldBack(closed, date(2026, 6, 1)),  # this round is what is being told back now
    }
    material = replace(fixture.material(), told_back=told_back)
    sentence = "1 van de 2 keer (gebied × eerder meetmoment), 1 keer met wat er gedaan is"
    assert rows(material)["Binnen 8 weken teruggekoppeld"] == (sentence,)


def test_a_number_says_from_which_difference_on_something_can_be_seen(fixture: Any) -> None:
    cell = fixture.cells[Key("NI-03", "stad", "Almelo", "alle", "2026-najaar")]
    assert seen_from(replace(cell, low=-0.2, high=0.2), "balans") == "40 punten"
    assert seen_from(replace(cell, low=None), "balans") == "–"
    share = replace(fixture.cells[Key("NI-02", "stad", "Almelo", "alle", "2026-najaar")], value=0.3, n=100)
    assert seen_from(share, "aandeel") == "19 punten"
    assert seen_from(replace(share, n=None), "aandeel") == "–"
