"""The checks behind a claim: another round left out, another mix of tellers, another way of counting."""

from dataclasses import replace
from typing import Any

from analysis.numbers import composition, followed, sensitivity, states
from analysis.numbers.cells import CITY, EVERYONE, PROGRAMME
from analysis.numbers.claims import LINE, fitted
from analysis.numbers.followed import THEMES, Followed
from analysis.numbers.trends import Verdict, Wave
from analysis.numbers.waves import Series, comparable, ordered, series

CHANNELS, COLLECTORS, GROUPS, AREAS = "manieren van vertellen", "ophalers", "groepen", "gebieden"


def checked(
    verdict: Verdict, waves: list[Wave], here: Followed, series_of: tuple[str, str, str, str], what: str
) -> tuple[Verdict, dict[str, Any] | None]:
    """The verdict with what its checks add to it, and the checks as they are stored; None without a claim.

    ``series_of`` is indicator, level, group and subject. A trend break that other ways of counting do not bear out is
    a signal again; one that disappears in a fixed mix keeps its state and says so.
    """
    if verdict.claim is None:
        return verdict, None
    indicator, level, group, subject = series_of
    in_order = ordered(waves)
    places = comparable(in_order)
    data = series([in_order[place] for place in places])
    here = replace(here, rounds=[here.rounds[place] for place in places])
    sesoi, size = followed.smallest(indicator), fitted(verdict.claim, data)[1]
    least = sesoi if verdict.state in (states.TREND, states.TREND_BREAK) else sesoi / 2
    mixes = {
        name: composition.held_fixed(verdict.claim, size, strata, least)
        for name, strata in _mixes(here, level, group).items()
    }
    ways = sensitivity.counted_otherwise(verdict.claim, size, _ways(here, indicator, subject))
    left = sensitivity.leave_one_out(verdict.claim, size, data, sesoi)
    p, slope = sensitivity.without_model(data)
    checks = {
        "rounds": {"agree": left.agree, "of": left.of, "without_first": left.without_first},
        "mann_kendall": p,
        "theil_sen": None if slope is None else slope * followed.MEANS.get(indicator, 1.0),
        "same_way": None if slope is None or verdict.claim.kind != LINE else slope * size > 0,
        "mixes": mixes,
        "ways": ways,
    }
    return _told(verdict, mixes, ways), checks


def _told(verdict: Verdict, mixes: dict[str, str], ways: dict[str, str]) -> Verdict:
    if verdict.state == states.TREND_BREAK and not sensitivity.holds(ways):
        against = [name for name, outcome in ways.items() if outcome == sensitivity.OTHER]
        why = f"{verdict.why.replace(states.STOOD, states.NOT_YET)} {sensitivity.sentence(against)}"
        verdict = replace(verdict, state=states.SIGNAL, why=why)
    told = composition.sentence(mixes)
    return replace(verdict, why=f"{verdict.why} {told}") if told else verdict


def _mixes(here: Followed, level: str, group: str) -> dict[str, list[Series]]:
    """The strata whose mix can shift: how people told, who collected, and of everyone the groups and the areas."""
    told = here.observations
    mixes = {CHANNELS: here.strata(told.mode), COLLECTORS: here.strata(told.collector)}
    if group == EVERYONE:
        mixes[GROUPS] = here.strata(told.group)
    if level in (CITY, PROGRAMME):
        mixes[AREAS] = here.strata(told.place)
    return mixes


def _ways(here: Followed, indicator: str, subject: str) -> dict[str, Series]:
    """The other ways of counting: weighted, themes by people alone, without the largest collector, fixed channels."""
    told = here.observations
    largest = here.largest(told.collector)
    ways = {
        "zonder de grootste ophaler": here.only(told.collector != largest).series() if largest else here.series(),
        "met vaste manieren van vertellen": here.only(here.in_every_round(told.mode)).series(),
    }
    if told.weights is not None:
        ways["gewogen"] = here.series(told.weights)
    if indicator == THEMES:
        ways["alleen wat mensen lazen"] = here.as_told(followed.read_by_people(told, subject)).series()
    return ways
