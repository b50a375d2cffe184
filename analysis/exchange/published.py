"""Published numbers as observations: one number a row, exactly as the public may see it, for the formats of others."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from analysis.numbers.cells import PUBLIC, Shown
from analysis.publication import NotReadyError, material
from analysis.report.material import Material
from corpus.database import reading
from corpus.rounds import PUBLISHED

#: the name of the value itself, among the shares of the answers
VALUE = "waarde"
AGENCY, DATAFLOW, VERSION = "ELKVERHAALTELT", "DF_NARRATIEF", "1.0"


@dataclass(frozen=True)
class Observation:
    """One number: the value of an indicator, or the share of one answer; ``value`` is None where it is not told."""

    indicator: str
    version: int
    subject: str
    measure: str
    level: str
    place: str
    group: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    note: str


def published(engine: Engine, round_id: str) -> Material:
    """Everything of a published round, for the public. Raises NotReadyError as long as it is not published."""
    with reading(engine) as session:
        found = material(session, round_id, PUBLIC)
        if found.round.state != PUBLISHED:
            raise NotReadyError(
                f"Het meetmoment {found.round.name} is nog niet gepubliceerd. Draai eerst: verhaal publish"
            )
        return found


def observations(told: Material) -> Iterator[Observation]:
    """Every number of a report in fixed order. A hidden cell keeps its row, without a number and with the reason."""
    for _, cell in sorted(told.told.items()):
        yield _observation(cell, VALUE, cell.value, cell.low, cell.high)
        for answer, share in sorted(cell.parts.items()) if not cell.hidden else ():
            yield _observation(cell, answer, share)


def _observation(
    cell: Shown, measure: str, value: float | None, low: float | None = None, high: float | None = None
) -> Observation:
    key, hidden = cell.key, cell.hidden
    where = key.indicator, cell.version, key.subject, measure, key.level, key.place, key.group, key.period
    numbers = (None, None, None, None) if hidden else (_short(value), _short(low), _short(high), cell.n)
    return Observation(*where, *numbers, note=cell.reason if hidden else cell.note)


def _short(value: float | None) -> float | None:
    """A number in ten digits, as in the report's own files."""
    return None if value is None or value != value else float(format(value, ".10g"))
