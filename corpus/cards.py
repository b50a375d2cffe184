"""Card codes for tellers under sixteen: handed out after a parent's yes, used once, without any name."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base
from corpus.vault import Vault

# No vowels, so that no word appears; no letters that look alike.
LETTERS = "bcdfghjkmnpqrstvwxz"
LENGTH = 8
UNUSABLE = "Deze code kennen we niet, of hij is al gebruikt. Kijk nog eens goed op je kaart."


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
    used: Mapped[bool] = mapped_column(default=False)
    #: the story told with it, so that a parent who withdraws consent can name the card
    story_id: Mapped[str | None] = mapped_column(ForeignKey("stories.id", ondelete="SET NULL"), default=None)


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


def make(session: Session, vault: Vault, batch: Batch, count: int) -> list[str]:
    """Make cards; returns their codes, which are printed once and never shown again."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(count)]
    session.add_all(Card(id=_fingerprint(vault, code), **vars(batch)) for code in codes)
    session.flush()
    return codes


def find(session: Session, vault: Vault, code: str, form: str, today: date) -> Card | None:
    """The unused, unexpired card of that code for that form, or None."""
    card = session.get(Card, _fingerprint(vault, code))
    return card if card and not card.used and card.form == form and card.expires >= today else None


def spend(session: Session, card: Card, story_id: str) -> bool:
    """Use a card for a story; False when another story was faster."""
    fresh = update(Card).where(Card.id == card.id, Card.used.is_(False)).values(used=True, story_id=story_id)
    return len(session.scalars(fresh.returning(Card.id)).all()) == 1


def _fingerprint(vault: Vault, code: str) -> str:
    return vault.fingerprint("card", re.sub(r"[^a-z]", "", code.lower()))
