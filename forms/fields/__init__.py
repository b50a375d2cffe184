"""One field for each kind of question: how it is sent in, checked and stored."""

from forms.fields.age import AgeField
from forms.fields.area import AreaField
from forms.fields.asked import AskedField
from forms.fields.card import CardField
from forms.fields.choice import ChoiceField
from forms.fields.choices import ChoicesField
from forms.fields.consent import ConsentField
from forms.fields.faces import FacesField
from forms.fields.number import NumberField
from forms.fields.scale import ScaleField
from forms.fields.short import ShortField
from forms.fields.story import StoryField
from forms.fields.triangle import TriangleField

#: the word after ``kind =`` in a questionnaire, the field, and the template ``fields/<kind>.html``
KINDS: dict[str, type[AskedField]] = {
    "story": StoryField,
    "short": ShortField,
    "choice": ChoiceField,
    "choices": ChoicesField,
    "faces": FacesField,
    "triangle": TriangleField,
    "scale": ScaleField,
    "number": NumberField,
    "area": AreaField,
    "age": AgeField,
    "card": CardField,
    "consent": ConsentField,
}
