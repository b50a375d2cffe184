"""A whole number between two bounds."""

import re

from wtforms.form import BaseForm
from wtforms.widgets import TextInput

from forms.fields.answer import PASSED_OVER, Answer
from forms.fields.asked import AskedField
from forms.questionnaire import ANSWERED

WHOLE_NUMBER = "Vul een heel getal in van %(low)s tot en met %(high)s."
# More digits than any question needs; very long numbers are slow to read.
_NUMBER = re.compile(r"[+-]?\d{1,9}")


class NumberField(AskedField):
    """A text box for a whole number; "7" and 7 are the same answer."""

    widget = TextInput()
    missing = "Vul een getal in."
    data: int | None

    @classmethod
    def parts(cls, value: object) -> list[str]:
        """A JSON number or text as text. Raises ValueError with the Dutch sentence."""
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
            return [str(value)]
        return super().parts(value)

    def take(self, told: list[str]) -> None:
        """Read the number; nonsense is refused in ``pre_validate`` and stays in the box."""
        self.typed = told[0].strip() if told else ""
        self.data = int(self.typed) if _NUMBER.fullmatch(self.typed) else None

    def _value(self) -> str:
        return self.typed

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no whole number within the bounds."""
        super().pre_validate(form)
        if self.typed and self.answer() is PASSED_OVER:
            self.refuse(WHOLE_NUMBER, low=self.question.low, high=self.question.high)

    def answer(self) -> Answer:
        """The number, or passed over."""
        if self.data is None or not self.question.low <= self.data <= self.question.high:
            return PASSED_OVER
        return Answer(ANSWERED, self.data, float(self.data))
