"""From a talk and its answers to an interview in the corpus: the same road for the page and for the API."""

from dataclasses import replace

from flask_security import current_user

from collector.residents.handing_in import Sent, outside_choices, submission
from collector.store import store, today
from corpus import cards
from corpus.database import reading
from corpus.handin import CARD_USED, Outcome
from corpus.interviewing import GROUP, age_problem, content, hand_in_interview
from corpus.interviews import Turn
from corpus.stories import Story, Withdrawn
from corpus.submission import AGE, CARD, Circumstances, digest_of
from forms.build import StoryForm
from forms.questionnaire import Questionnaire, load
from forms.staff import TurnsForm

TURNS = "turns"


def questionnaire() -> Questionnaire:
    """The questions that are asked after the talk, with the guide."""
    return load("gesprek")


def neighbourhoods() -> dict[str, list[tuple[str, str]]]:
    """The choices that come from the corpus."""
    return outside_choices(store().engine)


def problems(form: StoryForm, turns: TurnsForm, story_id: str) -> dict[str, list[str]]:
    """The Dutch sentences by question, also those that only the corpus can know; empty when all is well."""
    form.validate()
    turns.validate()
    if not form.errors:
        unfit = age_problem(_given(form, GROUP), _given(form, AGE))
        if unfit:
            form.complain(AGE, unfit)
        elif not _known(story_id) and not _usable_card(form):
            form.complain(CARD, cards.UNUSABLE)
    return {**turns.errors_by_item(), **form.errors_by_item()}


def spoken(turns: TurnsForm) -> list[Turn]:
    """The turns of the talk, without the empty rows."""
    return [Turn(speaker, text) for speaker, text in turns.told()]


def send(form: StoryForm, turns: list[Turn], sent: Sent, talk: str | None = None) -> Outcome:
    """Hand a checked talk in under the client's id; a card that was just used is put under its question.

    ``talk`` is the id that the tellers of one talk share.
    """
    came = Circumstances(
        collector=current_user.collector,
        session=talk,
        fictional=current_user.fictional,
        actor=f"account:{current_user.id}",
    )
    made = replace(submission(questionnaire(), form, sent, came), digest=digest(sent, turns))
    outcome = hand_in_interview(store().engine, store().vault, made, turns, came, today())
    if outcome.result == CARD_USED:
        form.complain(CARD, cards.UNUSABLE)
    return outcome


def digest(sent: Sent, turns: list[Turn]) -> str:
    """The digest of a talk as it was sent, turns and all: what the device reads back."""
    return digest_of(sent.key, sent.language, content(sent.given, turns))


def _given(form: StoryForm, item: str) -> str | None:
    value = form.given().get(item)
    return value if isinstance(value, str) else None


def _known(story_id: str) -> bool:
    """Whether this talk is in already (its card is spent then), or was withdrawn."""
    with reading(store().engine) as session:
        return session.get(Story, story_id) is not None or session.get(Withdrawn, story_id) is not None


def _usable_card(form: StoryForm) -> bool:
    code = _given(form, CARD)
    if code is None:
        return True
    with reading(store().engine) as session:
        return cards.find(session, store().vault, code, _given(form, GROUP) or "", today()) is not None
