"""The guardian's queue: which stories a person must read, in which order, before when, and what came of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, literal, not_, or_, select, update
from sqlalchemy.orm import Session

from corpus import journal
from corpus.accounts import GUARDIAN, Account, Role
from corpus.audio import Recording
from corpus.journal import Entry
from corpus.stories import CHILD, Story, in_words

HERE = ZoneInfo("Europe/Amsterdam")
ACUTE, CONCERN, CHILDREN = 2, 1, 0
#: working days within which a person has read it. Holidays count as working days: that is only ever stricter.
WORKING_DAYS = {ACUTE: 1, CONCERN: 5, CHILDREN: 5}
HANDLED = frozenset(
    ["geen_signaal", "signaal_niet_herleidbaar", "contact_opgenomen", "overleg_veilig_thuis", "melding_gedaan"]
)
#: a guardian who gave no sign of life for so many days does not count as one
SEEN_DAYS = 14
_SIGNS_OF_LIFE = ("account.made", "account.code_given", "account.signed_in")
_SATURDAY = 5
_DUTCH = "nl"
# The signals are Dutch words: in another language nobody has looked yet. In a talk the worker heard it.
_UNSEEN = and_(Story.language != _DUTCH, Story.interview_id.is_(None))
# Nobody has looked into what was spoken by oneself either.
_SOUND = exists().where(Recording.story_id == Story.id, Recording.collector.is_(None), Recording.gone.is_(False))
_UNHEARD = or_(not_(in_words()), _SOUND)
_TO_READ = and_(Story.handled.is_(None), or_(Story.signal > 0, Story.group == CHILD, _UNSEEN, _UNHEARD))


class AlreadyHandledError(ValueError):
    """Somebody else was first; the message is the Dutch sentence."""


@dataclass(frozen=True)
class Waiting:
    """A story that a person must still read. ``since`` is None for what was loaded from a file."""

    story: Story
    since: datetime | None

    @property
    def level(self) -> int:
        """2 acute, 1 concern, 0 without a signal: a child's story, one in another language, or one that was spoken."""
        return self.story.signal

    @property
    def due(self) -> date | None:
        """The last day on which it is read in time, or None when the day of receipt is unknown."""
        return working_days_after(self.since.astimezone(HERE).date(), WORKING_DAYS[self.level]) if self.since else None

    def late(self, today: date) -> bool:
        """Whether the last day has passed."""
        return self.due is not None and self.due < today


def waiting(session: Session) -> list[Waiting]:
    """The unread stories: acute first, then concerns, then of every child and in every other language; oldest first."""
    received = (Entry.subject == literal("story:") + Story.id) & (Entry.action == "story.received")
    unread = select(Story, Entry.at).outerjoin(Entry, received).where(_TO_READ)
    found = [Waiting(story, _aware(at)) for story, at in session.execute(unread)]
    # Of a loaded story only the month is known; it takes its place at the start of that month.
    return sorted(
        found, key=lambda entry: (-entry.level, entry.since or _start_of(entry.story.received), entry.story.id)
    )


def find(session: Session, story_id: str) -> Story | None:
    """An unread story of the queue, or None."""
    return session.scalar(select(Story).where(Story.id == story_id, _TO_READ))


def handle(session: Session, story_id: str, code: str, actor: str) -> None:
    """Keep what came of a story, as a code. Raises AlreadyHandledError when it is no longer in the queue."""
    if code not in HANDLED:
        raise ValueError(f"{code!r} is geen bekende uitkomst.")
    fresh = update(Story).where(Story.id == story_id, Story.handled.is_(None)).values(handled=code)
    if len(session.scalars(fresh.returning(Story.id)).all()) != 1:
        raise AlreadyHandledError("Dit verhaal is al door iemand anders afgehandeld, of het is ingetrokken.")
    journal.write(session, actor, "story.handled", f"story:{story_id}", handled=code)


def has_active_guardian(session: Session, now: datetime) -> bool:
    """Whether somebody reads the queue: a guardian's account in use, made or signed in to in the last 14 days."""
    guardians = select(Account.id).join(Account.roles).where(Account.active, Role.name == GUARDIAN)
    subjects = [f"account:{account_id}" for account_id in session.scalars(guardians)]
    seen = select(Entry.id).where(
        Entry.subject.in_(subjects),
        Entry.action.in_(_SIGNS_OF_LIFE),
        Entry.at >= now.astimezone(UTC) - timedelta(days=SEEN_DAYS),
    )
    return session.scalar(seen.limit(1)) is not None


def working_days_after(day: date, count: int) -> date:
    """The working day (Monday to Friday) that lies ``count`` working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _aware(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _start_of(month: str) -> datetime:
    return datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
