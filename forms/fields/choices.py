"""Several answers out of a list, up to a number."""

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms.fields.answer import Answer, of_several
from forms.fields.choice import ChoiceField
from forms.questionnaire import UNKNOWN

AT_MOST = "Kies er hoogstens %(most)s."
NOT_BOTH = "Kies “%(unknown)s” of iets anders, niet allebei."


class ChoicesField(ChoiceField):
    """Checkboxes, at most as many as the question allows."""

    missing = "Kies minstens één antwoord."
    many = True

    @property
    def most(self) -> int:
        """How many may be chosen; a question without a limit leaves room for the choices from outside too."""
        return self.question.most if self.question.most < len(self.question.options) else len(self.options)

    @property
    def too_many(self) -> str:
        """The sentence that refuses one answer more than may be chosen."""
        return str(self.gettext(AT_MOST)) % {"most": self.most}

    @property
    def not_both(self) -> str:
        """The sentence that refuses "weet ik niet" beside another answer; empty when there is no such answer."""
        unknown = next((option for option in self.options if option.state == UNKNOWN), None)
        return str(self.gettext(NOT_BOTH)) % {"unknown": unknown.label} if unknown else ""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse too many, and "weet ik niet" together with something else."""
        super().pre_validate(form)
        chosen = self.chosen()
        if len(chosen) > self.most:
            raise StopValidation(self.too_many)
        if len(chosen) > 1 and any(option.state == UNKNOWN for option in chosen):
            raise StopValidation(self.not_both)

    def answer(self) -> Answer:
        """The chosen options, in the order of the question, each once."""
        return of_several(self.chosen())
