"""The quality of reading against labels: every task, over all texts and cut by group, style and phenomenon."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.quality import measures
from analysis.quality.bootstrap import Measured, curve, measured
from analysis.quality.gold import CUTS, POLARITIES, Gold
from analysis.quality.measures import Numbers
from analysis.reading.measure_masking import MaskingScore, measure
from analysis.reading.sentiment import MIDDLE, POSITIVE
from analysis.reading.story import Found

Pair = tuple[Gold, Found]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table: task, measure, and its value with band and n."""

    task: str
    measure: str
    figure: Measured


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """How one theme was found: what people named, how much of it the machine named, and what it named besides."""

    theme: str
    n: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The whole table. ``cuts``: (cut, value, lines). ``confusion``: rows are people, columns the machine."""

    texts: int
    lines: tuple[Line, ...]
    confusion: tuple[tuple[int, ...], ...]
    themes: tuple[ThemeLine, ...]
    masking: MaskingScore | None
    cuts: tuple[tuple[str, str, tuple[Line, ...]], ...]
    disagreed: tuple[str, ...]


def quality(pairs: Sequence[Pair]) -> Quality:
    """Measure what was found against the labels; what a text has no label for is left out of that task's n."""
    masked = [(gold.text, gold.masks, found.masks) for gold, found in pairs if gold.masks is not None]
    return Quality(
        texts=len(pairs),
        lines=tuple(lines(pairs)),
        confusion=tuple(
            tuple(int(cell) for cell in row) for row in _confused(pairs).sum(0).reshape(len(POLARITIES), -1)
        ),
        themes=tuple(_by_theme(pairs)),
        masking=measure(masked) if masked else None,
        cuts=tuple((cut, value, tuple(lines(part))) for cut, value, part in _parts(pairs)),
        disagreed=tuple(gold.id for gold, found in pairs if gold.polarity and gold.polarity != found.polarity),
    )


def lines(pairs: Sequence[Pair]) -> Iterator[Line]:
    """The figures of every task that has labels, over these texts."""
    for task, of in _TASKS.items():
        for name, figure in of(pairs):
            if figure.n:
                yield Line(task, name, figure)


def _parts(pairs: Sequence[Pair]) -> Iterator[tuple[str, str, list[Pair]]]:
    for cut in CUTS:
        parts: dict[str, list[Pair]] = defaultdict(list)
        for gold, found in pairs:
            for value in gold.cuts.get(cut, ()):
                parts[value].append((gold, found))
        if len(parts) > 1:
            yield from ((cut, value, parts[value]) for value in sorted(parts))


def _polarity(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    counts = _confused(pairs)
    yield "macro-F1", measured(counts, measures.macro_f1_of_confusion)
    yield "juist", measured(counts, measures.accuracy)
    yield "gemiddelde vangst", measured(counts, measures.balanced_accuracy)
    sides = [(found.score, gold.polarity == POSITIVE) for gold, found in pairs if gold.polarity not in (None, MIDDLE)]
    scores, positive = (np.array([side[at] for side in sides], float) for at in (0, 1))
    yield "AUC positief-negatief", curve(scores, positive)


def _confused(pairs: Sequence[Pair]) -> Numbers:
    """Texts × 9: in which cell of the confusion matrix each text stands."""
    labelled = [(gold.polarity, found.polarity) for gold, found in pairs if gold.polarity is not None]
    counts = np.zeros((len(labelled), len(POLARITIES) ** 2))
    for at, (told, read) in enumerate(labelled):
        counts[at, POLARITIES.index(told) * len(POLARITIES) + POLARITIES.index(read)] = 1
    return counts


def _sets(pairs: Iterable[tuple[frozenset[str] | None, Iterable[str]]]) -> tuple[list[str], Numbers]:
    """The labels, and texts × 3·labels: hits, missed and false per label."""
    labelled = [(told, frozenset(read)) for told, read in pairs if told is not None]
    names = sorted({label for both in labelled for part in both for label in part})
    told, read = (np.array([[name in both[side] for name in names] for both in labelled], bool) for side in (0, 1))
    shape = (len(labelled), len(names))
    told, read = told.reshape(shape), read.reshape(shape)
    return names, np.hstack([told & read, told & ~read, ~told & read]).astype(float)


def _themes(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    _, counts = _theme_counts(pairs)
    yield "micro-F1", measured(counts, measures.micro_f1)
    yield "macro-F1", measured(counts, measures.macro_f1)
    yield "precisie", measured(counts, measures.precision)
    yield "vangst", measured(counts, measures.recall)


def _theme_counts(pairs: Sequence[Pair]) -> tuple[list[str], Numbers]:
    return _sets((gold.themes, (theme for theme, _ in found.themes)) for gold, found in pairs)


def _by_theme(pairs: Sequence[Pair]) -> Iterator[ThemeLine]:
    names, counts = _theme_counts(pairs)
    hits, missed, false = np.split(counts.sum(0), 3)
    f1 = measures.f1_by_class(hits, missed, false)
    for at, name in enumerate(names):
        right, named, read = hits[at], hits[at] + missed[at], hits[at] + false[at]
        exact, found = measures.divided(right, read), measures.divided(right, named)
        yield ThemeLine(name, int(named), float(exact), float(found), float(f1[at]))


def _markers(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    _, counts = _sets((gold.markers, (id_ + sign for id_, sign in found.markers)) for gold, found in pairs)
    yield "precisie", measured(counts, measures.precision)
    yield "vangst", measured(counts, measures.recall)


def _mixed(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    counts = _yes_or_no((gold.mixed, found.mixed) for gold, found in pairs)
    yield "F1", measured(counts, measures.micro_f1)


def _signal(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    counts = _yes_or_no((None if gold.signal is None else gold.signal == 2, found.signal == 2) for gold, found in pairs)
    yield "vangst acuut", measured(counts, measures.recall)
    yield "precisie acuut", measured(counts, measures.precision)


def _yes_or_no(pairs: Iterable[tuple[bool | None, bool]]) -> Numbers:
    """Texts × 3: hit, missed, false; without the texts that have no label."""
    counts = [(told and read, told and not read, read and not told) for told, read in pairs if told is not None]
    return np.array(counts, float).reshape(-1, 3)


def _language(pairs: Sequence[Pair]) -> Iterator[tuple[str, Measured]]:
    right = [gold.language == found.language for gold, found in pairs if gold.language is not None]
    counts = np.array([(same, not same) for same in right], float).reshape(-1, 2)
    yield "juist", measured(counts, lambda sums: measures.divided(sums[..., 0], sums.sum(-1)))


_TASKS: dict[str, Callable[[Sequence[Pair]], Iterator[tuple[str, Measured]]]] = {
    "polariteit": _polarity,
    "gemengd": _mixed,
    "thema's": _themes,
    "markers": _markers,
    "signaal": _signal,
    "taal": _language,
}
