"""The old and the new model beside each other on stories that neither was learnt from, and the rule that decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

from analysis.learning.labels import group
from analysis.quality.bootstrap import Measured
from analysis.quality.gold import Gold
from analysis.quality.score import Line, Pair, lines
from analysis.quality.table import banded, figure
from analysis.reading.models import POLARITY, THEMES, Models
from analysis.reading.story import Found, read_batch

#: how much lower a group may come out before the old model stays
MOST_LOST = 0.02
#: the tasks as they are called in the tables of ``verhaal score``
NAMES = {POLARITY: "polariteit", THEMES: "thema's"}
TOGETHER, MEASURE = "alles samen", "macro-F1"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of some stories (all, or those of a group) by the old and the new model; ``decides``: by the rule."""

    part: str
    measure: str
    old: Measured
    new: Measured
    decides: bool

    @property
    def holds(self) -> bool:
        """Whether the new model is at most ``MOST_LOST`` worse; never where either cannot be measured."""
        return self.new.value >= self.old.value - MOST_LOST - _ROUNDING


@dataclass(frozen=True, slots=True)
class Compared:
    """The shadow run of one task."""

    task: str
    rows: tuple[Row, ...]

    @property
    def lower(self) -> list[str]:
        """The parts in which the new model is too much worse; empty when it may take over."""
        return [row.part for row in self.rows if row.decides and not row.holds]


def compare(task: str, apart: Sequence[Gold], old: Models, new: Models, configured: str = "") -> Compared:
    """Read the stories set apart with both, as the pipeline reads, and measure both against what people coded."""
    texts = [gold.text for gold in apart]
    both = [_pairs(apart, read_batch(texts, configured, models)) for models in (old, new)]
    rows = list(_rows(TOGETHER, *(_lines(task, pairs) for pairs in both)))
    for name in sorted({group(gold) for gold in apart}):
        part = ([pair for pair in pairs if group(pair[0]) == name] for pairs in both)
        rows += (row for row in _rows(name, *(_lines(task, pairs) for pairs in part)) if row.decides)
    return Compared(task, tuple(rows))


def _pairs(golds: Sequence[Gold], found: Sequence[Found | str]) -> list[Pair]:
    return [(gold, one) for gold, one in zip(golds, found, strict=True) if isinstance(one, Found)]


def _lines(task: str, pairs: Sequence[Pair]) -> list[Line]:
    return [line for line in lines(pairs) if line.task == NAMES[task]]


def _rows(part: str, old: Sequence[Line], new: Sequence[Line]) -> Iterator[Row]:
    for one, other in zip(old, new, strict=True):
        yield Row(part, one.measure, one.figure, other.figure, one.measure == MEASURE)


def written(compared: Compared) -> str:
    """The numbers of both side by side, in Dutch; what decides has a mark."""
    out = [
        f"{NAMES[compared.task].capitalize()}: oud naast nieuw op verhalen die apart zijn gehouden (waarde, 95%-band)"
    ]
    out.append(f"    {'':<36} {'oud':<31} {'nieuw':<31} verschil")
    for row in compared.rows:
        name = f"{row.part}, {row.measure}"
        mark = "*" if row.decides else " "
        out.append(f"  {mark} {name:<36} {banded(row.old):<31} {banded(row.new):<31} {_difference(row)}")
    out.append(f"  * beslist: het nieuwe model mag hier hoogstens {figure(MOST_LOST)} lager zijn")
    return "\n".join(out) + "\n"


def _difference(row: Row) -> str:
    change = row.new.value - row.old.value
    return "–" if isnan(change) else f"{change:+.3f}".replace("0.", ".").replace("-", "−")
