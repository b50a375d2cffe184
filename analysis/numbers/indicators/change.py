"""NI-03, NI-04 and NI-05: change in one's own life and in the neighbourhood, apart and together."""

from analysis.numbers.indicators.estimate import CHANGES, Estimate, net, share
from analysis.numbers.observations import LIFE, NEIGHBOURHOOD, Array, Observations

#: the two kinds of going apart that are named, and the going together they are held against
TENSION, STAYING_BEHIND = "spanning", "achterblijven"
_APART = {TENSION: ("beter", "slechter"), STAYING_BEHIND: ("slechter", "beter")}


def change_in_life(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-03 Ervaren verandering, mijn leven: net = (better − worse) / (better + same + worse). Range −1 … 1."""
    return _net_of(observations, cell, LIFE)


def change_in_neighbourhood(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-04 Ervaren verandering, mijn buurt: as NI-03, on the item about the neighbourhood."""
    return _net_of(observations, cell, NEIGHBOURHOOD)


def _net_of(observations: Observations, cell: Array, item: str) -> Estimate:
    answers = observations.names[item]
    return net(observations, cell & (answers != ""), answers)


def apart(_observations: Observations) -> tuple[str, ...]:
    """The two subjects of NI-05."""
    return tuple(_APART)


def life_by_neighbourhood(observations: Observations, cell: Array, subject: str) -> Estimate:
    """NI-05 Leven × buurt: share of tellers whose life and neighbourhood go apart. Range 0 … 1.

    "spanning" is life better and neighbourhood worse, "achterblijven" life worse and neighbourhood better, among
    tellers who answered both. ``parts`` hold all nine combinations as "leven/buurt".
    """
    life, neighbourhood = observations.names[LIFE], observations.names[NEIGHBOURHOOD]
    asked = cell & (life != "") & (neighbourhood != "")
    answered = {(one, other): asked & (life == one) & (neighbourhood == other) for one in CHANGES for other in CHANGES}
    valid = sum(answered.values())
    parts = {f"{one}/{other}": float(which.sum()) for (one, other), which in answered.items()}
    return share(observations, asked, valid.astype(bool), answered[_APART[subject]], parts)
