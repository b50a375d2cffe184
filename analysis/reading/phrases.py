"""Finds the words and expressions of a list in a text: by form and by lemma, longest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from analysis.reading.reader import Word, dictionary_lemma

T = TypeVar("T")
_APOSTROPHES = str.maketrans({"’": "'"})


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Words ``start`` to ``end`` (indexes, end not included) are ``phrase``, which stands for ``value``."""

    start: int
    end: int
    phrase: str
    value: T


@dataclass(slots=True)
class Phrases(Generic[T]):
    """A list of expressions with what each stands for; one expression may stand for several things."""

    #: by the first two words, or the only one: thousands of expressions begin with "ik"
    _index: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, T]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, phrase: str, value: T) -> None:
        """Add a word or an expression of several words; "=stuk" stands for the form itself, not for "stukje"."""
        parts = tuple(phrase.lower().translate(_APOSTROPHES).split())
        self._index[parts[:2]].append((parts, phrase.lstrip("="), value))

    def find(self, words: Sequence[Word]) -> Iterator[Hit[T]]:
        """Every expression that stands in the words, also where they overlap; by place, longest first."""
        keys = [_keys(word) for word in words]
        for start in range(len(words)):
            following = keys[start + 1] if start + 1 < len(words) else ()
            heads = [(key,) for key in keys[start]] + [(key, second) for key in keys[start] for second in following]
            hits = [
                Hit(start, start + len(parts), phrase, value)
                for head in heads
                for parts, phrase, value in self._index.get(head, ())
                if start + len(parts) <= len(words)
                and all(part in near for part, near in zip(parts[2:], keys[start + 2 :], strict=False))
            ]
            yield from sorted(hits, key=lambda hit: -hit.end)


def longest(hits: Iterable[Hit[T]]) -> Iterator[Hit[T]]:
    """Of overlapping hits the first and longest only."""
    free = 0
    for hit in hits:
        if hit.start >= free:
            free = hit.end
            yield hit


def _keys(word: Word) -> tuple[str, ...]:
    return _names(word.text, word.form, word.lemma)


@lru_cache(maxsize=100_000)
def _names(text: str, form: str, lemma: str) -> tuple[str, ...]:
    """What a word may be called in a list, most exact first: as a form alone, as written, and by its lemmas."""
    lower = text.lower().translate(_APOSTROPHES)
    return tuple(dict.fromkeys((f"={form}", lower, form, lemma, dictionary_lemma(form))))
