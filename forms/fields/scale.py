"""How far a statement holds, from "klopt helemaal" to "klopt niet", or "weet ik niet"."""

from forms.fields.choice import ChoiceField


class ScaleField(ChoiceField):
    """A choice whose options are steps with a number (4 … 1)."""
