"""Reads labelled texts the way stories are read, and lays what was found beside the labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from analysis.engine import LOCAL, run_batches
from analysis.quality.gold import Gold, read_gold
from analysis.quality.score import Pair
from analysis.reading.models import STARTER, Models
from analysis.reading.story import Found, read_batch

BATCH = 50


@dataclass(frozen=True, slots=True)
class Laid:
    """Labels beside findings; ``refused``: (line number, reason) of lines that are no labelled text."""

    pairs: tuple[Pair, ...]
    refused: tuple[tuple[int, str], ...]
    unread: int


def lay(
    lines: Iterable[str],
    engine: str = LOCAL,
    scheduler: str = "",
    workers: int | None = None,
    configured: str = "",
    models: Models = STARTER,
) -> Laid:
    """Read every labelled text. Raises EngineError for an engine that cannot be used."""
    entries = list(read_gold(lines))
    golds = [entry for entry in entries if isinstance(entry, Gold)]
    texts = [[gold.text for gold in golds[at : at + BATCH]] for at in range(0, len(golds), BATCH)]
    reads = run_batches(partial(read_batch, configured=configured, models=models), texts, engine, scheduler, workers)
    found = [one for batch in reads for one in batch]
    pairs = tuple((gold, one) for gold, one in zip(golds, found, strict=True) if isinstance(one, Found))
    refused = tuple(entry for entry in entries if not isinstance(entry, Gold))
    return Laid(pairs, refused, len(golds) - len(pairs))
