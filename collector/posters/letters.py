"""Text as outlines, so that a poster looks the same everywhere; HarfBuzz joins and places the letters of any script."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

from collector.posters.drawing import Step

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Line:
    """A line of text: its outlines with the base line at 0 and the left end at 0, and its width. In millimetres."""

    text: str
    steps: tuple[Step, ...]
    width: float


def font_file(text: str, bold: bool) -> Path:
    """The font for a text: a line is in one script."""
    family = "DejaVuSansArabic" if is_arabic(text) else "AtkinsonHyperlegible"
    return FONTS / f"{family}-{'Bold' if bold else 'Regular'}.ttf"


def is_arabic(text: str) -> bool:
    """Whether a text is written in Arabic letters, and so from right to left."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


@lru_cache(512)
def shaped(text: str, size: float, bold: bool = False) -> Line:
    """The outlines of a line at a size in millimetres."""
    font = _font(font_file(text, bold))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": True, "liga": True})
    pen = _Pen(size / font.face.upem)
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen.shift = (place.x_offset, place.y_offset)
        font.draw_glyph(glyph.codepoint, _collector(), pen)
        pen.origin += place.x_advance
    return Line(text, tuple(pen.steps), pen.origin * pen.scale)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[Line]:
    """A text broken into lines of about equal length, no wider than a width; a word that is wider stays whole."""
    lines = _broken(text, size, width, bold)
    while (narrower := _broken(text, size, width := width * 0.97, bold)) and len(narrower) == len(lines) > 1:
        lines = narrower
    return lines


def _broken(text: str, size: float, width: float, bold: bool) -> list[Line]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and shaped(longer, size, bold).width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [shaped(line, size, bold) for line in lines]


class _Pen:
    """Gathers the steps of the glyphs of one line; the y of a font points up, that of a page down."""

    def __init__(self, scale: float) -> None:
        self.scale, self.origin, self.shift = scale, 0.0, (0.0, 0.0)
        self.steps: list[Step] = []
        self.at = (0.0, 0.0)

    def add(self, step: str, *points: float) -> None:
        """One step, in the units of the font."""
        x, y = self.origin + self.shift[0], self.shift[1]
        placed = [(value + (y if place % 2 else x)) * self.scale for place, value in enumerate(points)]
        self.steps.append((step, tuple(-value if place % 2 else value for place, value in enumerate(placed))))
        self.at = (points[-2], points[-1]) if points else self.at

    def bend(self, x1: float, y1: float, x: float, y: float) -> None:
        """A quadratic curve as the cubic one of the same form."""
        x0, y0 = self.at
        thirds = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3, x + 2 * (x1 - x) / 3, y + 2 * (y1 - y) / 3)
        self.add("C", *thirds, x, y)


@cache
def _font(path: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


@cache
def _collector() -> uharfbuzz.DrawFuncs:
    """The functions that HarfBuzz calls for every step of a glyph."""
    functions = uharfbuzz.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.add("M", x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.add("L", x, y))
    functions.set_quadratic_to_func(lambda x1, y1, x, y, pen: pen.bend(x1, y1, x, y))
    functions.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, pen: pen.add("C", x1, y1, x2, y2, x, y))
    functions.set_close_path_func(lambda pen: pen.add("Z"))
    return functions
