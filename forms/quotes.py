"""Proposing and judging a quote: two forms of the staff."""

from wtforms import RadioField
from wtforms.fields.simple import TextAreaField
from wtforms.validators import AnyOf

from forms.fields.words import tidied
from forms.page import PageForm

#: the question that somebody who knows the neighbourhood answers
RECOGNISED = {"nee": "Nee, niemand: het citaat mag", "ja": "Ja, of misschien: het citaat gaat weg"}


class QuoteForm(PageForm):
    """Words of a story, word for word."""

    words = TextAreaField(
        "Citaat",
        description="Hoogstens 25 woorden, precies overgenomen. Verbeter niets.",
        filters=[lambda value: tidied(value) if isinstance(value, str) else ""],
    )


class RecognisedForm(PageForm):
    """Whether somebody nearby would know whose words these are."""

    recognised = RadioField(
        "Herkent iemand uit de buurt wie dit is?",
        choices=RECOGNISED,
        validate_choice=False,
        validators=[AnyOf(list(RECOGNISED), message="Kies of iemand uit de buurt dit herkent.")],
    )
