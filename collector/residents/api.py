"""``PUT /api/verhalen/<uuid>``: handing in without cookies or accounts, by the same identity rule as the page."""

import re
from uuid import UUID

from flask import Response

from collector.limits import HAND_IN, limiter
from collector.machine import UnfitError, answer, body, unprocessable
from collector.residents import closing, door, handing_in
from collector.store import store
from corpus.database import reading
from corpus.stories import Story, Withdrawn
from corpus.submission import digest_of
from forms.questionnaire import Questionnaire, load


@door.put("/api/verhalen/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_story(story_id: UUID) -> Response:
    """Take one story in. 201 new, 200 the same again, 409 other content, 410 withdrawn, 422 with a sentence by item.

    503 for a new story of a child while nobody reads what children tell; the client keeps it. ``"recording": true``
    says that the story was spoken and its sound follows.
    """
    try:
        sent, language, answers = body("questionnaire", "language")
        key = str(sent.get("questionnaire"))
        questionnaire = _questionnaire(key)
    except UnfitError as unfit:
        return unprocessable(unfit.errors)
    known = _known(str(story_id))
    if not known and closing.closed(questionnaire.id):
        return closing.answer()
    recording = sent.get("recording") is True
    form, unknown_version = handing_in.understood(questionnaire, key, answers, recording)
    if not form.validate():
        return unprocessable(form.errors_by_item())
    if not known:
        problem = handing_in.card_problem(form, questionnaire)
        if problem:
            item, sentence = problem
            return unprocessable({item: [sentence]})
    story = handing_in.Sent(str(story_id), key, language, answers, unknown_version)
    return answer(handing_in.send(questionnaire, form, story), digest_of(key, language, answers))


def _questionnaire(key: str) -> Questionnaire:
    name, _, version = key.partition("@")
    if name not in handing_in.FORMS or not re.fullmatch("[0-9]{1,4}", version):
        raise UnfitError(questionnaire="Deze vragenlijst bestaat niet.")
    return load(name)


def _known(story_id: str) -> bool:
    with reading(store().engine) as session:
        return session.get(Story, story_id) is not None or session.get(Withdrawn, story_id) is not None
