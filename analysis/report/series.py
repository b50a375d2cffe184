"""One number over the rounds, as a chart and a table need it: points with gaps, breaks of method and events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.numbers.cells import Shown
from corpus.rounds import Round

SEASONS = {"voorjaar": "vj", "najaar": "nj"}


@dataclass(frozen=True)
class Point:
    """One round of a series. ``shown`` is None when there is no such cell; a hidden one keeps its place, empty."""

    label: str
    name: str
    period: str
    #: decimal year of the middle of the window
    at: float
    shown: Shown | None
    #: the method changed just before this round, so it is not compared with the one before
    after_break: bool = False

    @property
    def visible(self) -> Shown | None:
        """The cell, when this audience may see it."""
        return self.shown if self.shown is not None and not self.shown.hidden else None


@dataclass(frozen=True)
class Mark:
    """Something dated that is drawn beside the numbers: a break of the method or an event."""

    at: float
    sign: str
    text: str
    is_break: bool


@dataclass(frozen=True)
class Series:
    """One indicator of one place and group over the rounds."""

    points: tuple[Point, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def seen(self) -> list[tuple[Point, Shown]]:
        """The points this audience may see."""
        return [(point, point.visible) for point in self.points if point.visible is not None]

    @property
    def comparable(self) -> list[tuple[Point, Shown]]:
        """The visible points since the last break of the method: only these may be compared in a sentence."""
        last = max((index for index, point in enumerate(self.points) if point.after_break), default=0)
        return [(point, point.visible) for point in self.points[last:] if point.visible is not None]

    def runs(self) -> list[list[Point]]:
        """The visible points in stretches that a line may connect: a hidden round or a break ends a stretch."""
        found: list[list[Point]] = [[]]
        for point in self.points:
            if point.visible is None or point.after_break:
                found.append([])
            if point.visible is not None:
                found[-1].append(point)
        return [run for run in found if run]


def decimal(day: date) -> float:
    """A day as a decimal year: 1 July 2026 is about 2026.5."""
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days


def middle(of: Round) -> float:
    """The middle of a round's window as a decimal year."""
    return (decimal(of.opens) + decimal(of.closes)) / 2


def short(of: Round) -> str:
    """A round as a label under a chart: "nj 26"."""
    return f"{SEASONS.get(of.season, of.season[:2])} {of.year % 100:02d}"


def series(rounds: Sequence[Round], cells: Iterable[Shown | None], broken: set[str], marks: Sequence[Mark]) -> Series:
    """The series of these rounds, oldest first; ``broken`` holds the ids of the first rounds of a new method."""
    points = (
        Point(short(of), of.name, of.id, middle(of), cell, of.id in broken)
        for of, cell in zip(rounds, cells, strict=True)
    )
    return Series(tuple(points), tuple(marks))
