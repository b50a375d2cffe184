"""What the charts draw besides a series over the rounds: rows of a dot plot, and observations on a time axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report.series import Mark


@dataclass(frozen=True)
class Dot:
    """One row of a dot plot: a share 0…1 with its band, and the same season a year ago where it may be seen."""

    label: str
    n: int
    value: float
    low: float | None
    high: float | None
    before: float | None = None


@dataclass(frozen=True)
class Observation:
    """One observation on a time axis in decimal years; without a value its text says why ("ontbreekt")."""

    at: float
    value: float | None
    low: float | None = None
    high: float | None = None
    provisional: bool = False
    text: str = ""


@dataclass(frozen=True)
class Panel:
    """One of several small charts on the same time axis; ``runs`` are the stretches that a line may connect."""

    title: str
    unit: str
    runs: Sequence[Sequence[Observation]]
    low: float
    high: float
    marker: str = "o"
    marks: Sequence[Mark] = ()
