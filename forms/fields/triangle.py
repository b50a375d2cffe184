"""A triangle of seven dots between three corners, and the answers that fall outside it."""

from collections.abc import Sequence
from typing import Self

from wtforms.fields.core import UnboundField

from forms.fields.choice import ChoiceField
from forms.questionnaire import BadQuestionnaireError, Option, Question

TOLERANCE = 0.005


class TriangleField(ChoiceField):
    """A choice whose dots carry three shares that sum to one (barycentric coordinates)."""

    missing = "Kies een stip, of een antwoord eronder."

    @classmethod
    def for_question(cls, question: Question, outside: Sequence[tuple[str, str]] = ()) -> "UnboundField[Self]":
        """The field for a triangle. Raises BadQuestionnaireError when the shares of a dot do not sum to one."""
        for option in question.options:
            shares = option.shares
            if shares is not None and (abs(sum(shares) - 1) > TOLERANCE or min(shares) < 0):
                raise BadQuestionnaireError(f"vraag {question.id}: de delen van stip {option.id} zijn samen geen 1")
        return super().for_question(question, outside)

    @property
    def dots(self) -> tuple[Option, ...]:
        """The seven dots: three corners, three edges, the centre."""
        return tuple(option for option in self.options if option.shares is not None)

    @property
    def beside(self) -> tuple[Option, ...]:
        """The answers that are no dot, such as "niemand" and "past niet"."""
        return tuple(option for option in self.options if option.shares is None)
