"""Areas (gebieden): dated sets of CBS buurten, the names residents use for them, and how many people live there."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

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
    """The area versions that hold on a day, by city and name, with their buurten and the names residents use."""
    valid = select(Area).where(Area.valid_from <= day, (Area.valid_to.is_(None)) | (Area.valid_to >= day))
    whole = valid.options(selectinload(Area.neighbourhoods), selectinload(Area.resident_names))
    return list(session.scalars(whole.order_by(Area.city, Area.name)))


def choices(areas: list[Area]) -> list[tuple[str, str]]:
    """What a teller can choose: (answer id, label), the area first and then the names within it.

    An id is ``slug`` or ``slug+name``, whether or not the name is mapped to a buurt: a mapping that is made later
    changes no id.
    """
    found: list[tuple[str, str]] = []
    for area in areas:
        found.append((area.slug, area.name))
        found += [(_answer(area, known), _label(area, known)) for known in area.resident_names]
    return found


def chosen(areas: list[Area], answer: str) -> tuple[Area | None, str | None]:
    """The area and, where the answer says it, the buurtcode behind an answer; (None, None) for anything else.

    ``slug/buurtcode`` is understood too. Whoever chooses the whole of an area gets no buurtcode, also where the area is
    one buurt: that buurt is the area, and a second row about the same people would only tell it twice.
    """
    slug = answer.split("/")[0].split("+")[0]
    area = next((area for area in areas if area.slug == slug), None)
    if area is None:
        return None, None
    mapped = {_answer(area, known): known.buurtcode for known in area.resident_names}
    mapped |= {f"{slug}/{buurt.buurtcode}": buurt.buurtcode for buurt in area.neighbourhoods}
    return area, mapped.get(answer)


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
    """Add the areas of a dated file that are not there yet in that version; returns the new ones.

    The borders of a version never change. The names residents use are brought up to date with the file.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    added: list[Area] = []
    for entry in data["area"]:
        known = session.scalar(select(Area).where(Area.slug == entry["slug"], Area.version == data["version"]))
        if known is None:
            added.append(_area(entry, data))
        else:
            _rename(known, _area(entry, data).resident_names)
    session.add_all(added)
    session.flush()
    return added


def _rename(area: Area, names: list[ResidentName]) -> None:
    """Add the names an area does not have yet, and take over what they are mapped to. A name given once stays."""
    for name in names:
        known = next((one for one in area.resident_names if one.name == name.name), None)
        if known is None:
            area.resident_names.append(ResidentName(name=name.name, buurtcode=name.buurtcode))
        else:
            known.buurtcode = name.buurtcode


@cache
def load_areas_file(path: Path = REFERENCE) -> list[Area]:
    """The areas of a dated file, for checking answers without a database."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_area(entry, data) for entry in data["area"]]


def _area(entry: dict[str, object], data: dict[str, object]) -> Area:
    buurten, names, counts = entry["buurten"], entry.get("resident_names", {}), entry["population"]
    assert isinstance(buurten, dict)
    assert isinstance(names, dict)
    assert isinstance(counts, dict)
    astray = sorted(set(names.values()) - {"", *buurten})
    if astray:
        raise ValueError(f"{entry['name']}: {', '.join(astray)} ligt niet in dit gebied")
    vintage = int(str(data["vintage"]))
    return Area(
        slug=str(entry["slug"]),
        version=int(str(data["version"])),
        name=str(entry["name"]),
        city=str(entry["city"]),
        gemeentecode=str(entry["gemeentecode"]),
        valid_from=date.fromisoformat(str(data["valid_from"])),
        neighbourhoods=[Neighbourhood(buurtcode=code, vintage=vintage, name=name) for code, name in buurten.items()],
        resident_names=[ResidentName(name=name, buurtcode=code or None) for name, code in names.items()],
        populations=[
            Population(group=group, year=vintage, count=count, source=str(data["source"]))
            for group, count in counts.items()
        ],
    )


def _answer(area: Area, known: ResidentName) -> str:
    return f"{area.slug}+{_slug(known.name)}"


def _label(area: Area, known: ResidentName) -> str:
    return known.name if area.name in known.name else f"{known.name} ({area.name})"


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
