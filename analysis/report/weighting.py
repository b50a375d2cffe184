"""What weighting does to the numbers of a page: which rounds are weighted, what it costs, and what leans on it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from analysis.numbers.cells import EVERYONE, PROGRAMME, PUBLIC, Shown
from analysis.numbers.indicators.feedback import DONE, feedback_given
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import listed
from analysis.report.tables import Row, Table, band, value_of
from corpus.indicators import INDICATORS

#: the numbers of one round that are told with and without weights
HEADLINES = ("NI-01", "NI-02", "NI-03", "NI-04", "NI-06", "NI-07", "NI-08", "NI-09")
EXPLAINED = (
    "Gewogen telt elk gebied en elke leeftijd mee voor het deel van de bewoners dat er woont. Dat verandert alleen de "
    "verhouding tussen groepen; over mensen die niet meededen zegt het niets. Wegen kost zeggingskracht: bij een deff "
    "van 1,3 tellen 130 vertellers als 100. De getallen in dit rapport zijn zonder weging. Gewogen staan alleen "
    "totalen van een stad of van alle gebieden ernaast."
)
SENSITIVE = "gevoelig voor weging"


def weighting_tables(material: Material, place: Place) -> list[Table]:
    """How every round up to this one was weighted, and the numbers of this round with and without weights."""
    known = _known(material)
    columns = ("meetmoment", "vertellers", "gewogen", "deff", "wie niets vertelden, of samen zijn genomen")
    rounds = tuple(Row(of.name, _cells(known[of.id], material.audience)) for of in material.history if of.id in known)
    found = [Table("Weging per meetmoment", columns, rounds)] if rounds else []
    beside = tuple(_beside(material, place))
    if beside:
        heads = ("getal", "n", "zonder weging", "band", "met weging", "band", "deff")
        found.append(Table(f"Met en zonder weging ({material.round.name}, alle groepen)", heads, beside))
    return found


def weighting_facts(material: Material, place: Place) -> Iterator[Row]:
    """Whether this round is weighted, which of its numbers lean on that, and by which counts."""
    mine = _known(material).get(material.round.id, {})
    reason = mine.get("why_not") or "van dit meetmoment is geen weging berekend"
    if not mine or mine.get("why_not"):
        yield Row("Weging", (f"niet gewogen: {reason}",))
        return
    yield Row("Weging", (f"gewogen naar {mine['source']}",))
    if any(cell.weighted for cell in _of_round(material, place)):
        turned = [_name(material, cell) for cell in _of_round(material, place) if cell.sensitive]
        yield Row(SENSITIVE.capitalize(), (listed(turned) if turned else "geen enkel getal op deze plek",))


def told_back(material: Material, place: Place) -> Iterator[Row]:
    """NI-16 over the rounds before this one: how often those who told heard back, and in time."""
    mine = {area.slug for area in material.areas if place.level == PROGRAMME or place.id in (area.slug, area.city)}
    wanted = {(key.place, key.period) for key in material.told if key.group == EVERYONE and key.place in mine}
    before = {of.id for of in material.history[:-1]}
    told = [one for where, one in sorted(material.told_back.items()) if where in wanted and where[1] in before]
    in_time, done = (feedback_given(told, material.run.finished.date(), subject) for subject in ("", DONE))
    if in_time.n:
        text = f"{in_time.parts['op_tijd']:.0f} van de {in_time.n} keer (gebied × eerder meetmoment)"
        yield Row("Binnen 8 weken teruggekoppeld", (f"{text}, {done.parts[DONE]:.0f} keer met wat er gedaan is",))


def _known(material: Material) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = material.run.manifest.get("weighing") or {}
    return found


def _cells(weighing: Mapping[str, Any], audience: str) -> tuple[str, ...]:
    tellers = weighing["tellers"]
    deff, why_not = weighing.get("deff"), weighing.get("why_not")
    who = [f"niemand: {listed(weighing['missing'])}"] if weighing["missing"] else []
    who += [f"samen: {one}" for one in weighing["merged"]]
    return (
        str(5 * round(tellers / 5) if audience == PUBLIC else tellers),
        f"nee: {why_not}" if why_not else "ja",
        _decimal(deff, 1 if audience == PUBLIC else 2),
        "; ".join(who) or "–",
    )


def _of_round(material: Material, place: Place) -> list[Shown]:
    """The visible numbers of this round at this place, all groups together."""
    wanted = (place.level, place.id, EVERYONE, material.round.id)
    keys = sorted(key for key in material.told if (key.level, key.place, key.group, key.period) == wanted)
    cells = [material.cell(place, key.indicator, EVERYONE, subject=key.subject) for key in keys]
    return [cell for cell in cells if cell is not None and not cell.hidden]


def _beside(material: Material, place: Place) -> Iterator[Row]:
    for cell in _of_round(material, place):
        about, weighted = INDICATORS[cell.key.indicator], cell.weighted
        if weighted is not None and (about.id in HEADLINES or cell.sensitive):
            n = cell.n or 0
            value, value_weighted = (value_of(about.kind, one, n) for one in (cell.value, weighted.value))
            told = f"{value_weighted}, {SENSITIVE}" if cell.sensitive else value_weighted
            bands = (band(cell, about.kind), band(_as_shown(cell), about.kind))
            yield Row(_name(material, cell), (str(n), value, bands[0], told, bands[1], _decimal(weighted.deff, 1)))


def _as_shown(cell: Shown) -> Shown:
    """The weighted value in the place of the unweighted one."""
    assert cell.weighted is not None
    low, high = (None if math.isnan(end) else end for end in (cell.weighted.low, cell.weighted.high))
    return replace(cell, value=cell.weighted.value, low=low, high=high)


def _name(material: Material, cell: Shown) -> str:
    name, subject = INDICATORS[cell.key.indicator].name, cell.key.subject
    return f"{name}: {material.theme_name(subject)}" if subject else name


def _decimal(number: float | None, digits: int) -> str:
    return "–" if number is None else f"{number:.{digits}f}".replace(".", ",")
