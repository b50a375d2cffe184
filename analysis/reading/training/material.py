"""What the polarity model is trained and measured on: fictional stories and utterances, with honest evidence."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading import names
from analysis.reading.evidence import Evidence, Sign, evidence
from analysis.reading.linear import Matrix
from analysis.reading.reader import Reading, open_reader, word_set
from analysis.reading.sentiment import LABELS, MIDDLE
from analysis.reading.weighing import TOO, neutral

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
#: by voice, fixed before any model; the voices that are in neither are the test
TRAINING, DEVELOPMENT = ("ab", "cd", "ef", "gh", "ij", "kl", "mn"), ("op", "qr")
# How much a story weighs beside an utterance: it is longer, and there are fewer.
_STORY = 2.0
_CALENDAR = word_set(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """
)
# Of whom is told: as telling of the teller's sex and side as a name.
_PERSONS = word_set("hij zij hem haar hun ze wij we ons onze u jullie")


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text: its group (a voice, or a part of the utterances) and what a careful reader says of it."""

    group: str
    polarity: str
    mixed: bool
    audience: str
    style: str
    reading: Reading
    found: Evidence

    @property
    def size(self) -> float:
        """How much the text weighs in training."""
        return _STORY if self.group in TRAINING else 1.0

    @property
    def label(self) -> str:
        """The label that the classifier learns: the middle in two kinds."""
        return self.polarity if self.polarity != MIDDLE else LABELS[3] if self.mixed else LABELS[1]


def stories(voices: Iterable[str]) -> list[Text]:
    """The Dutch stories of some voices."""
    files = (SAMPLES / "stories" / f"{voice}.jsonl" for voice in voices)
    rows = [row for file in files for row in _rows(file) if row["language"] == "nl"]
    groups = [(row["author"], row["questionnaire"].split("@")[0], row["labels"]["style"]) for row in rows]
    return _read([row["answers"]["VERHAAL"] for row in rows], [row["labels"] for row in rows], groups)


def utterances() -> list[Text]:
    """The short plain texts, in the parts they were written in."""
    rows = _rows(SAMPLES / "utterances" / "training.jsonl")
    groups = [(f"uiting {row['part']}", "uiting", "kort") for row in rows]
    return _read([row["text"] for row in rows], [row["labels"] for row in rows], groups)


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _read(texts: Sequence[str], labels: Sequence[dict[str, Any]], groups: Sequence[tuple[str, str, str]]) -> list[Text]:
    return [
        Text(group, label["polarity"], label["mixed"], audience, style, reading, evidence(reading))
        for reading, label, (group, audience, style) in zip(open_reader().pipe(texts), labels, groups, strict=True)
    ]


def honest(texts: Sequence[Text]) -> list[Evidence]:
    """The evidence, for stories without the lexicon entries that their voice alone has.

    The lexicon was made with the training voices in view (not with the utterances). An entry that only one voice uses
    tells more of that voice than of the next one; left in, the classifier would trust the lexicon more than it can.
    """
    where: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for sign in text.found.signs:
            where[sign.phrase].add(text.group)

    def shared(sign: Sign) -> bool:
        return TOO in sign.rules or len(where[sign.phrase]) > 1

    return [
        replace(text.found, signs=tuple(filter(shared, text.found.signs))) if text.group in TRAINING else text.found
        for text in texts
    ]


def targets(texts: Sequence[Text]) -> Matrix:
    """Shape (texts, labels): 1 for the label of each text."""
    return np.array([[text.label == label for label in LABELS] for text in texts], dtype=float)


def never() -> frozenset[str]:
    """Words that the classifier may not know: neutral by design, first names, pronouns, days and months."""
    return neutral() | names.first_names()[0] | _CALENDAR | _PERSONS
