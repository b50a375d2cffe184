"""Figures (cijfers) from a Frictionless data package: a description, and the tables it speaks for beside it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Resource, Schema

from corpus import codebook
from corpus.exchange.figure_rows import Context, Refusal, UnfitFileError, read_row
from corpus.figures import OUTCOME, PROCESS, Figure

DESCRIPTOR = "datapackage.json"
SCHEMA = Path(__file__).parent / "figures.schema.json"


def read_package(package: Path, slugs: frozenset[str], today: date) -> Iterator[Figure | Refusal]:
    """Every observation of a package or its reasons of refusal. Raises UnfitFileError for a bad description."""
    descriptor = package / DESCRIPTOR if package.is_dir() else package
    try:
        described = json.loads(descriptor.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnfitFileError("Dit bestand is er niet, of het is geen leesbare JSON.") from error
    tables = described.get("resources") if isinstance(described, dict) else None
    if not isinstance(tables, list) or not tables:
        raise UnfitFileError("Dit pakket noemt geen bestanden: 'resources' ontbreekt.")
    fictional = bool(described.get("fictional"))
    for table in [_table(table, descriptor.parent, fictional) for table in tables]:
        context = Context(str(table["path"]), table["indicators"], slugs, today, bool(table["fictional"]))
        source = Resource(
            path=context.file,
            basepath=str(descriptor.parent),
            scheme="file",
            format="csv",
            encoding="utf-8-sig",
            schema=schema(),
        )
        yield from read_table(source, context)


def schema() -> Schema:
    """The columns of our own layout, with what may stand in them."""
    return Schema.from_descriptor(json.loads(SCHEMA.read_text(encoding="utf-8")))


def read_table(table: Resource, context: Context) -> Iterator[Figure | Refusal]:
    """Every row of a table in our own layout."""
    try:
        with table as source:
            if not source.header.valid:
                columns = ",".join(schema().field_names)
                yield Refusal(1, "", f"De eerste regel moet zijn: {columns}. Met een komma ertussen.", context.file)
                return
            for row in source.row_stream:
                yield from read_row(row, context)
    except FrictionlessException:
        yield Refusal(0, "", "Dit is geen leesbaar CSV-bestand in UTF-8.", context.file)


def check_indicators(indicators: dict[str, Any]) -> None:
    """Every indicator has a name, a kind and a line we know. Raises UnfitFileError naming the first that has not."""
    lines = [None, *codebook.LINES, *(theme.id for theme in codebook.reference().themes)]
    for code, about in indicators.items():
        if not isinstance(about, dict) or not about.get("name") or about.get("kind") not in (OUTCOME, PROCESS):
            raise UnfitFileError(f"Indicator '{code}' heeft een 'name' nodig en een 'kind': uitkomst of proces.")
        if about.get("line") not in lines:
            raise UnfitFileError(f"Indicator '{code}' noemt een lijn of thema dat er niet is: '{about['line']}'.")


def _table(table: object, folder: Path, fictional: bool) -> dict[str, Any]:
    name = str(table.get("path", "")) if isinstance(table, dict) else ""
    # A package speaks for the files beside it only: no web address, no other folder.
    if not isinstance(table, dict) or not name or Path(name).name != name or not (folder / name).is_file():
        raise UnfitFileError(f"Het bestand '{name}' staat niet naast de beschrijving van het pakket.")
    indicators = table.get("indicators")
    if not isinstance(indicators, dict) or not indicators:
        raise UnfitFileError(f"Bij '{name}' ontbreekt 'indicators': van elke indicator de naam en de soort.")
    check_indicators(indicators)
    return {"fictional": fictional, **table}
