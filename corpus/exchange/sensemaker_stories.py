"""Our stories in SenseMaker's form and back: questions become triads, lists and texts, with the ids of the answers."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from corpus.exchange import sensemaker as sm
from corpus.exchange.delimited import numbered, table
from corpus.exchange.stories import Refusal
from corpus.exchange.story_rows import POINT, point
from corpus.submission import CARD
from corpus.triangles import zone
from forms.questionnaire import ANSWERED, UNKNOWN, BadQuestionnaireError, Option, Question, Questionnaire, load

#: what SenseMaker itself calls a question that was given no name
NO_NAME = ("", "Name")
RECORD = ("id", "project_id", "version", "definition_version", "language", "server_upload_time", "responder_id")
META = ("meta_round", "meta_mode", "meta_fictional")
Outside = Mapping[str, list[tuple[str, str]]]


def framework(questionnaire: Questionnaire, outside: Outside) -> sm.Framework:
    """The framework of a questionnaire; ``outside`` holds the answers that are no text of ours, such as areas.

    A triangle with answers beside it, such as "niemand", becomes a triad and a list of the same name.
    """
    asked = [question for question in questionnaire.questions if question.id != CARD]
    signifiers = [one for question in asked for one in _signifiers(questionnaire.key, question, outside)]
    return sm.Framework(_id(questionnaire.key), questionnaire.key, questionnaire.title, "nl", tuple(signifiers))


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("elk-verhaal-telt", *names))))


def _signifiers(key: str, question: Question, outside: Outside) -> Iterator[sm.Signifier]:
    named = _id(key, question.id), question.text, question.id

    def parts(options: Iterable[Option]) -> tuple[sm.Part, ...]:
        return tuple(sm.Part(_id(key, question.id, one.id), one.label, one.id) for one in options)

    if question.kind in ("story", "short", "number"):
        yield sm.Signifier(named[0], sm.TEXT, *named[1:2], name=named[2], fragment=question.kind == "story")
    elif question.kind == "triangle":
        na = any(option.state == UNKNOWN for option in question.options)
        yield sm.Signifier(named[0], sm.TRIAD, named[1], parts(question.corners), named[2], allow_na=na)
        beside = [one for one in question.options if one.shares is None and one.state == ANSWERED]
        if beside:
            yield sm.Signifier(_id(key, question.id, "naast"), sm.LIST, named[1], parts(beside), named[2])
    else:
        options = [Option(one, label) for one, label in outside.get(question.id, ())] + list(question.options)
        yield sm.Signifier(named[0], sm.LIST, named[1], parts(options), named[2], most=_most(question))


def _most(question: Question) -> int:
    return 0 if question.kind in ("choices", "consent") else 1


def data(frame: sm.Framework, questionnaire: Questionnaire, rows: Iterable[Mapping[str, Any]]) -> str:
    """The CSV of stories, each a row as ``load stories`` takes it."""
    heads = [*RECORD, *META, *(name for one in frame.signifiers for name in sm.columns(one))]
    return table(heads, ([_cells(frame, questionnaire, row).get(name) for name in heads] for row in rows))


def _cells(frame: sm.Framework, questionnaire: Questionnaire, row: Mapping[str, Any]) -> dict[str, str | float | None]:
    month = datetime.strptime(str(row["received"]), "%Y-%m").replace(tzinfo=UTC)
    cells: dict[str, str | float | None] = {
        **{"id": row["id"], "project_id": frame.id, "version": 1, "definition_version": 1, "language": row["language"]},
        **{
            "server_upload_time": month.timestamp() * 1000,
            "meta_round": row.get("round"),
            "meta_mode": row.get("mode"),
        },
        "meta_fictional": int(bool(row.get("fictional"))),
    }
    for one in frame.signifiers:
        question = questionnaire.question(one.name)
        assert question is not None
        cells |= sm.cells(one, _value(one, question, row["answers"].get(one.name)))
    return cells


def _value(one: sm.Signifier, question: Question, answer: Any) -> sm.Value | None:
    if answer is None:
        return None
    if one.kind == sm.TEXT:
        return str(answer)
    if one.kind == sm.LIST:
        chosen = answer if isinstance(answer, list) else [answer]
        return frozenset(part.id for part in one.parts if part.name in chosen) or None
    option = question.option(answer)
    if option is None:
        a, b, c = map(float, str(answer).removeprefix(f"{POINT}:").split(","))
        return (a, b, c)
    return option.shares if option.shares else sm.NA if option.state == UNKNOWN else None


def unnamed(frame: sm.Framework) -> list[str]:
    """The questions that stand for none of ours and are left out, by their title."""
    return [one.title[:80] for one in frame.signifiers if one.name in NO_NAME]


def lines(frame: sm.Framework, path: Path) -> Iterator[str | Refusal]:
    """Every row of data as a line for ``load stories``, or why not.

    The definition says by ``code`` which questionnaire it stands for, and by ``name`` which question and answer.
    Raises BadFrameworkError when one of these does not exist here, and UnreadableError when the data are no table.
    """
    try:
        questionnaire = load(frame.code.partition("@")[0])
    except BadQuestionnaireError:
        raise sm.BadFrameworkError(f"'code' noemt geen vragenlijst van ons: {frame.code[:40]!r}.") from None
    asked = [(one, _question(questionnaire, one)) for one in frame.signifiers if one.name not in NO_NAME]
    if not asked:
        raise sm.BadFrameworkError("Geen vraag in de definitie heeft als 'name' het id van een vraag van ons.")
    for number, row in enumerate(numbered(path), start=1):
        try:
            yield "" if row is None else json.dumps(_line(frame, asked, row))
        except sm.BadRowError as reason:
            yield Refusal(number, str(reason))


def _question(questionnaire: Questionnaire, one: sm.Signifier) -> Question:
    question = questionnaire.question(one.name)
    if question is None:
        raise sm.BadFrameworkError(f"Vraag {one.name[:40]!r} staat niet in {questionnaire.key}.")
    fits = {"triangle": (sm.TRIAD, sm.LIST), "number": (sm.TEXT, sm.DYAD), "scale": (sm.LIST, sm.DYAD)}
    text = question.kind in ("story", "short")
    if one.kind not in fits.get(question.kind, (sm.TEXT,) if text else (sm.LIST,)):
        raise sm.BadFrameworkError(f"Vraag {one.name} is bij ons geen {one.kind}.")
    if one.kind == sm.TRIAD and {part.name for part in one.parts} != {corner.id for corner in question.corners}:
        raise sm.BadFrameworkError(f"De labels van {one.name} zijn niet de hoeken van onze driehoek.")
    return question


def _line(frame: sm.Framework, asked: list[tuple[sm.Signifier, Question]], row: Mapping[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for one, question in asked:
        value = sm.value_of(one, row)
        if value is None:
            continue
        if question.id in answers:
            raise sm.BadRowError(f"{question.id} heeft twee antwoorden.")
        answers[question.id] = _answer(one, question, value)
    came: dict[str, Any] = {
        "round": row.get("meta_round") or None,
        "received": _month(row.get("server_upload_time", "")),
    }
    came |= {"mode": row.get("meta_mode") or "zelf_typen", "fictional": row.get("meta_fictional") == "1"}
    language = row.get("language") or frame.language or "nl"
    return {"id": row.get("id", ""), "questionnaire": frame.code, "language": language, **came, "answers": answers}


def _answer(one: sm.Signifier, question: Question, value: sm.Value) -> Any:
    if isinstance(value, sm.NotApplicable):
        unknown = next((option.id for option in question.options if option.state == UNKNOWN), None)
        if unknown is None:
            raise sm.BadRowError(f"{question.id} kent geen 'niet van toepassing'.")
        return [unknown] if _most(question) != 1 else unknown
    if isinstance(value, tuple):
        by_corner = dict(zip((part.name for part in one.parts), value, strict=True))
        return _in_triangle(question, [by_corner[corner.id] for corner in question.corners])
    if isinstance(value, float):
        return _on_scale(question, value)
    if isinstance(value, frozenset):
        names = [part.name for part in one.parts if part.id in value]
        if "" in names:
            raise sm.BadRowError(f"Een antwoord op {question.id} heeft in de definitie geen 'name'.")
        return names if _most(question) != 1 else names[0]
    return value


def _in_triangle(question: Question, shares: list[float]) -> str:
    """The dot that is meant; in a triangle in which any point may be pointed at, the point where it is no dot."""
    dots = [one for one in question.options if one.shares]
    dot = next(
        (one.id for one in dots if max(abs(a - b) for a, b in zip(one.shares or (), shares, strict=True)) < 1e-6), ""
    )
    return dot or (point(shares) if question.continuous else zone(shares, [corner.id for corner in question.corners]))


def _on_scale(question: Question, share: float) -> str:
    """A place on a dyad as the nearest number, or as the band of equal width of the answers from low to high."""
    if question.kind == "number":
        return str(round(question.low + share * (question.high - question.low)))
    ladder = sorted((one for one in question.options if one.state == ANSWERED), key=lambda one: one.value or 0.0)
    return ladder[min(int(share * len(ladder)), len(ladder) - 1)].id


def _month(upload: str) -> str | None:
    """The month of a moment in milliseconds: finer is not kept."""
    if not upload.strip():
        return None
    try:
        return f"{datetime.fromtimestamp(float(upload) / 1000, UTC):%Y-%m}"
    except (ValueError, OverflowError, OSError):
        raise sm.BadRowError("server_upload_time is geen moment in milliseconden.") from None
