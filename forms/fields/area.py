"""The neighbourhood, from a list that changes over the years; never a street or a postcode."""

from forms.fields.choice import ChoiceField


class AreaField(ChoiceField):
    """A choice whose options come from outside, before the question's own "een andere buurt" and "weet ik niet"."""

    missing = "Kies een buurt. “Weet ik niet” mag ook."

    @property
    def first_id(self) -> str:
        """The list is one control."""
        return self.id
