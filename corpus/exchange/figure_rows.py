"""One row of a table of figures: an observation, or every reason why it is refused, by field and in Dutch."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.figures import MISSING, SUPPRESSED, Figure

CBS_CODE = re.compile(r"NL00|GM\d{4}|WK\d{6}|BU\d{8}")

_ROW_REASONS = {
    "blank-row": "Deze regel is leeg. Haal hem weg.",
    "extra-cell": "Deze regel heeft te veel kolommen. Staat er een komma in een getal? Schrijf dan een punt: 12.5.",
    "missing-cell": "Deze regel heeft te weinig kolommen.",
    "primary-key": "Deze waarneming staat er al: bron, indicator, gebied, indeling en periode zijn gelijk.",
}
_SHAPE = ("blank-row", "extra-cell", "missing-cell")
_FIELD_REASONS = {
    "ref_area": "is geen gebied. Schrijf NL00, GM0153, WK015306, BU01530603 of ons gebied, zoals wesselerbrink.",
    "area_vintage": "is geen jaar van een gebiedsindeling, zoals 2024.",
    "time_period": "is geen periode. Schrijf 2026, 2026-Q1 of 2026-04.",
    "obs_status": "is geen status. Kies A (gewoon), P (voorlopig), E (geschat), M (ontbreekt) of C (geheim).",
    "n": "is geen aantal. Schrijf een heel getal van 0 of meer.",
}


@dataclass(frozen=True)
class Refusal:
    """One thing that was refused: line in the file (the header is 1, the file as a whole 0), field and reason."""

    line: int
    field: str
    reason: str
    file: str = ""

    def __str__(self) -> str:
        where = [self.file, f"regel {self.line}" if self.line else "", self.field]
        return (", ".join(filter(None, where)) or "bestand") + f": {self.reason}"


class UnfitFileError(ValueError):
    """A file that cannot be used as a whole; the message says in Dutch what is wrong."""


@dataclass(frozen=True)
class Context:
    """What a row is read with: its file, the indicators described for it, our area slugs and the day of loading."""

    file: str
    indicators: Mapping[str, Mapping[str, Any]]
    slugs: frozenset[str]
    today: date
    fictional: bool


def read_row(row: Any, context: Context) -> Iterator[Figure | Refusal]:
    """The observation in a row that was checked by the table schema, or one refusal for every field that is wrong."""
    # A row that is too long or too short has its cells in the wrong columns: what they say is then noise.
    shape = [error for error in row.errors if error.type in _SHAPE]
    wrong = [_schema_reason(error) for error in shape or row.errors] or list(_contradictions(row, context))
    for column, reason in dict(wrong).items():
        yield Refusal(row.row_number, column, reason, context.file)
    if not wrong:
        yield _figure(row, context)


def _figure(row: Mapping[str, Any], context: Context) -> Figure:
    about = context.indicators[row["indicator"]]
    return Figure(
        source=row["bron"],
        indicator=row["indicator"],
        name=str(about["name"]),
        kind=str(about["kind"]),
        ref_area=row["ref_area"],
        area_vintage=row["area_vintage"],
        time_period=row["time_period"],
        value=_number(row["obs_value"]),
        unit=row["unit_measure"],
        status=row["obs_status"],
        vintage=1,
        loaded=context.today,
        ci_low=_number(row["ci_low"]),
        ci_high=_number(row["ci_high"]),
        n=row["n"],
        line=about.get("line"),
        fictional=context.fictional,
    )


def _schema_reason(error: Any) -> tuple[str, str]:
    """The field and the Dutch reason of what the table schema found."""
    if error.type in _ROW_REASONS:
        return "", _ROW_REASONS[error.type]
    column, cell = error.field_name, error.cell
    if not cell:
        return column, "Hier moet iets staan."
    if error.type == "type-error" and re.fullmatch(r"-?\d+,\d+", cell):
        return column, f"'{cell}' heeft een komma. Schrijf een punt: {cell.replace(',', '.')}."
    return column, f"'{cell}' {_FIELD_REASONS.get(column, 'is geen getal.')}"


def _contradictions(row: Mapping[str, Any], context: Context) -> Iterator[tuple[str, str]]:
    """What no single cell shows: an unknown name, a future period, a value that does not fit its status or band."""
    if row["indicator"] not in context.indicators:
        yield "indicator", f"'{row['indicator']}' staat niet in de beschrijving van het pakket."
    if not CBS_CODE.fullmatch(row["ref_area"]) and row["ref_area"] not in context.slugs:
        yield "ref_area", f"'{row['ref_area']}' is geen gebied van ons."
    if first_month(row["time_period"]) > context.today.isoformat()[:7]:
        yield "time_period", f"'{row['time_period']}' ligt in de toekomst."
    value, low, high = (_number(row[name]) for name in ("obs_value", "ci_low", "ci_high"))
    for name, number in (("obs_value", value), ("ci_low", low), ("ci_high", high)):
        if number is not None and not math.isfinite(number):
            yield name, f"'{row[name]}' is geen getal."
            return
    empty, status = (value, low, high) == (None, None, None), row["obs_status"]
    if status in (MISSING, SUPPRESSED) and not empty:
        yield "obs_value", f"Bij status {status} hoort geen waarde: laat de waarde en de marge leeg."
    elif status not in (MISSING, SUPPRESSED) and value is None:
        yield "obs_value", f"Bij status {status} hoort een waarde. Ontbreekt die? Schrijf dan status M."
    elif value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
        yield "ci_low", "De waarde ligt niet tussen ci_low en ci_high."


def first_month(period: str) -> str:
    """The first month of a period, "2026-04": text that sorts as time."""
    if "Q" in period:
        return f"{period[:4]}-{3 * int(period[-1]) - 2:02d}"
    return period if len(period) > 4 else f"{period}-01"


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
