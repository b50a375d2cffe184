"""The contact box: a teller asks somebody to get in touch. Apart from stories, under its own keys, and not for long."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.safeguarding import AlreadyHandledError
from corpus.vault import Vault
from corpus.working_days import working_days_after

#: working days within which somebody has tried to get in touch
WORKING_DAYS = 1
#: days that a request is kept after it was handled
KEPT_DAYS = 30
HANDLED = frozenset(["contact_gehad", "niet_bereikt", "overleg_veilig_thuis", "melding_gedaan"])


class ContactRequest(Base):
    """One request. It goes with its story when the teller takes that back."""

    __tablename__ = "contact_requests"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    #: sealed JSON: what to call the teller, and how to reach them
    sealed: Mapped[bytes]
    #: the day, for the deadline; the exact moment is in the journal
    asked: Mapped[date]
    #: what came of it, as a code; empty until somebody dealt with it
    handled: Mapped[str | None] = mapped_column(default=None)
    handled_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def due(self) -> date:
        """The last day on which somebody got in touch in time."""
        return working_days_after(self.asked, WORKING_DAYS)

    @property
    def gone_on(self) -> date | None:
        """The day on which it is removed, or None as long as nobody dealt with it."""
        return self.handled_on + timedelta(days=KEPT_DAYS) if self.handled_on else None

    def late(self, today: date) -> bool:
        """Whether the last day has passed."""
        return self.due < today

    def person(self, vault: Vault) -> "Person":
        """Who asks, opened. Raises VaultError when the seal is broken."""
        return Person(**keys(vault).open(self.sealed, "contact_requests.sealed", self.story_id))


@dataclass(frozen=True)
class Person:
    """What a teller filled in: a first name or any other name, and how to reach them."""

    name: str
    reach: str


def keys(vault: Vault) -> Vault:
    """The keys of the box. Whoever has those of the stories alone cannot open it, and the other way round."""
    return vault.apart("contact")


def ask(session: Session, vault: Vault, story_id: str, person: Person, today: date) -> None:
    """Keep a request; asked again for the same story, the newer one takes the place of the older."""
    sealed = keys(vault).seal(vars(person), "contact_requests.sealed", story_id)
    earlier = session.get(ContactRequest, story_id)
    if earlier is None:
        session.add(ContactRequest(story_id=story_id, sealed=sealed, asked=today))
    else:
        earlier.sealed, earlier.asked, earlier.handled, earlier.handled_on = sealed, today, None, None
    journal.write(session, journal.TELLER, "contact.asked", f"story:{story_id}")


def waiting(session: Session) -> list[ContactRequest]:
    """The requests that nobody dealt with yet, the oldest first."""
    unhandled = select(ContactRequest).where(ContactRequest.handled.is_(None))
    return list(session.scalars(unhandled.order_by(ContactRequest.asked, ContactRequest.story_id)))


def kept(session: Session) -> list[ContactRequest]:
    """The requests that were dealt with and are not removed yet, the oldest first."""
    handled = select(ContactRequest).where(ContactRequest.handled.is_not(None))
    return list(session.scalars(handled.order_by(ContactRequest.handled_on, ContactRequest.story_id)))


def handle(session: Session, story_id: str, code: str, actor: str, today: date) -> None:
    """Keep what came of a request, as a code. Raises AlreadyHandledError when it is no longer waiting."""
    if code not in HANDLED:
        raise ValueError(f"{code!r} is geen bekende uitkomst.")
    waits = update(ContactRequest).where(ContactRequest.story_id == story_id, ContactRequest.handled.is_(None))
    fresh = waits.values(handled=code, handled_on=today).returning(ContactRequest.story_id)
    if len(session.scalars(fresh).all()) != 1:
        raise AlreadyHandledError("Deze vraag is al door iemand anders afgehandeld, of het verhaal is ingetrokken.")
    journal.write(session, actor, "contact.handled", f"story:{story_id}", handled=code)


def forget_handled(session: Session, today: date) -> int:
    """Remove what was dealt with 30 days ago or longer; returns how many.

    On SQLite ``corpus.database.forget_for_good`` afterwards clears the write-ahead log too.
    """
    over = ContactRequest.handled_on <= today - timedelta(days=KEPT_DAYS)
    gone = session.scalars(select(ContactRequest.story_id).where(over)).all()
    session.execute(delete(ContactRequest).where(over))
    for story_id in gone:
        journal.write(session, journal.SYSTEM, "contact.removed", f"story:{story_id}")
    return len(gone)
