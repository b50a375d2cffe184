"""What the starter polarity model is trained and measured on: fictional stories and utterances."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analysis.learning.polarity import Text
from analysis.reading.evidence import evidence
from analysis.reading.reader import Reading, open_reader

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
#: by voice, fixed before any model; the voices that are in neither are the test
TRAINING, DEVELOPMENT = ("ab", "cd", "ef", "gh", "ij", "kl", "mn"), ("op", "qr")
# How much a story weighs beside an utterance: it is longer, and there are fewer.
STORY = 2.0


def stories(voices: Iterable[str], configured: str = "") -> list[Text]:
    """The Dutch stories of some voices, by the configured reader."""
    files = (SAMPLES / "stories" / f"{voice}.jsonl" for voice in voices)
    rows = [row for file in files for row in _rows(file) if row["language"] == "nl"]
    groups = [(row["author"], row["questionnaire"].split("@")[0], row["labels"]["style"]) for row in rows]
    return _read([row["answers"]["VERHAAL"] for row in rows], [row["labels"] for row in rows], groups, configured)


def utterances(configured: str = "") -> list[Text]:
    """The short plain texts, in the parts they were written in."""
    rows = _rows(SAMPLES / "utterances" / "training.jsonl")
    groups = [(f"uiting {row['part']}", "uiting", "kort") for row in rows]
    return _read([row["text"] for row in rows], [row["labels"] for row in rows], groups, configured)


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _read(
    texts: Sequence[str],
    labels: Sequence[dict[str, Any]],
    groups: Sequence[tuple[str, str, str]],
    configured: str,
) -> list[Text]:
    read = zip(open_reader(configured).pipe(texts), labels, groups, strict=True)
    return [_text(group, label, reading) for reading, label, group in read]


def _text(group: tuple[str, str, str], label: dict[str, Any], reading: Reading) -> Text:
    voice, audience, style = group
    in_view = voice in TRAINING
    size = STORY if in_view else 1.0
    return Text(voice, label["polarity"], label["mixed"], audience, style, reading, evidence(reading), size, in_view)
