"""Card codes for tellers under sixteen: handed out after a parent's yes, used once, without any name.

They come in batches: an organisation asks for a number of them, keeps the signed consents, and declares how many those
are. A batch can be revoked, after which its unused cards open nothing any more.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base
from corpus.vault import Vault

# No vowels, so that no word appears; no letters that look alike.
LETTERS = "bcdfghjkmnpqrstvwxz"
#: with one of these begins the code of a card that allows a recording, and no other: so a phone knows without a line
SPEAKING = "npqrstvwxz"
LENGTH = 8
MOST = 500
UNUSABLE = "Deze code kennen we niet, of hij is al gebruikt. Kijk nog eens goed op je kaart."


class CardsRefusedError(ValueError):
    """A step that a batch of cards cannot take; the message is the Dutch sentence for the manager."""


class CardBatch(Base):
    """Cards that were made together, for one organisation and one set of consents."""

    __tablename__ = "card_batches"
    __table_args__ = (
        CheckConstraint("certified IS NULL OR (certified >= 0 AND certified <= count)", name="certified_within_count"),
    )

    #: UUID made when the form for the batch was opened, so that sending it twice makes no second batch
    id: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str]
    age: Mapped[str]
    organisation: Mapped[str]
    expires: Mapped[date]
    count: Mapped[int]
    area_slug: Mapped[str | None] = mapped_column(default=None)
    may_keep: Mapped[bool] = mapped_column(default=False)
    may_quote: Mapped[bool] = mapped_column(default=False)
    may_record: Mapped[bool] = mapped_column(default=False)
    revoked: Mapped[bool] = mapped_column(default=False)
    #: how many signed consents the organisation declares to hold, on which day, and which account wrote that down
    certified: Mapped[int | None] = mapped_column(default=None)
    certified_on: Mapped[date | None] = mapped_column(default=None)
    certified_by: Mapped[str | None] = mapped_column(default=None)


class Card(Base):
    """One card. Only a keyed fingerprint of its code is stored; no name, no school class."""

    __tablename__ = "cards"

    id: Mapped[str] = mapped_column(primary_key=True)
    #: the questionnaire it opens: kind or jongere
    form: Mapped[str]
    age: Mapped[str]
    organisation: Mapped[str]
    expires: Mapped[date]
    area_slug: Mapped[str | None] = mapped_column(default=None)
    #: consent tiers a parent allowed beside taking part
    may_keep: Mapped[bool] = mapped_column(default=False)
    may_quote: Mapped[bool] = mapped_column(default=False)
    may_record: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    used: Mapped[bool] = mapped_column(default=False)
    #: the story told with it, so that a parent who withdraws consent can name the card
    story_id: Mapped[str | None] = mapped_column(ForeignKey("stories.id", ondelete="SET NULL"), default=None)
    #: empty for cards from before there were batches
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("card_batches.id"), default=None, index=True)


@dataclass(frozen=True)
class Batch:
    """What a batch of cards allows."""

    form: str
    age: str
    organisation: str
    expires: date
    area_slug: str | None = None
    may_keep: bool = False
    may_quote: bool = False
    may_record: bool = False


@dataclass(frozen=True)
class Tally:
    """How a batch stands: every unused card counts once, as revoked, as expired or as still open."""

    batch: CardBatch
    used: int
    revoked: int
    expired: int
    open: int


def make(
    session: Session, vault: Vault, batch: Batch, count: int, actor: str = journal.SYSTEM, batch_id: str | None = None
) -> list[str]:
    """Make a batch of cards; returns their codes, which are printed once and never shown again.

    Raises CardsRefusedError for a number that is not 1…500, and for a batch that was made already.
    """
    if not 1 <= count <= MOST:
        raise CardsRefusedError(f"Maak minstens 1 en hoogstens {MOST} kaarten tegelijk.")
    made = CardBatch(id=batch_id or str(uuid4()), count=count, **vars(batch))
    if session.get(CardBatch, made.id) is not None:
        raise CardsRefusedError("Deze kaarten zijn al gemaakt. De codes staan alleen op het blad dat toen openging.")
    session.add(made)
    session.flush()
    codes = [_code(batch.may_record) for _ in range(count)]
    session.add_all(Card(id=_fingerprint(vault, code), batch_id=made.id, **vars(batch)) for code in codes)
    session.flush()
    journal.write(session, actor, "cards.made", f"cards:{made.id}", form=made.form, age=made.age, count=count)
    return codes


def _code(speaks: bool) -> str:
    """A code whose first letter says whether the story may be spoken. Only a sign: what the card allows is stored."""
    first = SPEAKING if speaks else "".join(letter for letter in LETTERS if letter not in SPEAKING)
    return secrets.choice(first) + "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))


def tallies(session: Session, today: date) -> list[Tally]:
    """Every batch with its counts, the one that lasts longest first."""
    of_batch = select(Card.batch_id, func.count()).where(Card.used).group_by(Card.batch_id)
    used = {str(batch_id): int(count) for batch_id, count in session.execute(of_batch)}
    batches = session.scalars(select(CardBatch).order_by(CardBatch.expires.desc(), CardBatch.id))
    return [_tally(batch, used.get(batch.id, 0), today) for batch in batches]


def _tally(batch: CardBatch, used: int, today: date) -> Tally:
    left = batch.count - used
    state = "revoked" if batch.revoked else "expired" if batch.expires < today else "open"
    return Tally(batch, used, **{name: left if name == state else 0 for name in ("revoked", "expired", "open")})


def revoke(session: Session, batch_id: str, actor: str) -> CardBatch:
    """Make the unused cards of a batch worthless. Raises CardsRefusedError when that was done before."""
    batch = _find(session, batch_id)
    if batch.revoked:
        raise CardsRefusedError("Deze kaarten zijn al ingetrokken.")
    batch.revoked = True
    journal.write(session, actor, "cards.revoked", f"cards:{batch.id}")
    return batch


def certify(session: Session, batch_id: str, signed: int, today: date, actor: str) -> CardBatch:
    """Write down how many signed consents the organisation declares to hold (AVG, article 7, paragraph 1).

    Raises CardsRefusedError when that is more than there are cards, or less than none.
    """
    batch = _find(session, batch_id)
    if not 0 <= signed <= batch.count:
        raise CardsRefusedError(f"Vul een aantal in van 0 tot en met {batch.count}: zoveel kaarten zijn er.")
    batch.certified, batch.certified_on, batch.certified_by = signed, today, actor
    journal.write(session, actor, "cards.certified", f"cards:{batch.id}", signed=signed)
    return batch


def find(session: Session, vault: Vault, code: str, form: str, today: date) -> Card | None:
    """The unused, unexpired, unrevoked card of that code for that form, or None."""
    card = session.get(Card, _fingerprint(vault, code))
    if card is None or card.used or card.form != form or card.expires < today:
        return None
    batch = session.get(CardBatch, card.batch_id) if card.batch_id else None
    return None if batch is not None and batch.revoked else card


def _find(session: Session, batch_id: str) -> CardBatch:
    batch = session.get(CardBatch, batch_id)
    if batch is None:
        raise CardsRefusedError("Deze kaarten bestaan niet.")
    return batch


def spend(session: Session, card: Card, story_id: str) -> bool:
    """Use a card for a story; False when another story was faster."""
    fresh = update(Card).where(Card.id == card.id, Card.used.is_(False)).values(used=True, story_id=story_id)
    return len(session.scalars(fresh.returning(Card.id)).all()) == 1


def _fingerprint(vault: Vault, code: str) -> str:
    return vault.fingerprint("card", re.sub(r"[^a-z]", "", code.lower()))
