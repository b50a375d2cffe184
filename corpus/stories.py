"""What has been told: one row a story, its marks in the open, its words sealed."""

import hashlib
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base
from corpus.vault import Vault
from forms.questionnaire import SKIPPED

CHILD, YOUTH, PARENT, PROFESSIONAL = "kind", "jongere", "ouder", "professional"
RESIDENTS = (CHILD, YOUTH, PARENT)
STORY_ITEM = "VERHAAL"


class Story(Base):
    """A short story with the teller's own marks. No name, no address, no account, no exact time."""

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint("signal BETWEEN 0 AND 2", name="known_signal"),
        CheckConstraint("\"group\" IN ('kind', 'jongere', 'ouder', 'professional')", name="known_group"),
        Index("ix_stories_cell", "round_id", "area_id", "group"),
    )

    #: UUID made by the device of the teller, once, when the form was opened
    id: Mapped[str] = mapped_column(primary_key=True)
    #: "kind@1": the questionnaire with its version
    questionnaire: Mapped[str]
    group: Mapped[str]
    language: Mapped[str]
    #: zelf_typen, zelf_inspreken, hulp_typt, interview, groep
    mode: Mapped[str]
    #: month of receipt, "2026-11": the only time an analyst sees
    received: Mapped[str]
    #: item -> {"state": answered|unknown|skipped, "value": option id(s) or number, "number": its value, "shares": [..]}
    marks: Mapped[dict[str, Any]]
    #: sealed JSON: item -> the words typed or spoken
    sealed: Mapped[bytes]
    #: keyed fingerprint of the content as it was sent, for the identity rule
    digest: Mapped[str]
    #: slow hash of the receipt words; the words themselves are stored nowhere. None for what was loaded from a file
    receipt: Mapped[str | None] = mapped_column(unique=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"), default=None)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), default=None)
    buurtcode: Mapped[str | None] = mapped_column(default=None)
    age: Mapped[str | None] = mapped_column(default=None)
    #: class, group talk or household: the cluster of the bootstrap
    session: Mapped[str | None] = mapped_column(default=None)
    #: opaque code of who collected it; empty for what residents sent in themselves
    collector: Mapped[str | None] = mapped_column(default=None)
    interview_id: Mapped[str | None] = mapped_column(
        ForeignKey("interviews.id", ondelete="CASCADE"), default=None, index=True
    )
    #: told outside every window and rolled on to the next round
    late: Mapped[bool] = mapped_column(default=False)
    #: a further story of the same teller in the same round: readable, not counted
    extra: Mapped[bool] = mapped_column(default=False)
    fictional: Mapped[bool] = mapped_column(default=False)
    #: consent tiers 2 (keep for later years), 3 (short quote) and 4 (keep the recording until typed out)
    may_keep: Mapped[bool] = mapped_column(default=False)
    may_quote: Mapped[bool] = mapped_column(default=False)
    may_record: Mapped[bool] = mapped_column(default=False)
    #: 0 none, 1 concern, 2 acute
    signal: Mapped[int] = mapped_column(default=0, index=True)
    #: received, cleared, held, rejected
    state: Mapped[str] = mapped_column(default="received", index=True)
    #: what the guardian found, as a code; empty until a person has read it
    handled: Mapped[str | None] = mapped_column(default=None)

    def words(self, vault: Vault) -> dict[str, str]:
        """The words of the teller by item, opened. Raises VaultError when the seal is broken."""
        return dict(vault.open(self.sealed, "stories.sealed", self.id))

    def text(self, vault: Vault) -> str:
        """The story itself, opened; empty when the teller wrote none."""
        return self.words(vault).get(STORY_ITEM, "")


def in_words() -> ColumnElement[bool]:
    """Whether a story has a text: not (yet) when it was spoken and nobody has typed it out."""
    told: ColumnElement[bool] = Story.marks[STORY_ITEM]["state"].as_string().is_distinct_from(SKIPPED)
    return told


def seal_words(vault: Vault, story_id: str, words: dict[str, str]) -> bytes:
    """Seal the words of a story for its own row."""
    return vault.seal(words, "stories.sealed", story_id)


class Conflict(Base):
    """Other content that arrived under a known id: kept beside the story, never in its place."""

    __tablename__ = "conflicts"

    #: "<story id>:<first 16 of the digest>"
    id: Mapped[str] = mapped_column(primary_key=True)
    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    received: Mapped[str]
    sealed: Mapped[bytes]


class Withdrawn(Base):
    """The id of a story that was taken out, so that a copy still under way does not bring it back."""

    __tablename__ = "withdrawn"

    id: Mapped[str] = mapped_column(primary_key=True)
    received: Mapped[str]


def wave_hash(session: Session, round_id: str) -> str:
    """SHA-256 over the digests of a round's stories in order of id: equal exactly when the wave is unchanged."""
    digests = session.scalars(select(Story.digest).where(Story.round_id == round_id).order_by(Story.id))
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
