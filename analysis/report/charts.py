"""Draws the charts as SVG: fixed axes, colour always beside a pattern or marker, the same bytes on every run."""

import io
import math
import re
import textwrap
from collections.abc import Sequence
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Patch

from analysis.report.drawn import Dot, Observation, Panel
from analysis.report.looks import ANSWERS, CORAL, INK, RULE, SOFT, STYLE, TEAL, WARM
from analysis.report.series import Mark, Point, Series
from corpus.indicators import label

#: width of a chart in its own units; a page of 360 px shows it at about nine tenths, so 12 units stay readable
WIDTH = 380
#: with more rounds than this the labels stand upright and the chart grows
MANY = 8
BAR = 0.34
#: events closer than this, in years, would print over each other
NEAR = 0.4


def bars_and_line(name: str, shown: Series, answers: Sequence[str], line_title: str) -> str:
    """Stacked bars of the answers per round, and under them the derived value −1…1 with its band and gaps."""
    points, legend = shown.points, 20 * ((len(answers) + 1) // 2)
    width = max(WIDTH, 60 + (28 if len(points) > MANY else 50) * len(points))
    foot = 112 if len(points) > MANY else 58
    height = 390 + legend + 2 * foot
    with rc_context({**STYLE, "svg.hashsalt": name}):
        canvas = blank(width, height)
        bars = canvas.add_axes((44 / width, (192 + 2 * foot) / height, 1 - 52 / width, 160 / height))
        line = canvas.add_axes((44 / width, foot / height, 1 - 52 / width, 158 / height))
        _bars(bars, points, answers)
        _draw_marks(bars, [mark for mark in shown.marks if mark.is_break], signs=False)
        boxes = [Patch(fc=ANSWERS[one][0], hatch=ANSWERS[one][1], ec=INK, label=label(one)) for one in answers]
        canvas.legend(handles=boxes, ncols=2, loc="upper left", bbox_to_anchor=(0, 1), fontsize=13, borderpad=0.1)
        _balance(line, shown, line_title)
        return as_svg(canvas, name)


def dots(name: str, rows: Sequence[Dot]) -> str:
    """A dot plot of shares 0…1 with bands: filled for now, hollow for the same season a year ago."""
    height = 46 * len(rows) + 66
    with rc_context({**STYLE, "svg.hashsalt": name}):
        canvas = blank(WIDTH, height)
        axes = canvas.add_axes((14 / WIDTH, 30 / height, 1 - 28 / WIDTH, 1 - 34 / height))
        for place, row in enumerate(rows):
            axes.axhline(place, color=RULE, linewidth=1, zorder=0)
            axes.text(0, place - 0.24, row.label, va="bottom")
            axes.text(1, place - 0.24, f"n {row.n}", va="bottom", ha="right", fontsize=12, color=SOFT)
            if row.low is not None and row.high is not None:
                axes.plot([row.low, row.high], [place, place], color=TEAL, linewidth=4, alpha=0.4)
            if row.before is not None:
                axes.plot(row.before, place, marker="D", markersize=8, color=WARM, markeredgecolor=INK)
            axes.plot(row.value, place, marker="o", markersize=9, color=TEAL)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(rows) - 0.5, -0.8)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        return as_svg(canvas, name)


def panels(name: str, stacked: Sequence[Panel]) -> str:
    """Small charts above each other on one time axis in years: beside each other, never one drawn on another."""
    times = [seen.at for panel in stacked for run in panel.runs for seen in run]
    first, last = int(min(times)), int(max(times)) + 1
    middles = [year + 0.5 for year in range(first, last, 1 + (last - first) // MANY)]
    height = 172 * len(stacked) + 26
    with rc_context({**STYLE, "svg.hashsalt": name}):
        canvas = blank(WIDTH, height)
        for index, panel in enumerate(stacked, start=1):
            bottom = height - 172 * index + 8
            axes = canvas.add_axes((48 / WIDTH, bottom / height, 1 - 62 / WIDTH, 106 / height))
            canvas.text(0.01, (bottom + 128) / height, textwrap.fill(panel.title, 46), weight="bold", va="bottom")
            canvas.text(0.01, (bottom + 112) / height, panel.unit, fontsize=12, color=SOFT, va="bottom")
            _panel(axes, panel)
            axes.set_xlim(first, last)
            axes.set_xticks(range(first, last + 1), [""] * (last + 1 - first))
            axes.set_xticks(middles, [str(int(at)) if panel is stacked[-1] else "" for at in middles], minor=True)
            axes.tick_params(axis="x", which="minor", length=0)
            axes.grid(axis="x", which="major", color=RULE, linewidth=0.8)
        return as_svg(canvas, name)


def blank(width: float, height: float) -> Canvas:
    """An empty drawing of this size in its own units."""
    return Canvas(figsize=(width / 72, height / 72), facecolor="none")


def as_svg(canvas: Canvas, name: str) -> str:
    """The chart as one inline ``<svg>``: no prolog, no metadata, no address, ids that are unique on the page."""
    out = io.StringIO()
    canvas.savefig(out, format="svg", metadata={"Date": None})
    svg = out.getvalue().partition("<svg")[2]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(xmlns(:\w+)?|version)="[^"]*"', "", svg, count=3).replace("xlink:href", "href")
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    return re.sub(r"'DejaVu Sans'[^;\"]*", "system-ui, sans-serif", f"<svg{svg}").strip()


def _draw_marks(axes: Axes, marks: Sequence[Mark], signs: bool) -> None:
    before, raised = -math.inf, False
    for mark in marks:
        line = axes.axvline(mark.at, color=CORAL if mark.is_break else SOFT, linewidth=0.9, zorder=0.5)
        if mark.is_break:
            line.set_linestyle((0, (5, 4)))
            line.set_linewidth(1.7)
        if signs:
            # Breaks stand at the foot, events above; of two near each other the second stands higher.
            raised = not mark.is_break and not raised and mark.at - before < NEAR
            before = before if mark.is_break else mark.at
            foot = (mark.at, 0.02 if mark.is_break else 1 + 0.1 * raised)
            side: Literal["left", "center"] = "left" if mark.is_break else "center"
            axes.annotate(f" {mark.sign} ".rstrip(), foot, xycoords=("data", "axes fraction"), ha=side, va="bottom")


def _rounds_axis(axes: Axes, points: Sequence[Point]) -> None:
    many = len(points) > MANY
    counts = [f"n {point.visible.n}" if point.visible else "te weinig" for point in points]
    texts = [f"{point.label}{'  ' if many else chr(10)}{count}" for point, count in zip(points, counts, strict=True)]
    axes.set_xticks([point.at for point in points], texts, rotation=90 if many else 0, fontsize=12)
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(points[0].at - 0.3, points[-1].at + 0.3)


def _bars(axes: Axes, points: Sequence[Point], answers: Sequence[str]) -> None:
    axes.set_title("Van elke 100 vertellers", pad=6)
    base = [0.0] * len(points)
    times = [point.at for point in points]
    for answer in answers:
        fill, hatch, ink = ANSWERS[answer]
        parts = [(point.visible.parts.get(answer) if point.visible else None) or 0.0 for point in points]
        drawn = [stack for stack in zip(times, parts, base, strict=True) if stack[1] > 0]
        if drawn:
            at, heights, feet = zip(*drawn, strict=True)
            axes.bar(at, heights, BAR, bottom=feet, facecolor=fill, hatch=hatch, edgecolor=INK, linewidth=0.6)
        behind = {"facecolor": WARM, "edgecolor": "none", "pad": 1.6} if hatch else None
        for time, part, foot in drawn:
            if part >= 0.09 and len(points) <= MANY:
                told, middle = f"{100 * part:.0f}", foot + part / 2
                axes.text(time, middle, told, ha="center", va="center", color=ink, fontsize=12, bbox=behind)
        base = [foot + part for foot, part in zip(base, parts, strict=True)]
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"])
    _rounds_axis(axes, points)


def _balance(axes: Axes, shown: Series, title: str) -> None:
    axes.set_title(title, pad=30 if shown.marks else 6)
    axes.set_ylim(-1, 1)
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["−100", "−50", "0", "+50", "+100"])
    axes.axhline(0, color=INK, linewidth=1.1, zorder=1)
    _draw_marks(axes, shown.marks, signs=True)
    for run in shown.runs():
        cells = [(point.at, point.visible) for point in run if point.visible]
        bands = [(at, cell.low, cell.high) for at, cell in cells if cell.low is not None and cell.high is not None]
        for at, low, high in bands:
            axes.plot([at, at], [low, high], color=TEAL, linewidth=1.4)
        if bands:
            times, lows, highs = zip(*bands, strict=True)
            axes.fill_between(times, lows, highs, color=TEAL, alpha=0.16, linewidth=0)
        told = [(at, cell.value) for at, cell in cells if cell.value is not None]
        _line([at for at, _ in told], [value for _, value in told], axes, "o")
    _rounds_axis(axes, shown.points)


def _line(times: Sequence[float], values: Sequence[float], axes: Axes, marker: str) -> None:
    axes.plot(times, values, color=TEAL, marker=marker, linewidth=2, markersize=6)


def _panel(axes: Axes, panel: Panel) -> None:
    axes.set_ylim(panel.low, panel.high)
    ticks = [panel.low, (panel.low + panel.high) / 2, panel.high]
    signed = [f"{tick:+.0f}".replace("+0", "0").replace("-", "−") for tick in ticks]
    axes.set_yticks(ticks, signed if panel.low < 0 else [f"{tick:g}".replace(".", ",") for tick in ticks])
    if panel.low < 0:
        axes.axhline(0, color=INK, linewidth=1)
    _draw_marks(axes, panel.marks, signs=False)
    for run in panel.runs:
        told = [(seen.at, seen.value) for seen in run if seen.value is not None]
        _line([at for at, _ in told], [value for _, value in told], axes, "")
        for seen in run:
            _observation(axes, seen, panel)


def _observation(axes: Axes, seen: Observation, panel: Panel) -> None:
    if seen.value is None:
        axes.text(seen.at, panel.low, seen.text, ha="center", va="bottom", fontsize=11.5, color=SOFT)
        return
    if seen.low is not None and seen.high is not None:
        axes.plot([seen.at, seen.at], [seen.low, seen.high], color=TEAL, linewidth=5, alpha=0.3)
    fill = WARM if seen.provisional else TEAL
    axes.plot(seen.at, seen.value, marker=panel.marker, markersize=7, color=fill, markeredgecolor=TEAL)
    top = max(seen.value, seen.high or seen.value)
    axes.annotate(seen.text, (seen.at, top), (0, 6), textcoords="offset points", ha="center", fontsize=11.5)
