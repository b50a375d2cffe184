"""Every kind of question: answered, unknown, passed over, and refused with a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from forms.build import StoryForm, from_answers
from forms.fields import KINDS
from forms.fields.triangle import TriangleField
from forms.questionnaire import KINDS as KNOWN_KINDS
from forms.questionnaire import BadQuestionnaireError, Option, Question, Questionnaire

UNKNOWN_OPTION = Option("weet_niet", "weet ik niet", state="unknown")
STEPS = (Option("ja", "ja", value=1.0), Option("nee", "nee", value=-1.0), UNKNOWN_OPTION)
FLAGS = (Option("blij", "blij"), Option("trots", "trots"), Option("boos", "boos"), UNKNOWN_OPTION)
SKIPPED = {"state": "skipped"}
NOT_IN_THE_LIST = "Dit antwoord kennen wij niet. Kies een antwoord uit de lijst."
WRONG_SHAPE = "Dit antwoord heeft niet de juiste vorm."


def asked(question: Question, answer: Any = None, outside: tuple[tuple[str, str], ...] = ()) -> StoryForm:
    """A form of one question, answered as the JSON interface would."""
    questionnaire = Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (question,))
    form = from_answers(questionnaire, {} if answer is None else {question.id: answer}, {question.id: outside})
    form.validate()
    return form


def mark(question: Question, answer: Any = None) -> dict[str, Any]:
    form = asked(question, answer)
    assert form.errors_by_item() == {}
    return form.marks()[question.id]


def sentence(question: Question, answer: Any = None) -> str:
    form = asked(question, answer)
    (only,) = form.errors_by_item()[question.id]
    return only


def of(kind: str, **more: Any) -> Question:
    return Question("VRAAG", kind, "Wat?", **more)


TRIANGLE = of(
    "triangle",
    options=(
        Option("a", "vooral a", shares=(1.0, 0.0, 0.0)),
        Option("midden", "van alle drie wat", shares=(1 / 3, 1 / 3, 1 / 3)),
        Option("niemand", "niemand"),
        Option("past_niet", "past niet", state="unknown"),
    ),
)


def test_every_kind_has_a_field() -> None:
    assert set(KINDS) == KNOWN_KINDS


@pytest.mark.parametrize("kind", ["choice", "faces", "scale", "age", "area"])
class TestOneOutOfAList:
    def test_an_answer_is_kept_with_its_number(self, kind: str) -> None:
        assert mark(of(kind, options=STEPS), "nee") == {"state": "answered", "value": "nee", "number": -1.0}

    def test_not_knowing_is_kept_as_unknown_without_a_number(self, kind: str) -> None:
        assert mark(of(kind, options=STEPS), "weet_niet") == {"state": "unknown", "value": "weet_niet"}

    @pytest.mark.parametrize("nothing", [None, "", "  "])
    def test_no_answer_is_passed_over(self, kind: str, nothing: str | None) -> None:
        assert mark(of(kind, options=STEPS), nothing) == SKIPPED

    def test_not_knowing_satisfies_a_needed_question_and_passing_over_does_not(self, kind: str) -> None:
        assert mark(of(kind, options=STEPS, required=True), "weet_niet")["state"] == "unknown"
        assert sentence(of(kind, options=STEPS, required=True)).startswith("Kies een ")

    def test_an_answer_that_is_not_in_the_list_is_refused_and_not_kept(self, kind: str) -> None:
        form = asked(of(kind, options=STEPS), "misschien")
        assert form.errors_by_item() == {"VRAAG": [NOT_IN_THE_LIST]}
        assert form.marks() == {"VRAAG": SKIPPED}

    @pytest.mark.parametrize("shape", [["ja"], {"ja": 1}, 1, True, 0.5])
    def test_another_shape_is_refused(self, kind: str, shape: Any) -> None:
        assert sentence(of(kind, options=STEPS), shape) == WRONG_SHAPE

    def test_an_answer_that_ends_the_form_gives_its_own_sentence(self, kind: str) -> None:
        young = (Option("jonger", "jonger", refuse="Vraag je vader of moeder."), *STEPS)
        form = asked(of(kind, options=young), "jonger")
        assert form.refusal == "Vraag je vader of moeder."
        assert form.errors_by_item() == {"VRAAG": ["Vraag je vader of moeder."]}
        assert asked(of(kind, options=young), "ja").refusal is None


def test_neighbourhoods_come_from_outside_before_the_answers_that_are_always_there() -> None:
    area = of("area", options=(Option("anders", "een andere buurt"), UNKNOWN_OPTION), required=True)
    outside = (("de-riet", "De Riet"), ("de-riet/BU01411100", "Midden-Riet (De Riet)"))
    form = asked(area, "de-riet/BU01411100", outside)
    assert form.marks() == {"VRAAG": {"state": "answered", "value": "de-riet/BU01411100"}}
    assert [option.id for option in form.asked[0].options] == ["de-riet", "de-riet/BU01411100", "anders", "weet_niet"]
    assert asked(area, "de-riet").errors_by_item() == {"VRAAG": [NOT_IN_THE_LIST]}


class TestTriangle:
    def test_a_dot_is_kept_with_its_shares(self) -> None:
        assert mark(TRIANGLE, "a") == {"state": "answered", "value": "a", "shares": [1.0, 0.0, 0.0]}
        assert sum(mark(TRIANGLE, "midden")["shares"]) == pytest.approx(1)

    def test_nobody_is_an_answer_without_shares_and_does_not_fit_is_unknown(self) -> None:
        assert mark(TRIANGLE, "niemand") == {"state": "answered", "value": "niemand"}
        assert mark(TRIANGLE, "past_niet") == {"state": "unknown", "value": "past_niet"}
        assert mark(TRIANGLE) == SKIPPED

    def test_other_dots_are_refused(self) -> None:
        assert sentence(TRIANGLE, "b") == NOT_IN_THE_LIST
        assert sentence(TRIANGLE, [0.5, 0.5, 0]) == WRONG_SHAPE

    @pytest.mark.parametrize("shares", [(0.5, 0.5, 0.5), (0.5, 0.49, 0.0), (1.5, -0.5, 0.0)])
    def test_shares_that_are_together_not_one_are_found_when_the_form_is_made(self, shares: Any) -> None:
        wrong = replace(TRIANGLE, options=(Option("a", "a", shares=shares),))
        with pytest.raises(BadQuestionnaireError, match="vraag VRAAG: de delen van stip a"):
            TriangleField.for_question(wrong)

    def test_shares_may_be_rounded(self) -> None:
        rounded = replace(TRIANGLE, options=(Option("a", "a", shares=(0.333, 0.333, 0.333)),))
        assert mark(rounded, "a")["shares"] == [0.333, 0.333, 0.333]


class TestAPointInATriangle:
    plane = replace(TRIANGLE, continuous=True)

    def test_a_point_is_kept_by_its_shares_and_a_dot_as_ever(self) -> None:
        stored = {"state": "answered", "value": "punt", "shares": [0.62, 0.25, 0.13]}
        assert mark(self.plane, "punt:0.62,0.25,0.13") == stored
        assert mark(self.plane, "a") == mark(TRIANGLE, "a")

    def test_what_was_sent_can_be_sent_again(self) -> None:
        assert asked(self.plane, "punt:1,0,0").given() == {"VRAAG": "punt:1,0,0"}

    @pytest.mark.parametrize("rounded", ["punt:0.333,0.333,0.333", "punt:0.334,0.334,0.334", "punt:0.5,0.3,0.2"])
    def test_rounding_is_no_reason_to_refuse(self, rounded: str) -> None:
        assert mark(self.plane, rounded)["value"] == "punt"

    @pytest.mark.parametrize(
        "outside",
        ["punt:0.5,0.5,0.5", "punt:0.5,0.49,0", "punt:1.5,-0.5,0", "punt:", "punt:a,b,c", "punt:1,0", "punt:1e0,0,0"],
    )
    def test_a_point_outside_the_triangle_is_refused_and_not_kept(self, outside: str) -> None:
        assert sentence(self.plane, outside).startswith("Deze plek ligt niet in de driehoek.")
        assert asked(self.plane, outside).marks() == {"VRAAG": SKIPPED}

    def test_where_there_are_only_dots_a_point_is_refused(self) -> None:
        assert sentence(TRIANGLE, "punt:1,0,0") == NOT_IN_THE_LIST


class TestSeveral:
    two = of("choices", options=FLAGS, most=2)

    def test_answers_are_kept_in_the_order_of_the_question_each_once(self) -> None:
        assert mark(self.two, ["trots", "blij", "trots"]) == {"state": "answered", "value": ["blij", "trots"]}

    def test_not_knowing_is_unknown_and_nothing_is_passed_over(self) -> None:
        assert mark(self.two, ["weet_niet"]) == {"state": "unknown", "value": ["weet_niet"]}
        assert mark(self.two, []) == mark(self.two) == mark(self.two, [""]) == SKIPPED

    def test_too_many_are_refused(self) -> None:
        assert sentence(self.two, ["blij", "trots", "boos"]) == "Kies er hoogstens 2."

    def test_not_knowing_together_with_an_answer_is_refused(self) -> None:
        assert sentence(self.two, ["blij", "weet_niet"]) == "Kies “weet ik niet” of iets anders, niet allebei."

    def test_an_unknown_answer_among_known_ones_is_refused(self) -> None:
        assert sentence(self.two, ["blij", "jaloers"]) == NOT_IN_THE_LIST

    @pytest.mark.parametrize("shape", ["blij", ["blij", 1], [["blij"]], {"blij": True}, 3])
    def test_another_shape_is_refused(self, shape: Any) -> None:
        assert sentence(self.two, shape) == WRONG_SHAPE

    def test_without_a_limit_choices_from_outside_may_all_be_chosen(self) -> None:
        free = of("choices", options=FLAGS[:2], most=2)
        form = asked(free, ["sport", "blij", "trots"], (("sport", "sport"),))
        assert form.errors_by_item() == {}

    def test_a_needed_question_wants_at_least_one(self) -> None:
        assert sentence(replace(self.two, required=True), []) == "Kies minstens één antwoord."


class TestConsent:
    tiers = of(
        "consent",
        options=(Option("meedoen", "Ik doe mee.", required=True), Option("bewaren", "Het mag bewaard blijven.")),
        most=2,
    )

    def test_what_was_ticked_is_kept(self) -> None:
        assert mark(self.tiers, ["meedoen"]) == {"state": "answered", "value": ["meedoen"]}
        assert mark(self.tiers, ["bewaren", "meedoen"])["value"] == ["meedoen", "bewaren"]

    @pytest.mark.parametrize("ticked", [None, [], ["bewaren"]])
    def test_without_the_needed_tier_the_form_is_refused(self, ticked: list[str] | None) -> None:
        assert sentence(self.tiers, ticked) == "Dit vinkje is nodig om mee te doen: “Ik doe mee.”"

    def test_nothing_is_ever_ticked_beforehand(self) -> None:
        questionnaire = Questionnaire("proef", 1, "ouder", "Proef", "nl", (), (), (), (self.tiers,))
        form = type(from_answers(questionnaire, {}))(data={"VRAAG": ["meedoen"]}, meta={"csrf": False})
        assert form["VRAAG"].chosen() == ()


class TestNumber:
    grade = of("number", low=0, high=10)

    @pytest.mark.parametrize("seven", ["7", 7, " 7 ", "+7", "٧"])
    def test_a_whole_number_is_kept(self, seven: Any) -> None:
        assert mark(self.grade, seven) == {"state": "answered", "value": 7, "number": 7.0}

    def test_zero_is_an_answer_and_nothing_is_passed_over(self) -> None:
        assert mark(self.grade, 0) == {"state": "answered", "value": 0, "number": 0.0}
        assert mark(self.grade) == mark(self.grade, "") == SKIPPED

    @pytest.mark.parametrize(
        "wrong", ["11", "-1", "zeven", "7,5", "7.0", "1e1", "1_0", pytest.param("9" * 5000, id="very long"), -1, 11]
    )
    def test_anything_else_is_refused(self, wrong: Any) -> None:
        form = asked(self.grade, wrong)
        assert form.errors_by_item() == {"VRAAG": ["Vul een heel getal in van 0 tot en met 10."]}
        assert form.marks() == {"VRAAG": SKIPPED}

    @pytest.mark.parametrize(
        "shape", [7.5, float("nan"), True, [7], {"cijfer": 7}, pytest.param(10**5000, id="very long")]
    )
    def test_another_shape_is_refused(self, shape: Any) -> None:
        assert sentence(self.grade, shape) == WRONG_SHAPE

    def test_a_needed_number_is_asked_for(self) -> None:
        assert sentence(replace(self.grade, required=True)) == "Vul een getal in."


@pytest.mark.parametrize("kind", ["story", "short"])
class TestWords:
    def test_words_are_kept_apart_from_the_mark(self, kind: str) -> None:
        form = asked(of(kind), "  Wij speelden op het pleintje.\r\nDat was fijn. \n")
        assert form.marks() == {"VRAAG": {"state": "answered"}}
        assert form.words() == {"VRAAG": "Wij speelden op het pleintje.\nDat was fijn."}
        assert form.given() == {"VRAAG": "  Wij speelden op het pleintje.\r\nDat was fijn. \n"}

    @pytest.mark.parametrize("text", ["👍", "نعم", "7", "?", "👩‍👧", "é"])
    def test_any_script_and_any_sign_is_an_answer(self, kind: str, text: str) -> None:
        assert asked(of(kind), text).words() == {"VRAAG": text}

    @pytest.mark.parametrize("nothing", [None, "", " \n ", "\u200b", "\u00a0\u2060"])
    def test_what_cannot_be_seen_is_passed_over(self, kind: str, nothing: str | None) -> None:
        form = asked(of(kind), nothing)
        assert (form.marks(), form.words(), form.errors_by_item()) == ({"VRAAG": SKIPPED}, {}, {})
        assert asked(of(kind, required=True), nothing).errors_by_item() != {}

    @pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\ud83d"])
    def test_control_characters_are_refused(self, kind: str, sign: str) -> None:
        assert sentence(of(kind), f"hallo{sign}daar").startswith("Hier staat een teken in")

    def test_too_long_a_text_is_refused_with_its_length(self, kind: str) -> None:
        assert mark(of(kind, longest=10), "x" * 10) == {"state": "answered"}
        assert sentence(of(kind, longest=10), "x" * 11) == "De tekst is te lang: 11 tekens. Er passen 10 tekens in."
        assert sentence(of(kind), "x" * 100_000).startswith("De tekst is te lang: 100000 tekens.")

    @pytest.mark.parametrize("shape", [["verhaal"], 7, {"text": "verhaal"}, False])
    def test_another_shape_is_refused(self, kind: str, shape: Any) -> None:
        assert sentence(of(kind), shape) == WRONG_SHAPE


class TestCard:
    card = of("card", longest=40)

    def test_that_there_was_a_code_is_kept_and_the_code_only_in_what_was_sent(self) -> None:
        form = asked(self.card, " Bcdf-ghjk ")
        assert form.marks() == {"VRAAG": {"state": "answered"}}
        assert form.words() == {}
        assert form.given() == {"VRAAG": " Bcdf-ghjk "}

    def test_no_code_is_passed_over_unless_it_is_needed(self) -> None:
        assert mark(self.card) == SKIPPED
        assert sentence(replace(self.card, required=True)).startswith("Vul de code van de kaart in.")

    def test_what_is_no_code_is_refused(self) -> None:
        assert sentence(self.card, "b" * 41).startswith("De tekst is te lang")
        assert sentence(self.card, ["bcdf"]) == WRONG_SHAPE
