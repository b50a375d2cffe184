"""The journal: who did what to which row, when. Append-only, hash-chained, never any content."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base

TELLER, SYSTEM = "verteller", "systeem"
_CHAIN_LOCK = 0x766572  # number of the PostgreSQL advisory lock that keeps the chain in one line


class Entry(Base):
    """One line of the journal. The only place with exact times; kept two years."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    #: "verteller", "systeem" or "account:<id>"; never a name or an address
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    #: kind and id of the row it is about, such as "story:<uuid>"
    subject: Mapped[str] = mapped_column(index=True)
    #: codes and numbers only, never words of a teller
    codes: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


def write(session: Session, actor: str, action: str, subject: str, **codes: Any) -> Entry:
    """Add a line in the transaction of the deed itself, so that neither can exist without the other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    previous = session.scalar(select(Entry.hash).order_by(Entry.id.desc()).limit(1)) or ""
    at = datetime.now(UTC)
    line = Entry(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        codes=codes,
        previous=previous,
        hash=_hash(previous, at, actor, action, subject, codes),
    )
    session.add(line)
    session.flush()
    return line


def broken_at(session: Session) -> int | None:
    """Id of the first line whose hash does not follow from the line before it; None when the chain is whole.

    The chain may start anywhere: the oldest lines are removed when their two years are over.
    """
    previous: str | None = None
    for line in session.scalars(select(Entry).order_by(Entry.id)).yield_per(1000):
        at = line.at if line.at.tzinfo else line.at.replace(tzinfo=UTC)
        expected = _hash(line.previous, at, line.actor, line.action, line.subject, line.codes)
        if line.hash != expected or (previous is not None and line.previous != previous):
            return line.id
        previous = line.hash
    return None


def _hash(previous: str, at: datetime, actor: str, action: str, subject: str, codes: dict[str, Any]) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps([previous, moment, actor, action, subject, codes], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
