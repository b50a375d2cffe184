"""The files beside the pages: every number as CSV, and the dictionary that explains each column and indicator."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence

from analysis.numbers.cells import Key, Shown
from analysis.report.material import Material
from analysis.report.weighting import SENSITIVE
from corpus.exchange.delimited import table, unarmed
from corpus.findings import TrendFinding
from corpus.indicators import INDICATORS

SHOWN, PARTLY, HIDDEN = "getoond", "deels onderdrukt", "onderdrukt"
#: one line of a table: texts, numbers, and None for what is empty
Line = list[str | float | None]

COLUMNS = {
    "run_id": "de berekening (run) die dit getal maakte",
    "indicator": "nummer van de indicator; zie de regels 'indicator' hieronder",
    "version": "versie van de indicator",
    "level": "buurt, gebied, stad of programma",
    "place": "gebied, stad of 'programma'",
    "group": "kind, jongere, ouder, alle (bewoners samen) of professional (telt nooit mee bij bewoners)",
    "period": "meetmoment, jaar of drie jaren",
    "subject": "nummer van het thema, anders leeg",
    "n": "aantal vertellers waar de aandelen over gaan, afgerond zoals het publiek het mag zien",
    "value": "de waarde in de eenheid van de indicator: −1 tot 1, of een deel van 0 tot 1",
    "low": "onderkant van de onzekerheidsband (95%)",
    "high": "bovenkant van de onzekerheidsband (95%)",
    "weighted": "de waarde als elk gebied en elke leeftijd meetelt voor het deel van de bewoners dat er woont",
    "weighted_low": "onderkant van de onzekerheidsband bij weging (95%)",
    "weighted_high": "bovenkant van de onzekerheidsband bij weging (95%)",
    "deff": "wat wegen kost: bij 1,3 tellen 130 vertellers als 100",
    "status": f"{SHOWN}, {PARTLY} (een deel is te klein) of {HIDDEN} (te weinig verhalen; alle waarden zijn leeg)",
    "note": "opmerking bij het getal, of de reden waarom het niet getoond wordt",
}
#: the columns that a hidden cell leaves empty, besides its answers
NUMBERS = ("n", "value", "low", "high", "weighted", "weighted_low", "weighted_high", "deff")
TREND_COLUMNS = (
    *("run_id", "indicator", "level", "place", "group", "subject", "state", "per_five_years", "level_change"),
    *("p", "q", "family", "tests", "waves", "at_round", "why", "status"),
)


def safe(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula."""
    return unarmed(" ".join(text.split()))


def _written(value: str | float | None) -> str | float | None:
    """Text on one line; numbers in ten digits."""
    if isinstance(value, str):
        return " ".join(value.split())
    return None if value is None else float(format(value, ".10g"))


def _csv(columns: Sequence[str], rows: Iterable[Iterable[str | float | None]]) -> str:
    return table(columns, ([_written(value) for value in row] for row in rows))


def part_names(material: Material) -> list[str]:
    """Every answer that some cell has a share of, in fixed order."""
    return sorted({name for cell in material.told.values() if not cell.hidden for name in cell.parts})


def cells_csv(material: Material) -> str:
    """Every cell of the report; of a hidden one only where it stands, that it is hidden, and why."""
    return _csv(*cell_table(material, sorted(material.told)))


def cell_table(material: Material, keys: Iterable[Key]) -> tuple[list[str], Iterator[Line]]:
    """Some cells of the report as columns and lines."""
    names = part_names(material)
    columns = [*list(COLUMNS)[:-2], *names, "status", "note"]
    return columns, (_cell(material.run.id, key, material.told[key], names) for key in keys)


def _cell(run_id: str, key: Key, cell: Shown, names: Sequence[str]) -> Line:
    where: Line = [
        run_id,
        key.indicator,
        cell.version,
        key.level,
        key.place,
        key.group,
        key.period,
        key.subject,
    ]
    if cell.hidden:
        return [*where, *[None] * (len(NUMBERS) + len(names)), HIDDEN, cell.reason]
    status = PARTLY if any(part is None for part in cell.parts.values()) else SHOWN
    parts = [cell.parts.get(name) for name in names]
    note = "; ".join(filter(None, (cell.note, SENSITIVE if cell.sensitive else "")))
    return [*where, cell.n, cell.value, cell.low, cell.high, *_weighted(cell), *parts, status, note]


def _weighted(cell: Shown) -> list[float | None]:
    one = cell.weighted
    found = (one.value, one.low, one.high, one.deff) if one else (None,) * 4
    return [None if number is None or math.isnan(number) else number for number in found]


def trends_csv(material: Material) -> str:
    """Every series that was judged, also where nothing was found; empty where this audience sees too few rounds."""
    return _csv(TREND_COLUMNS, trend_lines(material))


def trend_lines(material: Material) -> Iterator[Line]:
    """The lines of the series, in fixed order."""

    def order(found: TrendFinding) -> tuple[str, ...]:
        return found.indicator, found.level, found.place, found.group, found.subject

    for found in sorted(material.trends, key=order):
        if material.may_tell(found):
            yield [*(getattr(found, name) for name in TREND_COLUMNS[:-1]), SHOWN]
        else:
            yield [found.run_id, *order(found), *[None] * (len(TREND_COLUMNS) - 7), HIDDEN]


def dictionary(material: Material) -> list[dict[str, str]]:
    """What every column, answer, indicator and theme in the files means."""
    found = [{"soort": "kolom", "naam": name, "betekenis": text} for name, text in COLUMNS.items()]
    for name in part_names(material):
        found.append({"soort": "kolom", "naam": name, "betekenis": "deel van 0 tot 1 met dit antwoord of kenmerk"})
    for one in INDICATORS.values():
        found.append({"soort": "indicator", "naam": one.id, "betekenis": f"{one.name}: {one.definition}"})
    for theme in material.codebook.themes:
        found.append({"soort": "thema", "naam": theme.id, "betekenis": f"{theme.name}: {theme.definition}"})
    return found


def dictionary_csv(material: Material) -> str:
    """The dictionary as a table."""
    return _csv(("soort", "naam", "betekenis"), [list(entry.values()) for entry in dictionary(material)])


def dictionary_json(material: Material) -> str:
    """The dictionary for programs."""
    return json.dumps(dictionary(material), ensure_ascii=False, indent=1) + "\n"
