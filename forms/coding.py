"""The form of a coder: themes, markers and directions of one story, from a codebook that is given to it."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import AnyOf, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.page import PageForm

FEELINGS = {"negatief": "negatief", "midden": "midden", "positief": "positief", "": "niet te zeggen"}
DIRECTIONS = {"beter": "beter", "hetzelfde": "hetzelfde", "slechter": "slechter", "": "zegt de tekst niet"}
_UNKNOWN = "Een van deze codes staat niet in het codeboek."


class Ticks(SelectMultipleField):
    """Any number of codes, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _one_of(label: str, options: dict[str, str]) -> RadioField:
    known = [Optional(), AnyOf([*options], message=_UNKNOWN)]
    return RadioField(label, choices=options, default="", validate_choice=False, validators=known)


class CodingForm(PageForm):
    """What a coder says of one story; which codes there are is set by ``known``."""

    themes = Ticks("Thema's")
    wished = Ticks("Staat in een wens")
    markers = Ticks("Markers")
    polarity = _one_of("Gevoel in de tekst", FEELINGS)
    life = _one_of("Het eigen leven wordt", DIRECTIONS)
    neighbourhood = _one_of("De buurt wordt", DIRECTIONS)
    uncodable = BooleanField("Niet te coderen")
    doubt = BooleanField("Ik twijfel")

    def known(self, themes: Sequence[str], markers: Sequence[str]) -> "CodingForm":
        """The same form with these codes to choose from."""
        for field, codes in ((self.themes, themes), (self.wished, themes), (self.markers, markers)):
            field.choices = {code: code for code in codes}
        return self

    def sentence(self) -> str:
        """The first reason why this cannot be kept; empty when nothing is wrong with the form itself."""
        found = [sentence for sentences in self.errors_by_item().values() for sentence in sentences]
        return (self.errors_by_item().get("csrf_token") or [_UNKNOWN])[0] if found else ""
