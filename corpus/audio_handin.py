"""Handing in the parts of a recording by the identity rule: in any order, and before the story or after it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from corpus import audio, journal
from corpus.audio import LARGEST, LARGEST_PART, MOST_PARTS, AudioPart, Recording
from corpus.database import writing
from corpus.stories import Story, Withdrawn
from corpus.vault import Vault

NEW, SAME, CONFLICT, GONE, NOT_ALLOWED = "new", "same", "conflict", "gone", "not allowed"
UNFIT, TOO_MUCH, FULL = "unfit", "too much", "full"
#: recordings without a story that are held at the same time; anybody may send one
MOST_LOOSE = 200


@dataclass(frozen=True)
class Part:
    """One part as it was sent; ``total`` once the device knows how many there are."""

    story_id: str
    number: int
    mime: str
    content: bytes
    total: int | None = None
    #: who recorded it, as the code of a worker; empty for residents
    collector: str | None = None
    actor: str = journal.TELLER


def receive(engine: Engine, vault: Vault, part: Part, today: date) -> str:
    """Take one part in; the result is NEW, SAME, or why it is not taken in: then nothing changed.

    CONFLICT other content under a known number · GONE withdrawn, typed out or too old · NOT_ALLOWED no permission to
    keep a recording · UNFIT a number or total that cannot be · TOO_MUCH bytes · FULL too many without a story.
    Raises sqlalchemy.exc.OperationalError when the store cannot take it now; nothing is half-stored then.
    """
    for attempt in (1, 2):
        try:
            with writing(engine) as session:
                return _receive(session, vault, part, today)
        except IntegrityError:
            # Two sends at the same moment: the other one is in now, so the second look decides.
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


def _receive(session: Session, vault: Vault, part: Part, today: date) -> str:
    story = session.get(Story, part.story_id)
    recording = session.get(Recording, part.story_id, with_for_update=True)
    fingerprint = vault.fingerprint("audio", sha256(part.content).hexdigest())
    refused = (
        _closed(session, part, story, recording)
        or _known(session, part, recording, fingerprint)
        or _unfit(session, part, recording)
    )
    if refused:
        return refused
    if recording is None and story is None and _loose(session) >= MOST_LOOSE:
        return FULL
    recording = recording or _begin(session, part, story, today)
    _add(session, vault, recording, part, fingerprint)
    return NEW


def _closed(session: Session, part: Part, story: Story | None, recording: Recording | None) -> str | None:
    """Why nothing more is taken in here at all, or None."""
    if session.get(Withdrawn, part.story_id) is not None or (recording is not None and recording.gone):
        return GONE
    stranger = recording is not None and recording.collector != part.collector
    return NOT_ALLOWED if stranger or (story is not None and not audio.allowed(story, part.collector)) else None


def _known(session: Session, part: Part, recording: Recording | None, fingerprint: str) -> str | None:
    """SAME or CONFLICT for what contradicts or repeats what is in, or None when it is new."""
    if recording is None:
        return None
    if recording.mime != part.mime or (recording.total and part.total and recording.total != part.total):
        return CONFLICT
    known = session.get(AudioPart, _row(part))
    if known is None:
        return None
    if known.fingerprint != fingerprint:
        return CONFLICT
    recording.total = recording.total or part.total
    return SAME


def _unfit(session: Session, part: Part, recording: Recording | None) -> str | None:
    """UNFIT or TOO_MUCH, or None when the part fits with what is in."""
    total = part.total or (recording.total if recording else None)
    last = max([part.number, *audio.numbers(session, part.story_id)])
    if not part.content or part.number < 1 or last > MOST_PARTS or not last <= (total or last) <= MOST_PARTS:
        return UNFIT
    size = len(part.content) + (recording.size if recording else 0)
    return TOO_MUCH if len(part.content) > LARGEST_PART or size > LARGEST else None


def _begin(session: Session, part: Part, story: Story | None, today: date) -> Recording:
    recording = Recording(
        id=part.story_id,
        story_id=story.id if story else None,
        collector=part.collector,
        mime=part.mime,
        received=today,
    )
    session.add(recording)
    session.flush()
    journal.write(session, part.actor, "audio.received", f"story:{part.story_id}")
    return recording


def _add(session: Session, vault: Vault, recording: Recording, part: Part, fingerprint: str) -> None:
    row = _row(part)
    sealed = vault.seal_bytes(part.content, "audio_parts.sealed", row)
    session.add(
        AudioPart(id=row, recording_id=recording.id, number=part.number, fingerprint=fingerprint, sealed=sealed)
    )
    recording.size += len(part.content)
    recording.total = recording.total or part.total


def _row(part: Part) -> str:
    return f"{part.story_id}:{part.number}"


def _loose(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Recording).where(Recording.story_id.is_(None))) or 0
