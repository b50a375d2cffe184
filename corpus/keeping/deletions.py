"""What tellers took back and what the clocks removed: kept beside the reserve copies, done again after a restore."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from corpus import audio, journal, withdrawal
from corpus.audio import Recording
from corpus.contact import ContactRequest
from corpus.journal import Entry
from corpus.own_story import PERMISSIONS
from corpus.stories import Story, Withdrawn

ENDED, SILENT, CONTACT = "story.permission_ended", "audio.removed", "contact.removed"
#: a recording that never had a story is cleared by its own clock
NO_STORY = "no story"


@dataclass(frozen=True)
class Deletions:
    """Withdrawn stories with the month they came in, and dated lines (moment, action, story id, permission)."""

    withdrawn: frozenset[tuple[str, str]] = frozenset()
    lines: frozenset[tuple[str, str, str, str]] = frozenset()

    def __or__(self, other: "Deletions") -> "Deletions":
        return Deletions(self.withdrawn | other.withdrawn, self.lines | other.lines)

    def to_json(self) -> dict[str, Any]:
        """As plain lists, in fixed order."""
        return {"withdrawn": sorted(self.withdrawn), "lines": sorted(self.lines)}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Deletions":
        """What ``to_json`` wrote."""
        withdrawn: Iterable[list[str]] = found["withdrawn"]
        lines: Iterable[list[str]] = found["lines"]
        return cls(
            frozenset((one, month) for one, month in withdrawn),
            frozenset((at, action, story, what) for at, action, story, what in lines),
        )


def collect(session: Session) -> Deletions:
    """Everything that was taken back or removed, as far as this database knows."""
    lines = session.scalars(select(Entry).where(Entry.action.in_((ENDED, SILENT, CONTACT))))
    return Deletions(
        frozenset((row.id, row.received) for row in session.scalars(select(Withdrawn))),
        frozenset(_line(entry) for entry in lines if entry.codes.get("reason") != NO_STORY),
    )


def _line(entry: Entry) -> tuple[str, str, str, str]:
    at = entry.at.replace(tzinfo=UTC) if entry.at.tzinfo is None else entry.at.astimezone(UTC)
    story_id = entry.subject.removeprefix("story:")
    return at.isoformat(timespec="microseconds"), entry.action, story_id, entry.codes.get("permission", "")


def replay(session: Session, deletions: Deletions, since: datetime) -> int:
    """Take out what was taken back later than a copy was made; returns how many stories are withdrawn again.

    Withdrawn ids are kept also without a story here, so that a late copy on a phone does not bring one back.
    """
    again = 0
    known = set(session.scalars(select(Withdrawn.id)))
    for story_id, received in sorted(deletions.withdrawn):
        story = session.get(Story, story_id)
        if story is not None:
            withdrawal.remove(session, story, journal.SYSTEM)
            again += 1
        elif story_id not in known:
            session.add(Withdrawn(id=story_id, received=received))
    session.flush()
    start = since.astimezone(UTC).isoformat(timespec="microseconds")
    for at, action, story_id, permission in sorted(deletions.lines):
        if at >= start:
            _again(session, action, story_id, permission)
    return again


def _again(session: Session, action: str, story_id: str, permission: str) -> None:
    if action == ENDED and (story := session.get(Story, story_id)) is not None:
        setattr(story, PERMISSIONS[permission], False)
    elif action == SILENT and (recording := session.get(Recording, story_id)) is not None:
        audio.remove(session, recording, journal.SYSTEM, "restored")
    elif action == CONTACT:
        session.execute(delete(ContactRequest).where(ContactRequest.story_id == story_id))
