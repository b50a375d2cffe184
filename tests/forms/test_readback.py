"""What a teller gave is read back in the words of the form, also what an older version asked."""

from dataclasses import replace

import pytest

from forms.questionnaire import load
from forms.readback import read_back

MARKS = {
    "GEVOEL": {"state": "answered", "value": "positief", "number": 0.5},
    "EMOTIE": {"state": "answered", "value": ["blij", "trots"]},
    "DRIEHOEK-WIE": {"state": "answered", "value": "punt", "shares": [0.62, 0.25, 0.13]},
    "HOOP": {"state": "unknown", "value": "weet_niet"},
    "CIJFER": {"state": "answered", "value": 8, "number": 8},
    "BUURTKEUZE": {"state": "answered", "value": "de-riet"},
    "OUD": {"state": "answered", "value": "ja"},
}
WORDS = {"VERHAAL": "Een verzonnen verhaal.", "WENS-OUD": "Een verzonnen wens."}


@pytest.fixture
def told():
    """The answers of a youth, by id."""
    outside = {"BUURTKEUZE": [("de-riet", "De Riet")]}
    return {one.id: one for one in read_back(load("jongere"), MARKS, WORDS, outside)}


def test_marks_are_told_by_their_labels(told):
    assert told["GEVOEL"].marks == ("positief",)
    assert told["EMOTIE"].marks == ("blij", "trots")
    assert told["CIJFER"].marks == ("8",)
    assert told["BUURTKEUZE"].marks == ("De Riet",)
    assert (told["HOOP"].state, told["HOOP"].marks) == ("unknown", ("weet ik niet",))


def test_a_point_in_a_triangle_is_told_as_shares_of_its_corners(told):
    assert told["DRIEHOEK-WIE"].marks[0] == "wat ik zelf deed: 62%"
    assert len(told["DRIEHOEK-WIE"].marks) == 3


def test_words_stand_under_their_question_and_a_question_passed_over_says_so(told):
    assert told["VERHAAL"].words == WORDS["VERHAAL"]
    assert (told["LEVEN"].state, told["LEVEN"].marks, told["LEVEN"].words) == ("skipped", (), "")


def test_the_order_is_that_of_the_form_and_what_it_no_longer_asks_comes_last(told):
    ids = list(told)
    assert ids.index("VERHAAL") < ids.index("GEVOEL") < ids.index("BUURTKEUZE")
    assert ids[-2:] == ["OUD", "WENS-OUD"]
    assert (told["OUD"].question, told["OUD"].marks, told["WENS-OUD"].words) == ("OUD", ("ja",), "Een verzonnen wens.")


def test_card_and_consent_are_no_part_of_the_story(told):
    assert not {"KAART", "TOESTEMMING"} & set(told)


def test_a_question_with_an_answer_that_is_no_longer_offered_tells_its_id():
    form = load("jongere")
    kept = tuple(replace(question, options=()) for question in form.questions if question.id == "GEVOEL")
    (one,) = read_back(replace(form, questions=kept), {"GEVOEL": MARKS["GEVOEL"]}, {}, {})
    assert one.marks == ("positief",)
