"""Labelled texts: one JSON object a line, as people coded them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.reading.masking import Mask
from analysis.reading.sentiment import MIDDLE, NEGATIVE, POSITIVE

POLARITIES = (NEGATIVE, MIDDLE, POSITIVE)
#: the story among the answers of a line that ``verhaal load stories`` reads
STORY = "VERHAAL"
#: what a table is cut by, where a line says it
CUTS = ("group", "style", "phenomenon", "implicit", "author")


class BadGoldError(ValueError):
    """A line that cannot be used as a labelled text; the message names the reason in Dutch."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A text with the labels it carries; what is None was not labelled and is not measured.

    ``cuts``: the values by which the table is cut, such as ``{"group": ("kind",), "style": ("straattaal",)}``.
    """

    id: str
    text: str
    polarity: str | None = None
    mixed: bool | None = None
    themes: frozenset[str] | None = None
    markers: frozenset[str] | None = None
    masks: tuple[Mask, ...] | None = None
    signal: int | None = None
    language: str | None = None
    cuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_gold(lines: Iterable[str]) -> Iterator[Gold | tuple[int, str]]:
    """Every labelled text, or (line number, Dutch reason) where a line is none. Empty lines are passed over.

    Labels stand in the line itself or in its ``labels``; the text in ``text`` or in the answer ``VERHAAL``.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _gold(line)
            except BadGoldError as reason:
                yield number, str(reason)


def _gold(line: str) -> Gold:
    entry = _entry(line)
    answers = entry.get("answers")
    text = entry.get("text", answers.get(STORY) if isinstance(answers, dict) else None)
    if not isinstance(text, str) or not text.strip():
        raise BadGoldError("er is geen tekst")
    labels = {**entry, **(entry["labels"] if isinstance(entry.get("labels"), dict) else {})}
    if "group" not in labels and isinstance(entry.get("questionnaire"), str):
        labels["group"] = entry["questionnaire"].partition("@")[0]
    return Gold(
        id=str(entry.get("id", "")),
        text=text,
        polarity=_one_of("polarity", labels.get("polarity"), POLARITIES),
        mixed=_one_of("mixed", labels.get("mixed"), (True, False)),
        themes=_ids("themes", labels.get("themes")),
        markers=_ids("markers", labels.get("markers"), signed=True),
        masks=_masks(labels.get("masks"), len(text)),
        signal=_one_of("signal", labels.get("signal"), (0, 1, 2)),
        language=_one_of("language", labels.get("language"), None),
        cuts={cut: values for cut in CUTS if (values := _values(labels, cut))},
    )


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        raise BadGoldError("dit is geen JSON") from None
    if not isinstance(entry, dict):
        raise BadGoldError("dit is geen JSON-object")
    return entry


def _one_of(name: str, value: Any, allowed: tuple[Any, ...] | None) -> Any:
    if value is None:
        return None
    if allowed is not None and value not in allowed:
        raise BadGoldError(f"{name} heeft een onbekende waarde")
    return value


def _ids(name: str, value: Any, signed: bool = False) -> frozenset[str] | None:
    """Ids from a list of ids or of objects with an id; a marker may carry its sign apart."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise BadGoldError(f"{name} moet een lijst zijn")
    ids = [one if isinstance(one, str) else f"{one.get('id')}{one.get('sign', '') if signed else ''}" for one in value]
    return frozenset(ids)


def _masks(value: Any, length: int) -> tuple[Mask, ...] | None:
    if value is None:
        return None
    try:
        masks = tuple(Mask(int(one["start"]), int(one["end"]), str(one["kind"])) for one in value)
    except (TypeError, KeyError, ValueError):
        raise BadGoldError("masks moet een lijst van start, end en kind zijn") from None
    if any(not 0 <= one.start < one.end <= length for one in masks):
        raise BadGoldError("een masker valt buiten de tekst")
    return masks


def _values(labels: Mapping[str, Any], cut: str) -> tuple[str, ...]:
    """The values of a cut; ``phenomenon`` may be a list, and may be called ``phenomena``."""
    value = labels.get(cut, labels.get("phenomena") if cut == "phenomenon" else None)
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return ("ja" if value else "nee",)
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
