"""The teller's own marks as names, numbers and shares; answered, unknown and skipped stay three different things."""

from collections.abc import Mapping
from typing import Any

from corpus.triangles import zone
from forms.questionnaire import ANSWERED, SKIPPED

Mark = Mapping[str, Any]

MIXED = "gemengd"
FEELING_NAMES = {1.0: "heel_positief", 0.5: "positief", 0.0: "neutraal", -0.5: "negatief", -1.0: "heel_negatief"}
UNKNOWN_NAME, SKIPPED_NAME, NOT_ASKED = "weet_niet", "overgeslagen", ""
LINES = ("leren", "werken", "wonen")
WHO = ("zelf", "naasten", "instanties")
NOBODY = "niemand"
#: something was said in words, which are no mark
SAID = "genoemd"
NAN = float("nan")
NOWHERE = (NAN, NAN, NAN)

Shares = tuple[float, float, float]


def answer(mark: Mark | None) -> str:
    """The answer by name; "weet_niet" for unknown, "overgeslagen" for passed over, nothing for what was not asked."""
    if mark is None:
        return NOT_ASKED
    if mark["state"] == SKIPPED:
        return SKIPPED_NAME
    return str(mark.get("value", SAID)) if mark["state"] == ANSWERED else UNKNOWN_NAME


def number(mark: Mark | None) -> float:
    """The number an answer stands for; nan when there is none."""
    if mark is None or mark["state"] != ANSWERED or mark.get("number") is None:
        return NAN
    return float(mark["number"])


def feeling_name(mark: Mark | None) -> str:
    """One set of names for the feelings of all forms."""
    name = answer(mark)
    if mark is None or name in (UNKNOWN_NAME, SKIPPED_NAME, MIXED):
        return name
    return FEELING_NAMES[float(mark["number"])]


def shares(mark: Mark | None) -> Shares:
    """Where in a triangle a teller pointed, as three shares that sum to 1; nan when not in it."""
    if mark is None or mark["state"] != ANSWERED or not mark.get("shares"):
        return NOWHERE
    a, b, c = (float(share) for share in mark["shares"])
    return (a, b, c)


def line_shares(marks: Mapping[str, Mark]) -> Shares:
    """What a story is about, by its teller: the triangle, or a child's choice of one, two or three lines.

    One line is a corner, two are the middle of an edge, three the centre; "iets anders" alone is nowhere.
    """
    chosen = marks.get("LIJN")
    if chosen is None:
        return shares(marks.get("DRIEHOEK-LIJN"))
    if chosen["state"] != ANSWERED:
        return NOWHERE
    named = [line in chosen["value"] for line in LINES]
    if not any(named):
        return NOWHERE
    a, b, c = (is_named / sum(named) for is_named in named)
    return (a, b, c)


def zone_name(place: Shares, corners: tuple[str, str, str], otherwise: str) -> str:
    """The zone of a point in a triangle, or ``otherwise`` (the answer beside it) when it is nowhere."""
    return otherwise if place[0] != place[0] else zone(place, corners)
