"""The reader takes a text apart, whatever pipeline is installed. All sentences are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import spelling
from analysis.reading.reader import dictionary_lemma, known, open_reader


def test_a_reader_says_its_name_and_version() -> None:
    reader = open_reader()
    assert reader.name
    assert reader.version


def test_a_model_that_does_not_exist_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(ValueError, match="VERHAAL_SPACY_MODEL"):
        open_reader("geen_bestaand_model")


@pytest.mark.parametrize(("form", "lemma"), [("gepest", "pesten"), ("kinderen", "kind"), ("schulden", "schuld")])
def test_inflected_words_get_their_lemma(form: str, lemma: str) -> None:
    assert dictionary_lemma(form) == lemma


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("skool", "school"),
        ("sgool", "school"),
        ("leug", "leuk"),
        ("altijt", "altijd"),
        ("durfte", "durfde"),
        ("vlermuizen", "vleermuizen"),
        ("moete", "moete"),
        ("verhuise", "verhuizen"),
        ("bibliotheek", "bibliotheek"),
        ("nich", "niet"),
    ],
)
def test_the_spelling_of_children_and_twente_becomes_standard(written: str, standard: str) -> None:
    assert spelling.standard(written, known, twents=False) == standard


def test_a_twents_word_that_is_also_dutch_is_twents_only_in_a_twents_text() -> None:
    words = {word.text: word.form for word in open_reader().read("Wie goat noe noar hoes, duur de stroat.").words}
    assert words["duur"] == "door"
    assert [word.form for word in open_reader().read("Dat is duur.").words][2] == "duur"


@given(st.text(max_size=200))
def test_words_stand_where_they_say_they_stand(text: str) -> None:
    for word in open_reader().read(text).words:
        assert text[word.start : word.end] == word.text
