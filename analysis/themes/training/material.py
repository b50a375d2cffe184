"""What the starter theme model learns from and is measured on; the split by author was fixed before any model."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.learning.rows import ALWAYS
from analysis.learning.themes import EXPRESSIONS as LISTED
from analysis.learning.themes import Told
from analysis.themes.evidence import EXPRESSIONS
from corpus import codebook
from corpus.samples import HERE, STORIES

TRAINING = ("ab", "cd", "ef", "gh", "ij", "kl", "mn")
DEVELOPMENT = ("op", "qr")
SITUATIONS = Path(__file__).parent / "situations.tsv"
UTTERANCES = HERE / "utterances" / "training.jsonl"
_DUTCH = "nl"


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
            yield Told(phrase.lstrip("="), (theme.id,), ALWAYS, LISTED, {})
