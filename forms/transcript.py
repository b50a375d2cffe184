"""Typing out a spoken story: a form of the staff."""

from wtforms import BooleanField
from wtforms.fields.core import Field
from wtforms.fields.simple import TextAreaField
from wtforms.validators import ValidationError

from forms.fields.words import TOO_LONG, UNREADABLE, readable, says_something, tidied
from forms.page import PageForm

#: a quarter of an hour of talking is some 2 500 words
LONGEST = 20_000
NOTHING = "Typ hier wat de verteller zegt."
NOT_HEARD = "Zet een vinkje als je alles hebt teruggeluisterd. Daarna is de opname weg."


def _text(value: object) -> str:
    return tidied(value) if isinstance(value, str) else ""


class TranscriptForm(PageForm):
    """What the teller says, word for word, and the check that it was heard again: the sound is gone afterwards."""

    text = TextAreaField("Wat zegt de verteller?", description="Woord voor woord. Laat namen weg.", filters=[_text])
    heard = BooleanField("Ik heb alles teruggeluisterd. De tekst klopt, de opname mag weg.")

    def validate_text(self, field: Field) -> None:
        """Words that can be kept."""
        if not says_something(field.data):
            raise ValidationError(NOTHING)
        if len(field.data) > LONGEST:
            raise ValidationError(TOO_LONG % {"length": len(field.data), "longest": LONGEST})
        if not readable(field.data):
            raise ValidationError(UNREADABLE)

    def validate_heard(self, field: Field) -> None:
        """Removing the sound cannot be undone, so it is asked."""
        if not field.data:
            raise ValidationError(NOT_HEARD)
