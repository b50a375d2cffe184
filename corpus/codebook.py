"""The codebook: themes and markers with permanent ids, as it comes with the house and as it is in force."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.classification import LINES, Codebook, CodebookEvent, CodebookVersion, Theme
from corpus.codebook_replay import replay

__all__ = [
    "LINES",
    "REFERENCE",
    "Codebook",
    "CodebookVersion",
    "Theme",
    "at",
    "current",
    "events",
    "load_reference",
    "reference",
]

REFERENCE = Path(__file__).parent / "reference" / "codebook.toml"


def current(session: Session) -> Codebook:
    """The codebook in force: the one that comes with the house, and every decision since."""
    return replay(reference(), events(session))


def at(session: Session, version: str) -> Codebook:
    """The codebook as it was in a version that a run or a coding names; the one in force when it names none known."""
    decided = events(session)
    unknown = 0 if version == reference().version else len(decided)
    last = max((place for place, one in enumerate(decided, 1) if one.version == version), default=unknown)
    return replay(reference(), decided[:last])


def events(session: Session) -> list[CodebookEvent]:
    """Every decision about the codebook, oldest first."""
    return list(session.scalars(select(CodebookEvent).order_by(CodebookEvent.id)))


@cache
def reference() -> Codebook:
    """The codebook that comes with this version of the house."""
    data = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))
    version, decided = str(data["version"]), date.fromisoformat(str(data["decided"]))

    def entry(kind: str, values: dict[str, object]) -> Theme:
        words = [*_texts(values["seeds"]), *_texts(values.get("variants", []))]
        return Theme(
            id=str(values["id"]),
            kind=kind,
            line=str(values["line"]) if kind == "theme" else None,
            name=str(values["name"]),
            definition=str(values["definition"]),
            includes=str(values.get("includes", "")),
            excludes=str(values.get("excludes", "")),
            seeds=words,
            examples=_texts(values["examples"]),
            beside=str(values.get("beside", "")),
            since=version,
            valid_from=decided,
        )

    themes = tuple(entry("theme", values) for values in data["theme"])
    markers = tuple(entry("marker", values) for values in data["marker"])
    return Codebook(version, decided, themes, markers)


def load_reference(session: Session) -> int:
    """Put the reference codebook in the database, once a version; returns the number of new themes and markers."""
    codebook = reference()
    if session.get(CodebookVersion, codebook.version) is None:
        session.add(CodebookVersion(version=codebook.version, decided=codebook.decided, decision="Startversie"))
        session.flush()
    new = [entry for entry in codebook.themes + codebook.markers if session.get(Theme, entry.id) is None]
    for entry in new:
        columns = {column.key: getattr(entry, column.key) for column in Theme.__mapper__.column_attrs}
        session.add(Theme(**columns))
    session.flush()
    return len(new)


def _texts(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]
