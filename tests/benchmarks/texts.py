"""The fictional stories that are measured on: those of the training and the development voices, never of the test."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import cycle, islice

from analysis.themes.training.material import TRAINING
from corpus.samples import STORIES


@cache
def training_texts(count: int) -> tuple[str, ...]:
    """So many stories of the training voices; the same ones again when there are not enough."""
    return tuple(islice(cycle(_texts(TRAINING)), count))


def batches(texts: tuple[str, ...], size: int) -> Iterator[list[str]]:
    """The texts so many at a time."""
    return (list(texts[start : start + size]) for start in range(0, len(texts), size))


def _texts(voices: Iterable[str]) -> list[str]:
    files = (STORIES / f"{voice}.jsonl" for voice in voices)
    rows = (json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [row["answers"]["VERHAAL"] for row in rows]
