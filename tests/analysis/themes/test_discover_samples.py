"""Discovery over fictional stories: what is proposed comes back, and a new subject is seen."""

import json
import random

import pytest

from analysis.reading.reader import open_reader
from analysis.themes.align import align
from analysis.themes.assign import assign
from analysis.themes.discover import propose
from corpus.samples import STORIES

VOICES = ("ab", "cd", "ef", "gh")
# Thirty invented tellings about pets, which the codebook does not know.
_WHO = ["Onze kat", "Mijn konijn", "De hond van ons", "Mijn hamster", "Onze cavia", "De kat"]
_WHAT = [
    "moest naar de dierenarts, hij at zijn brokjes niet en zijn pootje was dik",
    "kreeg kleintjes in de mand, de kittens en puppy's piepen en drinken bij hun moeder",
    "is zoek, het hok stond open en de riem hing aan het hek, wij roepen en schudden met de brokjes",
    "ligt op mijn schoot en spint, zijn vacht is zacht en zijn staart kriebelt",
    "heeft een nieuw hok met hooi, ik geef brokjes en water en borstel zijn vacht",
]


def pets() -> list[tuple[str, str]]:
    return [
        (f"dier-{n:02d}", f"{_WHO[n % 6]} is ons huisdier. Het dier {_WHAT[n % 5]}. Zo'n huisdier is een lief dier.")
        for n in range(30)
    ]


@pytest.fixture(scope="module")
def stories() -> tuple[list[tuple[str, str]], dict]:
    """Texts and themes of four voices, with the thirty about pets."""
    told = [
        (entry["id"], entry["answers"]["VERHAAL"])
        for voice in VOICES
        for entry in map(json.loads, (STORIES / f"{voice}.jsonl").read_text("utf-8").splitlines())
        if entry["language"] == "nl"
    ]
    texts = [*told, *pets()]
    found = assign(list(open_reader().pipe(text for _, text in texts)))
    return texts, {identity: themes for (identity, _), themes in zip(texts, found, strict=True)}


@pytest.fixture(scope="module")
def first(stories):
    return propose(*stories)


def test_a_subject_outside_the_codebook_is_proposed(first):
    about_pets = [one for one in first.proposals if sum(member.startswith("dier") for member in one.members) >= 12]
    assert len(about_pets) == 1
    assert sum(member.startswith("dier") for member in about_pets[0].members) >= 0.8 * len(about_pets[0].members)


def test_the_second_run_on_the_same_stories_is_identical(stories, first):
    assert propose(*stories) == first


def test_more_than_half_of_the_proposals_from_few_stories_come_back_without_one_in_ten(stories):
    texts, themes = stories
    told = [one for one in texts if not one[0].startswith("dier")]
    part = random.Random(11).sample(told, round(0.9 * len(told)))
    first, again = propose(told, themes), propose(part, themes)
    ids = [frozenset(identity for identity, _ in some) for some in (told, part)]
    assert len(align(first.proposals, again.proposals, *ids)) >= 0.5 * len(first.proposals)
    assert len(first.proposals) >= 5
