"""Kiosks: a tablet on a table where one teller after the other tells, with the area filled in beforehand."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.cards import LETTERS
from corpus.database import Base
from corpus.rounds import OPEN, Round
from corpus.vault import Vault

LENGTH = 10
IN_USE, SHUT = "open", "closed"


class KioskRefusedError(ValueError):
    """A step that a kiosk cannot take; the message is the Dutch sentence for the manager."""


class Kiosk(Base):
    """One kiosk. Its code is part of an address and no secret: it opens a form that anybody may fill in."""

    __tablename__ = "kiosks"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="known_state"),)

    #: random letters, as they stand in the address
    id: Mapped[str] = mapped_column(primary_key=True)
    #: the questionnaire it asks
    form: Mapped[str]
    area_slug: Mapped[str]
    #: the round it serves; outside that round it takes nothing in
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    organisation: Mapped[str]
    expires: Mapped[date]
    state: Mapped[str] = mapped_column(default=IN_USE)


@dataclass(frozen=True)
class Plan:
    """What a manager chooses for a kiosk."""

    form: str
    area_slug: str
    round_id: str
    organisation: str
    expires: date


def make(session: Session, plan: Plan, actor: str) -> Kiosk:
    """Make a kiosk with a new code."""
    kiosk = Kiosk(id="".join(secrets.choice(LETTERS) for _ in range(LENGTH)), **vars(plan))
    session.add(kiosk)
    session.flush()
    codes = {"form": kiosk.form, "area": kiosk.area_slug, "round": kiosk.round_id}
    journal.write(session, actor, "kiosk.made", f"kiosk:{kiosk.id}", **codes)
    return kiosk


def in_order(session: Session) -> list[Kiosk]:
    """All kiosks, the one that lasts longest first."""
    return list(session.scalars(select(Kiosk).order_by(Kiosk.expires.desc(), Kiosk.id)))


def shut(session: Session, kiosk_id: str, actor: str) -> Kiosk:
    """Close a kiosk for good. Raises KioskRefusedError when there is none of that code or it is closed already."""
    kiosk = session.get(Kiosk, kiosk_id)
    if kiosk is None:
        raise KioskRefusedError("Deze kiosk bestaat niet.")
    if kiosk.state == SHUT:
        raise KioskRefusedError("Deze kiosk is al gesloten.")
    kiosk.state = SHUT
    journal.write(session, actor, "kiosk.closed", f"kiosk:{kiosk.id}")
    return kiosk


def usable(session: Session, kiosk_id: str, today: date) -> Kiosk | None:
    """The kiosk of a code if it takes stories today: open, not expired, and its round open."""
    kiosk = session.get(Kiosk, kiosk_id)
    if kiosk is None or kiosk.state != IN_USE or kiosk.expires < today:
        return None
    window = session.get(Round, kiosk.round_id)
    return kiosk if window is not None and window.state == OPEN else None


def sitting(vault: Vault, kiosk: Kiosk, day: date) -> str:
    """The session that all stories of one kiosk on one day share: the cluster of the bootstrap.

    A keyed fingerprint, so that an analyst sees which stories belong together and not on which day they were told.
    """
    return f"kiosk-{vault.fingerprint('kiosk', f'{kiosk.id}:{day.isoformat()}')[:16]}"
