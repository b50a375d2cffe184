"""How well masking does: what it found of what it had to find, and how much of what it masked was right."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from analysis.reading.masking import Mask


@dataclass(frozen=True, slots=True)
class MaskingScore:
    """Counts over labelled texts.

    ``marks`` and ``covered``: labelled stretches, and those masked to the last letter and digit, by labelled kind;
    ``masked`` and ``rightly``: letters and digits that were masked, and those of them inside a labelled stretch.
    """

    marks: Mapping[str, int]
    covered: Mapping[str, int]
    masked: int
    rightly: int

    @property
    def recall(self) -> float:
        """Share (0–1) of all labelled stretches fully masked, whatever kind they got; nan without any."""
        return _share(sum(self.covered.values()), sum(self.marks.values()))

    @property
    def recall_by_kind(self) -> dict[str, float]:
        """The same share for each labelled kind."""
        return {kind: _share(self.covered.get(kind, 0), count) for kind, count in self.marks.items()}

    @property
    def precision(self) -> float:
        """Share (0–1) of the masked letters and digits that had to be masked; nan when nothing was masked."""
        return _share(self.rightly, self.masked)


def measure(texts: Iterable[tuple[str, Sequence[Mask], Sequence[Mask]]]) -> MaskingScore:
    """Score texts given as (text, labelled masks, masks found); offsets are code points in the text.

    A stretch of which one letter is left readable counts as missed: half a surname still names a person.
    """
    marks: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    masked = rightly = 0
    for text, gold, found in texts:
        hidden, due = _readable(text, found), _readable(text, gold)
        masked += len(hidden)
        rightly += len(hidden & due)
        for one in gold:
            marks[one.kind] += 1
            covered[one.kind] += _readable(text, [one]) <= hidden
    return MaskingScore(marks, covered, masked, rightly)


def _readable(text: str, masks: Iterable[Mask]) -> set[int]:
    """The places of the letters and digits in the masks: spaces and signs tell nothing."""
    return {at for one in masks for at in range(one.start, one.end) if text[at].isalnum()}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan
