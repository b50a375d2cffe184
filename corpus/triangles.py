"""Where in a triangle a teller pointed: one rule for dots and for points, the same for every corner."""

from collections.abc import Sequence

#: a corner holds from this share on; an edge is when the third share stays below the other
CORNER, THIRD = 0.6, 0.2
CENTRE = "midden"


def zone(shares: Sequence[float], corners: Sequence[str]) -> str:
    """The zone of a point by its three shares: "a", "b", "c", "a_b", "a_c", "b_c" or "midden".

    A corner when one share is at least 0.6; else an edge when one share stays below 0.2; else the centre. Every point
    has exactly one zone, and the names are those of the seven dots, so that dots and points count together.
    The cuts are those of SenseMaker. Its own code compares ``>=`` for two corners and ``>`` for the third, which makes
    that corner smaller; here every comparison treats the three shares alike, so that renaming the corners renames the
    zones and nothing else. Shares are parts of a whole: count zones, do not average places.
    Raises ValueError when there are not three shares of three corners.
    """
    if len(shares) != 3 or len(corners) != 3:
        raise ValueError("Een driehoek heeft drie hoeken en drie delen.")
    small = [share < THIRD for share in shares]
    # Two small shares leave a corner, also where rounding kept the third just below the cut.
    if max(shares) >= CORNER or sum(small) > 1:
        return corners[list(shares).index(max(shares))]
    if not any(small):
        return CENTRE
    return "_".join(corner for corner, below in zip(corners, small, strict=True) if not below)
