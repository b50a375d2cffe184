"""The register of series breaks (reeksbreuken) and events: what changed in the method, what happened in the world."""

from datetime import date
from math import isfinite

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.database import Base

KINDS = (
    *("vraagtekst", "antwoordschaal", "kanaal", "modus", "taal", "codeboek"),
    *("model", "lexicon", "geografie", "weging", "drempel", "wet"),
)
#: ways to bridge a change: old and new side by side in one round, the archive coded again, old places set over to new
PARALLEL, RECODED, CROSSWALK = "dubbelmeting", "hercodering", "omzetting"


class BridgeRefusedError(ValueError):
    """A bridge that cannot be built like this; the message is the Dutch sentence."""


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
    #: estimated difference new − old of what is followed (a share, or a mean in its own unit), with its standard error
    bridge: Mapped[float | None] = mapped_column(default=None)
    bridge_se: Mapped[float | None] = mapped_column(default=None)
    #: dubbelmeting, hercodering or omzetting
    bridge_method: Mapped[str | None] = mapped_column(default=None)
    #: themes and lines it touches, "O6" or "lijn:leren"; None means whatever the indicators are about
    subjects: Mapped[list[str] | None] = mapped_column(default=None)

    @property
    def interrupts(self) -> bool:
        """Whether values as they were measured are not comparable across it: no bridge, or one with a difference."""
        return self.bridge is None or self.bridge != 0

    def concerns(self, indicator: str, names: set[str], subject: str = "") -> bool:
        """Whether it touches this indicator of a theme or line at a place, given by the names of all places that share
        ground with it.
        """
        here = self.place is None or self.place in names
        return here and (not self.indicators or indicator in self.indicators) and self.is_about(subject)

    def is_about(self, subject: str) -> bool:
        """Whether it touches a theme, a line, a pair of themes ("O2+W5") or, for "", what is about no theme."""
        return self.subjects is None or not set(subject.split("+")).isdisjoint(self.subjects)


class Event(Base):
    """Something that happened, dated: drawn as a thin line in charts, never as a cause."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("kind IN ('extern', 'programma', 'meting')", name="known_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    day: Mapped[date]
    kind: Mapped[str]
    description: Mapped[str]
    place: Mapped[str | None] = mapped_column(default=None)


def in_order(session: Session) -> list[SeriesBreak]:
    """The whole register, oldest first."""
    return list(session.scalars(select(SeriesBreak).order_by(SeriesBreak.round_id, SeriesBreak.id)))


def interrupting(session: Session) -> list[SeriesBreak]:
    """The breaks across which values as they were measured are not comparable, oldest first."""
    return [entry for entry in in_order(session) if entry.interrupts]


def build_bridge(session: Session, break_id: int, method: str, difference: float, se: float, actor: str) -> SeriesBreak:
    """Bridge a recorded change of method, so that its series may be compared across it again.

    ``difference`` is new − old and ``se`` its standard error; after coding the whole archive again, or setting all old
    places over to new ones, the earlier rounds are measured in the new way already: then both are 0. The values as
    they were measured stay what they are. Raises BridgeRefusedError.
    """
    entry = session.get(SeriesBreak, break_id)
    if entry is None:
        raise BridgeRefusedError(f"Reeksbreuk {break_id} staat niet in het register.")
    if method not in (PARALLEL, RECODED, CROSSWALK):
        raise BridgeRefusedError(f"Een brug is een {PARALLEL}, {RECODED} of {CROSSWALK}, niet ‘{method}’.")
    if not (isfinite(difference) and isfinite(se) and se >= 0) or (method == PARALLEL and se == 0):
        raise BridgeRefusedError(
            "Een brug heeft een verschil en een standaardfout nodig; bij een dubbelmeting boven 0."
        )
    entry.bridge, entry.bridge_se, entry.bridge_method = difference, se, method
    journal.write(session, actor, "break.bridged", f"break:{entry.id}", method=method)
    return entry
