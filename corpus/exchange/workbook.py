"""Figures (cijfers) from an Excel workbook in our own layout: a sheet "cijfers" and a sheet "indicatoren"."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from frictionless import Resource
from openpyxl import load_workbook

from corpus.exchange.datapackage import check_indicators, read_table, schema
from corpus.exchange.figure_rows import Context, Refusal, UnfitFileError
from corpus.figures import Figure

FIGURES, INDICATORS = "cijfers", "indicatoren"
ABOUT = ("indicator", "name", "kind", "line")
#: more than this is no table of figures, but a file that was made to fill the memory
MOST_ROWS, MOST_COLUMNS = 200_000, 50
MOST_BYTES = 200_000_000


def read_workbook(path: Path, slugs: frozenset[str], today: date, fictional: bool) -> Iterator[Figure | Refusal]:
    """Every observation of a workbook or its reasons of refusal; of formulas the value that was saved with them.

    The sheet "cijfers" has the columns of a table in a data package; the sheet "indicatoren" has indicator, name, kind
    (uitkomst, proces) and line. Raises UnfitFileError when the file or one of the sheets cannot be used.
    """
    sheets = _sheets(path)
    described = _described(sheets[INDICATORS])
    check_indicators(described)
    rows = [[_text(cell) for cell in row] for row in sheets[FIGURES]]
    width = len(schema().field_names)
    # Excel gives every row the width of the widest: what is empty behind the last column is no cell.
    rows = [row[:width] if not any(row[width:]) else row for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnfitFileError(f"Het blad '{FIGURES}' is leeg.")
    table = Resource(data=rows, schema=schema())
    yield from read_table(table, Context(f"{path.name}, blad {FIGURES}", described, slugs, today, fictional))


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    try:
        content = path.read_bytes()
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise UnfitFileError("Dit Excel-bestand is uitgepakt te groot.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UnfitFileError:
        raise
    except Exception as error:  # a damaged workbook shows itself in any of a dozen kinds of error
        raise UnfitFileError("Dit is geen leesbaar Excel-bestand (.xlsx).") from error
    try:
        lacking = [name for name in (FIGURES, INDICATORS) if name not in book.sheetnames]
        if lacking:
            raise UnfitFileError(f"Dit Excel-bestand heeft geen blad '{lacking[0]}'.")
        return {name: _cells(book[name]) for name in (FIGURES, INDICATORS)}
    except UnfitFileError:
        raise
    except Exception as error:
        raise UnfitFileError("Dit Excel-bestand is beschadigd.") from error
    finally:
        book.close()


def _cells(sheet: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    # Sheets without a size of their own are read as far as they go, within these bounds.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        found.append(list(row))
        if len(found) > MOST_ROWS:
            raise UnfitFileError(f"Dit Excel-bestand heeft meer dan {MOST_ROWS} regels.")
    width = max((len(row) for row in found), default=0)
    return [row + [None] * (width - len(row)) for row in found]


def _described(rows: list[list[Any]]) -> dict[str, Any]:
    heads = [_text(cell) for cell in rows[0]] if rows else []
    if heads[: len(ABOUT)] != list(ABOUT):
        raise UnfitFileError(f"De eerste regel van het blad '{INDICATORS}' moet zijn: {', '.join(ABOUT)}.")
    entries = [dict(zip(ABOUT, map(_text, row), strict=False)) for row in rows[1:] if any(map(_text, row))]
    return {
        entry["indicator"]: {"name": entry["name"], "kind": entry["kind"], "line": entry["line"] or None}
        for entry in entries
    }


def _text(cell: Any) -> str:
    """A cell as a table of text has it: whole numbers without a decimal point, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
