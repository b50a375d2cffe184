"""A story as its teller gave it, in words: every question with its answer. For reading back, never for counting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.questionnaire import SKIPPED, Question, Questionnaire

#: asked on the way in, but no part of the story
NO_MARK = frozenset(["card", "consent"])

Outside = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """One question and what the teller gave: marks as the labels of the answers, and words. Both may be empty."""

    id: str
    question: str
    state: str
    marks: tuple[str, ...] = ()
    words: str = ""


def read_back(
    questionnaire: Questionnaire, marks: Mapping[str, Any], words: Mapping[str, str], outside: Outside
) -> list[Told]:
    """Every question in its order; what an older version asked and this one does not comes last, under its id."""
    questions = [question for question in questionnaire.questions if question.kind not in NO_MARK]
    told = [_told(question, marks.get(question.id, {}), words, outside) for question in questions]
    older = sorted((set(marks) | set(words)) - {question.id for question in questionnaire.questions})
    return told + [_unknown(item, marks.get(item, {}), words.get(item, "")) for item in older]


def _told(question: Question, mark: Mapping[str, Any], words: Mapping[str, str], outside: Outside) -> Told:
    text = words.get(question.id, "")
    labels = {option.id: option.label for option in question.options} | dict(outside.get(question.id, ()))
    shares = mark.get("shares")
    if shares and mark.get("value") not in labels:
        given = _place(question, shares)
    else:
        given = tuple(labels.get(value, value) for value in _values(mark))
    return Told(question.id, question.text, str(mark.get("state", SKIPPED)), given, text)


def _place(question: Question, shares: Sequence[float]) -> tuple[str, ...]:
    """A point in a triangle, as how much of each corner."""
    corners = zip(question.corners, shares, strict=False)
    return tuple(f"{corner.label}: {100 * share:.0f}%" for corner, share in corners)


def _unknown(item: str, mark: Mapping[str, Any], words: str) -> Told:
    return Told(item, item, str(mark.get("state", SKIPPED)), _values(mark), words)


def _values(mark: Mapping[str, Any]) -> tuple[str, ...]:
    value = mark.get("value")
    values = value if isinstance(value, list) else [value]
    return tuple(str(one) for one in values if one is not None)
