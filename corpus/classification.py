"""Themes as a versioned classification: their tables, every decision about them, and the codebook these make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from corpus.database import Base

LINES = ("leren", "werken", "woon- en leefomgeving", "dwars")
#: the first letter of the ids that begin in a line
LETTERS = dict(zip(LINES, "LWOD", strict=True))
RENAME, PIN, MOVE, MERGE, SPLIT = "hernoemen", "vastpinnen", "verplaatsen", "samenvoegen", "splitsen"
ACCEPT, RELATE, PARK, REJECT = "aannemen", "koppelen", "parkeren", "afwijzen"
OPERATIONS = (RENAME, PIN, MOVE, MERGE, SPLIT, ACCEPT, RELATE, PARK, REJECT)


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


class CodebookEvent(Base):
    """One decision about the codebook, with the version it leads to. It is never changed and never removed."""

    __tablename__ = "codebook_events"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    operation: Mapped[str]
    #: ids of the themes it is about; empty when it is about a proposal alone
    themes: Mapped[list[str]]
    #: in which role it was decided: a decision belongs to a role, not to a name
    role: Mapped[str]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    #: what it touched when it was decided: indicators, places, number of series and of stories
    touched: Mapped[dict[str, Any]]
    #: version of the codebook from here on
    version: Mapped[str]
    #: number of the proposal of discovery it decides on
    proposal: Mapped[int | None] = mapped_column(default=None)
    #: the break of series it was registered with
    break_id: Mapped[int | None] = mapped_column(ForeignKey("series_breaks.id"), default=None)


@event.listens_for(CodebookEvent, "before_update")
@event.listens_for(CodebookEvent, "before_delete")
def _stays(_mapper: Any, _connection: Any, decided: CodebookEvent) -> None:
    raise RuntimeError(f"Besluit {decided.id} over het codeboek staat vast.")


@dataclass(frozen=True)
class Codebook:
    """The codebook of one version: its themes and markers in fixed order, and where every earlier id went."""

    version: str
    decided: date
    #: themes that are counted; one that was split is still among them, as the sum of its parts
    themes: tuple[Theme, ...]
    markers: tuple[Theme, ...]
    #: themes that were merged into another: they can be read, nothing new counts under them
    retired: tuple[Theme, ...] = ()
    #: merged id -> the id it went into; part -> the theme it was split from
    heirs: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    #: id -> its earlier names, oldest first; id -> the places in whose reports it always stands
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def theme(self, theme_id: str) -> Theme:
        """The theme or marker of that id, also one that was merged. Raises KeyError."""
        return {entry.id: entry for entry in self.themes + self.markers + self.retired}[theme_id]

    @property
    def names(self) -> dict[str, str]:
        """The name of every id there ever was, themes and markers."""
        return {entry.id: entry.name for entry in self.themes + self.retired + self.markers}

    @property
    def choices(self) -> tuple[Theme, ...]:
        """The themes a coder chooses from: of what was split the parts."""
        return tuple(theme for theme in self.themes if theme.id not in self.parents.values())

    def members(self, theme_id: str) -> frozenset[str]:
        """The ids that count under a theme: its own, those that were merged into it, and those of its parts."""
        under = [one for one, above in (*self.heirs.items(), *self.parents.items()) if above == theme_id]
        return frozenset({theme_id}).union(*map(self.members, under))

    def counted(self, ids: Iterable[str]) -> frozenset[str]:
        """The same codes under the ids they have now: what was merged counts under its heir, the rest as it is."""
        return frozenset(map(self.heir, ids))

    def heir(self, theme_id: str) -> str:
        """The id under which a theme counts now: its own, or of what it was merged into in the end."""
        while theme_id in self.heirs:
            theme_id = self.heirs[theme_id]
        return theme_id
