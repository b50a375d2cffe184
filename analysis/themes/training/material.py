"""What the theme model learns from and is measured on; the split by author was fixed before any model."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading.linear import Matrix
from analysis.reading.reader import Reader, Reading
from analysis.reading.training.fit import ALWAYS
from analysis.themes.assign import table
from analysis.themes.evidence import EXPRESSIONS, Found, expressions
from corpus import codebook
from corpus.samples import HERE, STORIES

TRAINING = ("ab", "cd", "ef", "gh", "ij", "kl", "mn")
DEVELOPMENT = ("op", "qr")
SITUATIONS = Path(__file__).parent / "situations.tsv"
UTTERANCES = HERE / "utterances" / "training.jsonl"
#: what a source of short texts weighs beside stories, each of which weighs 1
SIZES = {"situations": 2.0, "examples": 2.0, "definitions": 1.0, "expressions": 0.05, "utterances": 1.0}
_DUTCH = "nl"

Fact = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Told:
    """One labelled text. ``author`` is ``ALWAYS`` for what is only learnt from; ``facts`` are the labels of a story."""

    text: str
    themes: tuple[str, ...]
    author: str
    source: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """Texts with their readings, targets (texts, themes) and the expressions found in each."""

    told: tuple[Told, ...]
    readings: tuple[Reading, ...]
    found: tuple[Found, ...]
    targets: Matrix

    def part(self, rows: Sequence[int]) -> "Material":
        """Only these rows."""
        return Material(
            tuple(self.told[row] for row in rows),
            tuple(self.readings[row] for row in rows),
            tuple(self.found[row] for row in rows),
            self.targets[list(rows)],
        )

    def rows(self, wanted: Callable[[Told], bool]) -> list[int]:
        """The numbers of the rows that are wanted."""
        return [row for row, one in enumerate(self.told) if wanted(one)]

    def evidence(self) -> Matrix:
        """The evidence by rule, shape (texts, themes)."""
        return table(self.found, theme_ids())

    def sizes(self) -> Matrix:
        """What every text weighs while learning."""
        return np.array([SIZES.get(one.source, 1.0) for one in self.told])


def theme_ids() -> tuple[str, ...]:
    """The themes in the order of the codebook: the columns of every table here."""
    return tuple(theme.id for theme in codebook.reference().themes)


def read(told: Sequence[Told], reader: Reader) -> Material:
    """Take the texts apart and look for expressions."""
    readings = tuple(reader.pipe(one.text for one in told))
    column = {theme: place for place, theme in enumerate(theme_ids())}
    targets = np.zeros((len(told), len(column)))
    for row, one in enumerate(told):
        targets[row, [column[theme] for theme in one.themes]] = 1
    return Material(tuple(told), readings, tuple(expressions(reading) for reading in readings), targets)


def stories(authors: Sequence[str]) -> Iterator[Told]:
    """The Dutch stories of some authors."""
    for author in authors:
        for line in (STORIES / f"{author}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if story["language"] == _DUTCH:
                facts = {**story["labels"], "group": story["questionnaire"].split("@")[0]}
                yield Told(story["answers"]["VERHAAL"], tuple(facts["themes"]), author, "stories", facts)


def beside() -> Iterator[Told]:
    """What is learnt from beside stories: short invented texts, and the codebook and its expressions themselves."""
    for line in SITUATIONS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            themes, text = line.split("\t")
            yield Told(text, tuple(themes.split()), ALWAYS, "situations", {})
    for line in UTTERANCES.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Told(entry["text"], tuple(entry["labels"]["themes"]), ALWAYS, "utterances", {})
    listed = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    for theme in codebook.reference().themes:
        definition = f"{theme.name}. {theme.definition} {theme.includes}"
        yield Told(definition, (theme.id,), ALWAYS, "definitions", {})
        for example in theme.examples:
            yield Told(example, (theme.id,), ALWAYS, "examples", {})
        for phrase in listed[theme.id]["strong"]:
            yield Told(phrase.lstrip("="), (theme.id,), ALWAYS, "expressions", {})


def fair(material: Material) -> list[Found]:
    """The expressions found, without those that only one author uses: they may have been written after that author.

    Codebook seeds stay, whoever uses them. Without this a model trusts expressions more than they deserve.
    """
    seeds = {(theme.id, seed.lower()) for theme in codebook.reference().themes for seed in theme.seeds}
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, found in zip(material.told, material.found, strict=True):
        for theme, weights in found.items():
            for phrase in weights:
                users[theme, phrase].add(one.author)

    def kept(theme: str, phrase: str) -> bool:
        return (theme, phrase) in seeds or len(users[theme, phrase]) > 1

    return [
        {
            theme: {phrase: weight for phrase, weight in weights.items() if kept(theme, phrase)}
            for theme, weights in found.items()
        }
        for found in material.found
    ]
