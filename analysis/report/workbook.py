"""The numbers as one workbook for a spreadsheet: what to know first, then figures, series, dictionary and breaks."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.report import export
from analysis.report.export import HIDDEN, PARTLY, Line
from analysis.report.material import Material
from analysis.report.quality import hidden_count, versions
from analysis.report.sentences import BAND, listed
from analysis.report.tables import period_name

#: a text longer than this wraps, and so does its column
WIDEST = 60
#: width of a column of numbers, in characters
NARROW = 14
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(material: Material) -> bytes:
    """The workbook of a round for one audience; the same material gives the same bytes.

    The figures are of this round and the longer periods it closes; earlier rounds stand in ``cijfers.csv``.
    """
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    made = datetime.combine(material.run.finished.date(), datetime.min.time())
    book.set_properties({"title": f"Elk verhaal telt, {material.round.name}", "created": made})
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    keys = [key for key in sorted(material.told) if key.period in material.pools]
    terms = ([entry["soort"], entry["naam"], entry["betekenis"]] for entry in export.dictionary(material))
    sheets: list[tuple[str, Sequence[str], Iterable[Line]]] = [
        ("Leesmij", ("wat", "uitleg"), _read_me(material)),
        ("Cijfers", *export.cell_table(material, keys)),
        ("Reeksen", export.TREND_COLUMNS, export.trend_lines(material)),
        ("Datawoordenboek", ("soort", "naam", "betekenis"), ([*term] for term in terms)),
        ("Reeksbreuken", ("vanaf", "soort", "plek", "indicatoren", "wat er anders is"), _breaks(material)),
    ]
    for name, columns, lines in sheets:
        _fill(book.add_worksheet(name), columns, lines, bold, wrapped)
    book.close()
    return out.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[str], lines: Iterable[Line], bold: Format, wrapped: Format) -> None:
    """Heads that stay in view, a filter on each, numbers as numbers, and every text as a text, never as a formula."""
    widths = [NARROW] * len(columns)
    for at, head in enumerate(columns):
        sheet.write_string(0, at, head, bold)
    last = 0
    for last, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            if isinstance(value, str) and value:
                sheet.write_string(last, at, value, wrapped if len(value) > WIDEST else None)
                widths[at] = min(WIDEST, max(widths[at], len(value)))
            elif isinstance(value, int | float) and math.isfinite(value):
                sheet.write_number(last, at, value)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _read_me(material: Material) -> Iterator[Line]:
    hidden, periods = hidden_count(material), [period_name(material, period) for period in material.pools]
    yield ["Meetmoment", f"{material.round.name} ({material.status})"]
    yield ["Voor wie", material.audience]
    if material.fictional:
        yield ["Verzonnen", "Voorbeeld met verzonnen verhalen en cijfers. Niets hiervan gaat over echte mensen."]
    yield ["Welke cijfers", f"Van {listed(periods)}. Eerdere meetmomenten staan in cijfers.csv."]
    yield ["n", export.COLUMNS["n"]]
    yield ["Band", BAND]
    yield ["Wie meedeed", "Mensen die zelf een verhaal deelden. Het is geen steekproef."]
    yield [
        HIDDEN,
        "Zo'n rij heeft geen getallen. Bij 'note' staat waarom. Anders waren mensen te herkennen of uit te rekenen.",
    ]
    yield [
        PARTLY,
        "Een deel van de antwoorden is te klein om te tonen; dat vak is leeg, en soms ook wat het zou verraden.",
    ]
    yield ["Getallen in het hele rapport", len(material.told)]
    yield ["Waarvan verborgen", hidden]
    yield ["Berekening (run)", material.run.id]
    for name, text in versions(material.run.manifest):
        yield [f"Versie: {name}", text]


def _breaks(material: Material) -> Iterator[Line]:
    known = {of.id for of in material.history}
    here = (entry for entry in material.breaks if entry.round_id in known)
    for entry in sorted(here, key=lambda one: (one.round_id, one.kind, one.place or "", one.description)):
        about = ", ".join(entry.indicators) or "alle"
        yield [period_name(material, entry.round_id), entry.kind, entry.place or "overal", about, entry.description]
