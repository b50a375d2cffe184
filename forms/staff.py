"""The few forms that are written by hand: rounds, handled signals, withdrawing, and the turns of an interview."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.fields.core import Field
from wtforms.fields.simple import TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from forms.fields.words import TOO_LONG, UNREADABLE, readable, says_something, tidied
from forms.page import PageForm

TELLER, INTERVIEWER, NOTE = "verteller", "interviewer", "opmerking"
SPEAKERS = {TELLER: "verteller", INTERVIEWER: "interviewer", NOTE: "opmerking interviewer"}
NOT_SURE = "Zet eerst een vinkje bij “Ja, ik weet het zeker”. Sluiten kan niet terug."
ACTIONS = {"open": "Meetmoment openen", "close": "Meetmoment sluiten"}
#: what a guardian may have done, as code and as sentence
HANDLED = {
    "geen_signaal": "Geen signaal",
    "signaal_niet_herleidbaar": "Wel een signaal, maar niet te herleiden",
    "contact_opgenomen": "Contact opgenomen",
    "overleg_veilig_thuis": "Overlegd met Veilig Thuis",
    "melding_gedaan": "Melding gedaan",
}
#: why a handled story may be opened again
REOPENED = {
    "nieuwe_informatie": "Er is nieuwe informatie",
    "verkeerde_keuze": "De keuze klopte niet",
    "ander_oordeel": "Wij kijken er nu anders naar",
}
#: what may have come of a request to get in touch
CONTACT_HANDLED = {
    "contact_gehad": "Contact gehad",
    "niet_bereikt": "Niet bereikt",
    "overleg_veilig_thuis": "Overlegd met Veilig Thuis",
    "melding_gedaan": "Melding gedaan",
}
ROWS, MORE_ROWS, MOST_ROWS = 12, 6, 300
LONGEST_TURN = 6000
NOBODY_TOLD = "Schrijf minstens één beurt van de verteller op."
TOO_MANY_TURNS = f"Er passen {MOST_ROWS} beurten in een gesprek."
WRONG_TURNS = "Een gesprek is een lijst van beurten, elk met speaker en text."


def _one_of(options: dict[str, str], sentence: str) -> dict[str, Any]:
    """What a list of choices needs to refuse in our own words."""
    known = AnyOf(list(options), message=sentence)
    return {"choices": options, "validate_choice": False, "validators": [known]}


class RoundForm(PageForm):
    """Open or close a round."""

    round_id = HiddenField(validators=[DataRequired("Kies een meetmoment.")])
    action = RadioField("Wat wilt u doen?", **_one_of(ACTIONS, "Kies openen of sluiten."))
    sure = BooleanField("Ja, ik weet het zeker: dit kan niet terug")

    def validate_sure(self, field: Field) -> None:
        """Closing freezes a round for ever, so it is asked twice."""
        if self.action.data == "close" and not field.data:
            raise ValidationError(field.gettext(NOT_SURE))


class HandledForm(PageForm):
    """What the guardian found after reading a story: a code, no further words."""

    handled = RadioField("Wat is er gedaan?", **_one_of(HANDLED, "Kies wat er met dit verhaal is gedaan."))


class ReopenForm(PageForm):
    """Why a handled story goes back to the queue: a code, no further words."""

    reason = RadioField("Waarom moet dit verhaal weer open?", **_one_of(REOPENED, "Kies waarom het weer open moet."))


class ContactHandledForm(PageForm):
    """What came of a request to get in touch: a code, no further words."""

    handled = RadioField("Wat is er gedaan?", **_one_of(CONTACT_HANDLED, "Kies wat er met deze vraag is gedaan."))


class WithdrawForm(PageForm):
    """The four words with which a teller takes a story back."""

    code = StringField(
        "Geheime code",
        description="Vier woorden, zoals: vis-lamp-groen-fiets.",
        validators=[DataRequired("Vul de vier woorden in."), Length(max=200, message="Vul alleen de vier woorden in.")],
    )


def _fit_to_keep(form: BaseForm, field: Field) -> None:
    """Validator: words of a turn that are not too many and can be read."""
    if len(field.data) > LONGEST_TURN:
        raise ValidationError(field.gettext(TOO_LONG) % {"length": len(field.data), "longest": LONGEST_TURN})
    if not readable(field.data):
        raise ValidationError(field.gettext(UNREADABLE))


def _text(value: object) -> str:
    return tidied(value) if isinstance(value, str) else ""


class TurnRow(Form):
    """One turn: who spoke, and what was said, word for word."""

    speaker = SelectField("Wie", default=TELLER, **_one_of(SPEAKERS, "Kies wie dit zei."))
    text = TextAreaField("Woord voor woord", filters=[_text], validators=[_fit_to_keep])


class TurnsForm(PageForm):
    """The turns of an interview, row by row; an empty row is no turn. Works without JavaScript."""

    turns = FieldList(FormField(TurnRow), max_entries=MOST_ROWS)
    more = SubmitField("Meer regels")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        #: what was wrong with turns that came as JSON
        self.unfit: list[str] = []
        super().__init__(*args, **kwargs)
        # Not by min_entries: after a gap in the numbers that reads the last rows a second time (WTForms 3.3).
        self._fill_up(ROWS)

    def _fill_up(self, rows: int) -> None:
        while len(self.turns) < min(rows, MOST_ROWS):
            self.turns.append_entry()

    def wants_more(self) -> bool:
        """Whether the button for more rows was pressed."""
        return bool(self.more.data)

    def add_rows(self) -> None:
        """Add empty rows, as long as there is room."""
        self._fill_up(len(self.turns) + MORE_ROWS)

    def told(self) -> list[tuple[str, str]]:
        """The turns as (speaker, words), in order, without the empty rows."""
        rows = [(row.speaker.data, row.text.data) for row in self.turns]
        return [(speaker, text) for speaker, text in rows if says_something(text)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every turn; without a turn of the teller there is no story."""
        return bool(super().validate(extra_validators)) and not self.errors_by_item()

    def errors_by_item(self) -> dict[str, list[str]]:
        """The Dutch sentences; those about turns name the row."""
        found = super().errors_by_item()
        found.pop("turns", None)
        rows = [
            f"Beurt {place}: {sentence}"
            for place, row in enumerate(self.turns, start=1)
            for sentences in row.errors.values()
            for sentence in sentences
        ]
        nobody = [] if any(speaker == TELLER for speaker, _ in self.told()) else [NOBODY_TOLD]
        problems = self.unfit or rows or nobody
        return {**found, "turns": problems} if problems else found


def from_turns(turns: object) -> TurnsForm:
    """The turns of an interview from JSON: a list of ``{"speaker": …, "text": …}``. Never raises."""
    fit = isinstance(turns, list) and all(_is_turn(turn) for turn in turns)
    rows: list[dict[str, str]] = turns if fit and isinstance(turns, list) else []
    kept = rows[:MOST_ROWS]
    sent = MultiDict({f"turns-{place}-{part}": row[part] for place, row in enumerate(kept) for part in row})
    form = TurnsForm(formdata=sent, meta={"csrf": False})
    form.unfit = [WRONG_TURNS] * (not fit) + [TOO_MANY_TURNS] * (len(rows) > MOST_ROWS)
    return form


def _is_turn(turn: object) -> bool:
    return (
        isinstance(turn, dict) and set(turn) == {"speaker", "text"} and all(isinstance(v, str) for v in turn.values())
    )
