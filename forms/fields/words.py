"""Words of a teller: tidied without changing them, and refused when they cannot be kept."""

import unicodedata
from typing import Any

from wtforms.form import BaseForm
from wtforms.widgets import TextArea

from forms.fields.answer import PASSED_OVER, Answer
from forms.fields.asked import AskedField
from forms.questionnaire import ANSWERED

UNREADABLE = "Hier staat een teken in dat wij niet kunnen lezen. Haal het weg of typ de tekst opnieuw."
TOO_LONG = "De tekst is te lang: %(length)s tekens. Er passen %(longest)s tekens in."


def tidied(text: str) -> str:
    """The same words, with line ends as ``\\n`` and nothing blank around them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def readable(text: str) -> bool:
    """Whether there are no control characters (but tab and line end) and no halves of characters in it."""
    return not any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text)


def says_something(text: str) -> bool:
    """Whether there is anything to see: a letter, a digit, a sign, an emoji."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


class WordsField(AskedField):
    """A box for words. The words are kept apart from the mark, which only says whether there are any."""

    widget: Any = TextArea()
    missing = "Schrijf hier iets op."
    data: str

    def take(self, told: list[str]) -> None:
        """Keep the words, tidied."""
        self.data = tidied(told[0]) if told else ""

    def _value(self) -> str:
        return self.data

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse words that cannot be read or are too many; they stay in the box."""
        super().pre_validate(form)
        if len(self.data) > self.question.longest:
            self.refuse(TOO_LONG, length=len(self.data), longest=self.question.longest)
        if not readable(self.data):
            self.refuse(UNREADABLE)

    def answer(self) -> Answer:
        """The words, or passed over."""
        return Answer(ANSWERED, text=self.data) if says_something(self.data) else PASSED_OVER
