"""The files beside the pages: complete, explained, and safe to open in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.report import export


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_cell_is_a_line_with_its_run_version_and_parts(fixture: Any, written: Path) -> None:
    found = rows((written / "cijfers.csv").read_text(encoding="utf-8"))
    assert len(found) == len(fixture.cells)
    one = next(row for row in found if row["indicator"] == "NI-03" and row["status"] == "getoond")
    assert one["run_id"] == "5f0c2a91d3b7e846"
    assert (
        abs(sum(float(one[name]) for name in ("beter", "hetzelfde", "slechter", "weet_niet", "overgeslagen")) - 1)
        < 0.03
    )
    assert -1 <= float(one["low"]) <= float(one["value"]) <= float(one["high"]) <= 1


def test_every_column_stands_in_the_dictionary(written: Path) -> None:
    with (written / "cijfers.csv").open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    told = rows((written / "datawoordenboek.csv").read_text(encoding="utf-8"))
    assert {row["naam"] for row in told if row["soort"] == "kolom"} == set(columns)
    assert {row["soort"] for row in told} == {"kolom", "indicator", "thema"}
    assert json.loads((written / "datawoordenboek.json").read_text(encoding="utf-8")) == told


def test_no_text_is_taken_for_a_formula(fixture: Any) -> None:
    key = next(key for key, cell in fixture.cells.items() if not cell.hidden)
    fixture.cells = {key: fixture.cells[key]}
    for text in ('=HYPERLINK("x")', "+1", "-1+2", "@som", "\t=1", "\r\n=1"):
        fixture.cells[key] = replace(fixture.cells[key], note=text)
        found = next(
            row for row in rows(export.cells_csv(fixture.material())) if row["status"] != export.HIDDEN and row["note"]
        )
        assert found["note"] == f"'{text.strip()}"
    assert export.safe("gewoon = gewoon") == "gewoon = gewoon"


def test_a_negative_number_stays_a_number(fixture: Any) -> None:
    found = rows(export.cells_csv(fixture.material()))
    assert any(row["value"].startswith("-") and float(row["value"]) < 0 for row in found)


def test_every_judged_series_is_a_line_also_where_nothing_was_found(fixture: Any, written: Path) -> None:
    found = rows((written / "reeksen.csv").read_text(encoding="utf-8"))
    assert len(found) == len(fixture.trends)
    hidden = [row for row in found if row["status"] == export.HIDDEN]
    assert hidden
    assert all(row["state"] == row["why"] == row["level_change"] == "" for row in hidden)
    assert {"geen aanwijzing", "trend", "trendbreuk", "reeksbreuk", "signaal"} <= {row["state"] for row in found}
