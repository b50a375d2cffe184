"""A short answer in the teller's own words."""

from forms.fields.words import WordsField


class ShortField(WordsField):
    """A small box for a line or two."""
