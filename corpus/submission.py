"""A submission: what one teller sends in, checked by the form but not yet stored."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus import areas, journal
from corpus.areas import Area
from corpus.interviews import Turn
from forms.questionnaire import ANSWERED, Questionnaire

NEIGHBOURHOOD, AGE, CARD, CONSENT, MODE = "BUURTKEUZE", "LEEFTIJD", "KAART", "TOESTEMMING", "MODUS"


@dataclass(frozen=True)
class Circumstances:
    """How a story came in. ``round_id`` and ``received`` are given only for what is loaded from a file."""

    mode: str = "zelf_typen"
    collector: str | None = None
    session: str | None = None
    interview_id: str | None = None
    fictional: bool = False
    round_id: str | None = None
    received: str | None = None
    actor: str = journal.TELLER


#: how the stories come in that residents tell on a device of their own
BY_THEMSELVES = Circumstances()


@dataclass(frozen=True)
class Submission:
    """A checked story with its marks and words. ``digest`` is that of the content as it was sent."""

    id: str
    questionnaire: str
    group: str
    language: str
    marks: Mapping[str, Any]
    words: Mapping[str, str]
    digest: str
    area_id: int | None = None
    buurtcode: str | None = None
    age: str | None = None
    may_keep: bool = False
    may_quote: bool = False
    may_record: bool = False
    card: str | None = None
    #: made under a version of the questionnaire that is not in use here: kept for people to look at
    unknown_version: bool = False
    #: the whole talk of an interview, sealed apart from the story; empty for every other story
    turns: tuple[Turn, ...] = ()
    came: Circumstances = BY_THEMSELVES


def compose(
    story_id: str,
    questionnaire: Questionnaire,
    language: str,
    given: Mapping[str, Any],
    checked: tuple[Mapping[str, Any], Mapping[str, str]],
    known_areas: list[Area],
    came: Circumstances = BY_THEMSELVES,
) -> Submission:
    """Put a submission together from the answers as sent and what the form made of them: (marks, words)."""
    marks, words = checked
    area, buurtcode = areas.chosen(known_areas, str(_value(marks, NEIGHBOURHOOD) or ""))
    tiers = _value(marks, CONSENT) or []
    mode = _value(marks, MODE)
    # The card's code and the consent are no marks: the code is spent, the consent has its own columns.
    told = {item: mark for item, mark in marks.items() if item not in (CARD, CONSENT)}
    return Submission(
        id=story_id,
        questionnaire=questionnaire.key,
        group=questionnaire.group,
        language=language,
        marks=told,
        words=words,
        digest=digest_of(questionnaire.key, language, given),
        area_id=area.id if area else None,
        buurtcode=buurtcode,
        age=_value(marks, AGE),
        may_keep="bewaren" in tiers,
        may_quote="citaat" in tiers,
        may_record="opname" in tiers,
        card=str(given[CARD]) if given.get(CARD) else None,
        came=replace(came, mode=mode) if mode else came,
    )


def _value(marks: Mapping[str, Mapping[str, Any]], item: str) -> Any:
    mark = marks.get(item, {})
    return mark.get("value") if mark.get("state") == ANSWERED else None


def digest_of(questionnaire: str, language: str, answers: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the content as sent: canonical JSON, sorted keys, no spaces, no empty answers, numbers as text.

    A client can compute the same and compare before it forgets its copy.
    """

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(part) for part in value]
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else str(value)

    told = {item: plain(value) for item, value in answers.items() if value not in (None, "", [], ())}
    content = {"questionnaire": questionnaire, "language": language, "answers": told}
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
