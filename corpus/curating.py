"""Curating the codebook: what may be decided of themes and proposals, and the decision itself as one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from corpus import journal
from corpus.breaks import SeriesBreak
from corpus.classification import (
    ACCEPT,
    LINES,
    MERGE,
    MOVE,
    PIN,
    RENAME,
    SPLIT,
    Codebook,
    CodebookEvent,
    CodebookVersion,
)
from corpus.codebook import current
from corpus.codebook_replay import next_id
from corpus.curating_rules import STATES, Wish, refusal
from corpus.findings import Proposal
from corpus.rounds import next_round, open_round
from corpus.series_touched import THEME_INDICATORS, Touched, touched

_MAJOR, _MINOR, _PATCH = (MERGE, SPLIT, MOVE), (ACCEPT,), (RENAME, PIN)
_CURATION_LOCK = 0x626F6F  # number of the PostgreSQL advisory lock: two decisions at once would give out one id twice


class CurationRefusedError(ValueError):
    """A decision that cannot be taken; the message is the Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would do: the codebook's next version, the change, what it touches, and where a series breaks."""

    version: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    touched: Touched
    #: themes and lines whose series break, and the first round counted in the new way
    breaks: tuple[str, ...] = ()
    round_id: str = ""


def next_version(version: str, operation: str) -> str:
    """The version after a decision: merge, split and move raise MAJOR, a new theme MINOR, wording and pins PATCH.

    What is only decided of a proposal leaves the codebook, and so its version, as it is.
    """
    major, minor, patch = map(int, version.split("."))
    if operation in _MAJOR:
        return f"{major + 1}.0.0"
    if operation in _MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if operation in _PATCH else version


def preview(session: Session, wish: Wish) -> Preview:
    """What a decision would change and touch, without taking it. Raises CurationRefusedError."""
    book = current(session)
    proposal = session.get(Proposal, wish.proposal) if wish.proposal is not None else None
    if refused := refusal(session, book, wish, proposal):
        raise CurationRefusedError(refused)
    before, after = _change(book, wish, proposal)
    breaks = _broken(book, wish, after)
    window = open_round(session) or next_round(session)
    if breaks and window is None:
        raise CurationRefusedError(
            "Dit breekt een reeks, en er is geen open of gepland meetmoment waarin dat ingaat. Plan er eerst een."
        )
    return Preview(
        version=next_version(book.version, wish.operation),
        before=before,
        after=after,
        touched=touched(session, book, wish.themes, breaks, wish.proposal),
        breaks=breaks,
        round_id=window.id if breaks and window else "",
    )


def decide(session: Session, wish: Wish, reason: str, *, role: str, actor: str) -> CodebookEvent:
    """Take a decision: its event, its version, its break of series and its journal row, together or not at all.

    Raises CurationRefusedError without a reason, and for what cannot be.
    """
    if not reason.strip():
        raise CurationRefusedError("Schrijf op waarom: zonder reden wordt niets besloten.")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CURATION_LOCK})
    seen, now = preview(session, wish), datetime.now(UTC)
    if session.get(CodebookVersion, seen.version) is None:
        session.add(CodebookVersion(version=seen.version, decided=now.date(), decision=reason.strip()))
    if wish.proposal is not None:
        session.get_one(Proposal, wish.proposal).state = STATES[wish.operation]
    made = CodebookEvent(
        at=now,
        operation=wish.operation,
        themes=list(wish.themes),
        proposal=wish.proposal,
        role=role,
        reason=reason.strip(),
        before=dict(seen.before),
        after=dict(seen.after),
        touched=seen.touched.stored(),
        version=seen.version,
        break_id=_register(session, wish, seen, now),
    )
    session.add(made)
    session.flush()
    codes = {"operation": wish.operation, "version": seen.version, "themes": list(wish.themes), "role": role}
    journal.write(session, actor, "codebook.decided", f"codebook:{made.id}", **codes)
    return made


def _register(session: Session, wish: Wish, seen: Preview, now: datetime) -> int | None:
    if not seen.breaks:
        return None
    entry = SeriesBreak(
        round_id=seen.round_id,
        kind="codeboek",
        indicators=list(THEME_INDICATORS),
        description=f"codeboek {seen.version}: {wish.operation} ({', '.join(seen.breaks)})",
        decided=now.date(),
        subjects=list(seen.breaks),
    )
    session.add(entry)
    session.flush()
    return entry.id


def _change(book: Codebook, wish: Wish, proposal: Proposal | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """How it is, and how it becomes."""
    first = book.theme(wish.themes[0]) if wish.themes else None
    state = {"state": proposal.state} if proposal is not None else {}
    if wish.operation == RENAME and first is not None:
        return {"name": first.name}, {"name": wish.name}
    if wish.operation == MOVE and first is not None:
        return {"line": first.line}, {"line": wish.line}
    if wish.operation == PIN and first is not None:
        return {"places": list(book.pins.get(first.id, ()))}, {"places": list(wish.places)}
    if wish.operation == SPLIT and first is not None and first.line is not None:
        given: list[str] = []
        for _ in wish.parts:
            given.append(next_id(book, first.line, given))
        return {"name": first.name}, {
            "parts": [{"id": one, "name": name} for one, name in zip(given, wish.parts, strict=True)]
        }
    if wish.operation in (MERGE, ACCEPT):
        new = {"name": wish.name, "line": wish.line, "definition": wish.definition}
        names = {"names": {one: book.theme(one).name for one in wish.themes}} if wish.themes else {}
        seeds = {"seeds": list(proposal.words)} if proposal is not None else {}
        return {**names, **state}, {"id": next_id(book, wish.line), **new, **seeds}
    return state, {"state": STATES[wish.operation], **({"theme": wish.themes[0]} if wish.themes else {})}


def _broken(book: Codebook, wish: Wish, after: Mapping[str, Any]) -> tuple[str, ...]:
    """Themes and lines whose numbers before and after cannot be compared.

    A merge is none: its history is the union of the stories. A new theme and the parts of a split have no history that
    people coded; the totals of a line break when themes come into it or leave it.
    """
    if wish.operation == SPLIT:
        return tuple(part["id"] for part in after["parts"])
    if wish.operation == ACCEPT:
        return (after["id"], f"lijn:{wish.line}")
    if wish.operation not in (MOVE, MERGE):
        return ()
    lines = {book.theme(one).line for one in wish.themes} | {wish.line}
    wholes = {book.parents.get(one) for one in wish.themes}
    lost = wholes - {None} if wish.operation == MERGE and len(wholes) > 1 else set()
    return tuple(sorted(filter(None, lost))) + tuple(f"lijn:{one}" for one in LINES if one in lines and len(lines) > 1)
