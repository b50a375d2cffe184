"""Deciding about a story and putting its masked text right: two forms of the analyst."""

from wtforms import RadioField
from wtforms.fields.core import Field
from wtforms.fields.simple import TextAreaField
from wtforms.validators import AnyOf, ValidationError

from forms.fields.words import UNREADABLE, readable, tidied
from forms.page import PageForm

#: what may be decided, as code and as sentence
OUTCOMES = {
    "in_orde": "In orde: het telt mee",
    "herleidbaar": "Vasthouden: je kunt lezen wie het is",
    "zorg_over_veiligheid": "Vasthouden: een zorg over veiligheid; meld dit ook aan de aandachtsfunctionaris",
    "taal_onbekend": "Vasthouden: iemand moet het eerst vertalen",
    "geen_verhaal": "Afwijzen: het is geen verhaal",
    "proef": "Afwijzen: iemand probeerde de site uit",
    "over_een_ander": "Afwijzen: het gaat over iemand anders, met schade voor die persoon",
}


def _text(value: object) -> str:
    return tidied(value) if isinstance(value, str) else ""


class DecideForm(PageForm):
    """What happens with a story: a code, no further words."""

    outcome = RadioField(
        "Wat doen we met dit verhaal?",
        choices=OUTCOMES,
        validate_choice=False,
        validators=[AnyOf(list(OUTCOMES), message="Kies wat we met dit verhaal doen.")],
    )


class MaskedTextForm(PageForm):
    """The masked text, to take out what the computer missed or to put back what it took too much."""

    text = TextAreaField(
        "De tekst zonder namen",
        description="Zet op de plek van een naam of plaats [NAAM] of [PLAATS]. Verbeter geen taalfouten.",
        filters=[_text],
    )

    def validate_text(self, field: Field) -> None:
        """Words that can be kept."""
        if not readable(field.data):
            raise ValidationError(UNREADABLE)
