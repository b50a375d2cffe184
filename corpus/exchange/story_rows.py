"""A story as a row: the JSON line that ``load stories`` takes, made from what is kept."""

from collections.abc import Mapping
from typing import Any

from corpus.stories import Story
from corpus.submission import CARD, CONSENT
from forms.questionnaire import SKIPPED, Questionnaire

POINT = "punt"


def row_of(story: Story, questionnaire: Questionnaire, words: Mapping[str, str]) -> dict[str, Any]:
    """The line that brings a story back as it is, with the words that are given; of the time only the month.

    The code of a card is spent and is not in it.
    """
    answers: dict[str, Any] = {}
    for question in questionnaire.questions:
        mark = story.marks.get(question.id, {"state": SKIPPED})
        if question.id == CONSENT:
            tiers = {"bewaren": story.may_keep, "citaat": story.may_quote, "opname": story.may_record}
            known = {option.id for option in question.options}
            answers[CONSENT] = [
                *({"meedoen"} & known),
                *(tier for tier, given in tiers.items() if given and tier in known),
            ]
        elif question.kind in ("story", "short"):
            answers[question.id] = words.get(question.id)
        elif question.id != CARD and mark["state"] != SKIPPED:
            answers[question.id] = point(mark["shares"]) if mark.get("value") == POINT else mark.get("value")
    came = {"round": story.round_id, "received": story.received, "mode": story.mode, "fictional": story.fictional}
    told = {item: value for item, value in answers.items() if value not in (None, "", [])}
    kept = {"session": story.session, "collector": story.collector}
    row = {"id": story.id, "questionnaire": story.questionnaire, "language": story.language, **came, "answers": told}
    return {**row, **{key: value for key, value in kept.items() if value is not None}}


def point(shares: tuple[float, ...] | list[float]) -> str:
    """A point in a triangle as it is sent in: three shares with six decimals."""
    return f"{POINT}:" + ",".join(f"{min(max(share, 0.0), 1.0):.6f}" for share in shares)
