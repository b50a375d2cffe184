"""Topics that are proposed to people. All texts are invented."""

import math

import pytest

from analysis.themes.discover import Discovery, propose
from analysis.themes.topics import function_words

SUBJECTS = {
    "politie": "De politie reed langs en de agent keek naar scooters bij het politiebureau.",
    "tomaat": "In de moestuin groeien tomaten en bonen, de moestuin ruikt naar aarde.",
    "zwemmen": "Wij zwemmen in het zwembad en duiken van de hoge plank, het zwembad is warm.",
}


def stories(copies: int) -> list[tuple[str, str]]:
    return [(f"{name}-{n:03d}", f"{text} Verhaal {n}.") for n in range(copies) for name, text in SUBJECTS.items()]


@pytest.fixture(scope="module")
def found() -> Discovery:
    return propose([*stories(12), ("leeg-1", "weet ik niet"), ("leeg-2", "")])


def test_stories_with_the_same_words_become_one_topic(found: Discovery) -> None:
    for topic in found.proposals:
        assert len({member.split("-")[0] for member in topic.member_ids}) == 1
    assert {topic.member_ids[0].split("-")[0] for topic in found.proposals} == set(SUBJECTS)


def test_empty_answers_are_in_no_topic(found: Discovery) -> None:
    assert not [member for topic in found.proposals for member in topic.member_ids if member.startswith("leeg")]


def test_a_topic_names_the_nearest_themes(found: Discovery) -> None:
    near = {topic.member_ids[0].split("-")[0]: topic.near[0][0] for topic in found.proposals if topic.near}
    assert near["politie"] == "O6"
    assert near["tomaat"] == "O3"


def test_the_same_texts_give_the_same_topics_in_any_order(found: Discovery) -> None:
    texts = [*stories(12), ("leeg-1", "weet ik niet"), ("leeg-2", "")]
    assert propose(texts) == found
    assert propose(texts[::-1]) == found


def test_many_stories_are_grouped_as_surely_as_few() -> None:
    colours = ["rood", "blauw", "groen", "geel", "paars", "zwart", "wit", "oranje"]
    texts = [(identity, f"{text} {colours[n % 8]}") for n, (identity, text) in enumerate(stories(110))]
    first = propose(texts)
    assert first == propose(texts)
    assert {member.split("-")[0] for member in first.proposals[0].member_ids}


def test_too_few_stories_give_no_topic() -> None:
    assert propose(stories(2)).proposals == ()
    assert math.isnan(propose([]).coverage)
    assert propose([(str(n), "de het een") for n in range(30)]).proposals == ()


def test_negations_are_not_function_words() -> None:
    assert not {"niet", "geen", "nooit", "niks", "niemand", "beter", "minder"} & set(function_words())
