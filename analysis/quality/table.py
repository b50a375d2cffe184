"""The quality table as plain text: what was measured, on how many texts, with which band."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from math import isnan
from typing import Any

from analysis.quality.bootstrap import Measured
from analysis.quality.gold import POLARITIES
from analysis.quality.score import Line, Quality

CUT_NAMES = {
    "group": "groep",
    "style": "stijl",
    "phenomenon": "verschijnsel",
    "implicit": "verzwegen thema",
    "author": "schrijver",
}
#: the two figures that stand in the table per group, style and phenomenon
HEADLINES = (("polariteit", "macro-F1"), ("thema's", "micro-F1"))
#: below this in a group, what a machine makes of a feeling is shown to nobody
ENOUGH, ENOUGH_OVERALL, ENOUGH_TEXTS = 0.60, 0.65, 100


def written(quality: Quality, reader: str, refused: int = 0, unread: int = 0) -> str:
    """The whole table, in Dutch."""
    parts = [
        [f"Gelezen teksten: {quality.texts}. Regels geweigerd: {refused}. Niet te lezen: {unread}. Lezer: {reader}."],
        _main(quality.lines),
        _confusion(quality),
        _gates(quality),
        _cuts(quality),
        _themes(quality),
        _masking(quality),
    ]
    return "\n\n".join("\n".join(part) for part in (list(part) for part in parts) if part) + "\n"


def as_json(quality: Quality) -> str:
    """The same as JSON; what is undefined is null."""
    return json.dumps(_without_nan(asdict(quality)), ensure_ascii=False, indent=1) + "\n"


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and isnan(value) else value


def figure(value: float) -> str:
    """Two decimals without a leading zero; a dash where there is nothing to say."""
    return "–" if isnan(value) else f"{value:.2f}".replace("0.", ".", 1) if value < 1 else f"{value:.2f}"


def banded(one: Measured) -> str:
    """A value with its band and n."""
    band = "geen band" if isnan(one.low) else f"{figure(one.low)} tot {figure(one.high)}"
    return f"{figure(one.value):>5}  {band:<14} n={one.n}"


def _main(lines: Iterable[Line]) -> Iterator[str]:
    yield "Alles samen (waarde, 95%-band, aantal teksten)"
    for line in lines:
        yield f"  {line.task:<12} {line.measure:<24} {banded(line.figure)}"


def _confusion(quality: Quality) -> Iterator[str]:
    if not any(map(sum, quality.confusion)):
        return
    yield "Polariteit: rijen zijn mensen, kolommen de machine"
    yield f"  {'':<10}" + "".join(f"{name:>10}" for name in POLARITIES)
    for name, row in zip(POLARITIES, quality.confusion, strict=True):
        yield f"  {name:<10}" + "".join(f"{cell:>10}" for cell in row)


def _gates(quality: Quality) -> Iterator[str]:
    """Whether the feeling that a machine reads may be shown to analysts: overall, and in every group of size."""
    overall = _headline(quality.lines, *HEADLINES[0])
    if overall is None:
        return
    yield f"Mag een analist de gelezen polariteit zien? Nodig: macro-F1 ≥ {ENOUGH_OVERALL}, per groep ≥ {ENOUGH}."
    yield f"  alles samen: {_verdict(overall.value >= ENOUGH_OVERALL)} ({figure(overall.value)})"
    for cut, value, lines in quality.cuts:
        one = _headline(lines, *HEADLINES[0])
        if cut == "group" and one is not None:
            enough = _verdict(one.value >= ENOUGH) if one.n >= ENOUGH_TEXTS else f"minder dan {ENOUGH_TEXTS} teksten"
            yield f"  {value}: {enough} ({figure(one.value)}, n={one.n})"


def _verdict(is_enough: bool) -> str:
    return "ja" if is_enough else "nee"


def _headline(lines: Iterable[Line], task: str, measure: str) -> Measured | None:
    return next((line.figure for line in lines if (line.task, line.measure) == (task, measure)), None)


def _cuts(quality: Quality) -> Iterator[str]:
    for cut in dict.fromkeys(cut for cut, _, _ in quality.cuts):
        yield f"Per {CUT_NAMES[cut]}" + "".join(f"  | {task} {measure}" for task, measure in HEADLINES)
        for value, lines in ((value, lines) for name, value, lines in quality.cuts if name == cut):
            found = (_headline(lines, *headline) for headline in HEADLINES)
            yield f"  {value:<20}" + "  | ".join("–" if one is None else banded(one) for one in found)


def _themes(quality: Quality) -> Iterator[str]:
    if quality.themes:
        yield "Per thema  precisie  vangst     F1  aantal"
    for one in quality.themes:
        numbers = "".join(f"{figure(value):>9}" for value in (one.precision, one.recall, one.f1))
        yield f"  {one.theme:<6}{numbers}{one.n:>8}"


def _masking(quality: Quality) -> Iterator[str]:
    if quality.masking is None:
        return
    yield f"Maskeren: vangst {figure(quality.masking.recall)}, precisie van tekens {figure(quality.masking.precision)}"
    for kind, share in sorted(quality.masking.recall_by_kind.items()):
        yield f"  {kind:<12} {figure(share):>5}  n={quality.masking.marks[kind]}"
