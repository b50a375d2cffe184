"""The clocks: what is kept no longer than was promised, cleared away once a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpus import audio, contact, journal
from corpus.database import forget_for_good, writing

#: the line of the journal that says the clocks have run
RAN = "retention.ran"


@dataclass(frozen=True, slots=True)
class Clock:
    """What is cleared, when, and how: ``clear(session, today)`` returns how many are gone."""

    name: str
    after: str
    clear: Callable[[Session, date], int]


CLOCKS = (
    Clock("opnamen", "30 dagen, of na één dag zonder verhaal", audio.forget),
    Clock("contactverzoeken", "30 dagen na afhandelen", contact.forget_handled),
)


def run(engine: Engine, today: date) -> dict[str, int]:
    """Let every clock run, each in a transaction of its own; returns how many are gone by name. May be repeated."""
    gone = {}
    for clock in CLOCKS:
        with writing(engine) as session:
            gone[clock.name] = clock.clear(session, today)
    with writing(engine) as session:
        journal.write(session, journal.SYSTEM, RAN, "corpus", **gone)
    forget_for_good(engine)
    return gone
