"""Two pictures that are no series: the square of life by neighbourhood, and the triangle of lines; readable in grey."""

from collections.abc import Mapping

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon

from analysis.report.charts import WIDTH, as_svg, blank
from analysis.report.looks import INK, SOFT, STYLE, TEAL, WARM
from corpus.indicators import label

CHANGES = ("beter", "hetzelfde", "slechter")
#: radius of a share of 1, in the units of the square and of the triangle
_SQUARE, _TRIANGLE = 0.62, 0.30
_CORNERS = {"leren": (0.5, 0.866), "werken": (0.0, 0.0), "wonen": (1.0, 0.0)}


def square(name: str, shares: Mapping[tuple[str, str], float]) -> str:
    """Nine discs, life from left to right and neighbourhood from top to bottom; the surface is the share, 0…1."""
    height = 330
    with rc_context({**STYLE, "svg.hashsalt": name}):
        canvas = blank(WIDTH, height)
        axes = canvas.add_axes((0.25, 0.06, 0.73, 0.78))
        for (life, around), share in shares.items():
            at = (float(CHANGES.index(life)), 2.0 - CHANGES.index(around))
            _disc(axes, at, share, _SQUARE)
        for place, answer in enumerate(CHANGES):
            axes.text(place, 2.62, answer, ha="center")
            axes.text(-0.62, 2 - place, answer, ha="right", va="center")
        canvas.text(0.615, 0.95, "mijn leven", ha="center", weight="bold")
        canvas.text(0.005, 0.87, "mijn buurt", weight="bold")
        axes.set_xlim(-0.55, 2.55)
        axes.set_ylim(-0.5, 2.55)
        axes.set_aspect("equal")
        axes.set_axis_off()
        return as_svg(canvas, name)


def triangle(name: str, shares: Mapping[str, float | None]) -> str:
    """Seven discs in a triangle: at the corners, on the edges and in the middle; the surface is the share, 0…1."""
    height = 340
    with rc_context({**STYLE, "svg.hashsalt": name}):
        canvas = blank(WIDTH, height)
        axes = canvas.add_axes((0.02, 0.04, 0.96, 0.92))
        axes.add_patch(Polygon(list(_CORNERS.values()), closed=True, facecolor="none", edgecolor=SOFT, linewidth=1.2))
        for zone, share in shares.items():
            x, y = _centre(zone)
            if share is None:
                axes.text(x, y, "te weinig", ha="center", va="center", fontsize=12, color=SOFT)
            else:
                _disc(axes, (x, y), share, _TRIANGLE)
        for corner, (x, y) in _CORNERS.items():
            axes.text(x, y + (0.3 if y else -0.32), label(corner), ha="center", va="center", weight="bold")
        axes.set_xlim(-0.25, 1.25)
        axes.set_ylim(-0.4, 1.22)
        axes.set_aspect("equal")
        axes.set_axis_off()
        return as_svg(canvas, name)


def _disc(axes: Axes, at: tuple[float, float], share: float, scale: float) -> None:
    """A disc whose surface is the share, with the number in or under it."""
    radius = scale * share**0.5
    axes.add_patch(Circle(at, radius, facecolor=TEAL, edgecolor=INK, linewidth=0.6))
    inside = radius > 0.3 * scale
    told = f"{100 * share:.0f}"
    y = at[1] if inside else at[1] - radius - 0.02 * (scale / 0.3)
    axes.text(at[0], y, told, ha="center", va="center" if inside else "top", color=WARM if inside else INK)


def _centre(zone: str) -> tuple[float, float]:
    """Where a zone lies: the mean of the corners in its name; the middle is the mean of all three."""
    corners = [corner for corner in _CORNERS if corner in zone.split("_")] or list(_CORNERS)
    points = [_CORNERS[corner] for corner in corners]
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
