"""The story itself, in the teller's own words: typed, or spoken and typed out later."""

from wtforms.form import BaseForm

from forms.fields.asked import AskedField
from forms.fields.words import WordsField

#: the answers without which no recording is taken: told by speaking, and allowed to be kept until it is typed out
SPOKEN, ALLOWED = ("MODUS", "zelf_inspreken"), ("TOESTEMMING", "opname")


class StoryField(WordsField):
    """A large box for a story; it may stay empty when the story is spoken."""

    missing = "Vertel eerst wat er gebeurde. Een paar woorden is genoeg."

    def needed(self, form: BaseForm) -> bool:
        """Whether there must be words: not when a recording follows that the teller allows to be kept."""
        return super().needed(form) and not spoken(form)


def may_be_spoken(form: BaseForm) -> bool:
    """Whether the questionnaire asks for everything that a recording needs."""
    return all(_option(form, *answer) for answer in (SPOKEN, ALLOWED))


def spoken(form: BaseForm) -> bool:
    """Whether a recording follows, of a teller who chose to speak and gave permission."""
    follows = "recording" in form and bool(form["recording"].data)
    return follows and all(_option(form, *answer, chosen=True) for answer in (SPOKEN, ALLOWED))


def _option(form: BaseForm, item: str, option_id: str, chosen: bool = False) -> bool:
    """Whether a question is asked with this option, or has it as its answer."""
    asked = [field for field in form if isinstance(field, AskedField) and field.question.id == item]
    return any(option.id == option_id for field in asked for option in (field.chosen() if chosen else field.options))
