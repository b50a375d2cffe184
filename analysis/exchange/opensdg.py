"""Published numbers for an Open SDG site: a CSV with the data and a Markdown file with the meaning, per indicator."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from analysis.exchange.published import VALUE, Observation, observations
from analysis.numbers.cells import EVERYONE, PROGRAMME
from analysis.report.material import Material
from corpus.exchange.delimited import table
from corpus.indicators import INDICATORS
from corpus.rounds import Round

COLUMNS = ("Year", "Gebied", "Groep", "Thema", "Antwoord", "Meetmoment", "Value")


def write(told: Material, folder: Path) -> list[Path]:
    """Write ``data/indicator_<id>.csv`` and ``meta/<id>.md`` for every indicator with a number by year or by round.

    The headline has all columns empty between year and value: the whole programme and everybody. What is not shown has
    no row, and years taken together have none either: Open SDG knows single years only.
    """
    files = []
    (folder / "data").mkdir(exist_ok=True)
    (folder / "meta").mkdir(exist_ok=True)
    years = {window.id: window for window in told.rounds}
    shown = (
        one for one in observations(told) if one.value is not None and (one.period in years or one.period.isdigit())
    )
    for indicator, found in groupby(shown, key=lambda one: one.indicator):
        data, meta = folder / "data" / f"indicator_{indicator}.csv", folder / "meta" / f"{indicator}.md"
        data.write_text(_data(found, years), encoding="utf-8", newline="")
        meta.write_text(_meta(indicator), encoding="utf-8")
        files += [data, meta]
    return files


def _data(found: Iterable[Observation], years: dict[str, Round]) -> str:
    def row(one: Observation) -> list[str | float | None]:
        window = years.get(one.period)
        place = "" if one.place == PROGRAMME else one.place
        group, answer = "" if one.group == EVERYONE else one.group, "" if one.measure == VALUE else one.measure
        year = window.year if window else int(one.period)
        return [year, place, group, one.subject, answer, window.id if window else "", one.value]

    return table(COLUMNS, map(row, found))


def _meta(indicator: str) -> str:
    one = INDICATORS[indicator]
    told = {
        **{"indicator_number": one.id, "indicator_name": one.name, "graph_title": one.name, "graph_type": "line"},
        **{"reporting_status": "complete", "data_non_statistical": False, "computation_units": one.unit},
        **{"indicator_definition": one.definition, "computation_calculations": f"{one.numerator} / {one.denominator}"},
        **{"indicator_version": one.version, "published": True},
    }
    # A value in JSON is a value in YAML, whatever stands in it.
    return (
        "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in told.items()) + "---\n"
    )
