"""Beside the figures: one time axis, source and area of each, nothing computed across them, small counts kept out."""

from pathlib import Path
from typing import Any

import pytest

from analysis.report.beside import beside_section, visible, when


def place(material: Any, name: str) -> Any:
    return next(one for one in material.places if one.id == name)


@pytest.mark.parametrize(
    ("period", "year"), [("2026", 2026.5), ("2026-Q1", 2026.125), ("2026-Q4", 2026.875), ("2026-07", 2026 + 6.5 / 12)]
)
def test_a_period_stands_in_its_middle(period: str, year: float) -> None:
    assert when(period) == pytest.approx(year)


def test_a_story_an_outcome_and_a_process_stand_on_one_axis_with_their_sources(fixture: Any) -> None:
    material = fixture.material()
    section = beside_section(material, place(material, "wesselerbrink"))
    assert [chart.title for chart in section.charts] == ["Werken", "Woon- en leefomgeving"]
    chart = section.charts[0]
    assert [table.caption.split(":")[0] for table in chart.tables] == ["Verhalen", "Uitkomst", "Proces"]
    assert "Fictieve monitor rondkomen; dit gebied, indeling van 2021; geladen op 23 november 2026" in chart.notes[0]
    assert "Verzonnen cijfers." in chart.notes[0]
    assert "Aandeel huishoudens dat moeilijk rondkomt" in chart.svg
    assert chart.tables[1].rows[-1].cells[-1] == "voorlopig"


def test_a_city_shows_the_figures_of_the_whole_municipality_and_says_so(fixture: Any) -> None:
    material = fixture.material()
    section = beside_section(material, place(material, "Almelo"))
    assert all("hele gemeente" in note for chart in section.charts for note in chart.notes)


def test_a_missing_figure_stays_empty_and_breaks_the_line(fixture: Any) -> None:
    material = fixture.material()
    section = beside_section(material, place(material, "kerkelanden"))
    rows = {row.head: row.cells for row in section.charts[0].tables[1].rows}
    assert rows["2024"] == ("–", "–", "ontbreekt")
    assert "ontbreekt" in section.charts[0].svg


def test_a_count_below_ten_people_is_not_laid_beside_stories(fixture: Any) -> None:
    count = next(one for one in fixture.figures if one.kind == "proces" and one.ref_area == "de-riet" and one.value)
    before = count.value
    try:
        count.value = 7.0
        assert visible(count) is None
        material = fixture.material()
        cells = [
            row.cells
            for chart in beside_section(material, place(material, "de-riet")).charts
            for table in chart.tables
            for row in table.rows
        ]
        assert ("–", "–", "te klein") in cells
        assert not any(row[0] == "7" for row in cells)
    finally:
        count.value = before


def test_no_number_is_computed_across_stories_and_figures(written: Path) -> None:
    page = (written / "wesselerbrink.html").read_text(encoding="utf-8")
    section = page.split('<section id="cijfers"')[1].split("</section>")[0].lower()
    assert "wij rekenen geen verband uit" in section
    for word in ("correlatie", "samenhang", "verklaart"):
        assert word not in section


def test_without_figures_the_section_stays_and_says_so(fixture: Any) -> None:
    fixture.figures = []
    material = fixture.material()
    section = beside_section(material, material.places[0])
    assert section.charts == ()
    assert "liggen er geen cijfers naast de verhalen" in section.sentences[0]
