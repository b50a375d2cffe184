"""Published numbers as a Frictionless data package: one table, its columns explained, and where it came from."""

import json
from pathlib import Path
from typing import Any

from analysis.exchange.published import AGENCY, VERSION, Observation, observations
from analysis.report.material import Material
from corpus.exchange.delimited import table
from corpus.indicators import INDICATORS

COLUMNS = {
    "indicator": ("string", "nummer van de indicator"),
    "version": ("integer", "versie van de indicator"),
    "subject": ("string", "nummer van het thema, anders leeg"),
    "measure": ("string", "'waarde', of het antwoord waarvan dit het deel van 0 tot 1 is"),
    "level": ("string", "buurt, gebied, stad of programma"),
    "place": ("string", "gebied, stad of 'programma'"),
    "group": ("string", "kind, jongere, ouder, alle of professional"),
    "period": ("string", "meetmoment, jaar of jaren"),
    "value": ("number", "het getal; leeg als het niet getoond wordt"),
    "low": ("number", "onderkant van de onzekerheidsband (95%)"),
    "high": ("number", "bovenkant van de onzekerheidsband (95%)"),
    "n": ("integer", "aantal vertellers, afgerond; leeg als het niet getoond wordt"),
    "note": ("string", "opmerking, of waarom het getal niet getoond wordt"),
}
KEY = ("indicator", "subject", "measure", "level", "place", "group", "period")


def write(told: Material, folder: Path) -> list[Path]:
    """Write the table and its description."""
    data, described = folder / "cijfers.csv", folder / "datapackage.json"
    data.write_text(table(list(COLUMNS), (_row(one) for one in observations(told))), encoding="utf-8", newline="")
    described.write_text(json.dumps(_described(told), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [data, described]


def _row(one: Observation) -> list[str | float | None]:
    cells = (getattr(one, name) for name in COLUMNS)
    return [" ".join(cell.split()) if isinstance(cell, str) else cell for cell in cells]


def _described(told: Material) -> dict[str, Any]:
    fields = [{"name": name, "type": kind, "description": text} for name, (kind, text) in COLUMNS.items()]
    about = {
        one.id: {"name": one.name, "definition": one.definition, "unit": one.unit, "version": one.version}
        for one in INDICATORS.values()
    }
    table_of = {
        **{"name": "cijfers", "path": "cijfers.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
        **{"schema": {"fields": fields, "primaryKey": list(KEY), "missingValues": [""]}, "narrativeIndicators": about},
    }
    return {
        **{"name": f"narratieve-indicatoren-{told.round.id}", "title": f"Narratieve indicatoren, {told.round.name}"},
        **{"version": VERSION, "publisher": AGENCY, "run": told.run.id, "manifest": told.run.manifest},
        "resources": [table_of],
    }
