"""The code of a card that was handed out after a parent's yes."""

from wtforms.widgets import TextInput

from forms.fields.answer import PASSED_OVER, Answer
from forms.fields.words import WordsField, says_something
from forms.questionnaire import ANSWERED


class CardField(WordsField):
    """A text box for a card code. Whether the card exists is for the corpus to say; the code itself is never stored."""

    widget = TextInput()
    missing = "Vul de code van de kaart in. Geen kaart? Vraag erom bij school, de club of de jongerenwerker."

    def answer(self) -> Answer:
        """That there was a code, never which."""
        return Answer(ANSWERED) if says_something(self.data) else PASSED_OVER
