"""Areas (gebieden): dated sets of CBS buurten, the names residents use for them, and how many people live there."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from corpus.database import Base

REFERENCE = Path(__file__).parent / "reference" / "areas-2021.toml"


class Neighbourhood(Base):
    """A CBS buurt inside an area; ``vintage`` is the year of the division, because codes and borders move."""

    __tablename__ = "neighbourhoods"
    __table_args__ = (UniqueConstraint("area_id", "buurtcode"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    buurtcode: Mapped[str] = mapped_column(index=True)
    vintage: Mapped[int]
    name: Mapped[str]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), init=False)


class ResidentName(Base):
    """A name residents use ("Het Lang") that leads to an area, and to one buurt where the municipality mapped it."""

    __tablename__ = "resident_names"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    buurtcode: Mapped[str | None] = mapped_column(default=None)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), init=False)


class Population(Base):
    """How many people of a group live in an area, by whose count and of which year: the denominator of reach."""

    __tablename__ = "populations"
    __table_args__ = (UniqueConstraint("area_id", "group", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group: Mapped[str]
    year: Mapped[int]
    count: Mapped[int]
    source: Mapped[str]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), init=False)


class Area(Base):
    """One version of an area. A changed set of buurten is a new version and a possible series break."""

    __tablename__ = "areas"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    name: Mapped[str]
    city: Mapped[str]
    gemeentecode: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        default_factory=list, cascade="all, delete-orphan", order_by=Neighbourhood.buurtcode
    )
    resident_names: Mapped[list[ResidentName]] = relationship(
        default_factory=list, cascade="all, delete-orphan", order_by=ResidentName.name
    )
    populations: Mapped[list[Population]] = relationship(default_factory=list, cascade="all, delete-orphan")


def current(session: Session, day: date) -> list[Area]:
    """The area versions that hold on a day, by city and name."""
    valid = select(Area).where(Area.valid_from <= day, (Area.valid_to.is_(None)) | (Area.valid_to >= day))
    return list(session.scalars(valid.order_by(Area.city, Area.name)))


def choices(areas: list[Area]) -> list[tuple[str, str]]:
    """What a teller can choose: (answer id, label). An id is ``slug``, ``slug/buurtcode`` or ``slug+name``."""
    found: list[tuple[str, str]] = []
    for area in areas:
        found.append((area.slug, area.name))
        for known in area.resident_names:
            answer = f"{area.slug}/{known.buurtcode}" if known.buurtcode else f"{area.slug}+{_slug(known.name)}"
            found.append((answer, f"{known.name} ({area.name})"))
    return found


def chosen(areas: list[Area], answer: str) -> tuple[Area | None, str | None]:
    """The area and, where known, the buurtcode behind an answer of ``choices``; (None, None) for anything else."""
    slug, _, buurtcode = answer.partition("/")
    slug = slug.split("+")[0]
    area = next((area for area in areas if area.slug == slug), None)
    return area, (buurtcode or None) if area else None


def touching(areas: list[Area], place: str) -> set[str]:
    """The names of all places that share ground with a place: itself, what lies in it, and what it lies in.

    What changes in one of them changes the numbers of the place too. ``place`` is a slug, a city, or anything else for
    the whole programme.
    """
    cities = {area.city for area in areas}
    inside = [area for area in areas if place in (area.slug, area.city)] or areas
    above = {area.city for area in inside} if place not in cities and len(inside) < len(areas) else set()
    return {place} | {area.slug for area in inside} | above | (cities if inside is areas else set())


def load_reference(session: Session, path: Path = REFERENCE) -> list[Area]:
    """Add the areas of a dated file that are not there yet in that version; returns the new ones."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    added: list[Area] = []
    for entry in data["area"]:
        known = select(Area).where(Area.slug == entry["slug"], Area.version == data["version"])
        if session.scalar(known) is None:
            added.append(_area(entry, data))
    session.add_all(added)
    session.flush()
    return added


@cache
def load_areas_file(path: Path = REFERENCE) -> list[Area]:
    """The areas of a dated file, for checking answers without a database."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_area(entry, data) for entry in data["area"]]


def _area(entry: dict[str, object], data: dict[str, object]) -> Area:
    buurten, names, counts = entry["buurten"], entry.get("resident_names", []), entry["population"]
    assert isinstance(buurten, dict)
    assert isinstance(names, list)
    assert isinstance(counts, dict)
    vintage = int(str(data["vintage"]))
    return Area(
        slug=str(entry["slug"]),
        version=int(str(data["version"])),
        name=str(entry["name"]),
        city=str(entry["city"]),
        gemeentecode=str(entry["gemeentecode"]),
        valid_from=date.fromisoformat(str(data["valid_from"])),
        neighbourhoods=[Neighbourhood(buurtcode=code, vintage=vintage, name=name) for code, name in buurten.items()],
        resident_names=[ResidentName(name=name) for name in names],
        populations=[
            Population(group=group, year=vintage, count=count, source=str(data["source"]))
            for group, count in counts.items()
        ],
    )


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
