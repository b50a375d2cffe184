"""One answer out of a list."""

from wtforms.form import BaseForm

from forms.fields.answer import PASSED_OVER, Answer, of_one
from forms.fields.asked import AskedField
from forms.questionnaire import Option

NO_SUCH_ANSWER = "Dit antwoord kennen wij niet. Kies een antwoord uit de lijst."


class ChoiceField(AskedField):
    """Radio buttons; an option may end the form with a kind sentence (``refuse``)."""

    missing = "Kies een antwoord."
    data: list[str]

    @property
    def first_id(self) -> str:
        """The first radio button or checkbox."""
        return f"{self.id}-0"

    def chosen(self) -> tuple[Option, ...]:
        """The known options that were chosen, in the order of the question."""
        return tuple(option for option in self.options if option.id in self.data)

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not in the list, and the answer that ends the form."""
        super().pre_validate(form)
        if not set(self.data) <= {option.id for option in self.options}:
            self.refuse(NO_SUCH_ANSWER)
        for option in self.chosen():
            if option.refuse:
                self.refuse(option.refuse)

    def answer(self) -> Answer:
        """The chosen option with its number and shares, or passed over."""
        return next((of_one(option) for option in self.chosen()), PASSED_OVER)
