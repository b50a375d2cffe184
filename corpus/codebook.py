"""The codebook: themes and markers with permanent ids, as a versioned classification."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base

REFERENCE = Path(__file__).parent / "reference" / "codebook.toml"
LINES = ("leren", "werken", "woon- en leefomgeving", "dwars")


class CodebookVersion(Base):
    """One version MAJOR.MINOR.PATCH: PATCH is wording, MINOR a new or clearer theme, MAJOR a merge, split or move."""

    __tablename__ = "codebook_versions"

    version: Mapped[str] = mapped_column(primary_key=True)
    decided: Mapped[date]
    decision: Mapped[str]


class Theme(Base):
    """One theme or marker. Its id is never given to anything else; what ends gets a ``valid_to``."""

    __tablename__ = "themes"
    __table_args__ = (CheckConstraint("kind IN ('theme', 'marker')", name="known_kind"),)

    #: L1 … D4 for themes, M1 … M5 for markers
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    line: Mapped[str | None]
    name: Mapped[str]
    definition: Mapped[str]
    includes: Mapped[str]
    excludes: Mapped[str]
    #: words and expressions that hint at it, lemmas or fixed multi-word forms
    seeds: Mapped[list[str]]
    examples: Mapped[list[str]]
    #: the quantitative counterpart in words
    beside: Mapped[str]
    since: Mapped[str] = mapped_column(ForeignKey("codebook_versions.version"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    pinned: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class Codebook:
    """The codebook as the pipeline reads it: one version with its themes and markers, in fixed order."""

    version: str
    decided: date
    themes: tuple[Theme, ...]
    markers: tuple[Theme, ...]

    def theme(self, theme_id: str) -> Theme:
        """The theme or marker of that id. Raises KeyError."""
        return {entry.id: entry for entry in self.themes + self.markers}[theme_id]


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
