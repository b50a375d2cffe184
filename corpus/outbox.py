"""Mail to guardians that something waits, and nothing more: no name, no story, no level. One row a guardian."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, ForeignKey, func, literal, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import canary, contact, handling, journal, safeguarding
from corpus.accounts import GUARDIAN, Account, Role
from corpus.contact import ContactRequest
from corpus.database import Base, writing
from corpus.journal import Entry
from corpus.safeguarding import as_utc

SUBJECT = "Er wacht iets in de rij"
#: at least so long between two messages to one guardian, also when it is unknown whether the first arrived
BETWEEN = timedelta(hours=1)
#: as long as something waits, a reminder after so long
REMIND = timedelta(days=1)
#: the first wait after a failure, which doubles, and the longest
BACKOFF, LONGEST = timedelta(minutes=5), timedelta(hours=6)

#: after these nobody knows whether the message was taken
UNSURE = ("SMTPServerDisconnected", "SMTPResponseException", "TimeoutError", "ConnectionResetError", "BrokenPipeError")

#: hands over one message: address, subject, text
Send = Callable[[str, str, str], None]


class Notice(Base):
    """The mail of one guardian: being one row, it cannot go out twice."""

    __tablename__ = "notices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    #: not before this moment
    due: Mapped[datetime]
    sent: Mapped[datetime | None] = mapped_column(default=None)
    #: failures since the last that went out, and the kind of the last failure
    failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(default=None)


@dataclass(frozen=True)
class Delivered:
    """How many messages went out, and how many must be tried again."""

    sent: int
    failed: int


def deliver(engine: Engine, send: Send, site: str, now: datetime) -> Delivered:
    """Write to every guardian for whom something waits that is newer than the last message, or a day older than that.

    Before handing over, the next attempt is put an hour ahead: whatever happens after, no guardian gets two messages
    within an hour. A failure is tried again after 5 minutes, then 10, 20, … up to 6 hours; one that leaves it unknown
    whether the message arrived, after an hour at least.
    """
    with writing(engine) as session:
        claimed = [(one.id, one.email) for one in _guardians(session) if _claim(session, one.id, now)]
    failed = 0
    for account_id, address in claimed:
        failure = _try(send, address, site)
        failed += bool(failure)
        with writing(engine) as session:
            _keep(session, account_id, failure, now)
    return Delivered(len(claimed) - failed, failed)


def newest_for(session: Session, actor: str) -> tuple[bool, datetime | None]:
    """Whether something waits for a guardian, and since when the newest of it; None when that is not known."""
    mine = {first.story_id for first in handling.first_readings(session).values() if first.reader == actor}
    since = [entry.since for entry in safeguarding.waiting(session) if entry.story.id not in mine]
    about = (Entry.subject == literal("story:") + ContactRequest.story_id) & (Entry.action == "contact.asked")
    asked = select(func.max(Entry.at)).join(ContactRequest, about).where(ContactRequest.handled.is_(None))
    left = canary.waiting(session)
    since += [safeguarding.aware(session.scalar(asked))] if contact.waiting(session) else []
    since += [as_utc(left.placed)] if left else []
    return bool(since), max((at for at in since if at), default=None)


def _guardians(session: Session) -> list[Account]:
    """Every guardian's account in use, also of who has not been there for long: the message may bring them back."""
    found = select(Account).join(Account.roles).where(Account.active, Role.name == GUARDIAN)
    return list(session.scalars(found.order_by(Account.id)))


def _claim(session: Session, account_id: int, now: datetime) -> bool:
    """Whether this guardian gets a message now, and this run is the one that sends it."""
    waits, newest = newest_for(session, f"account:{account_id}")
    notice = session.get(Notice, account_id)
    if notice is None:
        notice = Notice(account_id=account_id, due=now)
        session.add(notice)
        session.flush()
    last = as_utc(notice.sent) if notice.sent else None
    news = last is None or (newest is not None and newest > last) or now - last >= REMIND
    if not (waits and news):
        return False
    mine = update(Notice).where(Notice.account_id == account_id, Notice.due <= now).values(due=now + BETWEEN)
    fresh = mine.returning(Notice.account_id).execution_options(synchronize_session=False)
    return len(session.scalars(fresh).all()) == 1


def _try(send: Send, address: str, site: str) -> str:
    """Hand over the message; the kind of the failure, or nothing."""
    try:
        send(address, SUBJECT, f"{SUBJECT}.\n\n{site}\n")
    except (smtplib.SMTPException, OSError) as failure:
        return type(failure).__name__
    return ""


def _keep(session: Session, account_id: int, failure: str, now: datetime) -> None:
    notice = session.get_one(Notice, account_id)
    if failure:
        wait = min(BACKOFF * 2 ** min(notice.failures, 10), LONGEST)
        notice.due = now + (max(wait, BETWEEN) if failure in UNSURE else wait)
        notice.failures, notice.failure = notice.failures + 1, failure
        journal.write(session, journal.SYSTEM, "notice.failed", f"account:{account_id}", kind=failure)
    else:
        notice.sent, notice.failures, notice.failure = now, 0, None
        journal.write(session, journal.SYSTEM, "notice.sent", f"account:{account_id}")
