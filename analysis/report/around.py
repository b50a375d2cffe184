"""What people wrote around the numbers, as sections of a page, and what is still owed before anything is published."""

from collections.abc import Sequence
from datetime import date

from analysis.numbers.cells import AREA, PROGRAMME
from analysis.report.blocks import Section
from analysis.report.material import Material
from analysis.report.matrix import divergent
from analysis.report.places import Place
from analysis.report.sentences import day
from analysis.report.tables import Row, Table
from corpus import readings
from corpus.readings import DECISION, DEEPENING, LEAST_RIVALS, READING, SECTIONS, TALK, Words

NOT_YET = "Dit is nog niet geschreven."


def owed(materials: Sequence[Material]) -> dict[str, list[str]]:
    """What is missing before a round may be published, by the name of the place; empty when nothing is.

    The programme and every area need a talk, a reading, a decision and what is told back; every place where this
    material shows stories and figures that point apart needs at least two rival explanations of it.
    """
    first = materials[0]
    needed = [place for place in first.places if place.level in (PROGRAMME, AREA)]
    absent = readings.missing(first.written, [place.id for place in needed])
    found = {place.name: [SECTIONS[name].name.lower() for name in absent.get(place.id, [])] for place in first.places}
    for place in first.places:
        pairs = dict.fromkeys(pair for material in materials for pair in divergent(material, place))
        unexplained = [
            pair.id for pair in pairs if len(readings.rivals(_words(first, place, READING), pair.id)) < LEAST_RIVALS
        ]
        found[place.name] += [f"{LEAST_RIVALS} verklaringen bij {one}" for one in unexplained]
    return {name: what for name, what in found.items() if what}


def _words(material: Material, place: Place, section: str) -> Words:
    return material.written.get(place.id, {}).get(section, {})


def reading_section(material: Material, place: Place) -> Section:
    """Who looked at the numbers together, what residents put right, and how else it could be."""
    talk, read = _words(material, place, TALK), _words(material, place, READING)
    text = read.get("text", NOT_YET)
    rows = tuple(Row(head, (talk[name],)) for name, head in _TALK.items() if talk.get(name))
    tables = [Table("Het gesprek over deze uitkomsten", ("wat", "antwoord"), rows)] if rows else []
    rivals = [
        Row(f"{pair.name} [{pair.id}]", (" · ".join(told),))
        for pair in divergent(material, place)
        if (told := readings.rivals(read, pair.id))
    ]
    if rivals:
        tables.append(
            Table("Waar verhalen en cijfers uit elkaar wijzen: verklaringen naast elkaar", _RIVALS, tuple(rivals))
        )
    note = "Deze tekst schreven mensen. Welke verklaring klopt, weten wij niet."
    return Section("duiding", "Duiding", (text,), tables=tuple(tables), notes=(note,) if read else ())


_TALK = {
    "who": "wie erbij waren",
    "where": "waar",
    "when": "wanneer",
    "corrected": "wat bewoners verbeterden",
    "waiver": "waarom er geen gesprek was",
}
_RIVALS = ("paar", "mogelijke verklaringen")


def steering_section(material: Material, place: Place) -> Section:
    """What was decided, in which role, and when it is looked at again."""
    decided = _words(material, place, DECISION)
    if not decided:
        return Section("bijsturen", "Bijsturen", (NOT_YET,))
    again = decided.get("look_again", "")
    rows = (
        Row(decided.get("what", "–"), (decided.get("role", "–"), day(date.fromisoformat(again)) if again else "–")),
    )
    return Section("bijsturen", "Bijsturen", tables=(Table("Besluiten", ("wat", "wie", "wij kijken weer op"), rows),))


def deepening_section(material: Material, place: Place) -> Section:
    """The free section of a place."""
    text = _words(material, place, DEEPENING).get("text", "Voor deze plek is geen verdieping geschreven.")
    return Section("verdieping", "Verdieping", tuple(part for part in text.splitlines() if part.strip()))
