"""The embedded Dutch reader: it loads from the folder alone and keeps its tags on text as children write it."""

import json
import random
import re
import subprocess
import sys

import numpy
import pytest
import spacy

from analysis.reading.reader import EMBEDDED, open_reader
from analysis.reading.training.train_reader import store
from analysis.reading.training.treebank import Row, informal, without_punctuation


@pytest.fixture(scope="module")
def reader():
    return open_reader(str(EMBEDDED))


def tags(reader, text: str) -> dict[str, str]:
    return {word.text: word.tag for word in reader.read(text).words}


def test_the_chain_ends_at_the_embedded_reader_when_no_official_pipeline_is_installed(monkeypatch):
    monkeypatch.setattr("analysis.reading.reader.OFFICIAL", ())
    open_reader.cache_clear()
    assert open_reader().name == "nl_story_sm"
    open_reader.cache_clear()


def test_a_plain_sentence_gets_the_tags_everybody_expects(reader):
    found = tags(reader, "Op het plein staat een nieuwe bank en de buren zitten daar vaak.")
    assert found["plein"] == found["bank"] == found["buren"] == "NOUN"
    assert found["staat"] == found["zitten"] == "VERB"
    assert found["nieuwe"] == "ADJ"
    assert found["Op"] == "ADP"
    assert found["het"] == found["een"] == "DET"


def test_lower_case_without_punctuation_keeps_its_tags(reader):
    found = tags(reader, "ik ging met mijn broer naar het park en we speelden heel lang voetbal")
    assert found["ik"] == found["we"] == "PRON"
    assert found["ging"] == found["speelden"] == "VERB"
    assert found["broer"] == found["park"] == found["voetbal"] == "NOUN"


def test_lemmas_are_dictionary_words(reader):
    lemmas = {word.text: word.lemma for word in reader.read("De kinderen gingen naar de pleinen.").words}
    assert (lemmas["kinderen"], lemmas["gingen"], lemmas["pleinen"]) == ("kind", "gaan", "plein")


def test_sentences_end_where_they_end(reader):
    words = reader.read("We gaan naar huis. Mijn zus wacht op ons. Dat is fijn!").words
    assert max(word.sentence for word in words) == 2


def test_two_readings_are_the_same(reader):
    text = "toen kwam de juf en die zij dat het nu vijliger is op straat"
    assert reader.read(text) == reader.read(text) == next(reader.pipe([text]))


def test_it_loads_in_a_fresh_process_from_its_folder_alone():
    code = (
        "from analysis.reading.reader import open_reader; "
        f"print([word.tag for word in open_reader({str(EMBEDDED)!r}).read('mijn moeder werkt nu').words])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "['PRON', 'NOUN', 'VERB', 'ADV']"


def test_the_embedded_reader_is_at_most_6_mb():
    assert sum(file.stat().st_size for file in EMBEDDED.rglob("*") if file.is_file()) <= 6_000_000


def test_a_trained_pipeline_is_stored_in_half_precision_and_reads_the_same_when_opened_again(reader, tmp_path):
    store(reader.nlp, tmp_path / "again")
    stored = spacy.load(tmp_path / "again").get_pipe("tok2vec").model.get_ref("embed")
    assert {node.get_param("E").dtype for node in stored.walk() if node.name == "hashembed"} == {numpy.dtype("float16")}
    text = "toen kwam de juf en die zij dat het nu vijliger is op straat"
    assert open_reader(str(tmp_path / "again")).read(text) == reader.read(text)


def test_the_folder_names_no_place_of_the_machine_that_made_it():
    assert spacy.load(EMBEDDED).config["paths"]["train"] is None


def test_the_licence_the_sources_and_the_measures_stand_beside_it():
    meta = json.loads((EMBEDDED / "meta.json").read_text("utf-8"))
    card = (EMBEDDED / "MODEL_CARD.md").read_text("utf-8")
    assert meta["license"] == "CC BY-SA 4.0"
    assert "Attribution-ShareAlike 4.0 International" in (EMBEDDED / "LICENSE").read_text("utf-8")
    for treebank in ("LassySmall", "Alpino"):
        assert f"UD Dutch {treebank}, Universal Dependencies" in (EMBEDDED / "ATTRIBUTION.md").read_text("utf-8")
    assert set(meta["performance"]) == {f"test-{t}, {s}" for t in ("wiki", "news") for s in ("formal", "informal")}
    for name, measures in meta["performance"].items():
        figures = " | ".join(f"{value:.3f}" for value in measures.values())
        assert f"| {name} | {figures} |" in card
    assert not re.search(r"\$\w", card)


def test_it_reads_formal_and_informal_text_as_well_as_its_recipe_promises():
    for name, measures in json.loads((EMBEDDED / "meta.json").read_text("utf-8"))["performance"].items():
        formal = name.endswith(", formal")
        assert measures["UPOS"] > (0.92 if formal else 0.88)
        assert measures["LAS"] > (0.69 if formal else 0.65)


SENTENCE = [
    Row("Sanne", "Sanne", "PROPN", "", 1, "nsubj", True),
    Row("lachte", "lachen", "VERB", "", 1, "ROOT", False),
    Row(",", ",", "PUNCT", "", 1, "punct", True),
    Row("heel", "heel", "ADV", "", 2, "advmod", False),
    Row(".", ".", "PUNCT", "", 1, "punct", True),
]


def test_a_word_whose_head_was_dropped_hangs_on_the_nearest_ancestor_still_there():
    kept = without_punctuation(SENTENCE)
    assert [(row.text, row.head, row.relation, row.space) for row in kept] == [
        ("Sanne", 1, "nsubj", True),
        ("lachte", 1, "ROOT", True),
        ("heel", 1, "advmod", True),
    ]


def test_informal_copies_are_repeatable_and_blank_the_lemma_of_a_misspelt_word():
    copy = informal([SENTENCE] * 200, random.Random(7))
    assert copy == informal([SENTENCE] * 200, random.Random(7))
    words = [row for sentence in copy for row in sentence]
    misspelt = [row for row in words if row.text.lower() not in {"sanne", "lachte", ",", "heel", "."}]
    assert misspelt
    assert all(row.lemma == "" for row in misspelt)
    assert {row.text[0].lower() for row in misspelt} <= {"s", "l", "h"}
