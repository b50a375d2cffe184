"""What every form of the site shares: our own sentences, quiet controls, and a word about a page left open too long."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms.fields.core import Field
from wtforms.widgets import HiddenInput

from forms.fields.asked import described_by

LOST_SESSION = "De bladzijde stond te lang open. Er is niets weg. Stuur het nog een keer op."


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of the site, with a token against forgery."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields are drawn and in which language they refuse."""

        #: an object with gettext and ngettext, such as Flask-Babel's domain; without one the sentences stay Dutch
        sentences: Any = None

        def get_translations(self, form: object) -> Any:
            """The translations of our own sentences; works outside an application too."""
            return self.sentences

        def render_field(self, field: Field, render_kw: Mapping[str, Any]) -> Markup:
            """Draw a control with its hint and error linked, and without ``required``."""
            markup: Markup = super().render_field(field, {**_attributes(field), **render_kw})
            return markup

    def lost_session(self) -> bool:
        """Whether the page was open so long that its token no longer counts; all answers are still there."""
        return "csrf_token" in self and bool(self["csrf_token"].errors)

    def errors_by_item(self) -> dict[str, list[str]]:
        """The sentences, by field, in the language of the page."""
        found = {
            field.short_name: [self._said(sentence) for sentence in field.errors] for field in self if field.errors
        }
        return {**found, "csrf_token": [self._said(LOST_SESSION)]} if self.lost_session() else found

    def _said(self, sentence: str) -> str:
        """One of our own sentences in the language of the page; Dutch where there is no other."""
        return str(self.meta.sentences.gettext(sentence)) if self.meta.sentences else sentence


def _attributes(field: Field) -> dict[str, Any]:
    """ARIA attributes of a control. ``required`` stays off: browsers would paint a box red before anything is typed."""
    if isinstance(field.widget, HiddenInput):
        return {"required": False}
    return {
        "required": False,
        "aria-required": "true" if field.flags.required else False,
        "aria-describedby": described_by(field) or False,
        "aria-invalid": "true" if field.errors else False,
    }
