"""A triangle between three corners: seven dots, or any point in it, and the answers that fall outside it."""

import re
from collections.abc import Sequence
from typing import Self

from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from forms.fields.answer import Answer
from forms.fields.choice import ChoiceField
from forms.questionnaire import ANSWERED, BadQuestionnaireError, Option, Question

#: what is stored as the value of a point that is no dot; its place is in the shares
POINT = "punt"
TOLERANCE = 0.005
NO_POINT = "Deze plek ligt niet in de driehoek. Wijs de plek nog een keer aan."
# Three decimal fractions, in the order of the corners: punt:0.62,0.25,0.13
_SENT = re.compile(r"punt:([01](?:\.\d{1,6})?),([01](?:\.\d{1,6})?),([01](?:\.\d{1,6})?)", re.ASCII)

Shares = tuple[float, float, float]


def in_triangle(shares: Sequence[float]) -> bool:
    """Whether three shares make a point: none below zero, together one, give or take rounding (0.005)."""
    return min(shares) >= 0 and abs(sum(shares) - 1) <= TOLERANCE


def point(text: str) -> Shares | None:
    """The shares of a point as it is sent, "punt:0.62,0.25,0.13"; None when that is no point in the triangle."""
    found = _SENT.fullmatch(text)
    if found is None:
        return None
    a, b, c = map(float, found.groups())
    return (a, b, c) if in_triangle((a, b, c)) else None


class TriangleField(ChoiceField):
    """A choice whose dots carry three shares that sum to one (barycentric coordinates).

    Where the question is continuous, any point may be sent instead of a dot. It is stored as
    ``{"state": "answered", "value": "punt", "shares": [a, b, c]}``, so that the shares mean the same for both.
    """

    missing = "Kies een stip, of een antwoord eronder."

    @classmethod
    def for_question(cls, question: Question, outside: Sequence[tuple[str, str]] = ()) -> "UnboundField[Self]":
        """The field for a triangle. Raises BadQuestionnaireError when the shares of a dot do not sum to one."""
        for option in question.options:
            if option.shares is not None and not in_triangle(option.shares):
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

    @property
    def pointed(self) -> str:
        """The point as it was sent, or nothing."""
        return (
            next((told for told in self.data if told.startswith(f"{POINT}:")), "") if self.question.continuous else ""
        )

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a point outside the triangle; for the rest as any choice."""
        if not self.pointed:
            super().pre_validate(form)
        elif point(self.pointed) is None:
            self.refuse(NO_POINT)

    def answer(self) -> Answer:
        """The point or the dot with its shares, an answer beside the triangle, or passed over."""
        shares = point(self.pointed)
        return super().answer() if shares is None else Answer(ANSWERED, POINT, shares=shares)
