"""The register of series breaks (reeksbreuken) and events: what changed in the method, what happened in the world."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base

KINDS = (
    *("vraagtekst", "antwoordschaal", "kanaal", "modus", "taal", "codeboek"),
    *("model", "lexicon", "geografie", "weging", "drempel", "wet"),
)


class SeriesBreak(Base):
    """A change of method. Series are not compared across it unless a bridge estimate exists."""

    __tablename__ = "series_breaks"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    #: the first round measured in the new way
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    kind: Mapped[str]
    #: indicator ids it touches, "NI-03"; an empty list means all
    indicators: Mapped[list[str]]
    description: Mapped[str]
    decided: Mapped[date]
    #: "Almelo", the slug of an area, or None for everywhere
    place: Mapped[str | None] = mapped_column(default=None)
    #: estimated difference new − old in the unit of the indicator, with its standard error, where a bridge was built
    bridge: Mapped[float | None] = mapped_column(default=None)
    bridge_se: Mapped[float | None] = mapped_column(default=None)

    def concerns(self, indicator: str, names: set[str]) -> bool:
        """Whether it touches this indicator at a place, given by the names of all places that share ground with it."""
        return (not self.indicators or indicator in self.indicators) and (self.place is None or self.place in names)


class Event(Base):
    """Something that happened, dated: drawn as a thin line in charts, never as a cause."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("kind IN ('extern', 'programma', 'meting')", name="known_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    day: Mapped[date]
    kind: Mapped[str]
    description: Mapped[str]
    place: Mapped[str | None] = mapped_column(default=None)


def unbridged(session: Session) -> list[SeriesBreak]:
    """The breaks that interrupt a series, oldest first: those without an estimate that bridges them."""
    return list(session.scalars(select(SeriesBreak).where(SeriesBreak.bridge.is_(None)).order_by(SeriesBreak.round_id)))
