"""What a teller agrees to: separate boxes, always unticked at first, of which some are needed to take part."""

from wtforms.form import BaseForm

from forms.fields.choices import ChoicesField

NEEDED = "Dit vinkje is nodig om mee te doen: “%(label)s”"


class ConsentField(ChoicesField):
    """Checkboxes for the tiers of consent."""

    @property
    def wanted(self) -> str:
        """The sentence that asks for the first needed tier."""
        first = next((option.label for option in self.options if option.required), "")
        return str(self.gettext(NEEDED)) % {"label": first}

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse when a needed tier is not ticked."""
        super().pre_validate(form)
        for option in self.options:
            if option.required and option not in self.chosen():
                self.refuse(NEEDED, label=option.label)
