"""An age band; never a date of birth."""

from forms.fields.choice import ChoiceField


class AgeField(ChoiceField):
    """A choice of age band; who is too young for the form is told so kindly."""

    missing = "Kies een leeftijd."
