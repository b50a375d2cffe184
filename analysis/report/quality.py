"""Method and quality of one page: which run made it, in which versions, and what was tested, broken and hidden."""

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.numbers.cells import EVERYONE, GROUPS, PUBLIC
from analysis.numbers.indicators.themes import MACHINE_CODED
from analysis.report.blocks import Section
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.readers import EXPLAINED as READ
from analysis.report.readers import NOT_MEASURED, readers_table
from analysis.report.sentences import BAND, day, number
from analysis.report.tables import Row, Table, period_name
from analysis.report.trends import tests_done
from analysis.report.weighting import EXPLAINED, told_back, weighting_facts, weighting_tables

#: versions without which a number cannot be explained later, so that no report is made without them
REQUIRED = ("code", "codebook", "reader", "data")
#: what else stands in the manifest of a run: facts and counts, told elsewhere and rounded for the public
NOT_VERSIONS = ("stories", "error_rates", "themes_outside_codebook", "fictional", "weighing", "trends")
_NAMES = {
    "code": "programma",
    "codebook": "codeboek",
    "questionnaires": "vragenlijsten",
    "reader": "lezer van de verhalen",
    "lexicon": "woordenlijst",
    "lexicons": "woordenlijsten",
    "areas": "gebieden",
    "data": "gegevens",
    "codings": "codes van mensen",
    "embeddings": "woordvectoren",
}


class ReportRefusedError(ValueError):
    """A report that cannot be made; the message is one Dutch sentence that says why."""


def check(manifest: Mapping[str, Any]) -> None:
    """Raise ReportRefusedError when the run does not say in which versions it was made."""
    absent = [name for name in REQUIRED if not manifest.get(name)]
    if absent:
        raise ReportRefusedError(f"Dit rapport kan niet: de berekening noemt geen versie van {', '.join(absent)}.")


def versions(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The versions of a run as (name, text), in fixed order."""
    for name in sorted(manifest.keys() - set(NOT_VERSIONS), key=lambda key: ([*_NAMES, key].index(key), key)):
        yield _NAMES.get(name, name), _text(manifest[name])


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_text(value[name])}" for name in sorted(value))
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(_text, value)))
    return str(value)


def told(count: int, audience: str) -> int:
    """A number of stories as this audience may know it: rounded to five for the public."""
    return 5 * round(count / 5) if audience == PUBLIC else count


def hidden_count(material: Material, place: Place | None = None) -> int:
    """How many cells say "te weinig verhalen", at one place or in the whole report."""
    return sum(
        cell.hidden and (place is None or (key.level, key.place) == (place.level, place.id))
        for key, cell in material.told.items()
    )


def quality_section(material: Material, place: Place) -> Section:
    """Everything a reader needs to judge the numbers, and an analyst to make them again."""
    run = material.run
    here, everywhere = hidden_count(material, place), hidden_count(material)
    total, unread = told(run.stories, material.audience), told(run.unread, material.audience)
    facts = [
        Row("Berekening", (run.id,)),
        Row("Afgerond op", (day(run.finished.date()),)),
        Row("Controlegetal van de cijfers", (run.table_hash[:16],)),
        Row("Verhalen in deze berekening", (f"{number(total)}, waarvan {number(unread)} nog niet gelezen",)),
        Row("Getoetste reeksen", (str(tests_done(material)),)),
        Row(
            "Verborgen getallen",
            (f"{number(here)} op deze plek, {number(everywhere)} in het hele rapport",),
        ),
        *_outside(run.manifest),
        *_read_by(material),
        *_spread(material, place),
        *weighting_facts(material, place),
        *told_back(material, place),
    ]
    made = [Row(name, (text,)) for name, text in versions(run.manifest)]
    drawn = sorted({f"versie {area.version} vanaf {day(area.valid_from)}" for area in material.areas})
    made.append(Row("indeling in gebieden", (", ".join(drawn),)))
    breaks = [
        Row(
            period_name(material, entry.round_id),
            (entry.kind, ", ".join(entry.indicators) or "alle", entry.description),
        )
        for entry in material.breaks_of(place)
    ]
    tables = [
        Table("Deze berekening", ("wat", "waarde"), tuple(facts)),
        Table("Versies", ("wat", "versie"), tuple(made)),
        readers_table(material),
        *weighting_tables(material, place),
    ]
    if breaks:
        columns = ("vanaf", "soort", "getallen", "wat er anders is")
        tables.append(Table("Reeksbreuken: waar anders is gemeten", columns, tuple(breaks)))
    texts = (
        f"Onzekerheidsband: {BAND}",
        "De cijfers gaan over mensen die een verhaal deelden. Zij deden vrijwillig mee; het is geen steekproef.",
        EXPLAINED,
        READ,
        "Waar te weinig mensen iets vertelden, tonen wij het getal niet. Zo is niemand te herkennen.",
    )
    return Section("methode", "Methode en kwaliteit", texts, tables=tuple(tables))


def _outside(manifest: Mapping[str, Any]) -> Iterator[Row]:
    """Coverage of the discovery: how many stories were about something else than the themes of the codebook."""
    outside = manifest.get("themes_outside_codebook")
    text = NOT_MEASURED if outside is None else f"ongeveer {100 * outside:.0f} van de 100"
    yield Row("Verhalen buiten de thema's van het codeboek", (text,))


def _read_by(material: Material) -> Iterator[Row]:
    """Who read the themes: of how many numbers only a machine did, and of how many it was held against people."""
    named = [one for key, one in material.told.items() if key.indicator == "NI-10" and key.group in GROUPS]
    named = [one for one in named if not one.hidden]
    if named:
        machine = sum(one.note == MACHINE_CODED for one in named)
        text = f"{number(machine)} van {number(len(named))} getallen over thema's telde alleen een computer"
        yield Row("Wie de thema's las", (text,))


def _spread(material: Material, place: Place) -> Iterator[Row]:
    cell = material.cell(place, "NI-20", EVERYONE)
    spread = cell.parts.get("hhi") if cell is not None and not cell.hidden else None
    if spread is not None:
        text = (
            f"{100 * spread:.0f} van 100; bij 100 haalde één iemand alles op, bij 10 bijvoorbeeld tien mensen evenveel"
        )
        yield Row("Hangt het aan weinig ophalers?", (text,))
