"""One feeling out of a row of faces; every face has its word."""

from forms.fields.choice import ChoiceField


class FacesField(ChoiceField):
    """A choice that is drawn with faces."""

    missing = "Kies een gezichtje."
