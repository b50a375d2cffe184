"""What an audience is told of each indicator: its value with its answers, one share, or the figure alone."""

import math

from analysis.numbers.cells import CITY, EVERYONE, PROGRAMME, PUBLIC, SCREEN, TEAM, Key, Shown, Weighted
from analysis.numbers.disclosure import FLOORS, LEAST, rounded_n
from analysis.numbers.marks import LINES, NOBODY, WHO
from corpus.findings import IndicatorFinding
from corpus.indicators import AGREEING, BALANCE, CHANGE, FEELING, INDICATORS, SHARE, UNANSWERED
from corpus.triangles import CENTRE


def _zones(corners: tuple[str, str, str]) -> tuple[str, ...]:
    """The seven zones of a triangle, in reading order."""
    a, b, c = corners
    return (a, b, c, f"{a}_{b}", f"{a}_{c}", f"{b}_{c}", CENTRE)


MARK_BARS = ("0 tot en met 5", "6 of 7", "8, 9 of 10", "overgeslagen")
_TOGETHER = tuple(f"{life}/{around}" for life in CHANGE[:3] for around in CHANGE[:3])
ANSWERS = {
    "NI-01": FEELING,
    **dict.fromkeys(("NI-03", "NI-04"), CHANGE),
    "NI-05": _TOGETHER,
    **dict.fromkeys(("NI-06", "NI-07", "NI-08"), AGREEING),
    "NI-09": MARK_BARS,
    "NI-12": _zones(LINES),
    "NI-15": (*_zones(WHO), NOBODY, *UNANSWERED),
}
#: a share of tellers with one property, told without further answers
SHARES = ("NI-02", "NI-10", "NI-13", "NI-17", "NI-18", "NI-19")
#: a figure about the stories as a whole, without any answers
FIGURES = ("NI-14", "NI-21")
#: all answers or none: what is missing of a table with two margins could be worked out from the margins
ALL_OR_NONE = ("NI-05",)
#: where a value turns from one side to the other
MIDDLES = {BALANCE: 0.0, SHARE: 0.5}
#: what is told to the public of fewer people than this might name them: self-stigma, safety
LEAST_DELICATE, DELICATE = 10, frozenset([("NI-18", ""), ("NI-10", "O6"), ("NI-11", "O6")])


def told(key: Key, finding: IndicatorFinding, hidden: set[str], audience: str) -> Shown:
    """One cell, rounded, with its answers as shares; without the ``hidden`` ones and what would give them away."""
    parts = _parts(finding, hidden, audience)
    # A net score or a mean beside the parts that are shown would give the hidden ones away: it goes with them.
    whole = None not in parts.values() or key.indicator not in ANSWERS
    value = _rounded(finding.value, key.indicator, audience) if whole else None
    weighted = _weighted(key, finding, audience) if whole else None
    return Shown(
        key=key,
        version=finding.version,
        # Where answers are told as bars, n is what the bars are shares of: everyone asked, also who did not know.
        n=rounded_n(finding.asked if finding.indicator in ANSWERS else finding.n, audience),
        value=value,
        low=_rounded(finding.low, key.indicator, audience) if whole else None,
        high=_rounded(finding.high, key.indicator, audience) if whole else None,
        parts=parts,
        note=finding.note,
        weighted=weighted,
        sensitive=_turned(key.indicator, value, weighted),
    )


def _weighted(key: Key, finding: IndicatorFinding, audience: str) -> Weighted | None:
    """The weighted value; beyond the analyst's screen of all residents of a city or the programme only.

    A total with and without weights is two sums over the same cells. Told for every group and area, the two together
    would give away what complementary suppression hides two by two.
    """
    total = key.group == EVERYONE and key.level in (CITY, PROGRAMME)
    if finding.weighted is None or finding.deff is None or not (total or audience == SCREEN):
        return None
    ends = (finding.weighted_low, finding.weighted_high)
    low, high = (math.nan if end is None else _whole(end, audience) for end in ends)
    return Weighted(_whole(finding.weighted, audience), low, high, round(finding.deff, 4 if audience == SCREEN else 1))


def _turned(indicator: str, value: float | None, weighted: Weighted | None) -> bool:
    """Whether a balance changes its sign, or a share its side of half, with the weights."""
    middle = MIDDLES.get(INDICATORS[indicator].kind)
    if middle is None or value is None or weighted is None:
        return False
    return (value - middle) * (weighted.value - middle) < 0


def _parts(finding: IndicatorFinding, hidden: set[str], audience: str) -> dict[str, float | None]:
    """Answers as shares of the tellers asked; a small one is None, and so is what could give it away."""
    if finding.indicator == "NI-20":
        return _reach_parts(finding, audience)
    if finding.indicator in (*SHARES, *FIGURES) or not finding.asked:
        return {}
    if finding.indicator in ALL_OR_NONE and hidden:
        return dict.fromkeys(ANSWERS[finding.indicator])
    shares: dict[str, float | None] = {}
    for answer in ANSWERS.get(finding.indicator, FEELING):
        count = float(finding.parts.get(answer, 0))
        shares[answer] = None if answer in hidden else _whole(count / finding.asked, audience)
    if sum(share is None for share in shares.values()) == 1:
        smallest = min(
            (name for name, share in shares.items() if share), key=lambda name: shares[name] or 0, default=""
        )
        shares |= {smallest: None} if smallest else {}
    return shares


def _reach_parts(finding: IndicatorFinding, audience: str) -> dict[str, float | None]:
    """Composition in shares of tellers; only kinds of tellers that are numerous enough by themselves."""
    least = max(LEAST[audience], 1)
    parts: dict[str, float | None] = {}
    for name, count in finding.parts.items():
        if ":" in name:
            enough = (count >= least and finding.n - count >= least) or count == finding.n
            parts[name] = _whole(count / finding.n, audience) if enough else None
    if finding.parts.get("opgehaald", 0) >= FLOORS[audience]:
        parts["hhi"] = round(float(finding.parts["hhi"]), 2)
    return parts


def _rounded(value: float | None, indicator: str, audience: str) -> float | None:
    """Whole percentages for everybody but the analyst; reach keeps one decimal of a percent."""
    if value is None or math.isnan(value):
        return None
    return round(value, 3) if indicator == "NI-20" else _whole(value, audience)


def _whole(share: float, audience: str) -> float:
    return round(share, 2 if audience in (PUBLIC, TEAM) else 4)
