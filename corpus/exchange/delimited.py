"""Tables of text (CSV): written so that no spreadsheet runs a cell, read back as they were, refused in one sentence."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_CELL = 1_000_000


class UnreadableError(ValueError):
    """A file that is no table; the message is the Dutch sentence."""


def unarmed(text: str) -> str:
    """A text that a spreadsheet shows and does not run: what it could take for a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def armed(text: str) -> str:
    """The text before ``unarmed``."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def written(cell: str | float | None) -> str:
    """A cell: text that is not run, numbers as numbers (also below zero), nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unarmed(cell)
    return str(int(cell)) if cell == int(cell) else repr(cell)


def table(columns: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """A CSV with a header, a comma between cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([written(column) for column in columns])
    writer.writerows([written(cell) for cell in row] for row in rows)
    return out.getvalue()


def records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row of a CSV with its line and its cells by column, comma or semicolon; empty rows are passed over.

    Raises UnreadableError, while reading too, for what is no such table or has a row of another width.
    """
    csv.field_size_limit(MOST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head = lines.readline()
            lines.seek(0)
            reader = csv.reader(lines, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
            columns = [armed(name.strip()) for name in next(reader, [])]
            if not any(columns) or len(set(columns)) < len(columns):
                raise UnreadableError("De eerste regel noemt niet elke kolom één keer.")
            for row in reader:
                if row and len(row) != len(columns):
                    raise UnreadableError(f"Regel {reader.line_num} heeft {len(row)} cellen, de kop {len(columns)}.")
                if any(row):
                    yield reader.line_num, dict(zip(columns, map(armed, row), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError("Dit is geen leesbaar CSV-bestand in UTF-8.") from error


def numbered(path: Path) -> Iterator[dict[str, str] | None]:
    """The rows of a CSV, one for every line of the file, None where no row ends; raises what ``records`` raises."""
    at = 0
    for number, row in records(path):
        yield from [None] * (number - at - 1)
        yield row
        at = number
