"""The forms of a teller who comes back to the own story: taking back, a copy, asking somebody to get in touch."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from forms.fields.words import tidied
from forms.page import PageForm

LONGEST_NAME, LONGEST_REACH = 80, 200
FORMATS = ("json", "txt")


def _tidied(value: object) -> str:
    return tidied(value) if isinstance(value, str) else ""


class OwnStoryForm(PageForm):
    """What every button on the page of the own story sends: a ticket that says the four words were right."""

    ticket = HiddenField()


class PermissionForm(OwnStoryForm):
    """One permission to take back."""

    permission = HiddenField(validators=[AnyOf(["quote", "keep"], message="Kies wat je wilt veranderen.")])


class CopyForm(OwnStoryForm):
    """In which form the teller wants a copy."""

    kind = HiddenField(validators=[AnyOf(FORMATS, message="Kies een bestand met gewone tekst of met JSON.")])


class RemoveForm(OwnStoryForm):
    """The whole story to be taken back; asked twice, because it cannot be undone."""

    sure = BooleanField(validators=[DataRequired("Zet eerst een vinkje. Weghalen kan niet terug.")])


class ContactForm(OwnStoryForm):
    """Somebody to get in touch with: any name, and how. From the thank-you page it comes without a ticket."""

    name = StringField(
        filters=[_tidied],
        validators=[
            DataRequired("Vul een naam in. Een verzonnen naam mag ook."),
            Length(max=LONGEST_NAME, message="Deze naam is te lang. Een voornaam is genoeg."),
        ],
    )
    reach = StringField(
        filters=[_tidied],
        validators=[
            DataRequired("Vul in hoe we contact kunnen krijgen, zoals een telefoonnummer."),
            Length(max=LONGEST_REACH, message="Dit is te lang. Schrijf het korter op."),
        ],
    )
