"""Every kind of question is drawn with its text as label or legend and with hint and error linked to the control."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from forms.build import StoryForm, form_class, from_answers
from forms.fields import KINDS
from forms.questionnaire import Option, Question, Questionnaire, load

ROOT = Path(__file__).resolve().parents[2]
PAGE = """{{ form.hidden_tag() }}
{% for question in form.questionnaire.questions %}{% set field = form[question.id] %}
{% include "fields/" ~ question.kind ~ ".html" %}{% endfor %}"""
WORDS = ["story", "short", "number", "card"]
GROUPS = ["choice", "choices", "faces", "triangle", "scale", "age", "consent"]
AREAS = {"BUURTKEUZE": [("wesselerbrink", "Wesselerbrink")]}
VOID = {"input", "br", "meta", "link"}


class Element:
    """One element of a page: its tag, attributes, text and the elements around it."""

    def __init__(self, tag: str, attributes: dict[str, str], around: "Element | None") -> None:
        self.tag, self.attributes, self.around, self.text = tag, attributes, around, ""

    def inside(self, other: "Element") -> bool:
        return self.around is not None and (self.around is other or self.around.inside(other))


class Drawn(HTMLParser):
    """A drawn page as a flat list of elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: Element | None = None
        self.feed(page)
        assert self.open is None, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.elements.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open is not None
        assert self.open.tag == tag
        self.open = self.open.around

    def handle_data(self, data: str) -> None:
        element = self.open
        while element is not None:
            element.text += data
            element = element.around

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def by_id(self, html_id: str) -> Element:
        (only,) = [element for element in self.elements if element.attributes.get("id") == html_id]
        return only

    def controls(self) -> list[Element]:
        return [e for e in self.all("input", "textarea", "select") if e.attributes.get("type") != "hidden"]

    def name_of(self, control: Element) -> str:
        (label,) = [e for e in self.all("label") if e.attributes.get("for") == control.attributes["id"]]
        return " ".join(label.text.split())


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="proef")
    Babel(app)
    return app


def draw(app: Flask, form: StoryForm) -> Drawn:
    with app.test_request_context("/"):
        return Drawn(render_template_string(PAGE, form=form))


def empty(app: Flask, questionnaire: Questionnaire) -> Drawn:
    with app.test_request_context("/"):
        return draw(app, form_class(questionnaire, AREAS)())


def answered(app: Flask, questionnaire: Questionnaire, answers: dict[str, Any]) -> Drawn:
    form = from_answers(questionnaire, answers, AREAS)
    form.validate()
    return draw(app, form)


def one(kind: str, **more: Any) -> Questionnaire:
    """A questionnaire of one question of a kind, with a hint."""
    options: tuple[Option, ...] = ()
    corners: tuple[Option, ...] = ()
    if kind not in WORDS:
        options = (Option("ja", "ja", picture="fijn"), Option("weet_niet", "weet ik niet", state="unknown"))
    if kind == "triangle":
        full = load("kind").question("DRIEHOEK-WIE")
        assert full is not None
        options, corners = full.options, full.corners
    asked = Question("VRAAG", kind, "Wat vind je?", hint="Kies maar.", options=options, corners=corners, **more)
    return Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (asked,))


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    drawn = {path.stem for path in (ROOT / "templates" / "fields").glob("*.html") if not path.stem.startswith("_")}
    assert drawn == set(KINDS)


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder", "professional", "gesprek"])
@pytest.mark.parametrize("answers", [None, {}, {"GEVOEL": "onbekend", "CIJFER": "elf", "WENS": "\x00"}])
def test_a_whole_form_has_one_name_for_every_control_and_no_loose_ends(app: Flask, name: str, answers: Any) -> None:
    page = empty(app, load(name)) if answers is None else answered(app, load(name), answers)
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    assert set(ids.values()) == {1}
    for control in page.controls():
        assert page.name_of(control)
    for element in page.elements:
        for linked in element.attributes.get("aria-describedby", "").split():
            assert page.by_id(linked).text.strip()
        assert "style" not in element.attributes
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")]
        assert "required" not in element.attributes


@pytest.mark.parametrize("kind", [*WORDS, "area"])
def test_a_single_control_has_the_question_as_its_label(app: Flask, kind: str) -> None:
    page = empty(app, one(kind, high=10))
    (control,) = page.controls()
    assert page.name_of(control) == "Wat vind je?"
    assert control.attributes["aria-describedby"] == "VRAAG-uitleg"
    assert page.by_id("VRAAG-uitleg").text == "Kies maar."
    assert control.attributes["autocomplete"] == "off"
    assert {"aria-required", "aria-invalid"}.isdisjoint(control.attributes)
    if kind != "area":
        assert control.attributes["dir"] == "auto"


@pytest.mark.parametrize("kind", [*WORDS, "area"])
def test_an_error_is_linked_to_a_single_control(app: Flask, kind: str) -> None:
    page = answered(app, one(kind, required=True, high=10), {})
    (control,) = page.controls()
    assert control.attributes["aria-describedby"] == "VRAAG-uitleg VRAAG-fout"
    assert (control.attributes["aria-required"], control.attributes["aria-invalid"]) == ("true", "true")
    assert page.by_id("VRAAG-fout").text.startswith("Fout: ")
    assert page.name_of(control) == "Wat vind je? (nodig)"


@pytest.mark.parametrize("kind", GROUPS)
def test_a_group_has_the_question_as_its_legend_and_its_hint_and_error_linked(app: Flask, kind: str) -> None:
    for page, described in [
        (empty(app, one(kind, most=1)), "VRAAG-uitleg"),
        (answered(app, one(kind, most=1), {"VRAAG": 7}), "VRAAG-uitleg VRAAG-fout"),
    ]:
        (fieldset,) = page.all("fieldset")
        (legend,) = page.all("legend")
        assert legend.around is fieldset
        assert legend.text.strip() == "Wat vind je?"
        assert fieldset.attributes["aria-describedby"] == described
        assert all(control.inside(fieldset) for control in page.controls())
        assert {control.attributes["name"] for control in page.controls()} == {"VRAAG"}
        assert page.controls()[0].attributes["id"] == "VRAAG-0"
        assert not [control for control in page.controls() if "checked" in control.attributes]


@pytest.mark.parametrize("kind", ["choice", "faces", "triangle", "scale", "age"])
def test_only_a_group_of_radio_buttons_says_by_aria_that_it_is_needed_and_wrong(app: Flask, kind: str) -> None:
    (fieldset,) = answered(app, one(kind, required=True), {}).all("fieldset")
    assert fieldset.attributes["role"] == "radiogroup"
    assert (fieldset.attributes["aria-required"], fieldset.attributes["aria-invalid"]) == ("true", "true")


@pytest.mark.parametrize("kind", ["choices", "consent"])
def test_a_group_of_checkboxes_has_no_aria_that_does_not_belong_there(app: Flask, kind: str) -> None:
    (fieldset,) = answered(app, one(kind, required=True, most=1), {}).all("fieldset")
    assert {"role", "aria-required", "aria-invalid"}.isdisjoint(fieldset.attributes)


def test_what_was_filled_in_is_still_there_after_an_error(app: Flask) -> None:
    told = {
        "VERHAAL": "Een verzonnen <verhaal> & meer",
        "GEVOEL": "gemengd",
        "EMOTIE": ["blij", "bang", "boos", "trots"],
        "DRIEHOEK-LIJN": "leren_wonen",
        "CIJFER": "elf",
        "BUURTKEUZE": "wesselerbrink",
    }
    page = answered(app, load("jongere"), told)
    checked = {(e.attributes["name"], e.attributes["value"]) for e in page.controls() if "checked" in e.attributes}
    assert checked >= {("GEVOEL", "gemengd"), ("DRIEHOEK-LIJN", "leren_wonen"), ("EMOTIE", "bang")}
    assert page.by_id("VERHAAL").text.strip() == "Een verzonnen <verhaal> & meer"
    assert page.by_id("CIJFER").attributes["value"] == "elf"
    assert [e.attributes["value"] for e in page.all("option") if "selected" in e.attributes] == ["wesselerbrink"]


def test_a_triangle_is_seven_dots_with_names_and_two_answers_beside_it(app: Flask) -> None:
    page = empty(app, one("triangle"))
    assert [page.name_of(control) for control in page.controls()] == [
        "vooral ikzelf",
        "vooral thuis of vrienden",
        "vooral school of iemand anders",
        "half ikzelf, half thuis of vrienden",
        "half ikzelf, half school of iemand anders",
        "half thuis of vrienden, half school of iemand anders",
        "van alle drie wat",
        "niemand",
        "dit past niet",
    ]
    seen = [e.text.strip() for e in page.elements if "driehoek__hoek" in e.attributes.get("class", "").split()]
    assert seen == ["ikzelf", "thuis of vrienden", "school of iemand anders"]
    dots = [e.attributes["class"].split()[-1] for e in page.controls()][:7]
    css = (ROOT / "collector" / "static" / "fields.css").read_text(encoding="utf-8")
    assert all(f".{place} {{ --stip-x:" in css for place in dots)


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder", "professional", "gesprek"])
def test_every_picture_is_in_the_sprite_and_goes_with_words_for_those_who_listen(app: Flask, name: str) -> None:
    sprite = (ROOT / "collector" / "static" / "drawings" / "sprite.svg").read_text(encoding="utf-8")
    page = empty(app, load(name))
    for drawn in page.all("use"):
        assert f'<symbol id="{drawn.attributes["href"].partition("#")[2]}" ' in sprite
        assert drawn.around is not None
        assert drawn.around.attributes["aria-hidden"] == "true"
        assert drawn.around.around is not None
        assert drawn.around.around.text.strip()


def test_every_face_has_its_word(app: Flask) -> None:
    feeling = load("kind").question("GEVOEL")
    assert feeling is not None
    page = empty(app, Questionnaire("proef", 1, "kind", "Proef", "nl", (), (), (), (feeling,)))
    assert [page.name_of(control) for control in page.controls()] == [option.label for option in feeling.options]
    assert len(page.all("svg")) == len(feeling.options)


def test_a_continuous_triangle_has_its_dots_without_a_script_and_keeps_a_point_after_an_error(app: Flask) -> None:
    line = load("ouder").question("DRIEHOEK-LIJN")
    assert line is not None
    asked = Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (line,))
    spare = empty(app, asked).by_id("DRIEHOEK-LIJN-punt").attributes
    assert {"hidden", "disabled"} <= set(spare)
    kept = answered(app, asked, {"DRIEHOEK-LIJN": "punt:0.62,0.25,0.13"}).by_id("DRIEHOEK-LIJN-punt").attributes
    assert kept["value"] == "punt:0.62,0.25,0.13"
    assert "checked" in kept
    assert "disabled" not in kept


def test_what_a_script_must_know_stands_in_the_page(app: Flask) -> None:
    page = empty(app, load("jongere"))
    card, story, emotions, consent = (
        next(e.attributes for e in page.elements if e.attributes.get("data-question") == item)
        for item in ("KAART", "VERHAAL", "EMOTIE", "TOESTEMMING")
    )
    assert card["data-needed-when"] == '{"LEEFTIJD": ["12-15"]}'
    assert "data-needed" in story
    assert story["data-wanted"] == "Vertel eerst wat er gebeurde. Een paar woorden is genoeg."
    assert (emotions["data-most"], emotions["data-too-many"]) == ("3", "Kies er hoogstens 3. Haal er eerst één weg.")
    assert consent["data-wanted"].startswith("Dit vinkje is nodig om mee te doen")
    assert "data-most" not in consent


def test_consent_marks_what_is_needed(app: Flask) -> None:
    consent = load("ouder").questions[-1]
    page = empty(app, Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (consent,)))
    names = [page.name_of(control) for control in page.controls()]
    assert names[0].endswith("(nodig)")
    assert not any(name.endswith("(nodig)") for name in names[1:])
    assert page.controls()[0].attributes["aria-required"] == "true"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_texts_are_shown_as_text_and_never_as_html(app: Flask, kind: str) -> None:
    evil = '<script>alert("x")</script>'
    option = Option("ja", evil, shares=(1.0, 0.0, 0.0), picture=evil)
    asked = Question("VRAAG", kind, evil, hint=evil, options=(option,), corners=(option,), most=1, high=9)
    page = empty(app, Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (asked,)))
    assert page.all("script") == []
    assert any(evil in element.text for element in page.all("label", "legend"))
