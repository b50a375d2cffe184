"""Which themes a story gets. All stories are invented."""

import tomllib

import pytest

from analysis.reading.reader import open_reader
from analysis.themes.assign import EXPRESSIONS, MOST, assign, has_no_content
from corpus import codebook


def themes(text: str) -> list[str]:
    return [theme for theme, _ in assign(open_reader().read(text))]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("De juf gaf mij een lager advies dan mijn doorstroomtoets.", "L1"),
        ("Ik word gepest om mijn hoofddoek.", "D3"),
        ("Er hangen nu lantaarns en de wijkagent groet ons.", "O6"),
        ("De schuldhulpverlener belde over de aanmaning.", "W5"),
        ("Onze flat wordt gesloopt.", "O8"),
        ("we hebben onze jas aan binnen want de verwarming mag niet aan", "O2"),
        ("ik gaa naar de spjeeltuin en de glijbaan", "O4"),
        ("Mijn stagebegeleider hielp mij met de stage.", "W2"),
        ("Bie de noabers in 't buurthoes is 't gezelleg.", "O5"),
    ],
)
def test_a_story_gets_the_theme_it_tells_of(text: str, theme: str) -> None:
    assert theme in themes(text)


@pytest.mark.parametrize("text", ["De juf.", "Het is warm.", "Opa is er.", "Het werkt niet."])
def test_vague_words_do_not_decide_alone(text: str) -> None:
    assert themes(text) == []


def test_a_compound_counts_by_its_seed() -> None:
    assert "W5" in themes("De armoedevoedselbank en de incassobrieven maken mij moe.")


def test_scores_are_shares_strongest_first_and_at_most_four() -> None:
    text = "School, advies, havo, pesten, politie, drugs, schimmel, schulden, stage, huisarts, afval, sloop."
    found = assign(open_reader().read(text))
    scores = [score for _, score in found]
    assert len(found) <= MOST
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", "weet ik niet", "Niks.", "gewoon", "geen idee hoor", "nvt", "?!"])
def test_an_answer_without_content_has_no_theme(text: str) -> None:
    assert has_no_content(open_reader().read(text))
    assert themes(text) == []


@pytest.mark.parametrize("text", ["Niks te doen hier voor jongeren.", "Gewoon voetballen op het veldje."])
def test_a_short_answer_with_content_is_read(text: str) -> None:
    assert not has_no_content(open_reader().read(text))


def test_every_theme_has_at_least_twenty_five_situations() -> None:
    data = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    for theme in codebook.reference().themes:
        assert len(data[theme.id]["strong"]) + len(data[theme.id]["cues"]) >= 25
