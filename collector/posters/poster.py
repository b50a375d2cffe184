"""The A4 poster: a question, an invitation, a code to scan, an address to type, and where to find help."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from collector import addresses, qr
from collector.posters.drawing import Drawing, Shape, Words, square
from collector.posters.letters import Line, shaped, wrapped

TEXTS = Path(__file__).parent / "texts.toml"
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 16.0
DEEP, DARK, PAPER, SUN, INK, GREY, WHITE = "#0b5c56", "#073f3b", "#fffaf2", "#f4b942", "#1f2a2e", "#52616a", "#ffffff"
#: the same in every language: names of services and their numbers
HELP = "112  ·  Kindertelefoon 0800-0432  ·  Veilig Thuis 0800-2000  ·  113: 0800-0113"
FORMAL = ("ouder", "professional")
#: houses of the street at the bottom: left, width, height of the wall, height of the roof above it
HOUSES = (
    *((0, 24, 13, 9), (24, 17, 20, 0), (41, 22, 12, 8), (63, 14, 24, 0), (77, 24, 11, 10), (101, 20, 17, 7)),
    *((121, 16, 23, 0), (137, 22, 12, 9), (159, 15, 19, 0), (174, 20, 12, 8), (194, 16, 17, 6)),
)


@dataclass(frozen=True)
class Invitation:
    """What one poster invites to."""

    form: str
    area: str
    opens: date
    closes: date
    language: str
    #: the whole address in the code
    address: str


@cache
def texts() -> dict[str, dict[str, str]]:
    """What stands on a poster, by language."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def draw(invitation: Invitation) -> Drawing:
    """The poster of an invitation."""
    said = texts()[invitation.language]
    page = Drawing(WIDTH, HEIGHT, f"{said['title']} – {invitation.area}", invitation.language)
    page.box(0, 0, WIDTH, HEIGHT, PAPER)
    _head(page, invitation.area)
    y = _lines(page, 55, wrapped(said["title"], 13, WIDTH - 2 * MARGIN, bold=True), 13, DARK)
    sentence = said["formal" if invitation.form in FORMAL else "sentence"]
    _lines(page, y + 1, wrapped(sentence, 6.6, WIDTH - 2 * MARGIN - 4), 6.6, INK)
    _code(page, invitation.address)
    _centred(page, 226, shaped(said["scan"], 6.5), 6.5, INK)
    address = addresses.readable(invitation.address)
    size = min(9.0, 9 * (WIDTH - 2 * MARGIN) / shaped(address, 9, bold=True).width)
    _centred(page, 236, shaped(address, size, bold=True), size, DEEP)
    window = f"{_day(invitation.opens)} – {_day(invitation.closes)}"
    _centred(page, 245, shaped(window, 5), 5, GREY)
    _street(page)
    _centred(page, 282, shaped(said["help"], 5.2, bold=True), 5.2, WHITE)
    _centred(page, 290, shaped(HELP, 4.6), 4.6, WHITE)
    return page


def _head(page: Drawing, area: str) -> None:
    """The name of the site with its speech bubble of houses, and the name of the area."""
    page.box(0, 0, WIDTH, 34, DEEP)
    page.box(0, 34, WIDTH, 3, SUN)
    page.box(MARGIN, 8, 21, 16, WHITE, radius=3)
    page.area([(MARGIN + 5, 23), (MARGIN + 12, 23), (MARGIN + 5, 29)], WHITE)
    for left, roof, colour in ((2.6, 12.6, DEEP), (8, 10.6, SUN), (13.4, 13, DEEP)):
        x = MARGIN + left
        page.area([(x, 21), (x, roof + 2.6), (x + 2.5, roof), (x + 5, roof + 2.6), (x + 5, 21)], colour)
    _place(page, MARGIN + 26, 23, shaped("Elk verhaal telt", 11, bold=True), 11, WHITE)
    size = min(8.0, 8 * 70 / shaped(area, 8, bold=True).width)
    name = shaped(area, size, bold=True)
    _place(page, WIDTH - MARGIN - name.width, 23, name, size, SUN)


def _code(page: Drawing, address: str) -> None:
    side, left, top = 96.0, (WIDTH - 96) / 2, 115.0
    page.box(left - 3, top - 3, side + 6, side + 6, SUN, radius=9)
    page.box(left, top, side, side, WHITE, radius=7)
    module = (side - 4) / len(qr.modules(address))
    bars = qr.bars(address)
    page.areas(
        (square(left + 2 + x * module, top + 2 + y * module, length * module, module) for x, y, length in bars), INK
    )


def _street(page: Drawing) -> None:
    walls, windows = [square(0, 274, WIDTH, HEIGHT - 274)], []
    for left, width, wall, roof in HOUSES:
        top, right, middle = 275 - wall, left + width, left + width / 2
        walls.append([(left, 275), (left, top), (middle, top - roof), (right, top), (right, 275)])
        windows.append(square(middle - 1.8, top + 3, 3.6, 3.6))
    page.areas(walls, DARK)
    page.areas(windows, SUN)


def _lines(page: Drawing, y: float, lines: list[Line], size: float, colour: str) -> float:
    """Lines under each other from a first base line; gives the place of the next."""
    for line in lines:
        _centred(page, y, line, size, colour)
        y += size * 1.25
    return y


def _centred(page: Drawing, y: float, line: Line, size: float, colour: str) -> None:
    _place(page, (page.width - line.width) / 2, y, line, size, colour)


def _place(page: Drawing, x: float, y: float, line: Line, size: float, colour: str) -> None:
    moved = tuple(
        (step, tuple(value + (y if place % 2 else x) for place, value in enumerate(points)))
        for step, points in line.steps
    )
    page.shapes.append(Shape(moved, colour))
    page.words.append(Words(line.text, x, y, size, line.width))


def _day(day: date) -> str:
    """A day in figures, which every language on the posters reads the same."""
    return f"{day.day}-{day.month}-{day.year}"
