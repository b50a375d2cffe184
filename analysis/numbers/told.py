"""What is told of each indicator beside its value: its answers as bars, one share, or nothing but the figure."""

from analysis.numbers.marks import LINES, NOBODY, WHO
from corpus.triangles import CENTRE


def _zones(corners: tuple[str, str, str]) -> tuple[str, ...]:
    """The seven zones of a triangle, in reading order."""
    a, b, c = corners
    return (a, b, c, f"{a}_{b}", f"{a}_{c}", f"{b}_{c}", CENTRE)


CHANGE_ANSWERS = ("beter", "hetzelfde", "slechter", "weet_niet", "overgeslagen")
FEELING_ANSWERS = (
    *("heel_positief", "positief", "neutraal", "negatief", "heel_negatief"),
    *("gemengd", "weet_niet", "overgeslagen"),
)
AGREEING_ANSWERS = ("klopt_helemaal", "klopt_beetje", "klopt_niet_zo", "klopt_niet", "weet_niet", "overgeslagen")
MARK_BARS = ("0 tot en met 5", "6 of 7", "8, 9 of 10", "overgeslagen")
_TOGETHER = tuple(f"{life}/{around}" for life in CHANGE_ANSWERS[:3] for around in CHANGE_ANSWERS[:3])
ANSWERS = {
    "NI-01": FEELING_ANSWERS,
    **dict.fromkeys(("NI-03", "NI-04"), CHANGE_ANSWERS),
    "NI-05": _TOGETHER,
    **dict.fromkeys(("NI-06", "NI-07", "NI-08"), AGREEING_ANSWERS),
    "NI-09": MARK_BARS,
    "NI-12": _zones(LINES),
    "NI-15": (*_zones(WHO), NOBODY, "weet_niet", "overgeslagen"),
}
UNANSWERED = ("weet_niet", "overgeslagen")
#: a share of tellers with one property, told without further answers
SHARES = ("NI-02", "NI-10", "NI-13", "NI-17", "NI-18", "NI-19")
#: a figure about the stories as a whole, without any answers
FIGURES = ("NI-14", "NI-21")
#: all answers or none: what is missing of a table with two margins could be worked out from the margins
ALL_OR_NONE = ("NI-05",)
#: what is told to the public of fewer people than this might name them: self-stigma, safety
LEAST_DELICATE, DELICATE = 10, frozenset([("NI-18", ""), ("NI-10", "O6"), ("NI-11", "O6")])
