"""What points to a theme by rule: the codebook's seeds and situations, never one vague word."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.reading.phrases import Hit, Phrases
from analysis.reading.reader import Reading, Word, dictionary_lemma
from analysis.themes.content import has_no_content
from corpus import codebook

EXPRESSIONS = Path(__file__).parents[2] / "corpus" / "reference" / "expressions.toml"
# Evidence of one word or expression. A vague word never reaches the threshold alone; two of them may.
PHRASE, WORD, VAGUE, COMPOUND = 0.6, 0.5, 0.2, 0.6
#: so much evidence makes a theme likely without anything else
THRESHOLD = 0.35
# A compound is a word of at least so many letters that begins or ends with a seed of at least so many.
LONG_WORD, LONG_SEED = 7, 5
# No Dutch word is longer; what is, is no word.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Cue:
    """What one word or expression says about one theme."""

    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class Cues:
    """A list of expressions, and those of one word that count in compounds too."""

    phrases: Phrases[Cue]
    seeds: dict[str, tuple[Cue, ...]]


#: per theme the different expressions found, with the weight of each
Found = dict[str, dict[str, float]]


def evidence(reading: Reading) -> dict[str, float]:
    """The evidence for every theme of which something was found, 0 … 1; empty for a text without content."""
    return weighed(expressions(reading))


def weighed(found: Found) -> dict[str, float]:
    """Evidence adds up as 1 − ∏(1 − weight) over the different expressions of a theme."""
    total: dict[str, float] = {}
    for theme, weights in found.items():
        left = 1.0
        for weight in weights.values():
            left *= 1 - weight
        total[theme] = round(1 - left, 4)
    return total


def expressions(reading: Reading, with_situations: bool = True) -> Found:
    """What was found for every theme; without ``with_situations`` by the codebook's seeds alone.

    Of overlapping expressions of one theme the strongest counts, a repeated one counts once.
    """
    if has_no_content(reading):
        return {}
    words, cues = reading.words, _cues(with_situations)
    hits = sorted([*cues.phrases.find(words), *_compounds(words, cues)], key=lambda hit: (-hit.value.weight, hit.start))
    taken: set[tuple[str, int]] = set()
    found: Found = defaultdict(dict)
    for hit in hits:
        theme = hit.value.theme
        places = {(theme, place) for place in range(hit.start, hit.end)}
        if taken.isdisjoint(places) and hit.phrase not in found[theme]:
            taken |= places
            found[theme][hit.phrase] = hit.value.weight
    return {theme: weights for theme, weights in found.items() if weights}


def _compounds(words: Sequence[Word], cues: Cues) -> Iterator[Hit[Cue]]:
    for place, word in enumerate(words):
        form = word.lemma
        if not LONG_WORD <= len(form) <= LONGEST or form in cues.seeds:
            continue
        for size in range(LONG_SEED, len(form) - 1):
            for seed in (form[:size], form[-size:]):
                for cue in cues.seeds.get(seed, ()):
                    yield Hit(place, place + 1, seed, Cue(cue.theme, cue.weight * COMPOUND))


@cache
def _cues(with_situations: bool) -> Cues:
    """The codebook's seeds and the expressions beside them; what several themes share weighs less."""
    weights = _weights(with_situations)
    shared: dict[str, int] = defaultdict(int)
    for (phrase, _), weight in weights.items():
        shared[phrase] += weight > VAGUE
    cues = Cues(Phrases(), {})
    for (phrase, theme), weight in weights.items():
        cue = Cue(theme, weight if weight == VAGUE else weight / max(shared[phrase], 1) ** 0.5)
        for spelling in _spellings(phrase):
            cues.phrases.add(spelling, cue)
            if " " not in spelling and len(spelling) >= LONG_SEED:
                cues.seeds[spelling] = (*cues.seeds.get(spelling, ()), cue)
    return cues


def _weights(with_situations: bool) -> dict[tuple[str, str], float]:
    data = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    ambiguous = {str(word) for word in data["ambiguous"]}
    weights: dict[tuple[str, str], float] = {}
    for theme in codebook.reference().themes:
        strong = [*map(str.lower, theme.seeds), *(data[theme.id]["strong"] if with_situations else ())]
        for phrase in strong:
            weights[phrase, theme.id] = VAGUE if phrase in ambiguous else PHRASE if " " in phrase else WORD
        for phrase in data[theme.id]["cues"] if with_situations else ():
            weights.setdefault((phrase, theme.id), VAGUE)
    return weights


def _spellings(phrase: str) -> tuple[str, ...]:
    """An expression and, for a word, its lemma: "gepest" also finds "pesten", but "bijen" never "bij"."""
    lemma = phrase if " " in phrase or phrase.endswith("je") else dictionary_lemma(phrase)
    return (phrase, lemma) if lemma != phrase and len(lemma) >= LONG_SEED else (phrase,)
