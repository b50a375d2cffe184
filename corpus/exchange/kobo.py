"""Stories from KoboToolbox or ODK: a CSV of submissions with our ids as headers, as lines for ``load stories``."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.exchange.delimited import UnreadableError, numbered
from corpus.exchange.stories import Refusal
from forms.questionnaire import Question, Questionnaire

#: where the id of a submission may stand, and its moment
IDS = ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY")
MOMENTS = ("today", "_submission_time", "SubmissionDate", "end", "start")
#: columns of the collecting itself, besides those that begin with an underscore
ABOUT = {
    *IDS,
    *MOMENTS,
    *("deviceid", "username", "phonenumber", "subscriberid", "simserial", "formhub/uuid", "meta/rootUuid"),
    *("SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState"),
    *("DeviceID", "Edits", "FormVersion", "meta-instanceName", "meta/instanceName"),
}
#: how an export says that a question was not asked or not answered
NOTHING = ("", "n/a")
_YES, _NO = ("1", "true"), ("0", "false", *NOTHING)
_ID = re.compile(r"(?:uuid:)?([0-9a-fA-F-]{36})")
Columns = Mapping[str, tuple[Question, str]]


class BadSubmissionError(ValueError):
    """A row that cannot be used; the message names the column and never what stands in it."""


def lines(questionnaire: Questionnaire, path: Path, language: str) -> Iterator[str | Refusal]:
    """Every submission as a line for ``load stories``, or why not.

    Headers may carry their group ("gevoel/EMOTIE", "gevoel-EMOTIE"); several answers stand in one cell with spaces, or
    each in a column of its own ("EMOTIE/blij"). Raises UnreadableError when this is no table, or a column belongs to no
    question: its answers would be lost.
    """
    columns: Columns | None = None
    for number, row in enumerate(numbered(path), start=1):
        if row is None:
            yield ""
            continue
        columns = columns or _columns(questionnaire, row)
        try:
            yield json.dumps(_line(questionnaire, columns, row, language))
        except BadSubmissionError as reason:
            yield Refusal(number, str(reason))


def _columns(questionnaire: Questionnaire, row: Mapping[str, str]) -> Columns:
    found, twice = {}, set()
    for column in row:
        if column in ABOUT or column.startswith("_"):
            continue
        place = _place(questionnaire, column)
        if place is None:
            raise UnreadableError(f"Kolom '{column[:60]}' hoort bij geen vraag van {questionnaire.key}.")
        if (place[0].id, place[1]) in twice:
            raise UnreadableError(f"Vraag {place[0].id} staat in twee kolommen.")
        twice.add((place[0].id, place[1]))
        found[column] = place
    return found


def _place(questionnaire: Questionnaire, column: str) -> tuple[Question, str] | None:
    """The question of a column and, where the column is about one of its answers, that answer."""
    # The longest id first: one may end as another does.
    for question in sorted(questionnaire.questions, key=lambda one: -len(one.id)):
        known = re.fullmatch(rf"(?:.*[/-])?{re.escape(question.id)}(?:[/](.+))?", column)
        if known and (known[1] is None or question.option(known[1]) is not None):
            return question, known[1] or ""
    return None


def _line(questionnaire: Questionnaire, columns: Columns, row: Mapping[str, str], language: str) -> dict[str, Any]:
    told = next((row[name] for name in IDS if row.get(name, "").strip()), "")
    known = _ID.fullmatch(told.strip())
    if known is None:
        raise BadSubmissionError("De inzending heeft geen id: _uuid of instanceID.")
    moment = next((row[name] for name in MOMENTS if row.get(name, "").strip()), "").strip()
    month = re.match(r"\d{4}-(0[1-9]|1[0-2])(?=-)", moment)
    if moment and month is None:
        raise BadSubmissionError("De datum van de inzending is niet te lezen. Schrijf 2026-11-24.")
    line = {"id": known[1].lower(), "questionnaire": questionnaire.key, "language": language}
    return {**line, "received": month[0] if month else None, "answers": _answers(columns, row)}


def _answers(columns: Columns, row: Mapping[str, str]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    ticked: dict[str, list[str]] = {}
    for column, (question, option) in columns.items():
        cell = row[column].strip()
        if option:
            if cell.lower() not in (*_YES, *_NO):
                raise BadSubmissionError(f"{column[:60]} is 1, 0 of leeg.")
            ticked.setdefault(question.id, []).extend([option] * (cell.lower() in _YES))
        elif cell.lower() not in NOTHING:
            whole[question.id] = cell.split() if question.kind in ("choices", "consent") else cell
    for item, options in ticked.items():
        if item in whole and set(whole[item]) != set(options):
            raise BadSubmissionError(f"De kolommen van {item} spreken elkaar tegen.")
        whole[item] = whole.get(item, options)
    return {item: answer for item, answer in whole.items() if answer}
