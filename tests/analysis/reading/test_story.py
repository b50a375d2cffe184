"""One story through the whole reading chain. All stories are invented."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reading.reader import open_reader
from analysis.reading.story import read_batch, read_story, reader_version

STORY = "Ik heet Noor en ik ben trots: het formulier bij de gemeente is gelukt."


def test_a_story_is_masked_felt_and_given_themes() -> None:
    found = read_story(STORY, open_reader())
    assert found.masked.startswith("Ik heet [NAAM]")
    assert (found.language, found.polarity, found.words) == ("nl", "positief", 14)
    assert found.themes[0][0] == "W6"
    assert ("M2", "") in found.markers


def test_a_story_in_another_language_keeps_its_masks_and_leaves_the_rest_to_people() -> None:
    found = read_story("Oğlum Mehmet iki aydır kreşe gidiyor ve çok mutlu.", open_reader())
    assert (found.language, found.polarity, found.themes) == ("tr", "midden", ())
    assert "[NAAM]" in found.masked


def test_a_batch_gives_what_one_by_one_gives() -> None:
    texts = [STORY, "", "niks", "Het is niet leuk."]
    assert read_batch(texts) == [read_story(text, open_reader()) for text in texts]


def test_the_version_names_reader_rules_and_codebook() -> None:
    assert open_reader().name in reader_version()
    assert "codeboek" in reader_version()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    found = read_story(text, open_reader())
    assert -1 <= found.score <= 1
    assert all(0 <= one.start < one.end <= len(text) for one in found.masks)
    assert len(found.themes) <= 4
