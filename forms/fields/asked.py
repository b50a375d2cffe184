"""What the fields of all kinds share: a question, what was sent in for it, and the answer that makes."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn, Self

from wtforms import Form
from wtforms.fields.core import Field, UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from forms.fields.answer import PASSED_OVER, Answer
from forms.questionnaire import SKIPPED, Option, Question

WRONG_SHAPE = "Dit antwoord heeft niet de juiste vorm."
ONE_ONLY = "Kies één antwoord."


class AskedField(Field):
    """A field that asks one question. ``answer()`` gives what it stores; before ``validate()`` that is provisional."""

    #: the sentence when an answer is needed and there is none
    missing: ClassVar[str] = "Geef hier een antwoord."
    #: whether several values may be sent
    many: ClassVar[bool] = False
    widget: Any

    def __init__(self, *, question: Question, options: Sequence[Option] = (), **bound: Any) -> None:
        super().__init__(**bound)
        self.flags.required = question.required
        self.question = question
        self.options = tuple(options)

    @classmethod
    def for_question(cls, question: Question, outside: Sequence[tuple[str, str]] = ()) -> "UnboundField[Self]":
        """The field for a question; ``outside`` are further (id, label) choices, placed before the question's own."""
        return UnboundField(
            cls,
            label=question.text,
            description=question.hint,
            validators=[answered_when_needed],
            question=question,
            options=tuple(Option(option_id, label) for option_id, label in outside) + question.options,
        )

    @classmethod
    def parts(cls, value: object) -> list[str]:
        """A JSON value as the list of texts a web form would send. Raises ValueError with the Dutch sentence."""
        if value is None:
            return []
        values = value if cls.many else [value]
        if not isinstance(values, list) or not all(isinstance(part, str) for part in values):
            raise ValueError(WRONG_SHAPE)
        return values

    def process_data(self, value: Any) -> None:
        """A question starts empty: nothing is ever answered or ticked for the teller."""
        self.take([])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take in what was sent. Raises ValueError with the Dutch sentence; an empty text is no answer."""
        if not all(isinstance(part, str) for part in valuelist):
            raise ValueError(self.gettext(WRONG_SHAPE))
        told = [part for part in valuelist if part.strip()]
        if len(told) > 1 and not self.many:
            raise ValueError(self.gettext(ONE_ONLY))
        self.take(told)

    def take(self, told: list[str]) -> None:
        """Keep the texts that were sent, as far as this kind understands them."""
        self.data = told

    def pre_validate(self, form: BaseForm) -> None:
        """Stop at what could not be taken in: its sentence says enough."""
        if self.process_errors:
            raise StopValidation

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """Refuse this answer with a Dutch sentence, in the teller's language where the site has it."""
        raise StopValidation(self.gettext(sentence) % values if values else self.gettext(sentence))

    def chosen(self) -> tuple[Option, ...]:
        """The known options that were chosen, in the order of the question."""
        return ()

    def answer(self) -> Answer:
        """What this field stores."""
        return PASSED_OVER

    def given(self) -> str | list[str] | None:
        """The answer as it was sent, in the form of the JSON API; None when nothing was sent."""
        told = [part for part in self.raw_data or [] if isinstance(part, str) and part.strip()]
        if not told:
            return None
        return told if self.many else told[0]

    def needed(self, form: BaseForm) -> bool:
        """Whether this question must be answered, given the answers to the others."""
        for other, answers in self.question.required_when:
            field = form[other]
            if isinstance(field, AskedField) and answers & {option.id for option in field.chosen()}:
                return True
        return self.question.required

    @property
    def wanted(self) -> str:
        """The sentence that asks for an answer where one is needed."""
        return str(self.gettext(self.missing))

    @property
    def needed_when(self) -> str:
        """The answers to other questions that make this one needed, as JSON for the page."""
        return json.dumps({other: sorted(answers) for other, answers in self.question.required_when})

    @property
    def first_id(self) -> str:
        """HTML id of the control that an error summary links to."""
        return self.id

    @property
    def hint_id(self) -> str:
        """HTML id of the hint."""
        return hint_id(self)

    @property
    def error_id(self) -> str:
        """HTML id of the error message."""
        return error_id(self)

    @property
    def described_by(self) -> str:
        """HTML ids of what explains this field."""
        return described_by(self)


def hint_id(field: Field) -> str:
    """HTML id of the hint of a field."""
    return f"{field.id}-uitleg"


def error_id(field: Field) -> str:
    """HTML id of the error message of a field."""
    return f"{field.id}-fout"


def described_by(field: Field) -> str:
    """HTML ids of what explains a field, for ``aria-describedby``: its hint and, after an error, the message."""
    return " ".join([hint_id(field)] * bool(field.description) + [error_id(field)] * bool(field.errors))


def answered_when_needed(form: Form, field: AskedField) -> None:
    """Validator: a needed question is not passed over. "Weet ik niet" is an answer."""
    if field.answer().state == SKIPPED and field.needed(form):
        raise ValidationError(field.gettext(field.missing))
