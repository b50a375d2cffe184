"""The forms around staff accounts: inviting somebody, changing roles, and what an invited person fills in."""

from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from forms.page import PageForm

SHORTEST, LONGEST = 12, 200
TOO_SHORT = f"Een wachtwoord heeft minstens {SHORTEST} tekens."
DIFFERENT = "Dit is niet hetzelfde wachtwoord. Vul het nog een keer in."


class RolesForm(PageForm):
    """The roles of an account; the corpus knows which there are."""

    roles = SelectMultipleField("Rollen", choices=[], validate_choice=False)


class InviteForm(RolesForm):
    """A new account: an address to sign in with, and its roles."""

    email = StringField(
        "E-mailadres",
        description="Hiermee logt iemand in. Wij sturen geen mail.",
        validators=[DataRequired("Vul een e-mailadres in."), Length(max=LONGEST, message="Dit is te lang.")],
    )


class AcceptForm(PageForm):
    """A password, twice, and the first code of the app."""

    password = PasswordField(
        "Wachtwoord",
        validators=[
            DataRequired("Kies een wachtwoord."),
            Length(min=SHORTEST, message=TOO_SHORT),
            Length(max=LONGEST, message=f"Een wachtwoord heeft hoogstens {LONGEST} tekens."),
        ],
    )
    again = PasswordField("Nog een keer het wachtwoord", validators=[EqualTo("password", message=DIFFERENT)])
    code = StringField("Code uit de app", validators=[DataRequired("Vul de code uit de app in.")])
