"""Stories from a file: JSON lines, checked by the same form as the site, stored as a whole or not at all."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from corpus import areas, handin, journal, rounds
from corpus.stories import Story, Withdrawn
from corpus.submission import Circumstances, Submission, compose
from corpus.vault import Vault
from forms.questionnaire import BadQuestionnaireError, Questionnaire, load

#: What the form makes of answers: (marks, words, {item: [sentence]}).
Check = Callable[
    [Questionnaire, Mapping[str, Any]], tuple[Mapping[str, Any], Mapping[str, str], Mapping[str, list[str]]]
]


@dataclass(frozen=True)
class Refusal:
    """A line that cannot be taken in, and why; never with words of a teller."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"regel {self.line}: {self.reason}"


@dataclass(frozen=True)
class Loaded:
    """What a file brought: new stories, stories that were there already, and every refused line."""

    added: int
    known: int
    refused: tuple[Refusal, ...]


class _UnfitError(ValueError):
    pass


def load_stories(session: Session, vault: Vault, lines: Iterable[str | Refusal], check: Check, today: date) -> Loaded:
    """Take stories in from JSON lines ``{"id", "questionnaire", "language", "answers", …}``.

    A line that could not even be made from another format is a refusal already. A story that was withdrawn stays away.
    Optional keys: ``round``, ``received`` (month), ``mode``, ``session``, ``collector``, ``fictional``. The caller's
    transaction decides: when a line is refused nothing is added, and every refusal is reported.
    """
    known_areas = areas.current(session, today)
    known_rounds = {window.id for window in rounds.in_order(session)}
    stories: list[Submission] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    known = 0
    for number, line in enumerate(lines, start=1):
        if isinstance(line, Refusal):
            refused.append(line)
            continue
        if not line.strip():
            continue
        try:
            submission = _submission(line, check, known_areas, known_rounds)
            if submission.id in seen:
                raise _UnfitError("dit id staat al eerder in het bestand")
        except _UnfitError as reason:
            refused.append(Refusal(number, str(reason)))
            continue
        seen.add(submission.id)
        if session.get(Story, submission.id) is None and session.get(Withdrawn, submission.id) is None:
            stories.append(submission)
        else:
            known += 1
    if refused:
        return Loaded(0, known, tuple(refused))
    # Nobody was given words for these stories, so they carry no receipt.
    session.add_all(handin.make_story(session, vault, submission, None, today) for submission in stories)
    if stories:
        journal.write(session, journal.SYSTEM, "stories.loaded", "file", count=len(stories))
    session.flush()
    return Loaded(len(stories), known, ())


def _submission(line: str, check: Check, known_areas: list[areas.Area], known_rounds: set[str]) -> Submission:
    row = _row(line)
    questionnaire = _questionnaire(row.get("questionnaire"))
    answers = row.get("answers")
    if not isinstance(answers, dict):
        raise _UnfitError("answers ontbreekt of is geen object")
    marks, words, errors = check(questionnaire, answers)
    if errors:
        item, sentences = next(iter(errors.items()))
        raise _UnfitError(f"{item}: {sentences[0]}")
    round_id = row.get("round")
    if round_id is not None and round_id not in known_rounds:
        raise _UnfitError(f"meetmoment {round_id!r} bestaat niet")
    came = Circumstances(
        mode=str(row.get("mode", "zelf_typen")),
        collector=row.get("collector"),
        session=row.get("session"),
        fictional=bool(row.get("fictional", False)),
        round_id=round_id,
        received=row.get("received"),
        actor=journal.SYSTEM,
    )
    language = str(row.get("language", "nl"))
    return compose(str(row["id"]), questionnaire, language, answers, (marks, words), known_areas, came)


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise _UnfitError("geen leesbare JSON") from None
    if not isinstance(row, dict):
        raise _UnfitError("geen JSON-object")
    try:
        row["id"] = str(UUID(str(row.get("id"))))
    except ValueError:
        raise _UnfitError("id is geen UUID") from None
    return row


def _questionnaire(key: Any) -> Questionnaire:
    name, _, version = str(key).partition("@")
    try:
        questionnaire = load(name)
    except BadQuestionnaireError:
        raise _UnfitError(f"vragenlijst {key!r} bestaat niet") from None
    if version != str(questionnaire.version):
        raise _UnfitError(f"van vragenlijst {name} is versie {questionnaire.version} in gebruik, niet {version or '?'}")
    return questionnaire
