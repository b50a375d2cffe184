"""The level ladder: every indicator for every cell of place × group × period, by theme where it has themes."""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.cells import AREA, BUURT, CITY, EVERYONE, GROUPS, PROGRAMME, RESIDENT_GROUPS, Key
from analysis.numbers.indicators import MEASURES, Estimate, Measure
from analysis.numbers.observations import Array, Observations, in_group
from corpus.areas import Area, Population
from corpus.findings import IndicatorFinding
from corpus.stories import PROFESSIONAL

SPAN = 3  # years pooled at the last rung
WEIGHTED = ("weighted", "weighted_low", "weighted_high", "deff")


@dataclass(frozen=True)
class Finding:
    """An estimate in its place on the ladder."""

    key: Key
    version: int
    estimate: Estimate

    def row(self, run_id: str) -> IndicatorFinding:
        """The stored form; undefined numbers become NULL."""
        e, w = self.estimate, [_finite(number) for number in _weighted(self.estimate)] or [None] * 4
        return IndicatorFinding(
            run_id=run_id,
            indicator=self.key.indicator,
            version=self.version,
            level=self.key.level,
            place=self.key.place,
            group=self.key.group,
            period=self.key.period,
            subject=self.key.subject,
            n=e.n,
            asked=e.asked,
            value=_finite(e.value),
            low=_finite(e.low),
            high=_finite(e.high),
            parts=dict(e.parts),
            dominance=_finite(e.dominance),
            note=e.note,
            **dict(zip(WEIGHTED, w, strict=True)),
        )


def every_cell(session: Session, observations: Observations) -> list[Finding]:
    """Every non-empty cell of the ladder, in a fixed order."""
    population = _population(session)
    findings: list[Finding] = []
    for level, place, here in places(observations):
        for group in (*GROUPS, PROFESSIONAL):
            told = here & in_group(observations, group)
            for period, then in periods(observations):
                cell = told & then
                if cell.any():
                    findings += _measure(observations, cell, level, place, group, period)
    return [_with_reach(finding, population) for finding in findings]


def places(observations: Observations) -> Iterator[tuple[str, str, Array]]:
    """(level, place, which stories): buurten, areas, cities, the whole programme. The only hierarchy there is."""
    for level, names in ((BUURT, observations.buurt), (AREA, observations.place), (CITY, observations.city)):
        for name in sorted({str(name) for name in names if name}):
            yield level, name, np.asarray(names == name)
    # A story whose teller does not know the neighbourhood counts for the programme alone.
    yield PROGRAMME, PROGRAMME, np.ones(len(observations), dtype=bool)


def periods(observations: Observations) -> Iterator[tuple[str, Array]]:
    """(period, which stories): every round, every year, every span of three years."""
    for name in sorted({str(name) for name in observations.round}):
        yield name, np.asarray(observations.round == name)
    years = sorted({int(year) for year in observations.year})
    for year in years:
        yield str(year), np.asarray(observations.year == year)
    for last in years:
        first = last - SPAN + 1
        if first >= years[0]:
            yield f"{first}-{last}", np.asarray((observations.year >= first) & (observations.year <= last))


def _measure(
    observations: Observations, cell: Array, level: str, place: str, group: str, period: str
) -> Iterator[Finding]:
    for measure in MEASURES:
        if not _told(measure, level, group, period):
            continue
        subjects = measure.subjects(observations)
        for subject in subjects:
            estimate = measure.measure(observations, cell, subject)
            # Of what was not asked here there is nothing to say; a theme that nobody names fills no table either.
            if estimate.asked == 0 or (len(subjects) > 1 and estimate.n == 0) or estimate.n < measure.least:
                continue
            key = Key(measure.indicator, level, place, group, period, subject)
            yield Finding(key, measure.version, estimate)


def _told(measure: Measure, level: str, group: str, period: str) -> bool:
    """Whether an indicator is told at all at this level, of one group, for one round."""
    fine_enough = measure.levels is None or level in measure.levels
    by_round = measure.yearly and not _is_span(period)
    return fine_enough and not by_round and not (measure.whole_group_only and group != EVERYONE)


def _population(session: Session) -> dict[tuple[str, str], int]:
    """People by (place, group): areas as counted, cities and programme as the sum of their areas."""
    found: dict[tuple[str, str], int] = {}
    query = select(Area.slug, Area.city, Population.group, Population.count)
    for slug, city, group, count in session.execute(query.join(Population, Population.area_id == Area.id)):
        if group in RESIDENT_GROUPS:
            for place in (slug, city, PROGRAMME):
                for name in (group, EVERYONE):
                    found[place, name] = found.get((place, name), 0) + count
    return found


def _with_reach(finding: Finding, population: dict[tuple[str, str], int]) -> Finding:
    """Fill in NI-20: tellers of one round as a share of the people of that group there."""
    people = population.get((finding.key.place, finding.key.group))
    if finding.key.indicator != "NI-20" or not people or finding.key.period.isdigit() or _is_span(finding.key.period):
        return finding
    estimate = replace(finding.estimate, value=finding.estimate.n / people)
    return replace(finding, estimate=replace(estimate, parts={**estimate.parts, "bevolking": float(people)}))


def _is_span(period: str) -> bool:
    return period.replace("-", "").isdigit()


def table_hash(findings: list[Finding]) -> str:
    """SHA-256 over the whole table, numbers to ten digits: the same corpus and code give the same hash."""
    lines = sorted(
        json.dumps(
            [*vars(f.key).values(), f.version, f.estimate.n, f.estimate.asked]
            + [_rounded(number) for number in (f.estimate.value, f.estimate.low, f.estimate.high)]
            + [sorted(f.estimate.parts.items())]
            + [_rounded(number) for number in _weighted(f.estimate)]
        )
        for f in findings
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _weighted(estimate: Estimate) -> tuple[float, ...]:
    found = estimate.weighted
    return (found.value, found.low, found.high, found.deff) if found else ()


def _rounded(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 10)


def _finite(number: float) -> float | None:
    return None if math.isnan(number) else float(number)
