"""Sentences of a CoNLL-U treebank, and informal copies of them: lower case, misspelt, without punctuation."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: what children and hurried writers confuse, as what stands there and what they write
CONFUSIONS = [
    *[("ij", "ei"), ("ei", "ij"), ("au", "ou"), ("ou", "au"), ("ch", "g"), ("g", "ch"), ("oo", "o"), ("aa", "a")],
    *[("ee", "e"), ("dt", "t"), ("d", "t"), ("t", "d"), ("z", "s"), ("v", "f"), ("c", "k"), ("tt", "t"), ("ll", "l")],
    *[("ss", "s"), ("nn", "n"), ("kk", "k"), ("en", "e"), ("sch", "sg")],
]


class Row(NamedTuple):
    """One word of a treebank; ``head`` counts from 0 within the sentence, and a root is its own head."""

    text: str
    lemma: str
    tag: str
    morph: str
    head: int
    relation: str
    space: bool


Sentence = list[Row]


def read_treebank(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file."""
    for block in path.read_text("utf-8").strip().split("\n\n"):
        cells = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        yield [_row(place, cell) for place, cell in enumerate(cells)]


def _row(place: int, cell: list[str]) -> Row:
    head, relation = (int(cell[6]) - 1, cell[7]) if cell[6] != "0" else (place, "ROOT")
    morph = "" if cell[5] == "_" else cell[5]
    return Row(cell[1], cell[2], cell[3], morph, head, relation, "SpaceAfter=No" not in cell[9])


def grouped(sentences: list[Sentence], most: int, chance: random.Random) -> Iterator[list[Sentence]]:
    """Consecutive sentences together, one to ``most`` at a time, so that the parser learns where sentences end."""
    place = 0
    while place < len(sentences):
        size = chance.randint(1, most)
        yield sentences[place : place + size]
        place += size


def informal(sentences: list[Sentence], chance: random.Random) -> list[Sentence]:
    """A copy as children write: mostly lower case throughout, some misspellings, often no punctuation."""
    throughout = chance.random() < 0.7
    copy = []
    for sentence in sentences:
        rows = [_lowered(row, place, throughout) for place, row in enumerate(sentence)]
        rows = [_misspelt(row, chance) if chance.random() < 0.08 else row for row in rows]
        copy.append(without_punctuation(rows) if chance.random() < 0.45 else rows)
    return copy


def _lowered(row: Row, place: int, throughout: bool) -> Row:
    if throughout:
        return row._replace(text=row.text.lower(), lemma=row.lemma.lower())
    return row._replace(text=row.text.lower()) if place == 0 and row.tag != "PROPN" else row


def _misspelt(row: Row, chance: random.Random) -> Row:
    """The row with one misspelling after its first letter and a blank lemma, from which nothing is learnt."""
    word, rest = row.text, row.text[1:]
    if len(word) < 4 or not word.isalpha():
        return row
    fitting = [pair for pair in CONFUSIONS if pair[0] in rest]
    if fitting and chance.random() < 0.6:
        stands, written = chance.choice(fitting)
        return row._replace(text=word[0] + rest.replace(stands, written, 1), lemma="")
    place = chance.randrange(1, len(word) - 1)
    here, following = word[place], word[place + 1]
    changed = chance.choices([following, following + here, here + here + following], [40, 30, 30])[0]
    return row._replace(text=word[:place] + changed + word[place + 2 :], lemma="")


def without_punctuation(sentence: Sentence) -> Sentence:
    """The words alone, each followed by a space and hung on the nearest ancestor still there, or made a root."""
    kept = {place: number for number, place in enumerate(p for p, row in enumerate(sentence) if row.tag != "PUNCT")}
    rows = []
    for place, number in kept.items():
        head = sentence[place].head
        while head not in kept and sentence[head].head != head:
            head = sentence[head].head
        row = sentence[place]._replace(head=kept.get(head, number), space=True)
        rows.append(row if row.head != number else row._replace(relation="ROOT"))
    return rows or sentence
