"""The cells of the numbers: where a number stands on the level ladder, and what of it an audience may see."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.numbers.intervals import smallest_visible_change, smallest_visible_difference
from corpus.indicators import INDICATORS, SHARE

BUURT, AREA, CITY, PROGRAMME = "buurt", "gebied", "stad", "programma"
LEVELS = (BUURT, AREA, CITY, PROGRAMME)
EVERYONE = "alle"
RESIDENT_GROUPS = ("kind", "jongere", "ouder")
GROUPS = (*RESIDENT_GROUPS, EVERYONE)

SCREEN, TEAM, PUBLIC = "scherm", "team", "openbaar"
AUDIENCES = (SCREEN, TEAM, PUBLIC)


@dataclass(frozen=True, order=True)
class Key:
    """Where a number stands: indicator × place × group × period × subject."""

    indicator: str
    level: str
    place: str
    group: str
    period: str
    subject: str = ""


@dataclass(frozen=True)
class Weighted:
    """A value with every teller weighted to the people of area and age, its band by effective n, and the design effect.

    ``deff`` is tellers / effective tellers (Kish 1965), 1 and up.
    """

    value: float
    low: float
    high: float
    deff: float


@dataclass(frozen=True)
class Shown:
    """What one audience may see of one cell, already rounded for it.

    ``n`` and ``value`` are None when the cell is hidden; ``reason`` then says why in one Dutch sentence and ``instead``
    names the nearest cell up the ladder that may be shown (first time is pooled, then groups, then areas).
    ``parts`` are shares 0–1 by answer; a part that is too small is None.
    """

    key: Key
    version: int
    n: int | None
    value: float | None
    low: float | None
    high: float | None
    parts: Mapping[str, float | None] = field(default_factory=dict)
    reason: str = ""
    instead: Key | None = None
    note: str = ""
    #: the weighted value, for totals of all residents; None where it is not told
    weighted: Weighted | None = None
    #: whether weighting turns the balance around, or takes a share to the other side of half
    sensitive: bool = False

    @property
    def visible_difference(self) -> float | None:
        """Smallest difference from another round like this one that would be seen in 4 of 5 cases, in the own unit."""
        if self.hidden or self.value is None:
            return None
        if INDICATORS[self.key.indicator].kind == SHARE:
            found = smallest_visible_difference(self.value, self.n or 0) / 100
        elif self.low is None or self.high is None:
            return None
        else:
            found = smallest_visible_change(self.low, self.high)
        return None if math.isnan(found) else found

    @property
    def hidden(self) -> bool:
        """Whether this cell says "te weinig verhalen"."""
        return self.n is None
