"""How a teller's words are heard: spelling is levelled out and every word gets its labels and its place."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Self

Labels = frozenset[str]
Phrase = tuple[str, ...]
Places = dict[str, set[int]]

SENTENCE = 20  # places a full stop takes, so that no ordinary pattern reaches from one sentence into the next

GLUED = 60  # a longer run of letters is not looked into

#: spellings that sound alike to a child; the lexicon goes through the same changes, so both sides meet
SOUNDS = (
    *(("sch", "sg"), ("ch", "g"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("eij", "y"), ("ij", "y"), ("ei", "y")),
    *(("au", "ou"), ("ouw", "ou")),
)
_LETTERS = str.maketrans({"c": "k", "q": "k", "x": "ks", "v": "f", "z": "s"})
_DOUBLE, _HARD = re.compile(r"([a-z])\1+"), re.compile(r"d(?![aeiouyr])")
_TOKEN = re.compile(r"[a-z0-9]+|\.\.+|[.!?,;:]")


def fold(text: str) -> str:
    """Lower case without diacritics and apostrophes, every kind of quotation mark the same."""
    plain = re.sub("['’‘`´*]", "", text.casefold())
    if plain.isascii():
        return plain
    return re.sub("[“”„«»]", '"', re.sub("[\u0300-\u036f]+", "", unicodedata.normalize("NFKD", plain)))


def sound(word: str) -> str:
    """How a folded word sounds, roughly: egt is echt, doot is dood, leve is leven, neeee is nee."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = _DOUBLE.sub(r"\1", word.translate(_LETTERS))
    if "d" in word:
        word = _HARD.sub("t", word)
    return word[:-1] if len(word) > 3 and word.endswith("en") else word


def apart(token: str, known: Collection[str]) -> list[str]:
    """The known words a glued token is made of, the longest first; empty when it does not come out."""
    rest: dict[int, list[str]] = {len(token): []}
    for start in range(len(token) - 2, -1, -1):
        for end in rest:
            if end - start > 1 and token[start:end] in known:
                rest[start] = [token[start:end], *rest[end]]
                break
    return rest.get(0, [])


def listed(words: str) -> list[str]:
    """The words of a list written with commas."""
    return [" ".join(word.split()) for word in words.split(",") if word.strip()]


def starts(phrase: Phrase, places: Places) -> set[int]:
    """Where a phrase begins: each of its labels right behind the one before."""
    found = places.get(phrase[0], set())
    for offset, label in enumerate(phrase[1:], start=1):
        here = places.get(label)
        if not here or not found:
            return set()
        found = {start for start in found if start + offset in here}
    return found


@dataclass(frozen=True)
class Vocabulary:
    """The labels of words as they are written and as they sound, and of phrases."""

    words: dict[str, Labels]
    sounds: dict[str, Labels]
    phrases: list[tuple[Phrase, str]]
    stems: tuple[str, ...]
    glue: Labels
    lyrics: re.Pattern[str]

    @classmethod
    def of(cls, data: dict[str, Any], literals: Iterable[str]) -> Self:
        """The vocabulary of a reference file; ``literals`` are the words its rules name themselves."""
        classes: dict[str, str] = data["classes"]
        carried = [(written, name) for name in classes for written in _expanded(name, classes)]
        carried += [(literal, literal) for literal in literals]
        words = defaultdict[str, set[str]](set)
        for part in (part for written, _ in carried for part in written.split()):
            words[part].add(part)
        for written, label in carried:
            if " " not in written:
                words[written].add(label)
        for word, variants in data["spelling"].items():
            for variant in listed(variants):
                words[variant] |= words[word] | {word}
        sounds = defaultdict[str, set[str]](set)
        for word, labels in words.items():
            sounds[sound(word)] |= labels
        written_down = {word: Labels(labels) for word, labels in words.items() if not word.isupper()}
        stems = {sound(word.rstrip("*")): labels for word, labels in words.items() if word.endswith("*")}
        return cls(
            words=dict.fromkeys(listed(data["ordinary"]), Labels()) | written_down,
            sounds={heard: Labels(labels) for heard, labels in (sounds | stems).items()},
            phrases=[(tuple(written.split()), label) for written, label in dict.fromkeys(carried) if " " in written],
            stems=tuple(stems),
            glue=Labels(listed(data["glue"])),
            lyrics=re.compile(rf'\b(?:{"|".join(listed(data["lyrics"]))})\b[^."]{{0,60}}"[^"]*"'),
        )

    def read(self, text: str) -> Places:
        """Where every label stands in a text; quoted lyrics are left out and glued words taken apart."""
        position, seen = 0, dict[str, list[Labels]]()
        standing = defaultdict[Labels, list[int]](list)
        folded = fold(text)
        for token in _TOKEN.findall(self.lyrics.sub(" ", folded) if '"' in folded else folded):
            if token in ".!?":
                position += SENTENCE
            elif token[0] != ".":
                if token not in seen:
                    seen[token] = self._parts(token)
                for labels in seen[token]:
                    position += 1
                    if labels:
                        standing[labels].append(position)
        return self._places(standing)

    def _places(self, standing: dict[Labels, list[int]]) -> Places:
        places = defaultdict[str, set[int]](set)
        for labels, positions in standing.items():
            for label in labels:
                places[label].update(positions)
        # "me vader": what looks like an object is a possessive
        places["MIJ"] -= {place for place in places["BEZIT"] if place + 1 in places["EIGENDOM"]}
        present = [(phrase, label) for phrase, label in self.phrases if phrase[0] in places and phrase[1] in places]
        fixed = [(label, starts(phrase, places)) for phrase, label in present]
        for label, found in fixed:
            if found:
                places[label] |= found
        return dict(places)

    def _parts(self, token: str) -> list[Labels]:
        if token in ",;:":
            return [Labels({"BREUK"})]
        labels = self.words.get(token)
        if labels is None:
            heard = sound(token)
            labels = self.sounds.get(heard, Labels())
            if not labels and heard.startswith(self.stems):
                return [next(self.sounds[stem] for stem in self.stems if heard.startswith(stem))]
            if not labels and 4 < len(token) <= GLUED and not self.glue.isdisjoint(parts := apart(token, self.words)):
                return [self.words[part] for part in parts]
        return [labels]


def _expanded(name: str, classes: dict[str, str]) -> list[str]:
    """The words of a class, with those of the classes it names."""
    entries = listed(classes[name])
    return [word for entry in entries for word in (_expanded(entry, classes) if entry in classes else [entry])]
