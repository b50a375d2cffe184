"""What came of a story, as a code: acute danger takes two people who agree, and what was closed can be opened again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.journal import Entry
from corpus.safeguarding import ACUTE, AlreadyHandledError, as_utc
from corpus.stories import Story

HANDLED = frozenset(
    ["geen_signaal", "signaal_niet_herleidbaar", "contact_opgenomen", "overleg_veilig_thuis", "melding_gedaan"]
)
#: why a story was opened again
REOPENED = frozenset(["nieuwe_informatie", "verkeerde_keuze", "ander_oordeel"])


class FirstReading(Base):
    """What one guardian found in a story of acute danger, as long as no second one found the same."""

    __tablename__ = "first_readings"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    handled: Mapped[str]
    #: "account:<id>", as in the journal
    reader: Mapped[str]


@dataclass(frozen=True)
class Closed:
    """A story that was handled, and when for the last time."""

    story: Story
    at: datetime


def handle(session: Session, story_id: str, code: str, actor: str) -> bool:
    """Keep what came of a story. True when it left the queue, False when a second guardian must say the same.

    With acute danger the second who chooses otherwise becomes the first: it closes only when two in a row agree.
    Raises AlreadyHandledError when it is no longer in the queue.
    """
    if code not in HANDLED:
        raise ValueError(f"{code!r} is geen bekende uitkomst.")
    # Locked, so that of two guardians who answer at once one is really the first.
    story = session.scalar(select(Story).where(Story.id == story_id, Story.handled.is_(None)).with_for_update())
    if story is None:
        raise AlreadyHandledError("Dit verhaal is al door iemand anders afgehandeld, of het is ingetrokken.")
    first = session.get(FirstReading, story_id)
    if story.signal == ACUTE and (first is None or first.reader == actor or first.handled != code):
        session.merge(FirstReading(story_id=story_id, handled=code, reader=actor))
        journal.write(session, actor, "story.handled_first", f"story:{story_id}", handled=code)
        return False
    session.execute(delete(FirstReading).where(FirstReading.story_id == story_id))
    story.handled = code
    journal.write(session, actor, "story.handled", f"story:{story_id}", handled=code, level=story.signal)
    return True


def first_readings(session: Session) -> dict[str, FirstReading]:
    """What waits for a second guardian, by story."""
    return {first.story_id: first for first in session.scalars(select(FirstReading))}


def closed(session: Session, count: int) -> list[Closed]:
    """The stories that were handled last, the newest on top."""
    about = (Entry.subject == literal("story:") + Story.id) & (Entry.action == "story.handled")
    found = select(Story, func.max(Entry.at)).join(Entry, about).where(Story.handled.is_not(None)).group_by(Story.id)
    newest = session.execute(found.order_by(func.max(Entry.at).desc(), Story.id).limit(count))
    return [Closed(story, as_utc(at)) for story, at in newest]


def reopen(session: Session, story_id: str, reason: str, actor: str) -> None:
    """Put a handled story back in the queue, with a term of its own; the reason is a code for the journal.

    Raises AlreadyHandledError when it is open already or gone.
    """
    if reason not in REOPENED:
        raise ValueError(f"{reason!r} is geen bekende reden.")
    story = session.scalar(select(Story).where(Story.id == story_id, Story.handled.is_not(None)).with_for_update())
    if story is None:
        raise AlreadyHandledError("Dit verhaal staat al in de rij, of het is ingetrokken.")
    journal.write(session, actor, "story.reopened", f"story:{story_id}", reason=reason, earlier=story.handled)
    story.handled = None
