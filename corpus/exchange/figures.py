"""Reads figures (cijfers) from a Frictionless data package: all of it, or nothing and every refused row named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Resource, Schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import codebook
from corpus.areas import Area
from corpus.exchange.figure_rows import Context, Refusal, read_row
from corpus.figures import OUTCOME, PROCESS, Figure, every

DESCRIPTOR = "datapackage.json"
SCHEMA = Path(__file__).parent / "figures.schema.json"
#: everything that makes two observations differ; their key, vintage and day of loading do not
CONTENT = ("name", "kind", "value", "unit", "status", "ci_low", "ci_high", "n", "line", "fictional")


class BadPackageError(ValueError):
    """A description of a package that cannot be used; the message says in Dutch what is wrong."""


@dataclass(frozen=True)
class Loaded:
    """How many observations were new, changed (a new vintage) or the same; with any refusal nothing was stored."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


def load_figures(session: Session, package: Path, today: date) -> Loaded:
    """Store the figures of a data package: its ``datapackage.json``, or the folder around it.

    The same observation again changes nothing; a changed one becomes the next vintage and the older one stays.
    Nothing is stored when anything is refused; the refusals then name every line, field and reason.
    """
    descriptor = package / DESCRIPTOR if package.is_dir() else package
    slugs = frozenset(session.scalars(select(Area.slug)))
    try:
        tables = _tables(descriptor)
    except BadPackageError as error:
        return Loaded(refused=[Refusal(0, "", str(error), descriptor.name)])
    found: list[Figure | Refusal] = []
    for table in tables:
        context = Context(str(table["path"]), table["indicators"], slugs, today, bool(table["fictional"]))
        found += _read(descriptor.parent, context)
    refused = [entry for entry in found if isinstance(entry, Refusal)]
    figures = [entry for entry in found if isinstance(entry, Figure)]
    if not refused and len({_key(figure) for figure in figures}) < len(figures):
        refused = [Refusal(0, "", "Dezelfde waarneming staat in twee bestanden van dit pakket.", descriptor.name)]
    return Loaded(refused=refused) if refused else _store(session, figures)


def _tables(descriptor: Path) -> list[dict[str, Any]]:
    """The described tables of a package. Raises BadPackageError when the description cannot be used."""
    try:
        described = json.loads(descriptor.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadPackageError("Dit bestand is er niet, of het is geen leesbare JSON.") from error
    tables = described.get("resources") if isinstance(described, dict) else None
    if not isinstance(tables, list) or not tables:
        raise BadPackageError("Dit pakket noemt geen bestanden: 'resources' ontbreekt.")
    return [_table(table, descriptor.parent, bool(described.get("fictional"))) for table in tables]


def _table(table: object, folder: Path, fictional: bool) -> dict[str, Any]:
    name = str(table.get("path", "")) if isinstance(table, dict) else ""
    # A package speaks for the files beside it only: no web address, no other folder.
    if not isinstance(table, dict) or not name or Path(name).name != name or not (folder / name).is_file():
        raise BadPackageError(f"Het bestand '{name}' staat niet naast de beschrijving van het pakket.")
    indicators = table.get("indicators")
    if not isinstance(indicators, dict) or not indicators:
        raise BadPackageError(f"Bij '{name}' ontbreekt 'indicators': van elke indicator de naam en de soort.")
    lines = [None, *codebook.LINES, *(theme.id for theme in codebook.reference().themes)]
    for code, about in indicators.items():
        if not isinstance(about, dict) or not about.get("name") or about.get("kind") not in (OUTCOME, PROCESS):
            raise BadPackageError(f"Indicator '{code}' heeft een 'name' nodig en een 'kind': uitkomst of proces.")
        if about.get("line") not in lines:
            raise BadPackageError(f"Indicator '{code}' noemt een lijn of thema dat er niet is: '{about['line']}'.")
    return {"fictional": fictional, **table}


def _read(folder: Path, context: Context) -> Iterator[Figure | Refusal]:
    schema = Schema.from_descriptor(json.loads(SCHEMA.read_text(encoding="utf-8")))
    columns = ",".join(schema.field_names)
    table = Resource(
        path=context.file, basepath=str(folder), scheme="file", format="csv", encoding="utf-8-sig", schema=schema
    )
    try:
        with table as source:
            if not source.header.valid:
                yield Refusal(1, "", f"De eerste regel moet zijn: {columns}. Met een komma ertussen.", context.file)
                return
            for row in source.row_stream:
                yield from read_row(row, context)
    except FrictionlessException:
        yield Refusal(0, "", "Dit is geen leesbaar CSV-bestand in UTF-8.", context.file)


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
