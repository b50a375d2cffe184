"""A form made from a questionnaire, sent by a web page or as JSON: the same checks, the same marks."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.build import NO_ID, StoryForm, form_class, from_answers
from forms.page import LOST_SESSION
from forms.questionnaire import ANSWERED, SKIPPED, UNKNOWN, load

AREAS = {"BUURTKEUZE": [("wesselerbrink", "Wesselerbrink")]}
STORY_ID = "0b8f6a52-3c7e-4f0a-9f52-6f4c6b7d8e9a"
CHILD: dict[str, Any] = {
    "KAART": "bcdf ghjk",
    "VERHAAL": "Op school hebben we een tuin gemaakt.\nDat was leuk.",
    "GEVOEL": "fijn",
    "EMOTIE": ["blij", "trots"],
    "DRIEHOEK-WIE": "zelf_naasten",
    "LIJN": ["leren"],
    "LEVEN": "weet_niet",
    "KRACHT": "de buurvrouw",
    "BUURTKEUZE": "wesselerbrink",
    "LEEFTIJD": "8-9",
    "TOESTEMMING": ["meedoen"],
}
YOUTH: dict[str, Any] = {
    "VERHAAL": "Ik heb een bijbaan gevonden.",
    "CIJFER": 7,
    "BUURTKEUZE": "weet_niet",
    "LEEFTIJD": "16-17",
    "TOESTEMMING": ["meedoen", "citaat"],
}


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="proef", WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_ENABLED=False)
    return app


def posted(app: Flask, name: str, answers: dict[str, Any], **more: str) -> StoryForm:
    """The form as a browser sends it."""
    with app.test_request_context("/", method="POST", data={"id": STORY_ID, **answers, **more}):
        form = form_class(load(name), AREAS)()
        form.validate()
    return form


def sent(name: str, answers: Any) -> StoryForm:
    form = from_answers(load(name), answers, AREAS)
    form.validate()
    return form


def test_a_page_and_json_give_the_same_marks_words_and_answers(app: Flask) -> None:
    page, json = posted(app, "kind", CHILD), sent("kind", CHILD)
    assert page.errors_by_item() == json.errors_by_item() == {}
    assert page.marks() == json.marks()
    assert page.words() == json.words()
    assert page.given() == json.given() == CHILD
    assert page.id.data == STORY_ID


def test_marks_hold_every_question_and_no_words() -> None:
    form = sent("kind", CHILD)
    marks = form.marks()
    assert list(marks) == [question.id for question in load("kind").questions]
    assert marks["VERHAAL"] == marks["KAART"] == {"state": ANSWERED}
    assert marks["GEVOEL"] == {"state": ANSWERED, "value": "fijn", "number": 0.5}
    assert marks["DRIEHOEK-WIE"] == {"state": ANSWERED, "value": "zelf_naasten", "shares": [0.5, 0.5, 0.0]}
    assert marks["LEVEN"] == {"state": UNKNOWN, "value": "weet_niet"}
    assert marks["BUURT"] == {"state": SKIPPED}
    assert form.words() == {"VERHAAL": CHILD["VERHAAL"], "KRACHT": "de buurvrouw"}
    assert not any(words in str(marks) for words in [*form.words().values(), "bcdf"])


def test_the_smallest_story_is_enough_and_everything_else_may_be_passed_over(app: Flask) -> None:
    form = posted(app, "jongere", YOUTH)
    assert form.errors_by_item() == {}
    assert form.marks()["CIJFER"] == {"state": ANSWERED, "value": 7, "number": 7.0}
    assert {item for item, mark in form.marks().items() if mark["state"] == SKIPPED} >= {"GEVOEL", "WENS", "KAART"}


def test_what_is_needed_is_asked_for_under_its_own_question() -> None:
    errors = sent("kind", {}).errors_by_item()
    assert list(errors) == ["KAART", "VERHAAL", "BUURTKEUZE", "LEEFTIJD", "TOESTEMMING"]
    assert errors["VERHAAL"] == ["Vertel eerst wat er gebeurde. Een paar woorden is genoeg."]


@pytest.mark.parametrize(("age", "needed"), [("12-15", True), ("16-17", False), ("18-23", False)])
def test_a_card_is_needed_only_under_sixteen(app: Flask, age: str, needed: bool) -> None:
    without = {**YOUTH, "LEEFTIJD": age}
    for form in (posted(app, "jongere", without), sent("jongere", without)):
        assert ("KAART" in form.errors_by_item()) is needed
    assert sent("jongere", {**without, "KAART": "bcdfghjk"}).errors_by_item() == {}


def test_too_young_a_child_is_refused_kindly_whatever_else_is_missing(app: Flask) -> None:
    form = posted(app, "kind", {"LEEFTIJD": "jonger"})
    assert form.refusal is not None
    assert "vanaf 8 jaar" in form.refusal
    assert form.errors_by_item()["LEEFTIJD"] == [form.refusal]
    assert sent("kind", CHILD).refusal is None


def test_an_interview_without_the_tellers_yes_is_refused() -> None:
    form = sent("gesprek", {"AKKOORD": "nee"})
    assert form.refusal is not None
    assert "Zonder ja van de verteller" in form.refusal


@pytest.mark.parametrize("story_id", ["", "nee", STORY_ID.replace("-4f", "-1f"), STORY_ID + "0", STORY_ID + "\n<b>"])
def test_the_id_of_a_page_is_a_random_uuid(app: Flask, story_id: str) -> None:
    form = posted(app, "jongere", YOUTH, id=story_id)
    if story_id.strip() == STORY_ID:
        assert form.errors_by_item() == {}
    else:
        assert form.errors_by_item() == {"id": [NO_ID]}


def test_the_id_is_one_whatever_the_case_of_its_letters(app: Flask) -> None:
    assert posted(app, "jongere", YOUTH, id=STORY_ID.upper()).id.data == STORY_ID


def test_an_empty_form_gets_an_id_of_its_own(app: Flask) -> None:
    with app.test_request_context("/"):
        first, second = form_class(load("kind"))(), form_class(load("kind"))()
    assert re.fullmatch(r"[0-9a-f-]{36}", str(first.id.data))
    assert first.id.data != second.id.data


def test_the_box_for_machines_must_stay_empty(app: Flask) -> None:
    assert posted(app, "jongere", YOUTH, website="http://reclame.example").errors_by_item() == {
        "website": ["Laat dit vak leeg."]
    }


def test_a_page_without_a_token_says_that_nothing_is_lost(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = posted(app, "jongere", YOUTH)
    assert form.lost_session()
    assert form.errors_by_item() == {"csrf_token": [LOST_SESSION]}
    assert form["VERHAAL"].data == YOUTH["VERHAAL"]


def test_two_answers_to_one_question_are_refused(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"id": STORY_ID, **YOUTH, "LEVEN": ["beter", "slechter"]}):
        form = form_class(load("jongere"), AREAS)()
        assert not form.validate()
    assert form.errors_by_item() == {"LEVEN": ["Kies één antwoord."]}
    assert form.marks()["LEVEN"] == {"state": SKIPPED}


def test_a_file_where_an_answer_belongs_is_refused(app: Flask) -> None:
    data = {"id": (BytesIO(b"x"), "id.txt"), **YOUTH, "VERHAAL": (BytesIO(b"verhaal"), "verhaal.txt")}
    with app.test_request_context("/", method="POST", data=data):
        form = form_class(load("jongere"), AREAS)()
        assert not form.validate()
    assert set(form.errors_by_item()) == {"id", "VERHAAL"}


def test_what_only_the_corpus_knows_can_be_put_under_a_question() -> None:
    form = sent("kind", CHILD)
    form.complain("KAART", "Deze code kennen we niet.")
    assert form.errors_by_item() == {"KAART": ["Deze code kennen we niet."]}
    assert form.first_control("KAART") == "KAART"
    assert form.first_control("GEVOEL") == "GEVOEL-0"
    assert form.first_control("csrf_token") == "csrf_token"


def test_sentences_are_said_in_the_language_of_the_site() -> None:
    class English:
        def gettext(self, sentence: str) -> str:
            return {"Kies er hoogstens %(most)s.": "Choose at most %(most)s."}.get(sentence, sentence)

        def ngettext(self, singular: str, plural: str, n: int) -> str:
            return singular if n == 1 else plural

    form = form_class(load("kind"), AREAS)
    filled = form(
        formdata=MultiDict({"EMOTIE": ["blij", "trots", "boos"]}), meta={"csrf": False, "sentences": English()}
    )
    filled.validate()
    assert filled.errors_by_item()["EMOTIE"] == ["Choose at most 2."]


class TestJson:
    @pytest.mark.parametrize("answers", [None, [], "VERHAAL", 7, True])
    def test_answers_that_are_no_object_are_refused(self, answers: Any) -> None:
        assert sent("kind", answers).errors_by_item()["answers"] == [
            "Stuur de antwoorden als een object: bij elke vraag een antwoord."
        ]

    def test_an_unknown_question_is_refused_even_beside_a_good_story(self) -> None:
        form = from_answers(load("kind"), {**CHILD, "NAAM": "iemand", "x" * 1000: 1}, AREAS)
        assert not form.validate()
        assert form.errors_by_item() == {
            "NAAM": ["Deze vraag staat niet in de vragenlijst."],
            "x" * 60: ["Deze vraag staat niet in de vragenlijst."],
        }
        assert "NAAM" not in form.given()

    @pytest.mark.parametrize("hidden", ["id", "website", "csrf_token", "validate", "data"])
    def test_the_form_itself_cannot_be_reached(self, hidden: str) -> None:
        assert hidden in sent("jongere", {**YOUTH, hidden: "x"}).errors_by_item()

    def test_an_empty_answer_is_passed_over(self) -> None:
        empty: dict[str, Any] = {"GEVOEL": "", "EMOTIE": [], "CIJFER": None, "WENS": "  "}
        form = sent("jongere", {**YOUTH, **empty})
        assert form.errors_by_item() == {}
        assert not set(empty) & set(form.given())

    def test_very_long_texts_are_refused_everywhere(self) -> None:
        long = "a" * 100_000
        form = sent("jongere", {question.id: long for question in load("jongere").questions})
        errors = form.errors_by_item()
        assert set(errors) == {question.id for question in load("jongere").questions}
        assert all(len(sentence) < 200 for sentences in errors.values() for sentence in sentences)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=10), parts, max_size=4),
    max_leaves=8,
)
IDS = sorted({option.id for question in load("jongere").questions for option in question.options})


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from([question.id for question in load("jongere").questions]) | st.text(max_size=8),
        JSON | st.sampled_from(IDS) | st.lists(st.sampled_from(IDS), max_size=3),
        max_size=12,
    )
    | JSON
)
def test_whatever_is_sent_nothing_breaks_and_no_unknown_answer_is_kept(answers: Any) -> None:
    form = from_answers(load("jongere"), answers, AREAS)
    valid = form.validate()
    assert valid is (form.errors_by_item() == {})
    for question, field in zip(load("jongere").questions, form.asked, strict=True):
        mark = form.marks()[question.id]
        assert mark["state"] in {ANSWERED, UNKNOWN, SKIPPED}
        value = mark.get("value", [])
        if question.kind == "number":
            assert value == [] or question.low <= value <= question.high
        else:
            kept = value if isinstance(value, list) else [value]
            assert set(kept) <= {option.id for option in field.options}
    assert all(isinstance(text, str) for text in form.words().values())
