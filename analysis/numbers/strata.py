"""Who stands for whom: a weight per resident's story and round by people of each area and age, or why there is none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.cells import EVERYONE
from analysis.numbers.observations import Observations, in_group
from analysis.numbers.weighting import effective_n, rake, trim
from corpus import figures
from corpus.areas import Area
from corpus.figures import BANDS, HEADCOUNTS, Figure

#: an area or band that fewer tellers stand for cannot be brought to its share
LEAST = 5
#: weights that leave less than this share of the tellers' number cost more than they mend
LEAST_EFFECTIVE = 0.5
YOUTH = tuple(name for band, name in BANDS.items() if band.startswith("jongere"))

#: name of the area, name of the band of ages; empty where a teller did not say
Stratum = tuple[str, str]


class UnweightedError(ValueError):
    """A round that cannot be weighted; the message is the Dutch reason, as part of a sentence."""


class Weights(NamedTuple):
    """A weight per teller with mean 1 (0 where area or age is unknown), the design effect, and which bands are one."""

    weights: list[float]
    deff: float
    merged: tuple[str, ...]


@dataclass(frozen=True)
class Weighing:
    """How the residents' stories of one round were weighted, or why not; ``missing`` are who told nothing at all."""

    tellers: int
    outside: int
    source: str
    missing: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    deff: float | None = None
    why_not: str = ""


def weighed(session: Session, observations: Observations) -> tuple[Observations, dict[str, Weighing]]:
    """The stories with a weight each, and how every round was weighted.

    A weight is nan where the round is not weighted and for professionals, who stand apart.
    """
    known = session.execute(select(Area.slug, Area.name).order_by(Area.version, Area.name))
    names = {slug: name for slug, name in known}
    counts = figures.headcounts(session)
    weights = np.full(len(observations), np.nan)
    found: dict[str, Weighing] = {}
    residents = in_group(observations, EVERYONE)
    for name in sorted({str(name) for name in observations.round}):
        rows = np.flatnonzero(residents & (observations.round == name))
        if len(rows):
            tellers = [_stratum(observations, int(row), names) for row in rows]
            year = str(observations.year[rows[0]])
            of_year = [one for one in counts if one.time_period == year and one.ref_area in names]
            found[name], told = _round(tellers, of_year, names, year)
            weights[rows] = told
    return replace(observations, weights=weights), found


def _stratum(observations: Observations, row: int, names: Mapping[str, str]) -> Stratum:
    group, age = str(observations.group[row]), str(observations.age[row])
    return names.get(str(observations.place[row]), ""), BANDS.get(f"{group}-{age}", BANDS.get(group, ""))


def _round(
    tellers: Sequence[Stratum], counts: Sequence[Figure], names: Mapping[str, str], year: str
) -> tuple[Weighing, list[float]]:
    source = ", ".join(sorted({f"{one.source}, {year}, indeling {one.area_vintage}" for one in counts}))
    people = {(names[one.ref_area], BANDS[HEADCOUNTS[one.indicator]]): one.value or 0.0 for one in counts}
    known = [*dict.fromkeys(names.values()), *BANDS.values()]
    told = {name for stratum in tellers for name in stratum}
    weighing = Weighing(
        tellers=len(tellers),
        outside=sum(not all(stratum) for stratum in tellers),
        source=source,
        missing=tuple(name for name in known if name not in told),
    )
    try:
        if not counts:
            raise UnweightedError(f"er zijn geen bevolkingsaantallen van {year} geladen")
        if len(people) < len(counts):
            raise UnweightedError(f"van {year} liggen er twee tellingen van dezelfde mensen naast elkaar")
        weights, deff, merged = weigh(tellers, people)
    except UnweightedError as reason:
        return replace(weighing, why_not=str(reason)), [np.nan] * len(tellers)
    return replace(weighing, deff=deff, merged=merged), weights


def weigh(tellers: Sequence[Stratum], people: Mapping[Stratum, float]) -> Weights:
    """Weights that bring the tellers of one round to the people of each area and of each band of ages.

    Raked over both margins and trimmed once. A youth band with fewer than 5 tellers is taken together with the next
    one; an area or band without any teller is left out, not filled in by others. Raises UnweightedError when a count is
    missing, an area or band has 1–4 tellers, or the weights would cost more than half of the effective n (Kish 1965).
    """
    placed = [stratum for stratum in tellers if all(stratum)]
    if not placed:
        raise UnweightedError("geen verhaal noemt een gebied en een leeftijd")
    areas = sorted({area for area, _ in placed})
    bands = _bands(Counter(band for _, band in placed))
    _check(Counter(area for area, _ in placed), Counter(bands[band] for _, band in placed), people, bands)
    total = sum(people[area, band] for area in areas for band in bands)
    if not total:
        raise UnweightedError("volgens de telling woont er niemand")
    share = {stratum: people[stratum] * len(placed) / total for stratum in people}
    by_area = {area: sum(share[area, band] for band in bands) for area in areas}
    by_band = {name: sum(share[a, b] for a in areas for b in bands if bands[b] == name) for name in bands.values()}
    try:
        cell = rake(Counter((area, bands[band]) for area, band in placed), [by_area, by_band])
    except ValueError as error:
        raise UnweightedError("de aantallen per gebied en per leeftijd zijn niet samen te halen") from error
    held = iter(trim([cell[area, bands[band]] for area, band in placed]))
    weights = [next(held) if all(stratum) else 0.0 for stratum in tellers]
    effective = effective_n(weights)
    if effective < LEAST_EFFECTIVE * len(placed):
        raise UnweightedError("wegen zou meer dan de helft van de zeggingskracht kosten")
    merged = sorted({name for band, name in bands.items() if name != band})
    return Weights(weights, len(placed) / effective, tuple(merged))


def _bands(tellers: Mapping[str, int]) -> dict[str, str]:
    """The band that each band of ages is counted in; bands without tellers that stay alone are left out."""

    def count(bands: tuple[str, ...]) -> int:
        return sum(tellers.get(band, 0) for band in bands)

    youth: list[tuple[str, ...]] = [(band,) for band in YOUTH]
    while len(youth) > 1 and any(count(bands) < LEAST for bands in youth):
        few = next(at for at, bands in enumerate(youth) if count(bands) < LEAST)
        first = min(few, len(youth) - 2)
        youth[first : first + 2] = [youth[first] + youth[first + 1]]
    others = [(band,) for band in BANDS.values() if band not in YOUTH]
    return {band: " en ".join(bands) for bands in (*youth, *others) if count(bands) for band in bands}


def _check(
    areas: Mapping[str, int], bands: Mapping[str, int], people: Mapping[Stratum, float], ages: Mapping[str, str]
) -> None:
    for area in sorted(areas):
        for band in ages:
            if people.get((area, band), -1) < 0:
                raise UnweightedError(f"de telling noemt geen {band} in {area}")
    few = [name for name, count in sorted({**areas, **bands}.items()) if count < LEAST]
    if few:
        raise UnweightedError(f"minder dan {LEAST} vertellers: {', '.join(few)}")
