"""Takes figures (cijfers) in from outside, whatever their format: all of a file, or nothing and every refusal named."""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.areas import Area
from corpus.exchange import cbs, odata, statline
from corpus.exchange.datapackage import read_package
from corpus.exchange.figure_rows import Refusal, UnfitFileError
from corpus.exchange.workbook import read_workbook
from corpus.figures import Figure, every

#: everything that makes two observations differ; their key, vintage and day of loading do not
CONTENT = ("name", "kind", "value", "unit", "status", "ci_low", "ci_high", "n", "line", "fictional")
_ZIP = b"PK\x03\x04"
NO_YEAR = "Dit bestand zegt niet van welk jaar de tabel en de gebiedsindeling zijn. Geef het erbij: --year 2024."
UNKNOWN = "Dit bestand herkennen wij niet: geen datapackage.json, geen tabel van CBS en geen Excel-bestand."


@dataclass(frozen=True)
class Loaded:
    """How many observations were new, changed (a new vintage) or the same; with any refusal nothing was stored."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


def load_figures(
    session: Session, path: Path, today: date, *, year: int | None = None, fictional: bool = False
) -> Loaded:
    """Store the figures of a data package (or its folder), a table of CBS or a workbook, recognised by its content.

    ``year`` is the year of a table of CBS that does not name it, and of its division in any case; ``fictional`` marks
    figures that are invented (a data package says so itself). The same observation again changes nothing; a changed
    one becomes the next vintage and the older one stays. Nothing is stored when anything is refused; the refusals then
    name every line, field and reason.
    """
    try:
        found = list(_read(session, path, today, year, fictional))
    except UnfitFileError as error:
        return Loaded(refused=[Refusal(0, "", str(error), path.name)])
    refused = [entry for entry in found if isinstance(entry, Refusal)]
    figures = [entry for entry in found if isinstance(entry, Figure)]
    if not refused and not figures:
        refused = [Refusal(0, "", "Hier staat geen enkel cijfer in van een gebied dat wij volgen.", path.name)]
    if not refused and len({_key(figure) for figure in figures}) < len(figures):
        refused = [Refusal(0, "", "Dezelfde waarneming staat in twee bestanden van dit pakket.", path.name)]
    return Loaded(refused=refused) if refused else _store(session, figures)


def _read(session: Session, path: Path, today: date, year: int | None, fictional: bool) -> Iterator[Figure | Refusal]:
    slugs = frozenset(session.scalars(select(Area.slug)))
    start = _start(path)
    if start.startswith(_ZIP):
        yield from read_workbook(path, slugs, today, fictional)
    elif not start or start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        told = _observations(path)
        if told is None:
            yield from read_package(path, slugs, today)
        else:
            rows, context = told
            cells = odata.read_long(path, rows, first=1)
            known = cbs.ground(session, _year(year or odata.year_beside(path, context)))
            yield from cbs.figures_of(cells, known, path.name, today, fictional)
    else:
        with _lines(path) as lines:
            table, vintage = _table(path, lines, year)
            yield from cbs.figures_of(table, cbs.ground(session, vintage), path.name, today, fictional)


def _start(path: Path) -> bytes:
    """The first bytes of a file; of a folder, or of what is not there, nothing."""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""


def _observations(path: Path) -> tuple[Iterable[Any], str] | None:
    """The rows of a JSON answer of OData with the address it names, or None for what may be a data package."""
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    rows = told.get("value") if isinstance(told, dict) else told
    return (
        (rows, str(told.get("@odata.context", "")) if isinstance(told, dict) else "")
        if isinstance(rows, list)
        else None
    )


def _table(path: Path, lines: TextIO, year: int | None) -> tuple[Iterable[cbs.Cell], int]:
    """The values of a CSV of CBS and the division they are told in: long when it has a column Measure, else wide."""
    head = [lines.readline() for _ in range(statline.TITLE)]
    delimiter = ";" if any(";" in line for line in head) else ","
    names = [name.strip().strip('"') for name in head[0].strip().split(delimiter)]
    lines.seek(0)
    if "Measure" in names and "Value" in names:
        cells = odata.read_long(path, csv.DictReader(lines, delimiter=delimiter), first=2)
        return cells, _year(year or odata.year_beside(path, ""))
    return statline.read_wide(lines, delimiter), _year(year)


def _year(year: int | None) -> int:
    if year is None:
        raise UnfitFileError(NO_YEAR)
    return year


@contextmanager
def _lines(path: Path) -> Iterator[TextIO]:
    """A file of text in UTF-8, read by the line; what is no text, or no table, is refused."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise UnfitFileError("Dit is geen leesbaar bestand in UTF-8.") from error
    except csv.Error as error:
        raise UnfitFileError(UNKNOWN) from error


def _key(figure: Figure) -> tuple[str, str, str, int, str]:
    return figure.source, figure.indicator, figure.ref_area, figure.area_vintage, figure.time_period


def _store(session: Session, figures: list[Figure]) -> Loaded:
    known = {_key(figure): figure for figure in every(session)}
    added = revised = unchanged = 0
    for figure in figures:
        before = known.get(_key(figure))
        if before is None:
            added += 1
        elif all(getattr(before, name) == getattr(figure, name) for name in CONTENT):
            unchanged += 1
            continue
        else:
            figure.vintage = before.vintage + 1
            revised += 1
        session.add(figure)
    session.flush()
    return Loaded(added, revised, unchanged)
