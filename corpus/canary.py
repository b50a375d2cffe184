"""The weekly canary: a test item that shows whether somebody really works through the queue. It is no story."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.safeguarding import CHILDREN, WORKING_DAYS, AlreadyHandledError, as_utc, has_active_guardian
from corpus.working_days import day_of, end_of_term, working_days_after

#: working days within which somebody has found it
FOUND_WITHIN = 2
#: days between two canaries
EVERY = 7


class Canary(Base):
    """One test item. It stands apart from the stories, so that no number, text or export can ever hold it."""

    __tablename__ = "canaries"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    placed: Mapped[datetime]
    #: when a guardian found it; who that was stands in the journal
    ticked: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def due(self) -> datetime:
        """Until when it is found in time."""
        return end_of_term(as_utc(self.placed), FOUND_WITHIN)

    def unread(self, today: date) -> bool:
        """Whether nobody found it within its two working days."""
        return self.ticked is None and day_of(self.due) < today

    def unowned(self, today: date) -> bool:
        """Whether it lies there longer than a child's story may: then nobody reads the queue."""
        last = working_days_after(day_of(as_utc(self.placed)), WORKING_DAYS[CHILDREN])
        return self.ticked is None and last < today


def place(session: Session, now: datetime) -> Canary | None:
    """Put a canary in the queue; None when one still waits or the last was placed less than a week ago."""
    last = session.scalar(select(Canary).order_by(Canary.id.desc()).limit(1))
    if last is not None and (last.ticked is None or now - as_utc(last.placed) < timedelta(days=EVERY)):
        return None
    canary = Canary(placed=now.astimezone(UTC))
    session.add(canary)
    session.flush()
    journal.write(session, journal.SYSTEM, "canary.placed", f"canary:{canary.id}")
    return canary


def waiting(session: Session) -> Canary | None:
    """The canary that nobody has found yet; there is one at most."""
    return session.scalar(select(Canary).where(Canary.ticked.is_(None)).order_by(Canary.id).limit(1))


def tick(session: Session, number: int, actor: str, now: datetime) -> None:
    """Somebody found it. Raises AlreadyHandledError when somebody else did before."""
    found = update(Canary).where(Canary.id == number, Canary.ticked.is_(None)).values(ticked=now.astimezone(UTC))
    if len(session.scalars(found.returning(Canary.id)).all()) != 1:
        raise AlreadyHandledError("Dit proefbericht is al gevonden.")
    journal.write(session, actor, "canary.ticked", f"canary:{number}")


def unread(session: Session, today: date) -> Canary | None:
    """The canary that nobody found in time: a reason for alarm. None when all is well."""
    canary = waiting(session)
    return canary if canary is not None and canary.unread(today) else None


def queue_has_owner(session: Session, now: datetime) -> bool:
    """Whether somebody works through the queue: a guardian who was there lately, and no canary left lying."""
    canary = waiting(session)
    left = canary is not None and canary.unowned(day_of(now))
    return not left and has_active_guardian(session, now)
