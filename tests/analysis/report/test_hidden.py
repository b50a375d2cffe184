"""A hidden number appears nowhere: not on a page, not in a picture, not in a file."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.numbers.cells import Key
from analysis.report.changes import answer_sentence
from analysis.report.export import HIDDEN, PARTLY, cells_csv
from analysis.report.feedback import one_page
from analysis.report.pages import SECTIONS


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_a_hidden_cell_might_hold_changes_no_byte_of_the_report(
    fixture: Any, written: Path, tmp_path: Path
) -> None:
    canary = {"beter": 0.7351, "slechter": 0.1937, "heel_positief": 0.7351, "hhi": 0.7351, "taal:xx": 0.7351}
    hidden = [key for key, cell in fixture.cells.items() if cell.hidden]
    assert len(hidden) > 1000
    for key in hidden:
        fixture.cells[key] = replace(fixture.cells[key], value=0.7351, low=0.7111, high=0.7999, parts=canary)
    material = fixture.material()
    untold = [found for found in fixture.trends if not material.may_tell(found)]
    assert len(untold) > 20
    for found in untold:
        found.state, found.why = "trendbreuk", "Er vertelden 7351 mensen."
        found.level_change, found.per_five_years, found.p, found.q, found.at_round = 0.7351, 0.7351, 0.7351, 0.7, "x"
    fixture.write(tmp_path)
    assert files(tmp_path) == files(written)


def test_a_hidden_row_says_so_and_offers_what_may_be_shown_instead(fixture: Any, written: Path) -> None:
    page = (written / "kerkelanden.html").read_text(encoding="utf-8")
    assert page.count("te weinig verhalen") > 50
    assert 'href="almelo.html#cel-ni-03-kind-2026-najaar"' in page
    assert 'id="cel-ni-03-kind-2026-najaar"' in (written / "almelo.html").read_text(encoding="utf-8")
    cell = next(
        cell
        for key, cell in fixture.cells.items()
        if (key.indicator, key.place, key.group, key.period) == ("NI-03", "Almelo", "kind", "2026-najaar")
    )
    assert f"Almelo, kinderen, najaar 2026: beter {100 * cell.parts['beter']:.0f}%" in page


def test_a_hidden_line_of_the_csv_is_empty_and_says_why(written: Path) -> None:
    with (written / "cijfers.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    hidden = [row for row in rows if row["status"] == HIDDEN]
    where = {"run_id", "indicator", "version", "level", "place", "group", "period", "subject", "status", "note"}
    assert len(hidden) > 1000
    assert all(value == "" for row in hidden for name, value in row.items() if name not in where)
    assert all(row["note"] for row in hidden)


def test_a_part_that_is_too_small_is_left_out_of_the_sentence_and_the_line_says_partly(fixture: Any) -> None:
    key = Key("NI-03", "gebied", "wesselerbrink", "alle", "2026-najaar")
    parts = {**fixture.cells[key].parts, "slechter": None, "hetzelfde": None}
    fixture.cells[key] = replace(fixture.cells[key], parts=parts)
    material = fixture.material()
    place = next(one for one in material.places if one.id == key.place)
    sentence = answer_sentence(place, "NI-03", material.series(place, "NI-03"))
    assert "beter gaat" in sentence
    assert "slechter gaat" not in sentence
    assert [ten.title for ten in one_page(material, place).tens] == ["Met mijn buurt gaat het …"]
    fixture.cells = {key: fixture.cells[key]}
    row = next(csv.DictReader(io.StringIO(cells_csv(fixture.material()))))
    assert (row["status"], row["slechter"]) == (PARTLY, "")


def test_a_later_round_and_a_running_total_stay_out_of_an_older_report(fixture: Any) -> None:
    fixture.rounds[5].state = "closed"
    material = replace(fixture.material(), round=fixture.rounds[4])
    periods = {key.period for key in material.told}
    assert "2026-najaar" not in periods
    assert "2026" not in periods
    assert "2024-2026" not in periods
    assert {"2026-voorjaar", "2025", "2024"} <= periods


def test_professionals_change_nothing_for_residents(fixture: Any) -> None:
    def page(material: Any) -> list[Any]:
        return [section(material, material.places[0]) for section in SECTIONS]

    before = page(fixture.material())
    for cell in [cell for cell in fixture.cells.values() if not cell.hidden and cell.key.group == "ouder"]:
        key = replace(cell.key, group="professional")
        fixture.cells[key] = replace(cell, key=key)
    assert page(fixture.material()) == before
