"""What may be said about every series over the rounds: the rules of ``trends``, corrected within fixed families."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from analysis.numbers import bridging, followed, ladder, states
from analysis.numbers.cells import Key
from analysis.numbers.followed import MEANS, THEMES, Followed
from analysis.numbers.indicators.themes import MACHINE_CODED
from analysis.numbers.ladder import Finding
from analysis.numbers.observations import Array, Observations, in_group
from analysis.numbers.robust import checked
from analysis.numbers.trends import Verdict, Wave, benjamini_hochberg, judge
from corpus import areas, breaks, rounds
from corpus.breaks import SeriesBreak
from corpus.findings import TrendFinding
from corpus.indicators import SESOI_VERSION, family_of
from corpus.rounds import Round

TREND_Q, SIGNAL_Q = 0.05, 0.10
NOT_AFTER_CORRECTION = "Na correctie voor het aantal toetsen blijft er geen aanwijzing over."

#: indicator, level, place, group, subject
Name = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class SeriesVerdict:
    """The verdict on one series, with the correction for the number of tests in its family."""

    name: Name
    verdict: Verdict
    q: float | None
    family: str
    tests: int
    at_round: str | None
    checks: dict[str, Any] | None = None

    def row(self, run_id: str) -> TrendFinding:
        """The stored form; sizes in the unit of the indicator."""
        indicator, level, place, group, subject = self.name
        v, unit = self.verdict, MEANS.get(indicator, 1.0)
        return TrendFinding(
            run_id=run_id,
            indicator=indicator,
            level=level,
            place=place,
            group=group,
            subject=subject,
            state=v.state,
            per_five_years=None if v.per_five_years is None else unit * v.per_five_years,
            level_change=None if v.level_change is None else unit * v.level_change,
            p=v.p,
            q=self.q,
            family=self.family,
            tests=self.tests,
            waves=v.waves,
            at_round=self.at_round,
            why=v.why,
            checks=self.checks,
        )


def rules(session: Session) -> dict[str, Any]:
    """What verdicts rest on beside the stories, for the manifest: the smallest effects and the register of breaks."""
    register = [
        [entry.round_id, entry.kind, entry.indicators, entry.place, entry.bridge, entry.bridge_se, entry.subjects]
        for entry in breaks.in_order(session)
    ]
    return {"sesoi": SESOI_VERSION, "breaks": register}


def every_series(session: Session, findings: list[Finding], observations: Observations) -> list[SeriesVerdict]:
    """Judge every followed series of residents, family by family."""
    windows = rounds.in_order(session)
    known = areas.current(session, windows[-1].opens) if windows else []
    register = breaks.in_order(session)
    places = {(level, place): here for level, place, here in ladder.places(observations)}
    judged: dict[str, list[SeriesVerdict]] = defaultdict(list)
    for name, cells in sorted(_series(findings, windows).items()):
        indicator, level, place, group, subject = name
        where = areas.touching(known, place)
        concerned = [entry for entry in register if entry.concerns(indicator, where, subject)]
        told = [window for window in windows if window.id in cells]
        cell = places[level, place] & in_group(observations, group)
        judged[family_of(indicator, level, group)].append(_judged(name, cells, told, concerned, cell, observations))
    return [corrected for family in judged.values() for corrected in _corrected(family)]


def _series(findings: list[Finding], windows: list[Round]) -> dict[Name, dict[str, Finding]]:
    known = {window.id for window in windows}
    series: dict[Name, dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        key = finding.key
        if key.period in known and family_of(key.indicator, key.level, key.group):
            series[_name(key)][key.period] = finding
    return series


def _name(key: Key) -> Name:
    return key.indicator, key.level, key.place, key.group, key.subject


def _judged(
    name: Name,
    cells: dict[str, Finding],
    told: list[Round],
    concerned: list[SeriesBreak],
    cell: Array,
    observations: Observations,
) -> SeriesVerdict:
    indicator, level, _, group, subject = name
    times = [(window.id, followed.when(window)) for window in told]
    here = Followed(observations, followed.outcome(observations, indicator, subject), cell, times)
    graded = indicator in MEANS
    waves = here.waves({entry.round_id for entry in concerned if entry.bridge is None}, graded=graded)
    waves = _over_bridges(_calibrated(waves, told, cells), dict(times), concerned, MEANS.get(indicator, 1.0))
    what = states.THE_MEAN if graded else states.THE_SHARE
    verdict = judge(waves, sesoi=followed.smallest(indicator), what=what)
    at = told[verdict.at].id if verdict.at is not None else None
    verdict, checks = checked(verdict, waves, here, (indicator, level, group, subject), what)
    return SeriesVerdict(name, verdict, None, family_of(indicator, level, group), 0, at, checks)


def _calibrated(waves: list[Wave], told: list[Round], cells: dict[str, Finding]) -> list[Wave]:
    """Themes by their calibrated shares when every round has one: a machine's own count is another measurement."""
    estimates = [cells[window.id].estimate for window in told]
    if cells[told[0].id].key.indicator != THEMES or any(one.note == MACHINE_CODED for one in estimates):
        return waves
    worth = [followed.tellers_worth(one.value, one.low, one.high) for one in estimates]
    return [replace(wave, x=one.value * n, n=n) for wave, one, n in zip(waves, estimates, worth, strict=True)]


def _over_bridges(waves: list[Wave], times: dict[str, float], concerned: list[SeriesBreak], unit: float) -> list[Wave]:
    """The waves on the footing of the newest way of measuring, across every change that was bridged."""
    for entry in concerned:
        if entry.bridge is not None and entry.round_id in times:
            waves = bridging.bridged(waves, times[entry.round_id], entry.bridge / unit, (entry.bridge_se or 0.0) / unit)
    return waves


def _corrected(family: list[SeriesVerdict]) -> list[SeriesVerdict]:
    """Benjamini–Hochberg (1995) within one family; what does not survive is said not to be there."""
    tested = [entry for entry in family if entry.verdict.p is not None]
    adjusted = (
        benjamini_hochberg([entry.verdict.p for entry in tested if entry.verdict.p is not None]) if tested else []
    )
    qs = {id(entry): q for entry, q in zip(tested, adjusted, strict=True)}
    return [_demoted(replace(entry, q=qs.get(id(entry)), tests=len(tested))) for entry in family]


def _demoted(entry: SeriesVerdict) -> SeriesVerdict:
    state = corrected_state(entry.verdict.state, entry.q)
    if state == entry.verdict.state:
        return entry
    if state == states.SIGNAL:
        why = entry.verdict.why.replace(states.STOOD, states.NOT_YET)
        return replace(entry, verdict=replace(entry.verdict, state=state, why=why))
    quiet = replace(entry.verdict, state=state, why=NOT_AFTER_CORRECTION)
    return replace(entry, verdict=quiet, at_round=None, checks=None)


def corrected_state(state: str, q: float | None) -> str:
    """What remains of a state once its p is corrected for the tests of its family."""
    limit = {states.TREND: TREND_Q, states.TREND_BREAK: TREND_Q, states.SIGNAL: SIGNAL_Q}.get(state)
    if limit is None or q is None or q < limit:
        return state
    return states.SIGNAL if limit == TREND_Q and q < SIGNAL_Q else states.NOTHING
