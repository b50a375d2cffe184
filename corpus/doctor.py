"""Looks an installation over: what is wrong, and what to do about it, in plain Dutch. Changes nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, exists, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from corpus import canary, journal, safeguarding
from corpus.database import connect, newest_revision, reading, revision
from corpus.findings import Run, StoryFinding
from corpus.instance import Instance
from corpus.journal import Entry
from corpus.keeping.backup import MADE
from corpus.outbox import Notice
from corpus.retention import RAN
from corpus.safeguarding import aware
from corpus.stories import Story, in_words
from corpus.vault import VaultError, read_key_file
from corpus.working_days import day_of

GIGABYTE = 1024**3
LEAST_FREE = 2 * GIGABYTE
#: days after which daily work is overdue, and the weekly analysis
DAILY, WEEKLY = 2, 8
#: attempts after which a message that does not go out is no hiccup
FAILURES = 3


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, and what to do."""

    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()


#: a further check, of a room that the corpus does not know
Check = Callable[[Instance], Iterator[Complaint]]


def examine(here: Instance, now: datetime, *more: Check) -> list[Complaint]:
    """Everything that is wrong with an installation; empty when it is well."""
    checks: tuple[Check, ...] = (_key, _disk, _folders, *more)
    return [complaint for check in checks for complaint in check(here)] + list(_database(here, now))


def _key(here: Instance) -> Iterator[Complaint]:
    try:
        read_key_file(here.key_file)
    except VaultError as reason:
        lost = "Zet de bewaarde kopie terug: met een nieuwe sleutel zijn oude verhalen niet te lezen."
        yield Complaint(str(reason), "" if here.key_file.exists() else lost)


def _disk(here: Instance) -> Iterator[Complaint]:
    free = shutil.disk_usage(here.folder).free
    if free < LEAST_FREE:
        yield Complaint(
            f"Er is nog {free / GIGABYTE:.1f} GB vrij op de schijf.", "Maak ruimte; onder 2 GB gaat het mis."
        )


def _folders(here: Instance) -> Iterator[Complaint]:
    for folder in (here.folder, here.reports):
        if not os.access(_existing(folder), os.W_OK | os.X_OK):
            yield Complaint(
                f"In {folder} kan niet worden geschreven.", "Geef de gebruiker van het programma dat recht."
            )


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _database(here: Instance, now: datetime) -> Iterator[Complaint]:
    if _is_absent(here):
        yield Complaint("Er is nog geen database.", "Draai: verhaal db upgrade")
        return
    engine = connect(here.database_url)
    try:
        yield from _reached(engine, now)
    except SQLAlchemyError:
        yield Complaint("De database is niet bereikbaar of niet leesbaar.", "Kijk of zij draait: VERHAAL_DATABASE_URL.")
    finally:
        engine.dispose()


def _is_absent(here: Instance) -> bool:
    """Whether the database would be a file that is not there: looking must not make one."""
    path = here.database_url.removeprefix("sqlite:///")
    return path != here.database_url and not Path(path).exists()


def _reached(engine: Engine, now: datetime) -> Iterator[Complaint]:
    if revision(engine) != newest_revision(engine):
        yield Complaint("De database is niet van deze versie.", "Draai: verhaal db upgrade")
        return
    with reading(engine) as session:
        broken = journal.broken_at(session)
        if broken is not None:
            yield Complaint(
                f"Het logboek klopt niet vanaf regel {broken}.",
                "Meld dit als mogelijk datalek en bewaar de reservekopieën.",
            )
        yield from _overdue(session, RAN, now, "Er is {when} opgeruimd.", "Draai elke dag: verhaal retention")
        yield from _overdue(
            session, MADE, now, "Er is {when} een reservekopie gemaakt.", "Draai elke nacht: verhaal backup MAP"
        )
        yield from _unread(session, now)
        yield from _unsent(session)
        if canary.unread(session, now.date()) is not None:
            yield Complaint(
                "Het proefbericht in de rij is niet op tijd gevonden.",
                "Vraag de aandachtsfunctionarissen of zij lezen.",
            )
        yield from _unfound(session, now)
        if not safeguarding.has_active_guardian(session, now):
            yield Complaint(
                "Er was in twee weken geen aandachtsfunctionaris; kinderen kunnen nu niet vertellen.",
                "Laat iemand met die rol inloggen, of maak een account: verhaal account add",
            )


def _overdue(session: Session, action: str, now: datetime, what: str, todo: str) -> Iterator[Complaint]:
    last = aware(session.scalar(select(func.max(Entry.at)).where(Entry.action == action)))
    if last is None or now - last > timedelta(days=DAILY):
        yield Complaint(what.format(when="nog nooit" if last is None else f"al {(now - last).days} dagen niet"), todo)


def _unread(session: Session, now: datetime) -> Iterator[Complaint]:
    """Nothing to read needs no analysis; stories that wait longer than a week do."""
    found = exists().where(StoryFinding.story_id == Story.id)
    waiting = session.scalar(select(func.count()).select_from(Story).where(in_words(), ~found)) or 0
    last = aware(session.scalar(select(func.max(Run.finished))))
    if waiting and (last is None or now - last > timedelta(days=WEEKLY)):
        yield Complaint(f"Er wachten {waiting} verhalen op lezen door de computer.", "Draai elke week: verhaal analyse")


def _unsent(session: Session) -> Iterator[Complaint]:
    stuck = session.scalar(select(func.count()).select_from(Notice).where(Notice.failures >= FAILURES)) or 0
    if stuck:
        yield Complaint(
            f"Aan {stuck} aandachtsfunctionarissen komt geen bericht aan.", "Kijk de instellingen van de mail na."
        )


def _unfound(session: Session, now: datetime) -> Iterator[Complaint]:
    if canary.unread(session, day_of(now)) is not None:
        yield Complaint(
            "Het proefbericht in de rij van signalen is niet op tijd gevonden.",
            "Vraag de aandachtsfunctionarissen of zij de rij lezen.",
        )
