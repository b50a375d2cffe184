"""The questionnaires hold every question and every permanent answer, in plain words that are easy to read."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.questionnaire import UNKNOWN, Questionnaire, load

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["kind", "jongere", "ouder", "professional", "gesprek"]
CHANGE = {"beter": 1, "hetzelfde": 0, "slechter": -1, "weet_niet": None}
AGREEMENT = {"klopt_helemaal": 4, "klopt_beetje": 3, "klopt_niet_zo": 2, "klopt_niet": 1, "weet_niet": None}
FACES = ["heel_fijn", "fijn", "gewoon", "niet_fijn", "helemaal_niet_fijn", "gemengd", "weet_niet"]
FEELING = ["heel_positief", "positief", "neutraal", "negatief", "heel_negatief", "gemengd", "weet_niet"]
EMOTIONS = [
    "trots",
    "blij",
    "hoopvol",
    "opgelucht",
    "gespannen",
    "boos",
    "bang",
    "verdrietig",
    "alleen",
    "schaamte",
    "machteloos",
    "anders",
]
DOTS_WHO = ["zelf", "naasten", "instanties", "zelf_naasten", "zelf_instanties", "naasten_instanties", "midden"]
DOTS_LINE = ["leren", "werken", "wonen", "leren_werken", "leren_wonen", "werken_wonen", "midden"]

ITEMS = {
    "kind": "KAART MODUS VERHAAL GEVOEL EMOTIE DRIEHOEK-WIE LIJN LEVEN BUURT KRACHT WENS HOOP INVLOED BUURTKEUZE "
    "LEEFTIJD TOESTEMMING",
    "jongere": "KAART MODUS VERHAAL GEVOEL EMOTIE DRIEHOEK-WIE DRIEHOEK-LIJN LEVEN LEVEN-WAARDOOR BUURT BUURT-WAARDOOR "
    "HOOP INVLOED VERTROUWEN CIJFER KRACHT WENS BUURTKEUZE LEEFTIJD BEZIGHEID ACTIVITEIT TOESTEMMING",
    "ouder": "MODUS VERHAAL GEVOEL EMOTIE DRIEHOEK-WIE DRIEHOEK-LIJN LEVEN LEVEN-WAARDOOR BUURT BUURT-WAARDOOR HOOP "
    "INVLOED VERTROUWEN DREMPEL CIJFER KRACHT WENS BUURTKEUZE KINDEREN LEEFTIJD ACTIVITEIT TOESTEMMING",
    "professional": "VERHAAL GEVOEL DRIEHOEK-LIJN SECTOR BUURTKEUZE TOESTEMMING",
    "gesprek": "GROEP LEEFTIJD KAART BUURTKEUZE VOORAF AKKOORD GEVOEL EMOTIE DRIEHOEK-WIE DRIEHOEK-LIJN LEVEN BUURT "
    "HOOP INVLOED VERTROUWEN KRACHT WENS TOESTEMMING MODUS TAAL-GESPREK TOLK DUUR",
}
#: what a worker notes after the teller has given the tablet back
OF_THE_WORKER = ["MODUS", "TAAL-GESPREK", "TOLK", "DUUR"]
AGES = {
    "kind": ["jonger", "8-9", "10-11", "12"],
    "jongere": ["12-15", "16-17", "18-23"],
    "ouder": ["18-29", "30-44", "45+"],
}


def options(questionnaire: Questionnaire, item: str) -> list[str]:
    question = questionnaire.question(item)
    assert question is not None, f"{item} is missing in {questionnaire.id}"
    return [option.id for option in question.options]


def values(questionnaire: Questionnaire, item: str) -> dict[str, float | None]:
    question = questionnaire.question(item)
    assert question is not None
    return {option.id: option.value for option in question.options}


def asked(questionnaire: Questionnaire) -> list[str]:
    """What a teller reads before answering: the introduction and the questions with their hints."""
    return [*questionnaire.intro, *(f"{question.text} {question.hint}" for question in questionnaire.questions)]


def every_text(questionnaire: Questionnaire) -> Iterator[str]:
    yield from (questionnaire.title, questionnaire.banner, questionnaire.minutes)
    yield from (*questionnaire.intro, *questionnaire.thanks, *questionnaire.help, *questionnaire.extra.values())
    for question in questionnaire.questions:
        yield from (question.text, question.hint)
        for option in (*question.options, *question.corners):
            yield from (option.label, option.refuse)


def flesch_douma(text: str) -> float:
    """Reading ease of Dutch text (Douma, 1960): 206.84 − 0.77 · syllables per 100 words − 0.93 · words per sentence.

    Higher is easier. A syllable is counted for every group of vowels.
    """
    sentences = [part for part in re.split(r"[.!?:…]+", text) if re.search(r"[a-z]", part, re.IGNORECASE)]
    words = re.findall(r"[^\W\d_]+", text)
    syllables = sum(len(re.findall(r"[aeiouyáéëïèüö]+", word.lower())) or 1 for word in words)
    return 206.84 - 0.77 * 100 * syllables / len(words) - 0.93 * len(words) / len(sentences)


def test_the_reading_ease_of_a_known_sentence() -> None:
    # Six words of one syllable in one sentence: 206.84 − 77 − 5.58.
    assert flesch_douma("De kat zit op de mat.") == pytest.approx(124.26)


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_there_in_order(name: str) -> None:
    assert [question.id for question in load(name).questions] == ITEMS[name].split()


@pytest.mark.parametrize(("name", "ease"), [("kind", 80), *((name, 70) for name in NAMES[1:])])
def test_introduction_questions_answers_and_thanks_are_easy_to_read(name: str, ease: float) -> None:
    questionnaire = load(name)
    answers = [option.label for question in questionnaire.questions for option in question.options if not option.shares]
    for texts in (questionnaire.intro, questionnaire.thanks, asked(questionnaire), answers):
        assert flesch_douma(". ".join(texts)) >= ease


@pytest.mark.parametrize("name", ["tell", "home", "thanks"])
def test_what_stands_around_the_questions_is_easy_to_read(name: str) -> None:
    page = (ROOT / "templates" / "residents" / f"{name}.html").read_text(encoding="utf-8")
    texts = [re.sub(r"%?[({]\w+[)}]s?", "", text) for text in re.findall(r"""_\(["']([^"']+)["']""", page)]
    assert flesch_douma(". ".join(texts)) >= 80


@pytest.mark.parametrize("name", NAMES)
def test_each_form_speaks_to_its_teller_in_one_way(name: str) -> None:
    questionnaire = load(name)
    words = re.findall(r"[^\W\d_]+", " ".join(every_text(questionnaire)).replace("Je verhaal weghalen", "").lower())
    # What a parent's card says in the form for children is for the parent.
    card = re.findall(r"[^\W\d_]+", " ".join(questionnaire.extra.values()).lower())
    formal, familiar = {"u", "uw"}, {"je", "jij", "jou", "jouw"}
    other = familiar if questionnaire.formal else formal
    assert sum(word in other for word in words) == sum(word in other for word in card)
    assert questionnaire.formal == (name in {"ouder", "professional"})


@pytest.mark.parametrize("name", NAMES)
def test_no_text_holds_html(name: str) -> None:
    for text in every_text(load(name)):
        assert "<" not in text
        assert html.unescape(text) == text


@pytest.mark.parametrize("name", ["jongere", "ouder", "professional", "gesprek"])
def test_the_feelings_of_everyone_but_children_run_from_very_positive_to_very_negative(name: str) -> None:
    assert options(load(name), "GEVOEL") == FEELING
    assert list(values(load(name), "GEVOEL").values()) == [1, 0.5, 0, -0.5, -1, 0, None]


def test_the_feelings_of_children_have_faces() -> None:
    feeling = load("kind").question("GEVOEL")
    assert feeling is not None
    assert feeling.kind == "faces"
    assert [option.id for option in feeling.options] == FACES
    assert [option.picture for option in feeling.options] == [option.replace("_", "-") for option in FACES]
    assert [option.value for option in feeling.options] == [1, 0.5, 0, -0.5, -1, 0, None]


def test_emotions_and_how_many_may_be_chosen() -> None:
    for name, ids, most in [
        ("kind", ["blij", "trots", "rustig", "boos", "bang", "verdrietig", "alleen", "anders"], 2),
        ("jongere", EMOTIONS, 3),
        ("ouder", EMOTIONS, 3),
    ]:
        question = load(name).question("EMOTIE")
        assert question is not None
        assert ([option.id for option in question.options], question.most) == (ids, most)


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder", "gesprek"])
def test_change_and_agreement_carry_the_same_numbers_in_every_form(name: str) -> None:
    assert values(load(name), "LEVEN") == values(load(name), "BUURT") == CHANGE
    assert values(load(name), "HOOP") == values(load(name), "INVLOED") == AGREEMENT
    assert options(load(name), "DRIEHOEK-WIE") == [*DOTS_WHO, "niemand", "past_niet"]


@pytest.mark.parametrize("name", ["jongere", "ouder", "professional", "gesprek"])
def test_the_line_triangle_has_seven_dots_and_two_answers_beside_it(name: str) -> None:
    assert options(load(name), "DRIEHOEK-LIJN") == [*DOTS_LINE, "anders", "past_niet"]


def test_the_lines_of_children_have_the_same_ids_as_the_corners_of_the_triangle() -> None:
    question = load("kind").question("LIJN")
    assert question is not None
    assert ([option.id for option in question.options], question.most) == (["leren", "werken", "wonen", "anders"], 2)


@pytest.mark.parametrize("name", NAMES)
def test_not_knowing_is_a_state_and_never_a_number(name: str) -> None:
    for question in load(name).questions:
        for option in question.options:
            if option.id in {"weet_niet", "past_niet", "zeg_niet"}:
                assert (option.state, option.value) == (UNKNOWN, None)
            else:
                assert option.state != UNKNOWN


@pytest.mark.parametrize("name", NAMES)
def test_neighbourhood_must_be_answered_and_not_knowing_is_an_answer(name: str) -> None:
    question = load(name).question("BUURTKEUZE")
    assert question is not None
    assert question.required
    assert [option.id for option in question.options] == ["anders", "weet_niet"]


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder"])
def test_age_is_a_band_and_must_be_answered(name: str) -> None:
    question = load(name).question("LEEFTIJD")
    assert question is not None
    assert (question.kind, question.required, options(load(name), "LEEFTIJD")) == ("age", True, AGES[name])


def test_a_child_under_eight_is_sent_on_kindly() -> None:
    younger = load("kind").question("LEEFTIJD")
    assert younger is not None
    refusal = younger.options[0].refuse
    assert "vanaf 8 jaar" in refusal
    assert "vader, moeder of verzorger" in refusal


def test_a_card_is_needed_under_sixteen() -> None:
    child, youth, talk = (load(name).question("KAART") for name in ("kind", "jongere", "gesprek"))
    assert child is not None
    assert youth is not None
    assert talk is not None
    assert child.required
    assert not youth.required
    assert dict(youth.required_when) == {"LEEFTIJD": {"12-15"}}
    assert dict(talk.required_when) == {"LEEFTIJD": {"8-9", "10-11", "12", "12-15"}}
    assert load("ouder").question("KAART") is None


@pytest.mark.parametrize("name", NAMES)
def test_consent_comes_last_in_separate_tiers_of_which_one_is_needed(name: str) -> None:
    asked = [question for question in load(name).questions if question.id not in OF_THE_WORKER]
    last = asked[-1]
    tiers = ["meedoen", "bewaren", "citaat", "opname"]
    assert (last.id, last.kind) == ("TOESTEMMING", "consent")
    assert [option.id for option in last.options] == (tiers[:3] if name == "professional" else tiers)
    assert [option.id for option in last.options if option.required] == ["meedoen"]
    assert "gezondheid of" in last.hint


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder", "gesprek"])
def test_strength_is_asked_before_the_wish(name: str) -> None:
    order = ITEMS[name].split()
    assert order.index("KRACHT") < order.index("WENS")


@pytest.mark.parametrize("name", NAMES)
def test_help_in_danger_is_always_named(name: str) -> None:
    assert any("112" in line for line in load(name).help)


def test_help_for_children_youth_and_parents_comes_before_the_story_and_after_it() -> None:
    for name, numbers in [("kind", ["0800-0432"]), ("jongere", ["113", "0800-0432"]), ("ouder", ["0800-2000"])]:
        for text in (" ".join(load(name).intro), " ".join(load(name).thanks), " ".join(load(name).help)):
            assert all(number in text for number in numbers)


def test_the_promise_to_children_is_not_more_than_can_be_kept() -> None:
    for name in NAMES:
        assert not any("anoniem" in text.lower() for text in every_text(load(name)))


def test_what_professionals_tell_does_not_count_as_the_experience_of_residents() -> None:
    assert load("professional").banner == "Dit telt niet mee als ervaring van bewoners."
    assert load("professional").group == "professional"


def test_an_interview_needs_the_tellers_yes_and_the_guide_has_its_steps() -> None:
    talk = load("gesprek")
    approval = talk.question("AKKOORD")
    assert approval is not None
    assert approval.required
    assert [bool(option.refuse) for option in approval.options] == [False, True]
    assert options(talk, "GROEP") == ["kind", "jongere", "ouder"]
    assert options(talk, "MODUS") == ["alleen", "groep"]
    assert [key for key in talk.extra if key.startswith("stap-")] == [f"stap-{step}" for step in range(1, 9)]
    assert talk.question("VERHAAL") is None
