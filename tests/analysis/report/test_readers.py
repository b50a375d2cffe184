"""How well themes were read stands with the method: measured where it was, "niet gemeten" where it was not."""

from typing import Any

from analysis.report.quality import quality_section
from analysis.report.readers import NOT_MEASURED, readers_table
from corpus.coding_agreement import CodeAgreement


def test_without_codes_by_people_it_says_so(fixture: Any) -> None:
    rows = readers_table(fixture.material()).rows
    assert [row.cells for row in rows] == [(NOT_MEASURED,)]


def test_agreement_and_error_rates_of_this_round_stand_beside_each_other(fixture: Any) -> None:
    rates = {
        "O5": {"sensitivity": 0.81, "specificity": 0.94, "drawn": 62},
        "W5": {"sensitivity": None, "specificity": 0.9, "drawn": 12},
    }
    fixture.run.manifest["error_rates"] = {"2026-najaar": rates, "2026-voorjaar": {"D1": rates["O5"]}}
    found = CodeAgreement(
        **{"run_id": "r", "round_id": "2026-najaar", "rounds": 1, "code": "O5", "pairs": 48},
        **{"first": 20, "second": 22, "both": 18, "alpha": 0.78, "low": 0.61, "high": 0.9, "agreement": 0.86},
    )
    fixture.agreements = [found]
    material = fixture.material()
    rows = {row.head: row.cells for row in readers_table(material).rows}
    assert rows["Ontmoeten en buren"] == ("0,78 (0,61 tot 0,90)", "50", "81%", "94%", "60")
    assert rows["Geld, schulden en rondkomen"] == (NOT_MEASURED, "–", NOT_MEASURED, NOT_MEASURED, "–")
    assert len(rows) == 2
    section = quality_section(material, material.places[0])
    assert readers_table(material) in section.tables
    assert not any("error_rates" in row.head for table in section.tables for row in table.rows)


def test_the_coverage_of_discovery_is_told_or_said_to_be_unmeasured(fixture: Any) -> None:
    head = "Verhalen buiten de thema's van het codeboek"
    for outside, told in ((0.12, "ongeveer 12 van de 100"), (None, NOT_MEASURED)):
        fixture.run.manifest["themes_outside_codebook"] = outside
        material = fixture.material()
        facts = {row.head: row.cells for row in quality_section(material, material.places[0]).tables[0].rows}
        assert facts[head] == (told,)
