"""What may be said of a series over the rounds: signal, trend, trend break or series break, and when nothing."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from statsmodels.stats.multitest import multipletests

from analysis.numbers import states
from analysis.numbers.changepoint import Shape, Shapes, shapes
from analysis.numbers.monotone import mann_kendall, theil_sen
from analysis.numbers.seriesbreak import seen_break
from analysis.numbers.states import STATES, Verdict
from analysis.numbers.waves import Wave, breaks, is_thin, ordered, series, stands_out

__all__ = ["STATES", "Verdict", "Wave", "benjamini_hochberg", "judge", "mann_kendall", "theil_sen"]

LEAST_WAVES = 4
LEAST_TO_CONFIRM = 6
CONFIRMED, SUSPECTED = 0.05, 0.10
# Standard errors that a turn is taken down by before it is held against half the smallest effect of interest (99 %);
# beside a visible change of method every claim is, by more (99.9 %): people may still be settling into the new way.
SURE, VERY_SURE = 2.58, 3.29


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """p adjusted for the number of tests in a family (Benjamini & Hochberg 1995); nan stays nan and is not a test."""
    tests = [place for place, p in enumerate(p_values) if not math.isnan(p)]
    adjusted = [math.nan] * len(p_values)
    if tests:
        corrected = multipletests([p_values[place] for place in tests], method="fdr_bh")[1]
        for place, q in zip(tests, corrected, strict=True):
            adjusted[place] = float(q)
    return adjusted


def judge(waves: Sequence[Wave], sesoi: float = 0.10, least: float = 5) -> Verdict:
    """The one state of a series of shares, by rules fixed in advance.

    Only waves since the last change of method are compared, never across it. ``sesoi`` is the smallest effect of
    interest as a difference of shares, ``least`` the tellers below which a wave is thin. A claim is confirmed when it
    stood before the last wave and stands now; until then it is a signal.

    Raises TypeError for shrunk estimates and ValueError for impossible or double waves.
    """
    in_order = ordered(waves)
    start = max(breaks(in_order), default=0)
    places = [place for place, wave in enumerate(in_order) if place >= start and wave.n > 0]
    told = [in_order[place] for place in places]
    seen = seen_break(in_order, sesoi / 2)
    if len(told) < LEAST_WAVES:
        too_few = states.too_few(len(told), LEAST_WAVES)
        return too_few if seen is None else states.series_break(in_order, seen, len(told))
    if is_thin(in_order[start:], least):
        return states.too_thin(len(told), least)
    evidence = _weigh(told, sesoi)
    verdict = _claim(evidence, VERY_SURE if seen is not None else 0.0)
    if verdict is None and seen is not None:
        return states.series_break(in_order, seen, len(told))
    verdict = verdict or _suspicion(evidence)
    slope = 5 * evidence.now.line.size / (told[-1].year - told[0].year)
    at = None if verdict.at is None else places[verdict.at]
    return replace(verdict, per_five_years=slope, at=at, year=None if at is None else float(in_order[at].year))


class _Evidence(NamedTuple):
    """The shapes of the comparable waves, now and before the last one, and the turn found in them, if any."""

    told: list[Wave]
    sesoi: float
    now: Shapes
    before: Shapes
    turn: Shape | None
    q: float  # of the turn, corrected for having looked for a jump and for a bend


def _weigh(told: list[Wave], sesoi: float) -> _Evidence:
    data = series(told)
    now, before = shapes(data), shapes(data.until(-1))
    best = now.best(data.size)
    q_jump, q_bend = benjamini_hochberg([now.jump.p, now.bend.p])
    q = q_jump if best is now.jump else q_bend
    found = best is not now.line and q < CONFIRMED and abs(best.size) >= sesoi and best.at_least(SURE) >= sesoi / 2
    return _Evidence(told, sesoi, now, before, best if found else None, q)


def _claim(evidence: _Evidence, sure: float) -> Verdict | None:
    """A confirmed trend break or trend that keeps half the smallest effect after ``sure`` standard errors, or None."""
    told, sesoi, now, before, turn, q = evidence
    if turn is not None:
        earlier = before.jump if turn is now.jump else before.bend
        if _stood(turn, earlier) and turn.at_least(sure) >= sesoi / 2:
            return _turned(evidence, turn, q, confirmed=True)
        return None
    line = now.line
    rises = line.p < CONFIRMED and abs(line.size) >= sesoi and len(told) >= LEAST_TO_CONFIRM
    stood = before.line.p < SUSPECTED and before.line.size * line.size > 0
    if rises and stood and (not sure or line.at_least(sure) >= sesoi / 2):
        return Verdict(states.TREND, states.trend_sentence(len(told), line.size, confirmed=True), len(told), p=line.p)
    return None


def _stood(turn: Shape, earlier: Shape) -> bool:
    """Whether the same turn was already found without the last wave: there or next to it, and the same way."""
    if turn.index is None or earlier.index is None:
        return False
    return earlier.p < CONFIRMED and abs(turn.index - earlier.index) <= 1 and turn.size * earlier.size > 0


def _suspicion(evidence: _Evidence) -> Verdict:
    """A signal when something is found that is not confirmed, else that nothing is seen."""
    told, sesoi, now, _, turn, q = evidence
    waves, line = len(told), now.line
    if turn is not None:
        return _turned(evidence, turn, q, confirmed=False)
    if line.p < SUSPECTED and abs(line.size) >= sesoi / 2:
        return Verdict(states.SIGNAL, states.trend_sentence(waves, line.size, confirmed=False), waves, p=line.p)
    distance = stands_out(series(told), sesoi / 2)
    if distance:
        why = states.stand_out_sentence(distance)
        return Verdict(states.SIGNAL, why, waves, level_change=distance, at=waves - 1)
    return Verdict(states.NOTHING, states.nothing_sentence(waves), waves, p=line.p)


def _turned(evidence: _Evidence, turn: Shape, q: float, *, confirmed: bool) -> Verdict:
    at = turn.index or 0
    bend = turn is evidence.now.bend
    why = states.turn_sentence(evidence.told[at], turn.size, bend=bend, confirmed=confirmed)
    state = states.TREND_BREAK if confirmed else states.SIGNAL
    return Verdict(state, why, len(evidence.told), level_change=turn.size, p=q, at=at)
