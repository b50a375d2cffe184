"""Topics that do not hang on chance: found again and again in samples of the stories."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.themes.align import align
from analysis.themes.topics import Numbers, Topic, Vocabulary, grouped

RUNS, NEEDED = 5, 4
#: two runs found the same topic when it is this alike in words and shares this part of the stories: more than is asked
#: of the next analysis, so that a topic proposed today is found again then
ALIKE, SHARED = 0.75, 0.60
#: every run sees this part of the stories, drawn by its own seed (consensus clustering, Monti et al. 2003)
PART = 0.85


@dataclass(frozen=True, slots=True)
class Agreed:
    """A topic found in ``runs`` of the runs. A story is in it when most runs that saw the story put it there."""

    topic: Topic
    runs: int


@dataclass(frozen=True, slots=True)
class _Run:
    seen: frozenset[int]
    topics: tuple[Topic, ...]


def agreed(vocabulary: Vocabulary, themes: Numbers, places: Sequence[int], seed: int, least: int) -> list[Agreed]:
    """The topics among the stories at ``places`` that at least 4 of 5 runs find, largest first.

    Stories are grouped by their words and by the probability of each theme (stories × themes): short stories share few
    words, and by words alone most groups do not come back.
    """
    seeds = [seed + number for number in range(RUNS)]
    runs = [_run(vocabulary, np.hstack([vocabulary.embedded(one), themes]), places, one, least) for one in seeds]
    found: list[Agreed] = []
    # A topic found in four of five runs is in one of the first two.
    for start in range(RUNS - NEEDED + 1):
        for one in _followed(runs, start):
            if one.runs >= NEEDED and not any(one.topic.members & other.topic.members for other in found):
                found.append(one)
    return sorted(found, key=lambda one: (-len(one.topic.members), one.topic.words()))


def _run(vocabulary: Vocabulary, embeddings: Numbers, places: Sequence[int], seed: int, least: int) -> _Run:
    size = max(1, round(PART * len(places)))
    drawn = sorted(np.random.default_rng(seed).choice(list(places), size, replace=False).tolist())
    return _Run(frozenset(drawn), tuple(grouped(vocabulary, embeddings, drawn, seed, least)))


def _followed(runs: Sequence[_Run], start: int) -> list[Agreed]:
    """Every topic of one run, with what the other runs make of it."""
    first = runs[start]
    same: dict[int, list[Topic]] = defaultdict(list)
    for run in [*runs[:start], *runs[start + 1 :]]:
        for match in align(first.topics, run.topics, first.seen, run.seen, ALIKE, SHARED):
            same[match.one].append(run.topics[match.other])
    seen = Counter(place for run in runs for place in run.seen)
    return [_merged([topic, *same[at]], seen) for at, topic in enumerate(first.topics)]


def _merged(topics: Sequence[Topic], seen: Counter[int]) -> Agreed:
    votes = Counter(place for topic in topics for place in topic.members)
    members = frozenset(place for place, count in votes.items() if 2 * count > seen[place])
    weights: Counter[str] = Counter()
    for topic in topics:
        weights.update({word: weight / len(topics) for word, weight in topic.weights.items()})
    return Agreed(Topic(dict(weights), members), len(topics))
