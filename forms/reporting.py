"""The forms in which an analyst writes around the numbers: one per section, in plain fields."""

from wtforms import DateField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import Length, Optional

from forms.page import PageForm

LONGEST = 4000
SHORT = 300
_TOO_LONG = Length(max=LONGEST, message=f"Dit is te lang: het mogen {LONGEST} tekens zijn.")
_TOO_LONG_LINE = Length(max=SHORT, message=f"Dit is te lang: het mogen {SHORT} tekens zijn.")


def _text(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, description=description, validators=[_TOO_LONG])


def _line(label: str, description: str = "") -> StringField:
    return StringField(label, description=description, validators=[_TOO_LONG_LINE])


class ReportingForm(PageForm):
    """What every section shares: its words, by the name of the field."""

    def words(self) -> dict[str, str]:
        """What was written, by field; a date as year-month-day."""
        fields: list[Field] = [field for field in self if field.short_name != "csrf_token"]
        return {field.short_name: _written(field) for field in fields}


def _written(field: Field) -> str:
    return str(field.data.isoformat() if isinstance(field, DateField) and field.data else field.data or "")


class TalkForm(ReportingForm):
    """The talk in which residents look at the outcomes."""

    who = _line("Wie waren erbij?", "Rollen en aantallen, zoals: 14 ouders en 2 jongerenwerkers. Geen namen.")
    where = _line("Waar was het?")
    when = _line("Wanneer was het?")
    corrected = _text("Wat verbeterden bewoners?", "Een woord, een uitkomst, een conclusie. Of: niets.")
    waiver = _text("Was er geen gesprek? Waarom niet?")


class ReadingForm(ReportingForm):
    """The reading of the numbers."""

    text = _text("Wat zien wij?")
    rivals = _text(
        "Verklaringen naast elkaar",
        "Eén op elke regel, met de code van het paar ervoor, zoals “W5: de monitor is ouder dan de verhalen”. "
        "Waar verhalen en cijfers uit elkaar wijzen, zijn er minstens twee nodig.",
    )


class DecisionForm(ReportingForm):
    """The decision, or why there is none."""

    what = _text("Wat is besloten?", "Of: geen actie, omdat …")
    role = _line("Wie doet het?", "Een rol, geen naam.")
    look_again = DateField(
        "Wanneer kijken wij weer?",
        validators=[Optional()],
        render_kw={"type": "date"},
    )


class FeedbackForm(ReportingForm):
    """What residents read on their own page."""

    strengths = _text("Dit is sterk hier", "Hoogstens drie, elk op een eigen regel, in woorden van bewoners.")
    wishes = _text("Dit zouden jullie veranderen", "Hoogstens drie, elk op een eigen regel.")
    decision = _text("Dit gaan we doen", "Wie, wat en wanneer. Of eerlijk: dit kan nu niet, omdat …")
    decision_child = _line("Hetzelfde voor kinderen, in één korte zin")
    done = _text("Dit is gedaan sinds de vorige keer")
    meet = _line("Waar kunnen mensen meedoen?")


#: the other languages of the page for residents
_LANGUAGES = {"tr": "Turks", "ar": "Arabisch", "en": "Engels", "pl": "Pools", "de": "Duits"}
_TOLD_BACK = ("strengths", "wishes", "decision", "decision_child", "done", "meet")
#: a field of the page for residents in another language -> the Dutch one it translates; none of them is needed
TRANSLATED = {f"{field}_{code}": field for code in _LANGUAGES for field in _TOLD_BACK}

for _field, _dutch in TRANSLATED.items():
    _asked = getattr(FeedbackForm, _dutch)
    _label = f"{_asked.args[0]} ({_LANGUAGES[_field[-2:]]})"
    setattr(FeedbackForm, _field, _asked.field_class(_label, **_asked.kwargs))


class DeepeningForm(ReportingForm):
    """The free section."""

    text = _text("Wat is er over deze plek nog meer te vertellen?")


#: section -> its form
FORMS: dict[str, type[ReportingForm]] = {
    "gesprek": TalkForm,
    "duiding": ReadingForm,
    "besluit": DecisionForm,
    "terugkoppeling": FeedbackForm,
    "verdieping": DeepeningForm,
}
