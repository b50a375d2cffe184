"""The cells of the numbers: where a number stands on the level ladder, and what of it an audience may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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

    @property
    def hidden(self) -> bool:
        """Whether this cell says "te weinig verhalen"."""
        return self.n is None
