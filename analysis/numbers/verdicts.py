"""What may be said about every series over the rounds: the rules of ``trends``, corrected within fixed families."""

from collections import defaultdict
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis.numbers.cells import AREA, BUURT, CITY, EVERYONE, PROGRAMME, RESIDENT_GROUPS, Key
from analysis.numbers.ladder import Finding
from analysis.numbers.trends import Verdict, Wave, benjamini_hochberg, judge
from corpus import areas, breaks, rounds
from corpus.findings import TrendFinding
from corpus.rounds import Round

#: What is followed as a share of tellers: the answer counted, among which valid answers.
FOLLOWED = {"NI-02": "genoemd", "NI-03": "beter", "NI-04": "beter", "NI-10": "genoemd"}
#: Smallest effect of interest, in share points, set beforehand.
SESOI = 0.10
TREND_Q, SIGNAL_Q = 0.05, 0.10
NOT_AFTER_CORRECTION = "Na correctie voor het aantal toetsen blijft er geen aanwijzing over."

Series = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class SeriesVerdict:
    """The verdict on one series, with the correction for the number of tests in its family."""

    indicator: str
    level: str
    place: str
    group: str
    subject: str
    verdict: Verdict
    q: float | None
    family: str
    tests: int
    at_round: str | None

    def row(self, run_id: str) -> TrendFinding:
        """The stored form."""
        v = self.verdict
        return TrendFinding(
            run_id=run_id,
            indicator=self.indicator,
            level=self.level,
            place=self.place,
            group=self.group,
            subject=self.subject,
            state=v.state,
            per_five_years=v.per_five_years,
            level_change=v.level_change,
            p=v.p,
            q=self.q,
            family=self.family,
            tests=self.tests,
            waves=v.waves,
            at_round=self.at_round,
            why=v.why,
        )


def every_series(session: Session, findings: list[Finding]) -> list[SeriesVerdict]:
    """Judge every followed series of residents, family by family."""
    windows = rounds.in_order(session)
    known = areas.current(session, windows[-1].opens) if windows else []
    register = breaks.unbridged(session)
    judged: dict[str, list[SeriesVerdict]] = defaultdict(list)
    for series, cells in sorted(_series(findings, windows).items()):
        indicator, level, place = series[:3]
        where = areas.touching(known, place)
        broken = {entry.round_id for entry in register if entry.concerns(indicator, where)}
        told = [window for window in windows if window.id in cells]
        waves = [_wave(window, cells[window.id], indicator, window.id in broken) for window in told]
        verdict = judge(waves, sesoi=SESOI)
        family = _family(indicator, level)
        at = told[verdict.at].id if verdict.at is not None else None
        judged[family].append(SeriesVerdict(*series, verdict, None, family, 0, at))
    return [corrected for family in judged.values() for corrected in _corrected(family)]


def _series(findings: list[Finding], windows: list[Round]) -> dict[Series, dict[str, Finding]]:
    known = {window.id for window in windows}
    series: dict[Series, dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        key = finding.key
        if key.indicator in FOLLOWED and key.period in known and _in_a_family(key):
            series[key.indicator, key.level, key.place, key.group, key.subject][key.period] = finding
    return series


def _in_a_family(key: Key) -> bool:
    """Which series are tested was decided beforehand: none by buurt, and themes by area only for all residents."""
    if key.level == BUURT:
        return False
    if key.indicator == "NI-10" and key.level == AREA:
        return key.group == EVERYONE
    return key.group in (*RESIDENT_GROUPS, EVERYONE)


def _wave(window: Round, finding: Finding, indicator: str, series_break: bool) -> Wave:
    x = float(finding.estimate.parts.get(FOLLOWED[indicator], 0.0))
    when = window.opens.year + (window.opens.timetuple().tm_yday - 1) / 365.25
    return Wave(when, x, float(finding.estimate.n), series_break)


def _family(indicator: str, level: str) -> str:
    """The families of tests, fixed in advance: headline items, themes by city and programme, themes by area."""
    if indicator != "NI-10":
        return "F1"
    return {CITY: "F2", PROGRAMME: "F2", AREA: "F3"}[level]


def _corrected(family: list[SeriesVerdict]) -> list[SeriesVerdict]:
    """Benjamini–Hochberg (1995) within one family; what does not survive is said not to be there."""
    tested = [entry for entry in family if entry.verdict.p is not None]
    adjusted = (
        benjamini_hochberg([entry.verdict.p for entry in tested if entry.verdict.p is not None]) if tested else []
    )
    qs = {id(entry): q for entry, q in zip(tested, adjusted, strict=True)}
    return [_demoted(replace(entry, q=qs.get(id(entry)), tests=len(tested))) for entry in family]


def _demoted(entry: SeriesVerdict) -> SeriesVerdict:
    limit = {"trend": TREND_Q, "trendbreuk": TREND_Q, "signaal": SIGNAL_Q}.get(entry.verdict.state)
    if limit is None or entry.q is None or entry.q < limit:
        return entry
    if limit == TREND_Q and entry.q < SIGNAL_Q:
        return replace(entry, verdict=replace(entry.verdict, state="signaal"))
    quiet = replace(entry.verdict, state="geen aanwijzing", why=NOT_AFTER_CORRECTION)
    return replace(entry, verdict=quiet, at_round=None)
