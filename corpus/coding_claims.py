"""Opening a story to code it, putting it aside, keeping the codes: several coders at once, nothing lost or doubled."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from corpus import journal
from corpus.codebook import Codebook, current
from corpus.coding import ANCHOR, DECISION, FIRST, MOST_THEMES, OTHER, SECOND, Coding, marker_codes
from corpus.coding_draws import CodingDraw
from corpus.coding_queue import CodingClaim, next_reading

#: how long a story is kept for who opened it, and how long a story that was put aside stays away from who did
LEASE, ASIDE = timedelta(minutes=20), timedelta(days=1)
_QUEUE_LOCK = 0x636F64  # number of the PostgreSQL advisory lock under which claims and codes are written

NOTHING = "Kies minstens één thema, of Anders, of Niet te coderen."
TOO_MANY = f"Kies hoogstens {MOST_THEMES} thema's: de belangrijkste."
BOTH = "Niet te coderen gaat niet samen met een thema of marker."
NOT_WISHED = "Een wens hoort bij een thema dat je ook kiest."
UNKNOWN = "Een van deze codes staat niet in het codeboek."
ALREADY = "Je codeerde dit verhaal al, met andere codes. De eerste blijven staan."


class CodingRefusedError(ValueError):
    """Codes that cannot be kept; the message is the Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a coder chose for one story: sorted ids, and the directions where these can be said."""

    themes: tuple[str, ...]
    wished: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    polarity: str | None = None
    life: str | None = None
    neighbourhood: str | None = None
    uncodable: bool = False
    doubt: bool = False

    def refusal(self, codebook: Codebook) -> str:
        """Why these codes cannot be kept, as a Dutch sentence; empty when they can."""
        themes = {theme.id for theme in codebook.choices}
        if self.uncodable and (self.themes or self.markers):
            return BOTH
        if not self.uncodable and not self.themes:
            return NOTHING
        if len(set(self.themes) - {OTHER}) > MOST_THEMES:
            return TOO_MANY
        if not set(self.wished) <= set(self.themes):
            return NOT_WISHED
        return (
            "" if set(self.themes) <= themes | {OTHER} and set(self.markers) <= set(marker_codes(codebook)) else UNKNOWN
        )


def claim(session: Session, coder: str, now: datetime) -> CodingClaim | None:
    """The story this coder reads now: the one already open, else the next of the queue; None when nothing waits.

    What somebody else left open too long is free again. The caller's transaction holds the queue until it ends.
    """
    _lock(session)
    mine = held(session, coder, now)
    if mine is not None:
        return mine
    session.execute(delete(CodingClaim).where(CodingClaim.until <= now))
    found = next_reading(session, coder, now)
    if found is None:
        return None
    made = CodingClaim(story_id=found.story_id, coder=coder, purpose=found.purpose, wave=found.wave, until=now + LEASE)
    session.add(made)
    session.flush()
    return made


def held(session: Session, coder: str, now: datetime) -> CodingClaim | None:
    """The story this coder has open, if any."""
    mine = CodingClaim.coder == coder, CodingClaim.skipped.is_(False), CodingClaim.until > now
    return session.scalar(select(CodingClaim).where(*mine).limit(1))


def put_aside(session: Session, coder: str, story_id: str, now: datetime) -> None:
    """Give a story back without codes: others may read it, this coder gets it again tomorrow at the earliest."""
    _lock(session)
    found = session.get(CodingClaim, (story_id, coder))
    if found is not None:
        found.skipped, found.until = True, now + ASIDE


def is_blind(session: Session, claimed: CodingClaim) -> bool:
    """Whether this reading hides what the machine proposes: what is read twice or every round is to be one's own."""
    lot = session.get(CodingDraw, claimed.story_id)
    return claimed.purpose == ANCHOR or (claimed.purpose != DECISION and lot is not None and lot.twice)


def save(session: Session, coder: str, story_id: str, given: Given, actor: str = journal.SYSTEM) -> Coding:
    """Keep the codes of one reading; sent again they change nothing. What came in late is kept as a further reading.

    Raises CodingRefusedError for codes that cannot be, or that differ from what this coder gave before.
    """
    codebook = current(session)
    if sentence := given.refusal(codebook):
        raise CodingRefusedError(sentence)
    _lock(session)
    claimed = session.get(CodingClaim, (story_id, coder))
    before = _before(session, coder, story_id, claimed)
    if before is not None:
        if _given(before) != given:
            raise CodingRefusedError(ALREADY)
        return before
    lot = session.get(CodingDraw, story_id)
    codes: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(given).items()
    }
    made = Coding(
        story_id=story_id,
        coder=coder,
        purpose=_purpose(session, story_id, claimed),
        codebook=codebook.version,
        **codes,
        blind=claimed is not None and is_blind(session, claimed),
        drawn=lot is not None and lot.drawn,
        wave=claimed.wave if claimed else "",
    )
    session.add(made)
    if claimed is not None:
        session.delete(claimed)
    session.flush()
    journal.write(session, actor, "coding.saved", f"story:{story_id}", purpose=made.purpose)
    return made


def last_of(session: Session, coder: str, story_id: str) -> Coding | None:
    """The newest codes of this coder for a story."""
    own = select(Coding).where(Coding.coder == coder, Coding.story_id == story_id)
    return session.scalar(own.order_by(Coding.id.desc()).limit(1))


def _before(session: Session, coder: str, story_id: str, claimed: CodingClaim | None) -> Coding | None:
    """What this coder gave for the same reading before; without an open claim any reading of the story counts."""
    if claimed is None:
        return last_of(session, coder, story_id)
    own = select(Coding).where(Coding.coder == coder, Coding.story_id == story_id, Coding.wave == claimed.wave)
    if claimed.purpose == DECISION:
        own = own.where(Coding.purpose == DECISION)
    return session.scalar(own.limit(1))


def _purpose(session: Session, story_id: str, claimed: CodingClaim | None) -> str:
    if claimed is not None and claimed.purpose in (ANCHOR, DECISION):
        return claimed.purpose
    read = select(Coding.id).where(Coding.story_id == story_id, Coding.purpose == FIRST).limit(1)
    return FIRST if session.scalar(read) is None else SECOND


def _given(coding: Coding) -> Given:
    codes: dict[str, Any] = {field.name: getattr(coding, field.name) for field in fields(Given)}
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in codes.items()}
    return Given(**plain)


def _lock(session: Session) -> None:
    """One at a time: on SQLite a writing transaction is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _QUEUE_LOCK})
