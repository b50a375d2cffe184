"""What people write around the numbers of a round: the talk, the reading, the decision, what is told back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.causal import causal_words
from corpus.database import Base
from corpus.rounds import CLOSED, PUBLISHED, Round

#: languages besides Dutch in which residents read what is told back
LANGUAGES = ("tr", "ar", "en", "pl", "de")
#: what is written for residents in Dutch, and in another language if somebody translates it
TOLD_BACK = ("strengths", "wishes", "decision", "decision_child", "done", "meet")
TALK, READING, DECISION, FEEDBACK, DEEPENING = "gesprek", "duiding", "besluit", "terugkoppeling", "verdieping"


def in_language(field: str, code: str) -> str:
    """The name of the field that holds the translation of another."""
    return f"{field}_{code}"


@dataclass(frozen=True, slots=True)
class Section:
    """One section that people write: its name, what it is for, and the fields without which it says too little."""

    id: str
    name: str
    purpose: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]

    def complete(self, words: Mapping[str, str]) -> bool:
        """Whether everything that is needed was written; a talk that was not held may be explained instead."""
        return all(words.get(field) for field in self.needed) or bool(words.get("waiver"))


SECTIONS = {
    section.id: section
    for section in (
        Section(
            TALK,
            "Gesprek over de uitkomsten",
            "Wie keken er samen naar de uitkomsten, en wat verbeterden bewoners?",
            ("who", "where", "when", "corrected", "waiver"),
            ("who", "where", "when", "corrected"),
        ),
        Section(READING, "Duiding", "Wat zien wij, en hoe kan het nog meer zitten?", ("text", "rivals"), ("text",)),
        Section(
            DECISION,
            "Besluit",
            "Wat doen wij met wat wij zien, wie doet het, en wanneer kijken wij weer?",
            ("what", "role", "look_again"),
            ("what", "role", "look_again"),
        ),
        Section(
            FEEDBACK,
            "Terugkoppeling aan bewoners",
            "Wat lezen bewoners op hun eigen blad?",
            (*TOLD_BACK, *(in_language(field, code) for code in LANGUAGES for field in TOLD_BACK)),
            ("decision", "done"),
        ),
        Section(DEEPENING, "Verdieping", "Wat is er over deze plek nog meer te vertellen?", ("text",), ()),
    )
}
#: without these nothing is published
REQUIRED = (READING, DECISION, TALK, FEEDBACK)
#: how many rival explanations go with stories and figures that point apart
LEAST_RIVALS = 2

Words = Mapping[str, str]
#: place -> section -> the newest words
Written = Mapping[str, Mapping[str, Words]]


class ReadingRefusedError(ValueError):
    """A text that cannot be kept; the message is the Dutch sentence."""


class Reading(Base):
    """One saved version of one section for one place and round. Never changed: who improves it saves a newer one."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint(
            "section IN ('gesprek', 'duiding', 'besluit', 'terugkoppeling', 'verdieping')", name="known_section"
        ),
        Index("ix_readings_where", "round_id", "place", "section"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    #: slug of an area, a city, or "programma"
    place: Mapped[str]
    section: Mapped[str]
    #: text by field; lists have one entry a line
    words: Mapped[dict[str, Any]]
    #: in which role it was written, such as "analyst": a text belongs to a role, not to a name
    role: Mapped[str]
    written: Mapped[datetime]
    #: invented for a demonstration
    fictional: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Where:
    """Which text: of which round, place and section."""

    round_id: str
    place: str
    section: str


def write(
    session: Session, where: Where, words: Words, *, role: str, actor: str = journal.SYSTEM, fictional: bool = False
) -> Reading:
    """Save a version of a section with its journal row; the same words again make no new version.

    Raises ReadingRefusedError for a round that is still open, an unknown section or field, or nothing written.
    """
    _refuse(session, where, words)
    kept = {field: text.strip() for field, text in words.items() if text.strip()}
    known = versions(session, where)
    if known and known[0].words == kept:
        return known[0]
    reading = Reading(
        round_id=where.round_id,
        place=where.place,
        section=where.section,
        words=kept,
        role=role,
        written=datetime.now(UTC),
        fictional=fictional,
    )
    session.add(reading)
    session.flush()
    about = {"place": where.place, "section": where.section, "version": len(known) + 1, "role": role}
    journal.write(session, actor, "reading.written", f"round:{where.round_id}", **about)
    return reading


def _refuse(session: Session, where: Where, words: Words) -> None:
    window, section = session.get(Round, where.round_id), SECTIONS.get(where.section)
    if window is None:
        raise ReadingRefusedError(f"Het meetmoment {where.round_id} bestaat niet.")
    if window.state not in (CLOSED, PUBLISHED):
        raise ReadingRefusedError(f"Het meetmoment {window.name} is nog niet gesloten; er is nog niets te duiden.")
    if section is None:
        raise ReadingRefusedError(f"Het onderdeel {where.section} bestaat niet.")
    if unknown := sorted(set(words) - set(section.fields)):
        raise ReadingRefusedError(f"{section.name} heeft geen veld {', '.join(unknown)}.")
    if not any(text.strip() for text in words.values()):
        raise ReadingRefusedError(f"Er staat nog niets bij {section.name.lower()}.")
    if (when := words.get("look_again", "").strip()) and as_day(when) is None:
        raise ReadingRefusedError("Schrijf de dag van terugkijken als jaar-maand-dag, zoals 2027-04-15.")


def as_day(text: str) -> date | None:
    """A day written as year-month-day; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def versions(session: Session, where: Where) -> list[Reading]:
    """Every version of one section, newest first."""
    mine = select(Reading).filter_by(round_id=where.round_id, place=where.place, section=where.section)
    return list(session.scalars(mine.order_by(Reading.id.desc())))


def newest(session: Session, round_id: str) -> dict[str, dict[str, Words]]:
    """The newest words of every section of a round, by place."""
    found: dict[str, dict[str, Words]] = defaultdict(dict)
    for reading in session.scalars(select(Reading).filter_by(round_id=round_id).order_by(Reading.id)):
        found[reading.place][reading.section] = reading.words
    return dict(found)


def missing(written: Written, places: Iterable[str]) -> dict[str, list[str]]:
    """Which required sections are not there or not complete, by place; empty when everything may be published."""
    found = {
        place: [name for name in REQUIRED if not SECTIONS[name].complete(written.get(place, {}).get(name, {}))]
        for place in places
    }
    return {place: sections for place, sections in found.items() if sections}


def rivals(words: Words, subject: str) -> list[str]:
    """The rival explanations for one subject: the lines that begin with its name, as in "W5: later gemeten"."""
    lines = (line.partition(":") for line in words.get("rivals", "").splitlines())
    return [text.strip() for head, _, text in lines if head.strip().lower() == subject.lower() and text.strip()]


def claims(words: Words) -> list[str]:
    """The words that claim a cause in a text somebody wrote, once each: a warning, never a refusal."""
    return list(dict.fromkeys(word for text in words.values() for word in causal_words(text)))
