"""What a poster is made of: filled outlines in millimetres from the top left corner, and the words that they spell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: how far a control point of a quarter circle lies along its tangent
ROUND = 0.5523

#: one step of an outline: M and L with a point, C with two control points and a point, Z without any
Step = tuple[str, tuple[float, ...]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A filled area."""

    steps: tuple[Step, ...]
    #: "#rrggbb"
    colour: str


@dataclass(frozen=True)
class Words:
    """A line of text that stands there as outlines: its words, the left end of its base line, and its size."""

    text: str
    x: float
    y: float
    size: float
    width: float


@dataclass
class Drawing:
    """A page: what is drawn, in order, and what it says."""

    width: float
    height: float
    title: str
    language: str
    shapes: list[Shape] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def area(self, points: Sequence[Point], colour: str) -> None:
        """Fill a polygon."""
        self.areas([points], colour)

    def areas(self, polygons: Iterable[Sequence[Point]], colour: str) -> None:
        """Fill polygons as one shape, so that no seam shows where they touch."""
        steps: list[Step] = []
        for first, *rest in polygons:
            steps += [("M", first), *(("L", point) for point in rest), ("Z", ())]
        self.shapes.append(Shape(tuple(steps), colour))

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """Fill a rectangle, with round corners where a radius is given."""
        right, bottom, r, k = x + width, y + height, radius, radius * (1 - ROUND)
        if not radius:
            self.area(square(x, y, width, height), colour)
            return
        steps: list[Step] = [
            *(("M", (x + r, y)), ("L", (right - r, y)), ("C", (right - k, y, right, y + k, right, y + r))),
            *(("L", (right, bottom - r)), ("C", (right, bottom - k, right - k, bottom, right - r, bottom))),
            *(("L", (x + r, bottom)), ("C", (x + k, bottom, x, bottom - k, x, bottom - r))),
            *(("L", (x, y + r)), ("C", (x, y + k, x + k, y, x + r, y)), ("Z", ())),
        ]
        self.shapes.append(Shape(tuple(steps), colour))


def square(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
