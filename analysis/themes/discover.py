"""Topics that are proposed to people: candidates for a theme and coverage, never a published series."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.reading.masking import PLACEHOLDER
from analysis.reading.reader import Reading, open_reader
from analysis.themes.align import ALIKE, cosine
from analysis.themes.assign import assign
from analysis.themes.consensus import Agreed, agreed
from analysis.themes.content import has_no_content
from analysis.themes.embeddings import Embeddings
from analysis.themes.topics import Numbers, Vocabulary

#: with fewer stories there is no topic to speak of; and a topic holds at least this many
LEAST, SMALLEST = 20, 8
NEAR = 3
SEED = 7
#: a story whose best theme is less probable than this may as well be about something the codebook does not know
SURE = 0.6
#: among those stories a group is meant to hold at least so many
DOZEN = 12

Scores = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class ProposedTopic:
    """A group of stories that use the same words: most telling word and most telling story first.

    ``near``: the codebook themes these stories have most, with the mean probability over all of them. ``runs``: in how
    many of five runs it was found. ``outside``: the share of its stories that fit no theme. ``weights``: its words.
    """

    words: tuple[str, ...]
    member_ids: tuple[str, ...]
    near: tuple[tuple[str, float], ...]
    runs: int
    outside: float
    weights: Mapping[str, float]

    @property
    def members(self) -> frozenset[str]:
        """The stories in it."""
        return frozenset(self.member_ids)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one run proposes. ``coverage``: share of the stories that fit some codebook theme, nan without stories."""

    proposals: tuple[ProposedTopic, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class _Told:
    """The stories with content: ids, themes, and the words of all of them."""

    ids: tuple[str, ...]
    themes: tuple[Scores, ...]
    vocabulary: Vocabulary

    @property
    def chances(self) -> Numbers:
        """The probability of each theme: stories × themes."""
        names = sorted({theme for found in self.themes for theme, _ in found})
        return np.array([[dict(found).get(name, 0.0) for name in names] for found in self.themes]).reshape(
            len(self.ids), len(names)
        )


def propose(
    texts: Sequence[tuple[str, str]],
    themes: Mapping[str, Scores] | None = None,
    seed: int = SEED,
    configured: str = "",
    embeddings: Embeddings | None = None,
) -> Discovery:
    """Topics in masked texts (id, text), largest first; the same texts give the same topics in any order.

    Looked for twice: in all stories, and by words alone in those of which no theme is sure, where a new subject does
    not drown in the known ones. ``themes`` are those of each story where they are known already. ``embeddings`` make
    points of the stories; without them their words do. Empty answers are left out, or they would form their own topic.
    """
    told = _told(sorted(texts), themes, configured, embeddings)
    if not told.ids:
        return Discovery((), math.nan)
    coverage = sum(bool(found) for found in told.themes) / len(told.ids)
    if not told.vocabulary.says_enough:
        return Discovery((), coverage)
    found: list[Agreed] = []
    everything = list(range(len(told.ids)))
    unsure = [place for place in everything if max((chance for _, chance in told.themes[place]), default=0.0) < SURE]
    for places, themes_too, least in ((everything, told.chances, 1), (unsure, told.chances[:, :0], DOZEN)):
        if len(places) >= LEAST:
            again = agreed(told.vocabulary, themes_too, places, seed, least)
            found += [one for one in again if not _known(one, found)]
    proposals = [_proposed(told, one) for one in found if len(one.topic.members) >= SMALLEST]
    return Discovery(tuple(sorted(proposals, key=lambda one: (-len(one.member_ids), one.words))), coverage)


def _told(
    texts: Sequence[tuple[str, str]],
    themes: Mapping[str, Scores] | None,
    configured: str,
    embeddings: Embeddings | None,
) -> _Told:
    readings = list(open_reader(configured).pipe(PLACEHOLDER.sub(" ", text) for _, text in texts))
    kept = [(identity, one) for (identity, _), one in zip(texts, readings, strict=True) if not has_no_content(one)]
    found = assign([one for _, one in kept]) if themes is None else [themes.get(identity, ()) for identity, _ in kept]
    points = embeddings.points([one.text for _, one in kept]) if embeddings and kept else None
    return _Told(
        tuple(identity for identity, _ in kept),
        tuple(found),
        Vocabulary([_document(one) for _, one in kept], points),
    )


def _known(one: Agreed, found: Sequence[Agreed]) -> bool:
    return any(cosine(one.topic.weights, other.topic.weights) >= ALIKE for other in found)


def _proposed(told: _Told, one: Agreed) -> ProposedTopic:
    words = one.topic.words()
    telling = {word: one.topic.weights[word] for word in words}

    def says(place: int) -> float:
        """How much of the topic's words a story holds: the most telling story is shown first."""
        return sum(telling.get(word, 0.0) for word in set(told.vocabulary.analyse(told.vocabulary.documents[place])))

    places = sorted(one.topic.members, key=lambda place: (-says(place), told.ids[place]))
    return ProposedTopic(
        words=words,
        member_ids=tuple(told.ids[place] for place in places),
        near=_near([told.themes[place] for place in places]),
        runs=one.runs,
        outside=sum(not told.themes[place] for place in places) / len(places),
        weights={word: round(weight, 6) for word, weight in sorted(telling.items())},
    )


def _document(reading: Reading) -> str:
    return " ".join(word.lemma for word in reading.words if word.is_word)


def _near(themes: Sequence[Scores]) -> tuple[tuple[str, float], ...]:
    """The codebook themes with the highest mean probability over the stories of a topic."""
    total: dict[str, float] = defaultdict(float)
    for scores in themes:
        for theme, score in scores:
            total[theme] += score / len(themes)
    best = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:NEAR]
    return tuple((theme, round(score, 3)) for theme, score in best)
