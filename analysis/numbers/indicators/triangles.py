"""NI-12, NI-13 and NI-15: what a story is about and who made the difference, by the teller's own point."""

import numpy as np

from analysis.numbers.indicators.estimate import Estimate, counted, mean, share
from analysis.numbers.marks import LINES, NOBODY, WHO
from analysis.numbers.observations import CORNERS, LINE, Array, Observations
from analysis.numbers.observations import WHO as WHO_TRIANGLE
from corpus.triangles import CENTRE

#: any place but a corner
BETWEEN = "samen"
_EDGES = tuple(f"{one}_{other}" for at, one in enumerate(LINES) for other in LINES[at + 1 :])


def lines(_observations: Observations) -> tuple[str, ...]:
    """The three corners of the triangle of lines."""
    return LINES


def line_profile(observations: Observations, cell: Array, line: str) -> Estimate:
    """NI-12 Lijnprofiel: mean share of a line over the teller's own points, 0 … 1; the three lines sum to 1.

    ``parts`` count the zones. Shares are parts of a whole: the three means belong together.
    """
    return _mean_share(observations, cell, LINE, line)


def who(_observations: Observations) -> tuple[str, ...]:
    """The three corners of "wie maakte het verschil", and the answer "niemand"."""
    return (*WHO, NOBODY)


def who_made_the_difference(observations: Observations, cell: Array, corner: str) -> Estimate:
    """NI-15 Wie maakte het verschil: mean share of oneself, of people around, of institutions; 0 … 1, together 1.

    "niemand" is the share of tellers who said that nobody did, among those and the ones who pointed in the triangle.
    """
    if corner != NOBODY:
        return _mean_share(observations, cell, WHO_TRIANGLE, corner)
    zones = observations.zones[WHO_TRIANGLE]
    asked = cell & (zones != "")
    valid = asked & (~np.isnan(observations.shares[WHO_TRIANGLE][:, 0]) | (zones == NOBODY))
    return share(observations, asked, valid, zones == NOBODY, counted(zones, asked))


def linked(_observations: Observations) -> tuple[str, ...]:
    """Every two lines, all three, and any of these."""
    return (*_EDGES, CENTRE, BETWEEN)


def told_together(observations: Observations, cell: Array, where: str) -> Estimate:
    """NI-13 Koppelkans, zelf verteld: share of points that lie in no corner, by edge, in the centre and together."""
    zones = observations.zones[LINE]
    valid = cell & (zones != "")
    has = ~np.isin(zones, LINES) if where == BETWEEN else zones == where
    return share(observations, cell, valid, has)


def _mean_share(observations: Observations, cell: Array, triangle: str, corner: str) -> Estimate:
    values = observations.shares[triangle][:, CORNERS[triangle].index(corner)]
    asked = cell & (observations.zones[triangle] != "")
    valid = asked & ~np.isnan(values)
    # Who says "niemand" is outside the triangle: that is a subject of its own.
    zones = {zone: count for zone, count in counted(observations.zones[triangle], asked).items() if zone != NOBODY}
    return mean(observations, asked, valid, values, zones)
