"""Spoken stories: a recording comes in as numbered, sealed parts and stays until it is typed out, at most 30 days.

The parts may come in any order, more than once, and before or after the story itself. A voice is kept to be typed out
by a person and for nothing else: nothing is ever computed from the sound.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, delete, not_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.stories import Story, Withdrawn
from corpus.vault import Vault

#: bytes of one part; parts of one recording (a quarter of an hour of 15 seconds each); bytes of one recording
LARGEST_PART, MOST_PARTS, LARGEST = 1024 * 1024, 60, 15 * 1024 * 1024
#: days that a recording is kept when nobody has typed it out
KEPT_DAYS = 30


class Recording(Base):
    """The sound of one story or talk, under the id of that story. No analyst sees this table."""

    __tablename__ = "recordings"

    id: Mapped[str] = mapped_column(primary_key=True)
    mime: Mapped[str]
    #: the day the first part came in: the clock of the 30 days needs more than a month
    received: Mapped[date]
    #: empty as long as the story is not in; the story of a talk has the id of the talk
    story_id: Mapped[str | None] = mapped_column(
        ForeignKey("stories.id", ondelete="CASCADE"), default=None, unique=True
    )
    #: opaque code of who recorded it; empty for what residents spoke in themselves
    collector: Mapped[str | None] = mapped_column(default=None)
    #: how many parts there are, once the device knows
    total: Mapped[int | None] = mapped_column(default=None)
    #: bytes that are in
    size: Mapped[int] = mapped_column(default=0)
    #: typed out or too old: nothing of the sound is left, and a late copy of a part is not taken in again
    gone: Mapped[bool] = mapped_column(default=False)

    @property
    def gone_on(self) -> date:
        """The day on which the sound is removed, typed out or not."""
        return self.received + timedelta(days=KEPT_DAYS)


class AudioPart(Base):
    """One part of a recording, sealed for its own row."""

    __tablename__ = "audio_parts"
    __table_args__ = (CheckConstraint(f"number BETWEEN 1 AND {MOST_PARTS}", name="known_number"),)

    #: "<id of the recording>:<number>"
    id: Mapped[str] = mapped_column(primary_key=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    #: keyed fingerprint of the bytes, for the identity rule
    fingerprint: Mapped[str]
    sealed: Mapped[bytes]


def attach(session: Session, story: Story) -> None:
    """Give a story that just came in the recording that was there before it; without permission that is removed."""
    recording = session.get(Recording, story.id)
    if recording is None:
        return
    if allowed(story, recording.collector):
        recording.story_id = story.id
    else:
        _erase(session, recording)


def allowed(story: Story, collector: str | None) -> bool:
    """Whether a story may have a recording from this collector: with permission, and from who sent the story in."""
    return story.may_record and story.collector == collector


def numbers(session: Session, recording_id: str) -> list[int]:
    """The numbers of the parts that are in, in order."""
    parts = select(AudioPart.number).where(AudioPart.recording_id == recording_id)
    return list(session.scalars(parts.order_by(AudioPart.number)))


@dataclass(frozen=True)
class Progress:
    """What is in of one recording, without any of its content. ``wanted`` is whether the rest may be sent.

    ``told`` says whether the story is in; ``wanted`` is None as long as it is not.
    """

    parts: list[int]
    total: int | None
    wanted: bool | None

    @property
    def complete(self) -> bool:
        """Whether every part is in."""
        return self.total is not None and len(self.parts) == self.total


def progress(session: Session, story_id: str, collector: str | None = None) -> Progress:
    """How far a recording is; for an id that is not known nothing is in."""
    story, recording = session.get(Story, story_id), session.get(Recording, story_id)
    if session.get(Withdrawn, story_id) is not None or (recording is not None and recording.gone):
        return Progress([], None, False)
    wanted = allowed(story, collector) if story is not None else None
    if recording is None or recording.collector != collector:
        return Progress([], None, wanted)
    return Progress(numbers(session, recording.id), recording.total, wanted)


def of_story(session: Session, story_id: str) -> Recording | None:
    """The recording of a story that is in, as long as there is sound; else None."""
    here = Recording.story_id == story_id, Recording.gone.is_(False)
    return session.scalar(select(Recording).where(*here))


def waiting(session: Session) -> list[Recording]:
    """What residents spoke in and nobody has typed out yet, the oldest first. Talks are typed out by their worker."""
    loose = Recording.story_id.is_(None), Recording.collector.is_not(None), Recording.gone
    return list(session.scalars(select(Recording).where(not_(or_(*loose))).order_by(Recording.received, Recording.id)))


def whole(session: Session, vault: Vault, recording: Recording) -> bytes:
    """The sound of a recording: its parts in order, as far as they are in. Raises VaultError when a seal is broken."""
    parts = select(AudioPart).where(AudioPart.recording_id == recording.id).order_by(AudioPart.number)
    return b"".join(vault.open_bytes(part.sealed, "audio_parts.sealed", part.id) for part in session.scalars(parts))


def remove(session: Session, recording: Recording, actor: str, reason: str) -> bool:
    """Remove the sound; False when somebody else did. ``reason`` is a code for the journal.

    On SQLite ``corpus.database.forget_for_good`` afterwards clears the write-ahead log too.
    """
    fresh = update(Recording).where(Recording.id == recording.id, Recording.gone.is_(False)).values(gone=True)
    if len(session.scalars(fresh.returning(Recording.id)).all()) != 1:
        return False
    session.execute(delete(AudioPart).where(AudioPart.recording_id == recording.id))
    journal.write(session, actor, "audio.removed", f"story:{recording.id}", reason=reason)
    return True


def forget(session: Session, today: date) -> int:
    """Remove what is 30 days old, and what came in before today without a story; returns how many recordings.

    Run it every day, just after midnight: then no sound without a story stays longer than a day.
    """
    loose = select(Recording).where(Recording.story_id.is_(None), Recording.received < today)
    without = session.scalars(loose).all()
    for recording in without:
        _erase(session, recording)
    over = Recording.received <= today - timedelta(days=KEPT_DAYS)
    old = session.scalars(select(Recording).where(over, Recording.story_id.is_not(None), Recording.gone.is_(False)))
    return len(without) + sum(remove(session, recording, journal.SYSTEM, "age") for recording in old.all())


def _erase(session: Session, recording: Recording) -> None:
    """Remove a recording that belongs to no story; its parts go with it by foreign key."""
    session.execute(delete(Recording).where(Recording.id == recording.id))
    journal.write(session, journal.SYSTEM, "audio.removed", f"story:{recording.id}", reason="no story")
