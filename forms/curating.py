"""The form of a decision about the codebook: which operation, on what, with which words, and why."""

from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from forms.page import PageForm

SHORT, LONG = 80, 1000
_SHORT = Length(max=SHORT, message=f"Een naam heeft hoogstens {SHORT} tekens.")
_LONG = Length(max=LONG, message=f"Dit is te lang: het mogen {LONG} tekens zijn.")


class CurationForm(PageForm):
    """What somebody would like to decide; it is done when ``sure`` is set, on the page with the preview."""

    operation = HiddenField()
    themes = SelectMultipleField(validate_choice=False)
    proposal = IntegerField(validators=[Optional()])
    name = StringField("Naam", validators=[_SHORT])
    line = HiddenField()
    definition = TextAreaField("Wat valt eronder?", validators=[_LONG])
    parts = TextAreaField("Namen van de delen, elk op een eigen regel", validators=[_LONG])
    places = SelectMultipleField(validate_choice=False)
    reason = TextAreaField("Waarom?", validators=[_LONG])
    sure = BooleanField()
    #: version of the codebook that the preview was shown with
    seen = HiddenField()

    def lines(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(line.strip() for line in (self.parts.data or "").splitlines() if line.strip())
