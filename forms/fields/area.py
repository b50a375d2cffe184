"""The neighbourhood, from a list that changes over the years; never a street or a postcode."""

import re
from itertools import groupby

from forms.fields.choice import ChoiceField
from forms.questionnaire import Option


class AreaField(ChoiceField):
    """A choice whose options come from outside, before the question's own "een andere buurt" and "weet ik niet"."""

    missing = "Kies een buurt. “Weet ik niet” mag ook."

    @property
    def first_id(self) -> str:
        """The list is one control."""
        return self.id

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options by the place they lie in: (its name, or nothing for an answer that stands alone; options).

        The ids say what lies in what: ``de-riet+nieuwland`` is a part of ``de-riet``, which comes before its parts.
        """
        together = [list(options) for _, options in groupby(self.options, lambda option: _place(option.id))]
        return [(options[0].label if len(options) > 1 else "", options) for options in together]


def _place(option_id: str) -> str:
    return re.split("[+/]", option_id)[0]
