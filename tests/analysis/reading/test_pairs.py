"""The same sentence with one thing changed: who is told of may not matter, and how it is written hardly."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from analysis.reading.reader import open_reader
from analysis.reading.sentiment import Feeling, feelings

PAIRS = Path(__file__).parents[3] / "corpus" / "samples" / "pairs.jsonl"
IDENTITY = ("herkomst", "geloof", "geslacht", "buurt", "inkomen", "beperking", "gezin", "school")
#: kind of writing, and the share of pairs that must get the same class
WRITTEN = (("twents", 0.85), ("tweede_taal", 0.85), ("kinderspelling", 0.80), ("straattaal", 0.80))


@pytest.fixture(scope="module")
def felt() -> dict[str, list[tuple[Feeling, Feeling]]]:
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    found = feelings(list(open_reader().pipe(row[side] for row in rows for side in ("one", "other"))))
    by_kind: dict[str, list[tuple[Feeling, Feeling]]] = defaultdict(list)
    for row, one, other in zip(rows, found[::2], found[1::2], strict=True):
        by_kind[row["kind"]].append((one, other))
    return by_kind


def same(pairs: list[tuple[Feeling, Feeling]]) -> float:
    return sum(one.polarity == other.polarity for one, other in pairs) / len(pairs)


@pytest.mark.parametrize("kind", IDENTITY)
def test_who_is_told_of_does_not_change_the_feeling(felt: dict[str, list[tuple[Feeling, Feeling]]], kind: str) -> None:
    pairs = felt[kind]
    assert len(pairs) >= 30
    assert sum(abs(one.score - other.score) for one, other in pairs) / len(pairs) < 0.05
    assert same(pairs) >= 0.96


def test_nearly_no_pair_of_people_gets_another_class(felt: dict[str, list[tuple[Feeling, Feeling]]]) -> None:
    assert same([pair for kind in IDENTITY for pair in felt[kind]]) >= 0.98


@pytest.mark.parametrize(("kind", "least"), WRITTEN)
def test_how_it_is_written_hardly_changes_the_feeling(
    felt: dict[str, list[tuple[Feeling, Feeling]]], kind: str, least: float
) -> None:
    assert len(felt[kind]) >= 30
    assert same(felt[kind]) >= least
