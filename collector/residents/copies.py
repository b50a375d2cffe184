"""The own story as a file that the teller takes along: plain text to read, or JSON for a machine."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response
from flask_babel import gettext

from corpus.stories import Story
from forms.questionnaire import SKIPPED
from forms.readback import Told


def as_json(story: Story, told: list[Told], where: Mapping[str, str]) -> Response:
    """Everything the teller gave, with ids, for a machine to read."""
    answers = [
        {
            "id": one.id,
            "question": one.question,
            "state": one.state,
            "answers": list(one.marks),
            "words": one.words,
            "mark": story.marks.get(one.id),
        }
        for one in told
    ]
    content: dict[str, Any] = {
        "questionnaire": story.questionnaire,
        "language": story.language,
        "received": story.received,
        "round": where["round"] or None,
        "area": where["area"] or None,
        "buurtcode": story.buurtcode,
        "may_keep": story.may_keep,
        "may_quote": story.may_quote,
        "answers": answers,
    }
    return _file(json.dumps(content, ensure_ascii=False, indent=2), "application/json", "mijn-verhaal.json")


def as_text(story: Story, told: list[Told], where: Mapping[str, str]) -> Response:
    """The questions and the answers under each other, for a person to read."""
    about = [story.received, where["round"], where["area"]]
    blocks = ["Elk verhaal telt", " – ".join(part for part in about if part)]
    for one in told:
        answer = [", ".join(one.marks), one.words]
        given = "\n".join(part for part in answer if part)
        blocks.append(f"{one.question}\n{given or _nothing(one)}")
    return _file("\n\n".join(blocks) + "\n", "text/plain", "mijn-verhaal.txt")


def _nothing(one: Told) -> str:
    return gettext("Overgeslagen") if one.state == SKIPPED else "–"


def _file(content: str, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
