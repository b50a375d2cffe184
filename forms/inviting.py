"""The forms with which a manager invites tellers: a kiosk, a batch of cards, a poster."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import DateField
from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length, Regexp, StopValidation, ValidationError

from forms.build import UUID4
from forms.fields.words import tidied
from forms.page import PageForm

LONGEST_NAME = 80
NO_DAY, NO_NUMBER = "Vul een dag in, zoals 31-12-2026.", "Vul een aantal in, in cijfers."
FORMS = {"kind": "Kinderen", "jongere": "Jongeren", "ouder": "Ouders en opvoeders", "professional": "Professionals"}
#: questionnaire and age of those who need a card, as one choice
CARD_HOLDERS = {
    "kind/8-9": "Kinderen van 8 of 9 jaar",
    "kind/10-11": "Kinderen van 10 of 11 jaar",
    "kind/12": "Kinderen van 12 jaar",
    "jongere/12-15": "Jongeren van 12 tot en met 15 jaar",
}


def _tidied(value: object) -> str:
    return tidied(value) if isinstance(value, str) else ""


class DayField(DateField):
    """A day, as a browser sends it or as people write it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a day in. Raises ValueError with the Dutch sentence."""
        self.data = None
        for shape in ("%Y-%m-%d", "%d-%m-%Y"):
            try:
                self.data = datetime.strptime(valuelist[0].strip(), shape).date()
                return
            except (ValueError, IndexError):
                continue
        raise ValueError(NO_DAY)


class NumberField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a number in. Raises ValueError with the Dutch sentence."""
        try:
            self.data = int(valuelist[0])
        except (ValueError, IndexError):
            self.data = None
            raise ValueError(NO_NUMBER) from None


class OfferedField(SelectField):
    """A choice out of a list that refuses in our own words."""

    def __init__(self, label: str, missing: str, choices: dict[str, str] | None = None, **bound: Any) -> None:
        super().__init__(label, choices=choices or {}, **bound)
        self.missing = missing

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not in the list."""
        if not isinstance(self.choices, dict) or self.data not in self.choices:
            raise StopValidation(self.missing)


class InvitingForm(PageForm):
    """A form whose choices come from the corpus: ``choices`` holds, by field, the options by id."""

    def __init__(self, *args: Any, choices: Mapping[str, dict[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (choices or {}).items():
            self[name].choices = options


class LastingForm(InvitingForm):
    """What an organisation works with until a certain day."""

    organisation = StringField(
        "Organisatie",
        description="School, club of buurthuis. Geen naam van een persoon.",
        filters=[_tidied],
        validators=[
            DataRequired("Vul de naam van de organisatie in."),
            Length(max=LONGEST_NAME, message=f"Maak de naam korter: hoogstens {LONGEST_NAME} tekens."),
        ],
    )
    expires = DayField("Geldig tot en met")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def validate_expires(self, field: Field) -> None:
        """A day that is over helps nobody."""
        if field.data and field.data < self.today:
            raise ValidationError("Kies een dag die nog komt.")


class KioskForm(LastingForm):
    """A new kiosk."""

    form = OfferedField("Voor wie", "Kies een vragenlijst.", FORMS)
    area_slug = OfferedField("Gebied", "Kies een gebied.")
    round_id = OfferedField("Meetmoment", "Kies een meetmoment.")


class KioskClosedForm(PageForm):
    """A kiosk to close."""

    kiosk_id = HiddenField(validators=[DataRequired("Kies een kiosk.")])


class CardsForm(LastingForm):
    """A new batch of cards. The id comes from the page, so that sending it twice makes no second batch."""

    batch_id = HiddenField(validators=[Regexp(UUID4, message="Open deze bladzijde opnieuw.")])
    holders = OfferedField("Voor wie", "Kies voor wie de kaarten zijn.", CARD_HOLDERS)
    area_slug = OfferedField("Gebied", "Kies een gebied, of alle gebieden.")
    count = NumberField("Hoeveel kaarten")
    may_keep = BooleanField("Het verhaal mag zonder naam bewaard blijven")
    may_quote = BooleanField("Een kort stukje mag gebruikt worden, zonder naam")
    may_record = BooleanField("Opname mag: het kind mag het verhaal inspreken, een mens typt het uit")
    language = OfferedField("Taal voor de ouders", "Kies een taal voor de ouders.", default="nl")


class BatchForm(PageForm):
    """A batch of cards to revoke."""

    batch_id = HiddenField(validators=[DataRequired("Kies een stapel kaarten.")])
    sure = BooleanField(validators=[DataRequired("Zet eerst een vinkje. Intrekken kan niet terug.")])


class CertifyForm(PageForm):
    """How many signed consents an organisation declares to hold."""

    batch_id = HiddenField(validators=[DataRequired("Kies een stapel kaarten.")])
    signed = NumberField()


class PosterForm(InvitingForm):
    """Which poster; sent in the address, so that a poster can be linked to. It changes nothing and needs no token."""

    class Meta(PageForm.Meta):
        """Without a token."""

        csrf = False

    gebied = OfferedField("Gebied", "Kies een gebied.")
    meetmoment = OfferedField("Meetmoment", "Kies een meetmoment.")
    voor = OfferedField("Voor wie", "Kies voor wie de poster is.", FORMS)
    taal = OfferedField("Taal", "Kies een taal.")
