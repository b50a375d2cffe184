"""The guardian's queue: which stories a person must read, in which order, before when, and who is there to do it."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, exists, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from corpus.accounts import GUARDIAN, Account, Role
from corpus.audio import Recording
from corpus.journal import Entry
from corpus.stories import CHILD, Story, in_words
from corpus.working_days import day_of, end_of_term

REFERENCE = Path(__file__).parent / "reference" / "safeguarding.toml"
#: stories after which the site asks a guardian to stop for today
MOST_A_DAY = int(tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["most_a_day"])
ACUTE, CONCERN, CHILDREN = 2, 1, 0
#: working days within which a person has read it
WORKING_DAYS = {ACUTE: 1, CONCERN: 5, CHILDREN: 5}
#: a guardian who gave no sign of life for so many days does not count as one
SEEN_DAYS = 14
#: what puts a story in the queue
ARRIVALS = ("story.received", "story.reopened")
_SIGNS_OF_LIFE = ("account.made", "account.code_given", "account.signed_in")
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
    def due(self) -> datetime | None:
        """Until when it is read in time: its last working day, when the office closes. None without a known start."""
        return end_of_term(self.since, WORKING_DAYS[self.level]) if self.since else None

    def late(self, now: datetime) -> bool:
        """Whether the term has ended."""
        return self.due is not None and self.due < now


def waiting(session: Session) -> list[Waiting]:
    """The unread stories: acute first, then concerns, then of every child and in every other language; oldest first.

    The term of a story that was opened again starts anew.
    """
    came = (Entry.subject == literal("story:") + Story.id) & Entry.action.in_(ARRIVALS)
    newest = select(func.max(Entry.at)).where(came).correlate(Story).scalar_subquery()
    found = [Waiting(story, aware(at)) for story, at in session.execute(select(Story, newest).where(_TO_READ))]
    # Of a loaded story only the month is known; it takes its place at the start of that month.
    return sorted(
        found, key=lambda entry: (-entry.level, entry.since or _start_of(entry.story.received), entry.story.id)
    )


def find(session: Session, story_id: str) -> Story | None:
    """An unread story of the queue, or None."""
    return session.scalar(select(Story).where(Story.id == story_id, _TO_READ))


def active_guardians(session: Session, now: datetime) -> list[Account]:
    """Who reads the queue: guardians' accounts in use, made or signed in to in the last 14 days."""
    guardians = select(Account).join(Account.roles).where(Account.active, Role.name == GUARDIAN)
    seen = select(Entry.subject).where(
        Entry.action.in_(_SIGNS_OF_LIFE), Entry.at >= now.astimezone(UTC) - timedelta(days=SEEN_DAYS)
    )
    subjects = set(session.scalars(seen))
    return [one for one in session.scalars(guardians.order_by(Account.id)) if f"account:{one.id}" in subjects]


def has_active_guardian(session: Session, now: datetime) -> bool:
    """Whether somebody reads the queue."""
    return bool(active_guardians(session, now))


def read_today(session: Session, actor: str, now: datetime, besides: str = "") -> int:
    """How many stories a guardian opened today, each counted once, besides one."""
    today = select(Entry.subject, Entry.at).where(
        Entry.actor == actor,
        Entry.action == "story.read",
        Entry.subject != f"story:{besides}",
        Entry.at >= now.astimezone(UTC) - timedelta(days=1),
    )
    return len({subject for subject, at in session.execute(today) if day_of(as_utc(at)) == day_of(now)})


def as_utc(at: datetime) -> datetime:
    """A moment of the database with its zone: SQLite gives moments without one, and they are UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def aware(at: datetime | None) -> datetime | None:
    """The same for a moment that may be unknown."""
    return None if at is None else as_utc(at)


def _start_of(month: str) -> datetime:
    return datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
