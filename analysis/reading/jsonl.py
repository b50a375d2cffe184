"""Reads a file of texts, one JSON object a line, and writes what was found in each, in the same order."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, TextIO

from analysis.engine import LOCAL, run_batches
from analysis.reading.models import STARTER, Models
from analysis.reading.reader import LONGEST
from analysis.reading.story import Found, read_batch

BATCH = 50
_ESCAPED_BYTES = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udfff]")


class _BadLineError(ValueError):
    """A line that holds no text to read; the message is what the reader of the output gets."""

    def __init__(self, identity: str | int | None, reason: str) -> None:
        super().__init__(reason)
        self.identity = identity


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines came in and how many of those could not be read."""

    lines: int
    failed: int


def read_file(
    source: TextIO,
    out: TextIO,
    engine: str = LOCAL,
    scheduler: str = "",
    workers: int | None = None,
    configured: str = "",
    models: Models = STARTER,
) -> Counts:
    """Write one line for every line of ``source``: what was found, or ``{"id", "error"}`` where it cannot be read.

    The file is never held in memory as a whole. Raises EngineError for an engine that cannot be used.
    """
    if isinstance(source, TextIOWrapper):
        source.reconfigure(errors="surrogateescape")
    lines = failed = 0
    reads = partial(read_lines, configured=configured, models=models)
    for batch in run_batches(reads, _batches(source), engine, scheduler, workers):
        for line, is_read in batch:
            out.write(line + "\n")
            lines += 1
            failed += not is_read
    return Counts(lines, failed)


def read_lines(lines: list[str], configured: str = "", models: Models = STARTER) -> list[tuple[str, bool]]:
    """The output line for every input line, and whether it could be read. For process pools."""
    parsed: list[tuple[str | int, str] | _BadLineError] = [_parsed(line) for line in lines]
    texts = [entry[1] for entry in parsed if not isinstance(entry, _BadLineError)]
    found = iter(read_batch(texts, configured, models))
    return [
        _error(entry.identity, str(entry)) if isinstance(entry, _BadLineError) else _result(entry[0], next(found))
        for entry in parsed
    ]


def _batches(source: Iterable[str]) -> Iterator[list[str]]:
    lines = iter(source)
    first = next(lines, None)
    if first is None:
        return
    lines = chain([first.removeprefix("\ufeff")], lines)
    while batch := list(islice(lines, BATCH)):
        yield batch


def _parsed(line: str) -> tuple[str | int, str] | _BadLineError:
    """The id and text of a line, or why it holds none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return _BadLineError(None, "Deze regel is geen geldige JSON.")
    if not isinstance(entry, dict):
        return _BadLineError(None, "Deze regel is geen JSON-object met id en text.")
    identity = entry.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        return _BadLineError(None, "Deze regel heeft geen id (een tekst of een geheel getal).")
    text = entry.get("text")
    if _ESCAPED_BYTES.search(line):
        return _BadLineError(_clean(identity), "Deze regel is geen geldige UTF-8.")
    if not isinstance(text, str):
        return _BadLineError(identity, "Deze regel heeft geen tekst in text.")
    if len(text) > LONGEST:
        return _BadLineError(identity, f"Deze tekst is te lang: hoogstens {LONGEST} tekens.")
    return identity, text


def _clean(identity: str | int) -> str | int | None:
    """The id of a line with broken bytes, unless it is broken itself."""
    broken = isinstance(identity, str) and not identity.isprintable()
    return None if broken else identity


def _result(identity: str | int, found: Found | str) -> tuple[str, bool]:
    if isinstance(found, str):
        return _error(identity, found)
    entry: dict[str, Any] = {
        "id": identity,
        "language": found.language,
        "masked": found.masked,
        "masks": [asdict(mask) for mask in found.masks],
        "polarity": found.polarity,
        "mixed": found.mixed,
        "score": found.score,
        "themes": [{"id": theme, "score": score} for theme, score in found.themes],
        "markers": [{"id": marker, "sign": sign} for marker, sign in found.markers],
        "signal": found.signal,
        "words": found.words,
    }
    return _dumped(entry), True


def _error(identity: str | int | None, reason: str) -> tuple[str, bool]:
    return _dumped({"id": identity, "error": reason}), False


def _dumped(entry: dict[str, Any]) -> str:
    """The entry as one line; half characters and characters that some take for a line end are written as escapes."""
    line = json.dumps(entry, ensure_ascii=False)
    return json.dumps(entry) if _HALF.search(line) or len(line.splitlines()) > 1 else line
