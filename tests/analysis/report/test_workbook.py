"""The workbook beside the pages: numbers are numbers, texts are texts, and what is hidden has no value."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from analysis.report.export import HIDDEN
from analysis.report.workbook import workbook

SHEETS = ["Leesmij", "Cijfers", "Reeksen", "Datawoordenboek", "Reeksbreuken"]
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Book:
    """A workbook as a spreadsheet would open it."""

    def __init__(self, content: bytes) -> None:
        self.files = zipfile.ZipFile(BytesIO(content))
        self.texts = ["".join(one.itertext()) for one in self.xml("xl/sharedStrings.xml").iterfind("x:si", NS)]
        self.names = [one.get("name") for one in self.xml("xl/workbook.xml").iterfind("x:sheets/x:sheet", NS)]

    def xml(self, name: str) -> Any:
        return ElementTree.fromstring(self.files.read(name))

    def sheet(self, name: str) -> Any:
        return self.xml(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml")

    def rows(self, name: str) -> list[dict[str, str | float]]:
        """The lines under the heads, by head; an empty cell is left out."""
        heads: dict[str, str | float] = {}
        found = []
        for row in self.sheet(name).iterfind("x:sheetData/x:row", NS):
            cells = {re.sub(r"\d", "", cell.get("r")): self._value(cell) for cell in row.iterfind("x:c", NS)}
            heads = heads or cells
            found.append({str(heads[column]): value for column, value in cells.items()})
        return found[1:]

    def _value(self, cell: Any) -> str | float:
        value = cell.find("x:v", NS)
        assert cell.find("x:f", NS) is None, "no cell is a formula"
        return self.texts[int(value.text)] if cell.get("t") == "s" else float(value.text)


@pytest.fixture(scope="module")
def book(written: Path) -> Book:
    """The workbook of the written report."""
    return Book((written / "cijfers.xlsx").read_bytes())


def test_it_has_its_five_sheets_with_heads_that_stay_and_filters(book: Book) -> None:
    assert book.names == SHEETS
    for name in SHEETS:
        sheet = book.sheet(name)
        assert sheet.find(".//x:pane", NS).get("state") == "frozen"
        assert sheet.find("x:autoFilter", NS) is not None


def test_the_first_sheet_says_what_is_hidden_and_in_which_version(book: Book) -> None:
    told = {row["wat"]: row["uitleg"] for row in book.rows("Leesmij")}
    assert {"n", "Band", HIDDEN, "Berekening (run)", "Versie: codeboek"} <= set(told)
    assert 0 < float(told["Waarvan verborgen"]) < float(told["Getallen in het hele rapport"])


def test_numbers_are_numbers_and_a_hidden_row_has_a_reason_and_no_value(book: Book) -> None:
    rows = book.rows("Cijfers")
    assert {row["period"] for row in rows} == {"2026-najaar", "2026", "2024-2026"}
    hidden = [row for row in rows if row["status"] == HIDDEN]
    shown = [row for row in rows if row["status"] != HIDDEN]
    assert hidden
    assert shown
    assert all(isinstance(row["n"], float) for row in shown)
    assert any(isinstance(row.get("value"), float) and row["value"] < 0 for row in shown)
    for row in hidden:
        assert row["note"]
        assert {name for name, value in row.items() if isinstance(value, float)} == {"version"}


def test_no_text_becomes_a_formula_a_link_or_a_number(fixture: Any) -> None:
    key = next(key for key, cell in fixture.cells.items() if not cell.hidden and key.period == "2026-najaar")
    for text in ('=HYPERLINK("x")', "+1", "@som", "https://voorbeeld.test", "12"):
        fixture.cells = {key: replace(fixture.cells[key], note=text)}
        assert Book(workbook(fixture.material())).rows("Cijfers")[0]["note"] == text


def test_the_same_report_gives_the_same_bytes(fixture: Any) -> None:
    assert workbook(fixture.material()) == workbook(fixture.material())
