"""Figures (cijfers): quantitative outcome indicators and process indicators that lie beside the stories."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.database import Base

OUTCOME, PROCESS = "uitkomst", "proces"
#: Bands of tellers by group and age. How many people of a band live in an area is a figure named "bevolking-" + band.
BANDS = {
    "kind": "kinderen van 8 tot en met 12 jaar",
    "jongere-12-15": "jongeren van 12 tot en met 15 jaar",
    "jongere-16-17": "jongeren van 16 en 17 jaar",
    "jongere-18-23": "jongeren van 18 tot en met 23 jaar",
    "ouder": "ouders en opvoeders",
}
HEADCOUNTS = {f"bevolking-{band}": band for band in BANDS}
NORMAL, PROVISIONAL, ESTIMATED, MISSING, SUPPRESSED = "A", "P", "E", "M", "C"  # SDMX observation status


class Figure(Base):
    """One observation of one source. A revised value is a new vintage; the older one stays."""

    __tablename__ = "figures"
    __table_args__ = (
        UniqueConstraint("source", "indicator", "ref_area", "area_vintage", "time_period", "vintage"),
        CheckConstraint("kind IN ('uitkomst', 'proces')", name="known_kind"),
        CheckConstraint("status IN ('A', 'P', 'E', 'M', 'C')", name="known_status"),
        CheckConstraint("status NOT IN ('M', 'C') OR value IS NULL", name="no_value_when_missing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str]
    indicator: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    #: CBS code (GM0153, WK015306, BU01530603) or the slug of one of our areas
    ref_area: Mapped[str] = mapped_column(index=True)
    area_vintage: Mapped[int]
    #: "2026", "2026-Q1" or "2026-04"
    time_period: Mapped[str]
    value: Mapped[float | None]
    unit: Mapped[str]
    status: Mapped[str]
    #: 1 for the first value loaded, 2 for its first revision …
    vintage: Mapped[int]
    loaded: Mapped[date]
    ci_low: Mapped[float | None] = mapped_column(default=None)
    ci_high: Mapped[float | None] = mapped_column(default=None)
    n: Mapped[int | None] = mapped_column(default=None)
    #: themes and lines it is laid beside
    line: Mapped[str | None] = mapped_column(default=None)
    fictional: Mapped[bool] = mapped_column(default=False)


def every(session: Session) -> list[Figure]:
    """The newest vintage of every observation, in order of indicator, area and period."""
    order = (Figure.indicator, Figure.ref_area, Figure.time_period, Figure.vintage)
    found: dict[tuple[str, str, str, int, str], Figure] = {}
    for figure in session.scalars(select(Figure).order_by(*order)):
        key = (figure.source, figure.indicator, figure.ref_area, figure.area_vintage, figure.time_period)
        found[key] = figure
    return list(found.values())


def newest(session: Session) -> list[Figure]:
    """The newest vintage of every figure that may lie beside stories: headcounts do not, they weigh them."""
    return [figure for figure in every(session) if figure.indicator not in HEADCOUNTS]


def headcounts(session: Session) -> list[Figure]:
    """The newest headcounts that have a value: the people of a band of tellers in one of our areas, by year."""
    return [figure for figure in every(session) if figure.indicator in HEADCOUNTS and figure.value is not None]
