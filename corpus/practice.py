"""How interviews go, for coaching: length, what is passed over, how the marks are spread. Never a ranking of people.

Only closed rounds count: a number that grows by one talk would give away what the last teller chose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.rounds import Round
from corpus.stories import Story
from forms.questionnaire import ANSWERED, SKIPPED

#: stories below which nothing but their number is shown
FLOOR = 10
#: what the teller marks without the worker
MARKS = (
    *("GEVOEL", "EMOTIE", "DRIEHOEK-WIE", "DRIEHOEK-LIJN", "LEVEN"),
    *("BUURT", "HOOP", "INVLOED", "VERTROUWEN"),
)
FEELING, LENGTH = "GEVOEL", "DUUR"
COUNTED = ("closed", "published")


@dataclass(frozen=True)
class Practice:
    """The talks of one worker in closed rounds. Below the floor only ``stories`` is known, the rest is None.

    ``minutes`` is the median length; ``skipped`` and the feelings are tenths from 1 to 9, so that "all of them" and
    "none of them" are never told; they are shares of the marks asked, and of the feelings chosen.
    """

    stories: int
    minutes: float | None = None
    skipped: int | None = None
    positive: int | None = None
    between: int | None = None
    negative: int | None = None


def of(session: Session, collector: str) -> Practice:
    """The practice of one worker, by the opaque code under which the interviews are stored."""
    own = select(Story.marks).join(Round, Round.id == Story.round_id)
    own = own.where(Story.collector == collector, Story.interview_id.is_not(None), Round.state.in_(COUNTED))
    return _practice(list(session.scalars(own)))


def _practice(told: list[dict[str, dict[str, object]]]) -> Practice:
    if len(told) < FLOOR:
        return Practice(len(told))
    states = [marks.get(item, {}).get("state", SKIPPED) for marks in told for item in MARKS]
    feelings = _numbers(told, FEELING)
    lengths = _numbers(told, LENGTH)
    enough = len(feelings) >= FLOOR
    return Practice(
        stories=len(told),
        minutes=median(lengths) if len(lengths) >= FLOOR else None,
        skipped=_tenths(state == SKIPPED for state in states),
        positive=_tenths(feeling > 0 for feeling in feelings) if enough else None,
        between=_tenths(feeling == 0 for feeling in feelings) if enough else None,
        negative=_tenths(feeling < 0 for feeling in feelings) if enough else None,
    )


def _numbers(told: list[dict[str, dict[str, object]]], item: str) -> list[float]:
    answers = [marks.get(item, {}) for marks in told]
    numbers = [answer.get("number") for answer in answers if answer.get("state") == ANSWERED]
    return [float(number) for number in numbers if isinstance(number, int | float)]


def _tenths(hits: Iterable[bool]) -> int:
    """A share in tenths, never 0 and never 10."""
    known = list(hits)
    return min(9, max(1, round(10 * sum(known) / len(known))))
