"""Which codebook themes a story is about: by the codebook's seeds and by situations, never by one vague word."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.reading.phrases import Hit, Phrases
from analysis.reading.reader import Reading, Word, dictionary_lemma, word_set
from corpus import codebook

EXPRESSIONS = Path(__file__).parents[2] / "corpus" / "reference" / "expressions.toml"
MOST = 4
# Evidence of one word or expression. A vague word never reaches the threshold alone; two of them may.
PHRASE, WORD, VAGUE, COMPOUND = 0.6, 0.5, 0.2, 0.6
# A theme needs this much evidence, and this share of what the strongest theme has.
THRESHOLD, BESIDE = 0.35, 0.7
# A compound is a word of at least so many letters that begins or ends with a seed of at least so many.
LONG_WORD, LONG_SEED = 7, 5
# No Dutch word is longer; what is, is no word.
LONGEST = 40

_NOTHING = word_set(
    """
    ik je het weet niet niks niets nix geen idee gewoon wel goed ok oke oké ja nee nvt n.v.t. geenidee hoor iets te
    zeggen vertellen verhaal heb vind is er dat zo nou eh uh ehm hmm weetniet xxx test blabla bla ga dit nu over
    eigenlijk verder anders
    """
)
_EMPTY_MARKS = word_set(
    """
    weet niet niks niets nix geen idee gewoon nvt n.v.t. weetniet test bla blabla xxx
    """
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What one word or expression says about one theme."""

    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Cues:
    phrases: Phrases[Cue]
    #: seeds and strong words of five letters or more, for compounds
    seeds: dict[str, tuple[Cue, ...]]


def assign(reading: Reading) -> tuple[tuple[str, float], ...]:
    """Up to four themes with their evidence, 0 … 1, strongest first.

    Evidence adds up as 1 − ∏(1 − weight) over the different expressions found; a theme stays when it reaches the
    threshold and is not far behind the strongest.
    """
    scores = evidence(reading)
    best = max(scores.values(), default=0.0)
    kept = [(theme, score) for theme, score in scores.items() if score >= max(THRESHOLD, BESIDE * best)]
    return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:MOST])


def evidence(reading: Reading) -> dict[str, float]:
    """The evidence for every theme of which something was found; empty for a text without content."""
    if has_no_content(reading):
        return {}
    left: dict[str, float] = defaultdict(lambda: 1.0)
    for theme, weights in _found(reading.words).items():
        for weight in weights:
            left[theme] *= 1 - weight
    return {theme: round(1 - rest, 4) for theme, rest in left.items()}


def has_no_content(reading: Reading) -> bool:
    """True for "weet ik niet", "niks", "gewoon" and the like, and for a text without words."""
    forms = [word.form for word in reading.words if word.is_word]
    if not forms:
        return True
    return len(forms) <= 8 and set(forms) <= _NOTHING and not _EMPTY_MARKS.isdisjoint(forms)


def _found(words: Sequence[Word]) -> dict[str, list[float]]:
    """Weights per theme; of overlapping expressions the strongest counts, a repeated one counts once."""
    cues = _cues()
    hits = sorted([*cues.phrases.find(words), *_compounds(words, cues)], key=lambda hit: (-hit.value.weight, hit.start))
    taken: set[tuple[str, int]] = set()
    seen: set[tuple[str, str]] = set()
    weights: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        theme = hit.value.theme
        places = {(theme, place) for place in range(hit.start, hit.end)}
        if places & taken or (theme, hit.phrase) in seen:
            continue
        taken |= places
        seen.add((theme, hit.phrase))
        weights[theme].append(hit.value.weight)
    return weights


def _compounds(words: Sequence[Word], cues: _Cues) -> Iterator[Hit[Cue]]:
    for place, word in enumerate(words):
        form = word.lemma
        if not LONG_WORD <= len(form) <= LONGEST or form in cues.seeds:
            continue
        for size in range(LONG_SEED, len(form) - 1):
            for seed in (form[:size], form[-size:]):
                for cue in cues.seeds.get(seed, ()):
                    yield Hit(place, place + 1, seed, Cue(cue.theme, cue.weight * COMPOUND))


@cache
def _cues() -> _Cues:
    """The codebook's seeds and the expressions beside them; what several themes share weighs less."""
    data = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    ambiguous = {str(word) for word in data["ambiguous"]}
    weights: dict[tuple[str, str], float] = {}
    for theme in codebook.reference().themes:
        for seed in theme.seeds:
            weights[seed.lower(), theme.id] = VAGUE if seed.lower() in ambiguous else _weight(seed)
        for phrase in data[theme.id]["strong"]:
            weights[phrase, theme.id] = VAGUE if phrase in ambiguous else _weight(phrase)
        for phrase in data[theme.id]["cues"]:
            weights.setdefault((phrase, theme.id), VAGUE)
    shared: dict[str, int] = defaultdict(int)
    for (phrase, _), weight in weights.items():
        shared[phrase] += weight > VAGUE
    cues = _Cues(Phrases(), {})
    for (phrase, theme_id), weight in weights.items():
        cue = Cue(theme_id, weight if weight == VAGUE else weight / max(shared[phrase], 1) ** 0.5)
        for spelling in _spellings(phrase):
            cues.phrases.add(spelling, cue)
            if " " not in spelling and len(spelling) >= LONG_SEED:
                cues.seeds[spelling] = (*cues.seeds.get(spelling, ()), cue)
    return cues


def _weight(phrase: str) -> float:
    return PHRASE if " " in phrase else WORD


def _spellings(phrase: str) -> tuple[str, ...]:
    """An expression and, for a word, its lemma: "gepest" also finds "pesten", but "bijen" never "bij"."""
    lemma = phrase if " " in phrase or phrase.endswith("je") else dictionary_lemma(phrase)
    return (phrase, lemma) if lemma != phrase and len(lemma) >= LONG_SEED else (phrase,)
