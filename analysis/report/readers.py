"""How well the themes of a round were read: agreement between people, and how often the machine was wrong."""

from collections.abc import Mapping
from typing import Any

from analysis.numbers.cells import PUBLIC
from analysis.report.material import Material
from analysis.report.sentences import percent
from analysis.report.tables import Row, Table
from corpus.coding_agreement import CodeAgreement

NOT_MEASURED = "niet gemeten"
#: below this many stories nothing is said of how they were read
LEAST = 30
COLUMNS = ("thema", "alfa (mensen)", "dubbel gelezen", "gevonden (Se)", "terecht niet genoemd (Sp)", "nagelezen")
EXPLAINED = (
    "Alfa zegt hoe goed twee mensen het eens zijn: 1 is altijd eens, 0 is toeval. Se: van de verhalen waarin mensen "
    "een thema zien, het deel waarin de computer het ook noemt. Sp: van verhalen zonder het thema, het deel waarin de "
    f"computer het ook niet noemt. Met minder dan {LEAST} verhalen staat er: {NOT_MEASURED}."
)


def readers_table(material: Material) -> Table:
    """Every theme with the agreement of people and the error rates of the machine in this round."""
    agreed = {one.code: one for one in material.agreements if one.round_id == material.round.id}
    wrong: Mapping[str, Any] = (material.run.manifest.get("error_rates") or {}).get(material.round.id, {})
    themes = material.codebook.themes
    measured = [one for one in themes if one.id in agreed or one.id in wrong]
    if not measured:
        return Table("Hoe goed thema's gelezen zijn", COLUMNS, (Row("alle thema's", (NOT_MEASURED,)),))
    rows = [
        Row(
            one.name, (*_people(agreed.get(one.id), material.audience), *_machine(wrong.get(one.id), material.audience))
        )
        for one in measured
    ]
    return Table(f"Hoe goed thema's gelezen zijn ({material.round.name})", COLUMNS, tuple(rows))


def _people(found: CodeAgreement | None, audience: str) -> tuple[str, str]:
    if found is None or found.alpha is None or found.pairs < LEAST:
        return NOT_MEASURED, "–"
    ends = (found.low, found.high)
    band = f" ({' tot '.join(_two(end) for end in ends if end is not None)})" if None not in ends else ""
    pooled = f", {found.rounds} meetmomenten" if found.rounds > 1 else ""
    return f"{_two(found.alpha)}{band}", f"{_count(found.pairs, audience)}{pooled}"


def _machine(found: Mapping[str, Any] | None, audience: str) -> tuple[str, str, str]:
    if found is None or found["drawn"] < LEAST:
        return NOT_MEASURED, NOT_MEASURED, "–"
    rates = (found["sensitivity"], found["specificity"])
    se, sp = (NOT_MEASURED if rate is None else percent(rate, found["drawn"]) for rate in rates)
    return se, sp, _count(found["drawn"], audience)


def _count(stories: int, audience: str) -> str:
    return str(5 * round(stories / 5) if audience == PUBLIC else stories)


def _two(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")
