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
from analysis.numbers.waves import Series, Wave, breaks, comparable, is_thin, ordered, series, stands_out

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


def judge(waves: Sequence[Wave], sesoi: float = 0.10, least: float = 5, what: str = states.THE_SHARE) -> Verdict:
    """The one state of a series of shares, by rules fixed in advance.

    Only waves since the last change of method are compared, never across it; spring and autumn are told apart once
    there are enough of both. ``sesoi`` is the smallest effect of interest as a difference of shares, ``least`` the
    tellers below which a wave is thin, ``what`` the name of what is followed. A claim is confirmed when it stood before
    the last wave and stands now; until then it is a signal.

    Raises TypeError for shrunk estimates and ValueError for impossible or double waves.
    """
    in_order = ordered(waves)
    places = comparable(in_order)
    told = [in_order[place] for place in places]
    seen = seen_break(in_order, sesoi / 2)
    if len(told) < LEAST_WAVES:
        too_few = states.too_few(len(told), LEAST_WAVES)
        return too_few if seen is None else states.series_break(in_order, seen, len(told))
    if is_thin(in_order[max(breaks(in_order), default=0) :], least):
        return states.too_thin(len(told), least)
    evidence = _weigh(told, sesoi, what)
    verdict = _claim(evidence, VERY_SURE if seen is not None else 0.0)
    if verdict is None and seen is not None:
        return states.series_break(in_order, seen, len(told))
    verdict = verdict or _suspicion(evidence)
    slope = 5 * evidence.now.line.size / (told[-1].year - told[0].year)
    at = None if verdict.at is None else places[verdict.at]
    return replace(verdict, per_five_years=slope, at=at, year=None if at is None else float(in_order[at].year))


class _Evidence(NamedTuple):
    """The comparable waves, their shapes, and the turn found in them, if any."""

    told: list[Wave]
    sesoi: float
    what: str
    data: Series
    now: Shapes
    turn: Shape | None
    q: float  # of the turn, corrected for having looked for a jump and for a bend

    def before(self) -> Shapes:
        """The shapes as they were before the last wave came."""
        return shapes(self.data.until(-1))


def _weigh(told: list[Wave], sesoi: float, what: str) -> _Evidence:
    data = series(told)
    now = shapes(data)
    best = now.best(data.size)
    large = best is not now.line and abs(best.size) >= sesoi and best.at_least(SURE) >= sesoi / 2
    if not large:
        return _Evidence(told, sesoi, what, data, now, None, math.nan)
    q_jump, q_bend = benjamini_hochberg([now.jump.p, now.bend.p])
    q = q_jump if best is now.jump else q_bend
    return _Evidence(told, sesoi, what, data, now, best if q < CONFIRMED else None, q)


def _claim(evidence: _Evidence, sure: float) -> Verdict | None:
    """A confirmed trend break or trend that keeps half the smallest effect after ``sure`` standard errors, or None."""
    told, sesoi, _, _, now, turn, q = evidence
    if turn is not None:
        if turn.at_least(sure) < sesoi / 2:
            return None
        before = evidence.before()
        earlier = before.jump if turn is now.jump else before.bend
        return _turned(evidence, turn, q, confirmed=True) if _stood(turn, earlier) else None
    line = now.line
    rises = line.p < CONFIRMED and abs(line.size) >= sesoi and len(told) >= LEAST_TO_CONFIRM
    if not rises or (sure and line.at_least(sure) < sesoi / 2):
        return None
    earlier = evidence.before().line
    stood = earlier.p < SUSPECTED and earlier.size * line.size > 0
    return _moved(evidence, states.TREND) if stood else None


def _stood(turn: Shape, earlier: Shape) -> bool:
    """Whether the same turn was already found without the last wave: there or next to it, and the same way."""
    if turn.index is None or earlier.index is None:
        return False
    return earlier.p < CONFIRMED and abs(turn.index - earlier.index) <= 1 and turn.size * earlier.size > 0


def _suspicion(evidence: _Evidence) -> Verdict:
    """A signal when something is found that is not confirmed, else that nothing is seen."""
    told, sesoi, _, data, now, turn, q = evidence
    if turn is not None:
        return _turned(evidence, turn, q, confirmed=False)
    if now.line.p < SUSPECTED and abs(now.line.size) >= sesoi / 2:
        return _moved(evidence, states.SIGNAL)
    distance = stands_out(data, sesoi / 2)
    if distance:
        why = states.stand_out_sentence(distance)
        return Verdict(states.SIGNAL, why, len(told), level_change=distance, at=len(told) - 1)
    return Verdict(states.NOTHING, states.nothing_sentence(len(told)), len(told), p=now.line.p)


def _moved(evidence: _Evidence, state: str) -> Verdict:
    line, waves = evidence.now.line, len(evidence.told)
    why = states.trend_sentence(waves, line.size, evidence.what, confirmed=state == states.TREND)
    return Verdict(state, why, waves, p=line.p, claim=line.claim)


def _turned(evidence: _Evidence, turn: Shape, q: float, *, confirmed: bool) -> Verdict:
    at = turn.index or 0
    bend = turn is evidence.now.bend
    why = states.turn_sentence(evidence.told[at], turn.size, evidence.what, bend=bend, confirmed=confirmed)
    state = states.TREND_BREAK if confirmed else states.SIGNAL
    return Verdict(state, why, len(evidence.told), level_change=turn.size, p=q, at=at, claim=turn.claim)
