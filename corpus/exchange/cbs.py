"""Figures (cijfers) of CBS: its measures as our figures, its codes as our areas, whatever the file looks like."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.areas import Area
from corpus.exchange.figure_rows import CBS_CODE, Refusal, UnfitFileError, first_month
from corpus.figures import ESTIMATED, MISSING, NORMAL, PROVISIONAL, SUPPRESSED, Figure

REFERENCE = Path(__file__).parents[1] / "reference" / "cbs.toml"
SUM, MEAN = "som", "gemiddeld"
#: what CBS writes where it has no value: unknown, and secret
NO_VALUE = {"": MISSING, ".": MISSING, "x": SUPPRESSED}
_PERIODS = (("JJ00", ""), ("KW0", "-Q"), ("MM", "-"))
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,10})?")


@dataclass(frozen=True)
class Measure:
    """A measure of CBS as a figure of ours; ``together`` and ``over`` say how buurten make an area."""

    code: str
    name: str
    kind: str
    unit: str
    names: tuple[str, ...]
    line: str | None = None
    together: str = ""
    over: str = ""


@dataclass(frozen=True)
class Cell:
    """One value as it stands in a file of CBS: where, of which region and period (empty: of the year of the table)."""

    line: int
    column: str
    region: str
    period: str
    measure: Measure
    text: str


@dataclass(frozen=True)
class Ground:
    """The regions we follow in one division: cities, wijken and buurten by code, and the buurten that make an area."""

    vintage: int
    codes: frozenset[str]
    areas: dict[str, frozenset[str]] = field(default_factory=dict)


def squash(name: str) -> str:
    """A name of CBS without what moves or varies: number behind it, unit in brackets, spaces, capitals, ``k_``."""
    bare = re.sub(r"_\d+$|\([^()]*\)\s*$", "", name.strip())
    return re.sub(r"[\W_]+", "", re.sub(r"^k_", "", bare)).lower()


@cache
def measures() -> dict[str, Measure]:
    """Our measures by every squashed name that CBS gives them."""
    found = [Measure(**{**entry, "names": tuple(entry["names"])}) for entry in _reference()["measure"]]
    return {squash(name): measure for measure in found for name in measure.names}


def year_of_table(table: str) -> int | None:
    """The year of a table of Kerncijfers wijken en buurten, or None when we do not know the table."""
    year = _reference()["tables"].get(table)
    return None if year is None else int(year)


@cache
def _reference() -> dict[str, Any]:
    return tomllib.loads(REFERENCE.read_text(encoding="utf-8"))


def ground(session: Session, vintage: int) -> Ground:
    """What we follow in a division. Areas are there only where their buurten are of that division, or equal to it."""
    newest = {area.slug: area for area in session.scalars(select(Area).order_by(Area.version))}
    same: dict[str, list[int]] = _reference()["same_borders"]
    codes, areas = {"NL00"}, {}
    for area in newest.values():
        buurten = frozenset(buurt.buurtcode for buurt in area.neighbourhoods)
        of = {buurt.vintage for buurt in area.neighbourhoods}
        codes |= {area.gemeentecode, *buurten, *(f"WK{code[2:8]}" for code in buurten)}
        if all(vintage in (year, *same.get(str(year), ())) for year in of):
            areas[area.slug] = buurten
    return Ground(vintage, frozenset(codes), areas)


def figures_of(
    cells: Iterable[Cell], known: Ground, file: str, today: date, fictional: bool
) -> Iterator[Figure | Refusal]:
    """The figures in the cells of one table, those of our areas made from their buurten, and every refused cell.

    Regions that we do not follow are passed over; a code that is no region of CBS is refused.
    """
    found: dict[tuple[str, str, str], Figure] = {}
    for cell in cells:
        try:
            figure = _figure(cell, known, today, fictional)
            if figure is None:
                continue
            key = figure.indicator, figure.time_period, figure.ref_area
            if key in found:
                raise UnfitFileError(f"Van '{figure.ref_area}' staat deze waarde er al.")
        except UnfitFileError as reason:
            yield Refusal(cell.line, cell.column, str(reason), file)
        else:
            found[key] = figure
            yield figure
    for measure in dict.fromkeys(measures().values()):
        for period in sorted({when for code, when, _ in found if code == measure.code}):
            yield from _areas(found, measure, period, known, file)


def _figure(cell: Cell, known: Ground, today: date, fictional: bool) -> Figure | None:
    region = cell.region.strip()
    if not CBS_CODE.fullmatch(region):
        raise UnfitFileError(f"'{region[:40]}' is geen code van een gemeente, wijk of buurt.")
    if region not in known.codes:
        return None
    period, status = _period(cell.period.strip() or str(known.vintage))
    if first_month(period) > today.isoformat()[:7]:
        raise UnfitFileError(f"'{period}' ligt in de toekomst.")
    value, text = None, cell.text.strip()
    if text in NO_VALUE:
        status = NO_VALUE[text]
    elif not _NUMBER.fullmatch(text):
        raise UnfitFileError(f"'{text[:40]}' is geen getal.")
    else:
        value = float(text.replace(",", "."))
    return _of(cell.measure, region, known.vintage, period, (value, status), today, fictional)


def _of(
    measure: Measure,
    area: str,
    vintage: int,
    period: str,
    observed: tuple[float | None, str],
    day: date,
    fictional: bool,
) -> Figure:
    return Figure(
        source=str(_reference()["source"]),
        indicator=measure.code,
        name=measure.name,
        kind=measure.kind,
        ref_area=area,
        area_vintage=vintage,
        time_period=period,
        value=observed[0],
        unit=measure.unit,
        status=observed[1],
        vintage=1,
        loaded=day,
        line=measure.line,
        fictional=fictional,
    )


def _areas(
    found: dict[tuple[str, str, str], Figure], measure: Measure, period: str, known: Ground, file: str
) -> Iterator[Figure | Refusal]:
    """The figures of our areas, estimates: CBS rounds what it tells of a buurt. One buurt unknown: area unknown."""
    for slug, buurten in known.areas.items() if measure.together else ():
        there = {
            code: found[measure.code, period, code] for code in sorted(buurten) if (measure.code, period, code) in found
        }
        lacking = sorted(buurten - set(there))
        if there and lacking:
            reason = f"Van {slug} ontbreekt in {period} {', '.join(lacking)}: het gebied is niet op te tellen."
            yield Refusal(0, measure.code, reason, file)
        elif there:
            value = _together([one.value for one in there.values()], _weights(found, measure, period, list(there)))
            first = next(iter(there.values()))
            observed = (value, MISSING if value is None else ESTIMATED)
            yield _of(measure, slug, known.vintage, period, observed, first.loaded, first.fictional)


def _weights(
    found: dict[tuple[str, str, str], Figure], measure: Measure, period: str, codes: list[str]
) -> list[float | None] | None:
    """What the mean is weighed by; None for a sum. A measure that is not in the file weighs nothing: unknown."""
    if measure.together == SUM:
        return None
    weighing = [found.get((measure.over, period, code)) for code in codes]
    return [one.value if one else None for one in weighing]


def _together(values: list[float | None], weights: list[float | None] | None) -> float | None:
    told = [value for value in values if value is not None]
    if len(told) < len(values):
        return None
    if weights is None:
        return sum(told)
    heavy = [weight for weight in weights if weight is not None]
    if len(heavy) < len(told) or sum(heavy) <= 0:
        return None
    return round(sum(value * weight for value, weight in zip(told, heavy, strict=True)) / sum(heavy), 2)


def _period(text: str) -> tuple[str, str]:
    """A period of CBS as ours, and its status: "2024KW01" is "2024-Q1", "2024*" is provisional."""
    bare = text.rstrip("*")
    status = NORMAL if bare == text else PROVISIONAL
    for theirs, ours in _PERIODS:
        year, mark, rest = bare.partition(theirs)
        if mark:
            bare = f"{year}{ours}{rest}"
    if not re.fullmatch(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?", bare):
        raise UnfitFileError(f"'{text[:40]}' is geen periode van CBS, zoals 2024JJ00.")
    return bare, status
