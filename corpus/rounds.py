"""Measuring rounds (meetmomenten): fixed windows that close into a frozen wave."""

from datetime import date

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.stories import Story

PLANNED, OPEN, CLOSED, PUBLISHED = "planned", "open", "closed", "published"


class RoundRefusedError(ValueError):
    """A step that a round cannot take now; the message is the Dutch sentence for the manager."""


class Round(Base):
    """One measuring round. Stories told outside every window roll on to the next one, with a label."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("opens <= closes", name="opens_before_it_closes"),
        CheckConstraint("state IN ('planned', 'open', 'closed', 'published')", name="known_state"),
    )

    #: such as "2026-najaar"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    opens: Mapped[date]
    closes: Mapped[date]
    #: season, so that spring is compared with spring
    season: Mapped[str]
    state: Mapped[str] = mapped_column(default=PLANNED)
    #: SHA-256 over the stories at closing; a frozen wave that changes is found out
    frozen: Mapped[str | None] = mapped_column(default=None)

    @property
    def year(self) -> int:
        """Calendar year of the window."""
        return self.opens.year


def in_order(session: Session) -> list[Round]:
    """All rounds, oldest first."""
    return list(session.scalars(select(Round).order_by(Round.opens)))


def open_round(session: Session) -> Round | None:
    """The round that takes stories now; the oldest when several are open."""
    return session.scalar(select(Round).where(Round.state == OPEN).order_by(Round.opens).limit(1))


def next_round(session: Session) -> Round | None:
    """The first planned round."""
    return session.scalar(select(Round).where(Round.state == PLANNED).order_by(Round.opens).limit(1))


def open_up(session: Session, round_id: str, actor: str) -> Round:
    """Open a planned round; stories told while none was even planned come into it, with their label.

    Raises RoundRefusedError when it is not planned or another one is still open.
    """
    wanted = _find(session, round_id)
    other = open_round(session)
    if wanted.state != PLANNED:
        raise RoundRefusedError(f"{wanted.name} kan niet open: dit meetmoment is al open geweest.")
    if other is not None:
        raise RoundRefusedError(f"{wanted.name} kan niet open: {other.name} is nog open. Sluit dat eerst.")
    wanted.state = OPEN
    session.execute(update(Story).where(Story.late, Story.round_id.is_(None)).values(round_id=wanted.id))
    journal.write(session, actor, "round.open", f"round:{wanted.id}")
    return wanted


def _find(session: Session, round_id: str) -> Round:
    wanted = session.get(Round, round_id)
    if wanted is None:
        raise RoundRefusedError(f"Het meetmoment {round_id} bestaat niet.")
    return wanted


def close(session: Session, round_id: str, actor: str, wave_hash: str) -> Round:
    """Close an open round into a frozen wave. Raises RoundRefusedError when it is not open."""
    wanted = _find(session, round_id)
    if wanted.state != OPEN:
        raise RoundRefusedError(f"{wanted.name} kan niet dicht: het meetmoment is niet open.")
    wanted.state = CLOSED
    wanted.frozen = wave_hash
    journal.write(session, actor, "round.close", f"round:{wanted.id}", frozen=wave_hash)
    return wanted
