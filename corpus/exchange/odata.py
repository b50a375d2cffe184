"""Figures (cijfers) from OData v4 of CBS: Observations, one value a row, with MeasureCodes and Properties beside it."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.exchange.cbs import Cell, Measure, measures, squash, year_of_table
from corpus.exchange.figure_rows import UnfitFileError

COLUMNS = ("Measure", "WijkenEnBuurten", "Value")
CODES, PROPERTIES = "MeasureCodes", "Properties"
NONE = "None"
_TABLE = re.compile(r"/(\d{5}[A-Z]{3})/")


def read_long(path: Path, rows: Iterable[Mapping[str, Any]], first: int) -> Iterator[Cell]:
    """Every value of a measure that we know; ``first`` is the line of the first row.

    Raises UnfitFileError when MeasureCodes does not stand beside the file, or holds nothing we know.
    """
    known = _known(path.parent)
    for line, row in enumerate(rows, start=first):
        if not isinstance(row, Mapping) or any(name not in row for name in COLUMNS):
            raise UnfitFileError(f"Regel {line} heeft geen {', '.join(COLUMNS)}.")
        measure = known.get(str(row["Measure"]).strip())
        if measure is not None:
            yield Cell(line, "Value", str(row["WijkenEnBuurten"]), str(row.get("Perioden") or ""), measure, _value(row))


def year_beside(path: Path, context: str) -> int | None:
    """The year of a table: of the table that the answer names itself, or as Properties beside the file says."""
    named = _TABLE.search(context)
    if named:
        return year_of_table(named[1])
    found = next((beside for beside in _beside(path.parent, PROPERTIES)), {})
    covered = re.fullmatch(r"\s*(\d{4})\s*", str(found.get("TemporalCoverage", "")))
    return int(covered[1]) if covered else year_of_table(str(found.get("Identifier", "")).strip())


def _value(row: Mapping[str, Any]) -> str:
    value = row["Value"]
    attribute = str(row.get("ValueAttribute") or NONE)
    return "" if value is None or attribute != NONE else str(value)


def _known(folder: Path) -> dict[str, Measure]:
    entries = _beside(folder, CODES)
    if not entries:
        raise UnfitFileError(
            f"Zet {CODES}.csv of {CODES}.json naast dit bestand: daarin staan de namen van de cijfers."
        )
    titles = {str(entry.get("Identifier", "")).strip(): squash(str(entry.get("Title", ""))) for entry in entries}
    known = {code: measures()[title] for code, title in titles.items() if title in measures()}
    if not known:
        raise UnfitFileError(f"{CODES} noemt geen enkel cijfer dat wij kennen. Zie corpus/reference/cbs.toml.")
    return known


def _beside(folder: Path, name: str) -> list[Mapping[str, Any]]:
    """The rows of a file beside the observations, CSV or JSON; empty when there is none."""
    try:
        if (folder / f"{name}.json").is_file():
            told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
            rows = told.get("value", [told]) if isinstance(told, dict) else told
        elif (folder / f"{name}.csv").is_file():
            with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines, delimiter=";"))
        else:
            return []
    except (ValueError, csv.Error, RecursionError) as error:
        raise UnfitFileError(f"{name} naast dit bestand is niet te lezen.") from error
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
