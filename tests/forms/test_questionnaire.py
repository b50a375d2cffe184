"""A questionnaire file is read as it stands, and a bad one is refused with file, question and reason."""

from pathlib import Path

import pytest
from flask_wtf import FlaskForm

from forms.build import StoryForm, form_class, from_answers
from forms.questionnaire import RESERVED, SKIPPED, UNKNOWN, BadQuestionnaireError, load, read

HEAD = """
id = "proef"
version = 1
group = "ouder"
title = "Proef"
intro = ["Dit is verzonnen."]
"""
CHOICE = """
[[question]]
id = "LEVEN"
kind = "choice"
text = "Hoe gaat het?"
option = [{ id = "beter", label = "beter", value = 1 }, { id = "weet_niet", label = "weet ik niet", state = "unknown" }]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "proef.toml"


def refusal(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadQuestionnaireError) as refused:
        read(file)
    return str(refused.value)


def question(**lines: str) -> str:
    given = {"id": '"VRAAG"', "kind": '"short"', "text": '"Wat?"', **lines}
    return HEAD + "[[question]]\n" + "\n".join(f"{key} = {value}" for key, value in given.items() if value)


def screen(questions: str, title: str = "Kop") -> str:
    return f'[[screen]]\nid = "een"\ntitle = "{title}"\nquestions = {questions}\n'


def test_a_good_file_is_read_as_it_stands(file: Path) -> None:
    file.write_text(HEAD + CHOICE, encoding="utf-8")
    questionnaire = read(file)
    assert (questionnaire.key, questionnaire.language, questionnaire.intro) == ("proef@1", "nl", ("Dit is verzonnen.",))
    leven = questionnaire.question("LEVEN")
    assert leven is not None
    assert leven.item == "LEVEN@1"
    assert [(option.id, option.value, option.state) for option in leven.options] == [
        ("beter", 1.0, "answered"),
        ("weet_niet", None, UNKNOWN),
    ]
    assert leven.option("slechter") is None
    assert questionnaire.question("BUURT") is None


def test_without_screens_every_question_has_its_own(file: Path) -> None:
    file.write_text(HEAD + CHOICE, encoding="utf-8")
    (only,) = read(file).screens
    assert (only.id, only.title, [question.id for question in only.questions]) == ("leven", "Hoe gaat het?", ["LEVEN"])


def test_a_child_has_eight_screens_after_the_opening_with_the_card() -> None:
    first, *rest = load("kind").screens
    assert [question.kind for question in first.questions] == ["card"]
    assert len(rest) == 8
    assert max(len(screen.questions) for screen in load("kind").screens) <= 3


def test_only_adults_may_point_anywhere() -> None:
    names = ["kind", "jongere", "ouder", "professional", "gesprek"]
    free = {name for name in names if any(question.continuous for question in load(name).questions)}
    assert free == {"ouder", "professional"}


def test_the_dots_of_a_triangle_follow_from_its_corners() -> None:
    dots = load("jongere").question("DRIEHOEK-LIJN")
    assert dots is not None
    assert [(dot.label, dot.shares) for dot in dots.options if dot.shares] == [
        ("vooral leren", (1, 0, 0)),
        ("vooral werk en geld", (0, 1, 0)),
        ("vooral wonen en de buurt", (0, 0, 1)),
        ("deels leren, deels werk en geld", (0.5, 0.5, 0)),
        ("deels leren, deels wonen en de buurt", (0.5, 0, 0.5)),
        ("deels werk en geld, deels wonen en de buurt", (0, 0.5, 0.5)),
        ("van alle drie wat", (1 / 3, 1 / 3, 1 / 3)),
    ]


OPTION = '[{ id = "ja", label = "ja" }]'
CORNERS = '[{ id = "a", label = "a" }, { id = "b", label = "b" }]'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dit is geen toml", "geen leesbare TOML"),
        (HEAD.replace('title = "Proef"', "") + CHOICE, "title ontbreekt"),
        (HEAD, "question ontbreekt"),
        (HEAD.replace("version = 1", "version = 0") + CHOICE, "version moet een heel getal vanaf 1 zijn"),
        (HEAD.replace("version = 1", 'version = "een"') + CHOICE, "version moet een heel getal vanaf 1 zijn"),
        (HEAD.replace('["Dit is verzonnen."]', '"Dit is verzonnen."') + CHOICE, "intro moet een lijst van zinnen zijn"),
        (HEAD + "question = 3", "een waarde heeft niet de juiste vorm"),
        (HEAD + CHOICE + CHOICE, "vraag LEVEN: dit id komt twee keer voor"),
        (question(id='"vraag"'), "vraag vraag: een id bestaat uit hoofdletters"),
        (question(id=""), "vraag ?: een id bestaat uit hoofdletters"),
        (question(id='"VALIDATE"'), "vraag VALIDATE: dit id is gereserveerd"),
        (question(id='"CSRF-TOKEN"'), "vraag CSRF-TOKEN: dit id is gereserveerd"),
        (question(kind='"smiley"'), "vraag VRAAG: onbekende soort 'smiley'"),
        (question(text=""), "vraag VRAAG: de vraagtekst ontbreekt"),
        (question(text="7"), "vraag VRAAG: de vraagtekst ontbreekt"),
        (question(kind='"choice"'), "vraag VRAAG: de soort choice heeft opties nodig"),
        (question(kind='"consent"', option="[]"), "vraag VRAAG: de soort consent heeft opties nodig"),
        (question(kind='"triangle"', corner=CORNERS), "vraag VRAAG: een driehoek heeft precies drie hoeken"),
        (question(kind='"number"', low="5", high="5"), "vraag VRAAG: low moet kleiner zijn dan high"),
        (question(kind='"number"', low='"nul"', high="5"), "een waarde heeft niet de juiste vorm"),
        (
            question(kind='"choice"', option='[{ id = "Ja!", label = "ja" }]'),
            "vraag VRAAG: optie ja heeft geen geldig id",
        ),
        (question(kind='"choice"', option='[{ id = "ja" }]'), "vraag VRAAG: optie ja heeft geen tekst"),
        (
            question(kind='"choice"', option='[{ id = "ja", label = "ja", state = "misschien" }]'),
            "vraag VRAAG: optie ja heeft een onbekende staat 'misschien'",
        ),
        (
            question(kind='"choice"', option='[{ id = "ja", label = "ja", value = "veel" }]'),
            "een waarde heeft niet de juiste vorm",
        ),
        (
            question(kind='"choice"', option='[{ id = "ja", label = "ja" }, { id = "ja", label = "jawel" }]'),
            "vraag VRAAG: een optie-id komt twee keer voor",
        ),
        (
            question(required_when='{ LEEFTIJD = ["12-15"] }'),
            "vraag VRAAG: required_when noemt de onbekende vraag LEEFTIJD",
        ),
        (question(required_when='{ LEVEN = ["12-16"] }') + CHOICE, "vraag VRAAG: LEVEN heeft geen antwoord 12-16"),
        (question(required_when='["LEVEN"]') + CHOICE, "een waarde heeft niet de juiste vorm"),
        (HEAD + 'address = "jij"' + CHOICE, "address is je of u"),
        (
            question(kind='"choice"', option='[{ id = "ja", label = "ja", picture = "../ja" }]'),
            "vraag VRAAG: optie ja: picture is de naam van een tekening",
        ),
        (HEAD + CHOICE + screen('["LEVEN", "LEVEN"]'), "de schermen moeten samen alle vragen hebben"),
        (HEAD + CHOICE + screen('["LEVEN"]', title=""), "scherm een: een scherm heeft een id, een kop en vragen"),
    ],
)
def test_a_bad_file_is_refused_with_file_question_and_reason(file: Path, text: str, reason: str) -> None:
    sentence = refusal(file, text)
    assert sentence.startswith("proef.toml: ")
    assert reason in sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadQuestionnaireError, match=r"weg\.toml: het bestand is er niet"):
        read(tmp_path / "weg.toml")


@pytest.mark.parametrize(("name", "language"), [("../etc/passwd", "nl"), ("kind", "../nl"), ("", "nl"), ("kind", "NL")])
def test_a_name_cannot_lead_out_of_the_folder(name: str, language: str) -> None:
    with pytest.raises(BadQuestionnaireError, match="geen geldige naam"):
        load(name, language)


def test_a_translation_replaces_the_texts_and_keeps_the_ids(file: Path, tmp_path: Path) -> None:
    file.write_text(HEAD + CHOICE, encoding="utf-8")
    other = tmp_path / "proef.en.toml"
    other.write_text(
        'language = "en"\ntitle = "Trial"\n[[question]]\nid = "LEVEN"\ntext = "How are you?"\n'
        'option = [{ id = "weet_niet", label = "don’t know" }, { id = "beter", label = "better" }]',
        encoding="utf-8",
    )
    questionnaire = read(file, other)
    assert (questionnaire.title, questionnaire.language) == ("Trial", "en")
    leven = questionnaire.question("LEVEN")
    assert leven is not None
    assert [(option.id, option.label, option.state) for option in leven.options] == [
        ("beter", "better", "answered"),
        ("weet_niet", "don’t know", UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[question]]\nid = "HOOP"\ntext = "?"', r"proef\.en\.toml: vraag heeft niet dezelfde ids"),
        (
            '[[question]]\nid = "LEVEN"\noption = [{ id = "beter", label = "better" }]',
            r"proef\.en\.toml: vraag LEVEN heeft niet dezelfde ids",
        ),
        ('question = ["LEVEN"]', "een waarde heeft niet de juiste vorm"),
    ],
)
def test_a_translation_that_does_not_fit_is_refused(file: Path, tmp_path: Path, text: str, reason: str) -> None:
    file.write_text(HEAD + CHOICE, encoding="utf-8")
    other = tmp_path / "proef.en.toml"
    other.write_text(text, encoding="utf-8")
    with pytest.raises(BadQuestionnaireError, match=reason):
        read(file, other)


def test_no_question_can_replace_anything_of_the_form() -> None:
    class_names = {*dir(FlaskForm), *dir(StoryForm), "csrf_token"}
    instance_names = vars(from_answers(load("kind"), {})).keys() - {question.id for question in load("kind").questions}
    ours = {name for name in class_names | instance_names if not name.startswith("_")}
    assert {name.lower() for name in ours} <= RESERVED


def test_a_form_has_its_questions_and_nothing_else_of_its_own() -> None:
    questions = {question.id for question in load("kind").questions}
    assert set(dir(form_class(load("kind")))) - set(dir(StoryForm)) == questions | {"questionnaire"}


def test_the_three_states_have_three_names() -> None:
    assert len({"answered", UNKNOWN, SKIPPED}) == 3
