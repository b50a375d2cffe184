"""Handing in an interview: the talk and the story in it, together or not at all, by the rule of every story."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from corpus.handin import Outcome, hand_in
from corpus.interviews import Turn, teller_words
from corpus.stories import CHILD, PARENT, STORY_ITEM, YOUTH
from corpus.submission import AGE, Circumstances, Submission
from corpus.vault import Vault
from forms.questionnaire import ANSWERED

GROUP, LANGUAGE, TOGETHER = "GROEP", "TAAL-GESPREK", "MODUS"
#: the language code for "een andere taal" (ISO 639: undetermined)
UNDETERMINED = "und"
AGES = {
    CHILD: frozenset(["8-9", "10-11", "12"]),
    YOUTH: frozenset(["12-15", "16-17", "18-23"]),
    PARENT: frozenset(["18-29", "30-44", "45+"]),
}
WRONG_AGE = "Deze leeftijd past niet bij het antwoord op “Wie vertelt?”."


def age_problem(group: str | None, age: str | None) -> str | None:
    """Why an age does not fit who tells, or None; without it a child could pass as somebody who needs no card."""
    return None if group is None or age is None or age in AGES.get(group, ()) else WRONG_AGE


def content(answers: Mapping[str, Any], turns: Sequence[Turn]) -> dict[str, Any]:
    """An interview as it was sent, for the identity rule: the answers, and under "turns" the pairs (speaker, words)."""
    return {**answers, "turns": [[turn.speaker, turn.text] for turn in turns]}


def hand_in_interview(
    engine: Engine, vault: Vault, submission: Submission, turns: Sequence[Turn], came: Circumstances, today: date
) -> Outcome:
    """Store a talk with the story of its teller in one transaction, under one id.

    ``submission`` holds the answers; its group and language come from them, its story from the turns of the teller.
    ``came`` says who collected it, and by ``session`` which stories were told in one talk: each teller has an own
    story, an own receipt and only the own words, so that taking one back leaves nothing of that teller.
    Raises sqlalchemy.exc.OperationalError when the store cannot take it now.
    """
    return hand_in(engine, vault, with_talk(submission, turns, came), today)


def with_talk(submission: Submission, turns: Sequence[Turn], came: Circumstances) -> Submission:
    """The submission of an interview: only what the teller said is the story; the whole talk travels beside it."""
    language = _chosen(submission, LANGUAGE)
    in_group = _chosen(submission, TOGETHER) == "groep"
    return replace(
        submission,
        group=_chosen(submission, GROUP) or "",
        age=_chosen(submission, AGE),
        language=(UNDETERMINED if language == "anders" else language) or submission.language,
        marks={STORY_ITEM: {"state": ANSWERED}, **submission.marks},
        words={STORY_ITEM: teller_words(turns), **submission.words},
        turns=tuple(turns),
        came=replace(
            came,
            mode="groep" if in_group else "interview",
            session=came.session or submission.id,
            interview_id=submission.id,
        ),
    )


def _chosen(submission: Submission, item: str) -> str | None:
    mark = submission.marks.get(item, {})
    return str(mark["value"]) if mark.get("state") == ANSWERED and "value" in mark else None
