"""The story itself, in the teller's own words."""

from forms.fields.words import WordsField


class StoryField(WordsField):
    """A large box for a story."""

    missing = "Vertel eerst wat er gebeurde. Een paar woorden is genoeg."
