"""From a questionnaire to a form: for the page, and the same checks for the JSON interface."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import uuid4

from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Length, Regexp
from wtforms.widgets import HiddenInput

from forms.fields import KINDS
from forms.fields.asked import AskedField
from forms.page import PageForm
from forms.questionnaire import Questionnaire

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
NO_ID = "Het formulier is niet heel aangekomen. Laad de bladzijde opnieuw en stuur het nog een keer op."
NO_SUCH_QUESTION = "Deze vraag staat niet in de vragenlijst."
NO_ANSWERS = "Stuur de antwoorden als een object: bij elke vraag een antwoord."

Outside = Mapping[str, Sequence[tuple[str, str]]]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


class StoryForm(PageForm):
    """A form made from a questionnaire. Its fields are the questions, by id, and the two hidden fields of the page."""

    questionnaire: ClassVar[Questionnaire]

    id = StringField(
        widget=HiddenInput(),
        default=lambda: str(uuid4()),
        filters=[_text, str.lower],
        validators=[Regexp(UUID4, message=NO_ID)],
    )
    #: not empty when a recording of the story follows; the page fills it in
    recording = StringField(widget=HiddenInput(), filters=[_text])
    #: a box that people do not see and machines fill in
    website = StringField(filters=[_text], validators=[Length(max=0, message="Laat dit vak leeg.")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        #: what was sent in for questions that do not exist
        self.strays: dict[str, list[str]] = {}
        super().__init__(*args, **kwargs)

    @property
    def asked(self) -> list[AskedField]:
        """The fields of the questions, in order."""
        return [field for field in self if isinstance(field, AskedField)]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check every answer; the sentences are in ``errors_by_item``."""
        return bool(super().validate(extra_validators)) and not self.strays

    @property
    def refusal(self) -> str | None:
        """The kind sentence with which an answer ends the form, or None."""
        refusals = (option.refuse for field in self.asked for option in field.chosen() if option.refuse)
        return next(refusals, None)

    def complain(self, item: str, sentence: str) -> None:
        """Put a sentence under a question, for what only the corpus can know."""
        self[item].errors = [*self[item].errors, sentence]

    def fill_in(self, item: str, option: str) -> None:
        """Fill in one answer beforehand, where the question exists and knows it; the teller may change it."""
        field = next((field for field in self.asked if field.question.id == item), None)
        if field is not None and option in {known.id for known in field.options}:
            field.take([option])

    def first_control(self, item: str) -> str:
        """HTML id that an error summary links to for an item."""
        return next((field.first_id for field in self.asked if field.question.id == item), item)

    def marks(self) -> dict[str, dict[str, Any]]:
        """Every answer without words, by question; a question that was passed over says so."""
        return {field.question.id: field.answer().mark() for field in self.asked}

    def words(self) -> dict[str, str]:
        """The words of the teller, by question; only where there are any."""
        answers = {field.question.id: field.answer().text for field in self.asked}
        return {item: text for item, text in answers.items() if text}

    def given(self) -> dict[str, Any]:
        """The answers as they were sent, in the form of the JSON interface: text or list of texts, no empty ones."""
        sent = {field.question.id: field.given() for field in self.asked}
        return {item: value for item, value in sent.items() if value is not None}

    def errors_by_item(self) -> dict[str, list[str]]:
        """The Dutch sentences, by question, and by what is no question."""
        return {**super().errors_by_item(), **self.strays}


def form_class(questionnaire: Questionnaire, outside: Outside | None = None) -> type[StoryForm]:
    """The form of a questionnaire. ``outside`` holds, by question, the (id, label) choices that are no text of ours."""
    choices = outside or {}
    fields = {
        question.id: KINDS[question.kind].for_question(question, choices.get(question.id, ()))
        for question in questionnaire.questions
    }
    return type("StoryForm", (StoryForm,), {"questionnaire": questionnaire, **fields})


def from_answers(
    questionnaire: Questionnaire, answers: Mapping[str, Any], outside: Outside | None = None, recording: bool = False
) -> StoryForm:
    """The form filled in from JSON answers, without request, cookie or token; ``recording`` when one follows.

    Whatever is sent, this raises nothing: what does not fit gets a sentence under its item, and ``validate`` refuses.
    """
    if not isinstance(answers, Mapping):
        form = from_answers(questionnaire, {}, outside, recording)
        form.strays = {"answers": [NO_ANSWERS]}
        return form
    sent: MultiDict[str, str] = MultiDict({"recording": "ja"} if recording else {})
    unfit: dict[str, str] = {}
    for question in questionnaire.questions:
        try:
            sent.setlist(question.id, KINDS[question.kind].parts(answers.get(question.id)))
        except ValueError as sentence:
            unfit[question.id] = str(sentence)
    form = form_class(questionnaire, outside)(formdata=sent, meta={"csrf": False})
    # The id is in the address of a JSON request, and no browser fills in the box for machines.
    del form["id"], form["website"]
    for item, problem in unfit.items():
        form[item].process_errors = [problem]
    unknown = [item for item in answers if questionnaire.question(item) is None]
    form.strays = {str(item)[:60]: [NO_SUCH_QUESTION] for item in unknown}
    return form
