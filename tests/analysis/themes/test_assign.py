"""Which themes a story gets. All stories are invented."""

import tomllib

import pytest

from analysis.reading.models import STARTER
from analysis.reading.reader import open_reader
from analysis.themes.assign import EXPRESSIONS, FILES, MOST, assign, explain
from corpus import codebook


def themes(text: str) -> list[str]:
    (found,) = assign([open_reader().read(text)])
    return [theme for theme, _ in found]


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
    (found,) = assign([open_reader().read(text)])
    scores = [score for _, score in found]
    assert len(found) <= MOST
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Aan het eind van de week leg ik in de winkel steeds dingen terug van de band, het is gewoon op.", "W5"),
        ("Als ik 's ochtends wakker word zie ik mijn adem, en mama zegt trek nog maar een trui aan.", "O2"),
        ("Elke middag komt de buurvrouw even kijken of ik al wat gegeten heb, en dan kletsen we wat.", "O5"),
    ],
)
def test_a_theme_is_also_heard_without_its_words(text: str, theme: str) -> None:
    assert theme in themes(text)


def test_many_stories_at_once_get_what_each_gets_alone() -> None:
    texts = [
        "",
        "niks",
        "Mijn stagebegeleider hielp mij met de stage.",
        "Onze flat wordt gesloopt, zeiden ze gisteren.",
    ]
    readings = list(open_reader().pipe(texts))
    assert assign(readings) == [assign([reading])[0] for reading in readings]
    assert assign([]) == []


def test_why_names_the_expressions_and_the_words_behind_every_theme() -> None:
    reading = open_reader().read("De schuldhulpverlener belde over de aanmaning en mijn moeder was opgelucht.")
    whys = explain(reading)
    assert [(why.theme, why.probability) for why in whys] == list(assign([reading])[0])
    assert whys[0].theme == "W5"
    assert "aanmaning" in whys[0].expressions
    assert whys[0].words
    assert explain(open_reader().read("niks")) == []


def test_the_model_is_small_enough_to_travel_with_the_code() -> None:
    assert sum((STARTER.themes / name).stat().st_size for name in FILES) <= 5_000_000


def test_every_theme_has_at_least_twenty_five_situations() -> None:
    data = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    for theme in codebook.reference().themes:
        assert len(data[theme.id]["strong"]) + len(data[theme.id]["cues"]) >= 25
