"""The places a report speaks of: the programme, its cities and its areas, each with a page of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.numbers.cells import AREA, CITY, PROGRAMME
from corpus.areas import Area
from corpus.figures import Figure


@dataclass(frozen=True)
class Place:
    """One place on the ladder area < city < programme. ``id`` is how the cells name it."""

    level: str
    id: str
    name: str
    city: str = ""
    #: CBS code of the municipality, for figures that exist per city only
    code: str = ""

    @property
    def slug(self) -> str:
        """The id as part of a file name."""
        return "-".join(self.id.lower().split())

    @property
    def page(self) -> str:
        """File name of the report of this place."""
        return f"{self.slug}.html"

    @property
    def within(self) -> str:
        """The place inside a sentence: "in Wesselerbrink"."""
        if self.level == PROGRAMME:
            return "in alle gebieden samen"
        return f"in {self.name}" if self.level == AREA else f"in de gebieden in {self.name} samen"

    @property
    def names(self) -> frozenset[str | None]:
        """The names under which events touch this place; None is everywhere."""
        return frozenset({None, self.id, PROGRAMME, self.city or self.id})


def all_places(areas: Iterable[Area]) -> list[Place]:
    """Programme first, then each city followed by its areas, in alphabetical order: never ranked by a number."""
    ordered = sorted(areas, key=lambda area: (area.city, area.name))
    found = [Place(PROGRAMME, PROGRAMME, "Alle gebieden")]
    for city in dict.fromkeys(area.city for area in ordered):
        inside = [area for area in ordered if area.city == city]
        found.append(Place(CITY, city, city, code=inside[0].gemeentecode))
        found += [Place(AREA, area.slug, area.name, city, area.gemeentecode) for area in inside]
    return found


def figures_of(figures: Iterable[Figure], place: Place) -> list[Figure]:
    """The figures of a place: of an area its own, of a city those of the whole municipality, of the programme none."""
    mine = {AREA: place.id, CITY: place.code}.get(place.level)
    return [one for one in figures if mine and one.ref_area == mine]
