"""Figures (cijfers) from a wide table of CBS StatLine: a CSV with a row a region and a column a measure."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from corpus.exchange.cbs import Cell, Measure, measures, squash
from corpus.exchange.figure_rows import UnfitFileError

#: the column with the code of a region, best first: WijkenEnBuurten may hold names
REGION = ("codering", "wijkenenbuurten", "regios")
PERIOD = "perioden"
#: how many lines a title above the table may take
TITLE = 10


@dataclass(frozen=True)
class Wide:
    """What stands in which column of a wide table; ``line`` is the line of the header."""

    line: int
    region: int
    period: int | None
    values: Mapping[int, Measure]
    names: tuple[str, ...]


def wide(rows: Iterator[list[str]]) -> Wide | None:
    """The header of a wide table, found within its first lines, or None when this is no such table.

    Raises UnfitFileError when none of its measures is known here, or two columns say the same.
    """
    for line, row in enumerate(rows, start=1):
        names = [squash(name) for name in row]
        region = next((names.index(name) for name in REGION if name in names), None)
        if region is not None and len(row) > 1:
            return _wide(line, row, names, region)
        if line == TITLE:
            break
    return None


def _wide(line: int, row: list[str], names: list[str], region: int) -> Wide:
    known = {place: measures()[name] for place, name in enumerate(names) if name in measures()}
    if not known:
        raise UnfitFileError("Geen enkele kolom is een cijfer dat wij kennen. Zie corpus/reference/cbs.toml.")
    twice = [measure.name for measure in known.values() if list(known.values()).count(measure) > 1]
    if twice:
        raise UnfitFileError(f"Twee kolommen zijn hetzelfde cijfer: {twice[0]}.")
    period = names.index(PERIOD) if PERIOD in names else None
    return Wide(line, region, period, known, tuple(row))


def read_wide(lines: TextIO, delimiter: str) -> Iterator[Cell]:
    """Every value that we know the measure of.

    Raises UnfitFileError when this is no wide table, or at a row that is too short.
    """
    rows = csv.reader(lines, delimiter=delimiter)
    header = wide(rows)
    if header is None:
        raise UnfitFileError("Dit is geen tabel van CBS: er is geen kolom met codes van wijken en buurten.")
    return _cells(rows, header)


def _cells(rows: Iterator[list[str]], header: Wide) -> Iterator[Cell]:
    for line, row in enumerate(rows, start=header.line + 1):
        if not any(map(str.strip, row)) or (len(row) == 1 and "CBS" in row[0]):  # the source, below the table
            continue
        if len(row) != len(header.names):
            raise UnfitFileError(f"Regel {line} heeft {len(row)} kolommen, de kop {len(header.names)}.")
        period = "" if header.period is None else row[header.period]
        for place, measure in header.values.items():
            yield Cell(line, header.names[place].strip(), row[header.region], period, measure, row[place])
