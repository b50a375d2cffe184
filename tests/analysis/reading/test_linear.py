"""The small linear model: what it learns, keeps, gives back and explains. All sentences are invented."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.learning import fit
from analysis.learning import rows as told
from analysis.reading.linear import STORED, LinearModel
from analysis.reading.reader import open_reader
from analysis.reading.terms import PIECE, terms_of

GOOD = [
    "wat een leuke dag",
    "het was leuk en fijn",
    "een fijne middag",
    "leuk gespeeld",
    "fijn en leuk weer",
    "fijn huis",
]
BAD = [
    "wat een stomme dag",
    "het was stom en naar",
    "een nare middag",
    "stom gespeeld",
    "naar en stom weer",
    "naar huis",
]
RECIPE = fit.Recipe(("slecht", "goed"), exclusive=True, extras=("kans",), folds=3)


@pytest.fixture(scope="module")
def examples() -> told.Examples:
    targets = np.array([[0, 1]] * len(GOOD) + [[1, 0]] * len(BAD), dtype=float)
    chance = np.array([[0.3 * place % 1] for place in range(len(GOOD + BAD))])
    return told.examples([*GOOD, *BAD], targets, list("abcabcabcabc"), chance, never=frozenset(["dag"]))


@pytest.fixture(scope="module")
def model(examples: told.Examples) -> LinearModel:
    return fit.fit(examples, RECIPE)


def chances(model: LinearModel, *texts: str) -> np.ndarray:
    return model.probabilities(texts, np.zeros((len(texts), 1)))


def test_it_tells_apart_what_it_was_shown(model: LinearModel) -> None:
    found = chances(model, "een leuke avond", "een stomme avond")
    assert found[0, 1] > 0.5 > found[1, 1]
    assert found.sum(axis=1) == pytest.approx(1)


def test_labels_that_do_not_exclude_each_other_each_have_their_own_probability(examples: told.Examples) -> None:
    both = replace(examples, targets=np.column_stack([examples.targets, np.ones(len(examples.targets))]))
    model = fit.fit(both, replace(RECIPE, labels=("slecht", "goed", "tekst"), exclusive=False))
    found = chances(model, "leuk en fijn")[0]
    assert found[1] > found[0]
    assert found[2] > 0.9


def test_what_is_stored_reads_the_same_and_holds_no_code(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path, {"version": "1"})
    loaded = LinearModel.load(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(STORED)
    assert json.loads((tmp_path / STORED[1]).read_text(encoding="utf-8"))["about"] == {"version": "1"}
    assert chances(loaded, *GOOD, *BAD) == pytest.approx(chances(model, *GOOD, *BAD), abs=1e-5)


def test_fitting_and_reading_make_the_same_features(examples: told.Examples, model: LinearModel) -> None:
    columns = np.searchsorted(examples.terms, list(model.vocabulary), sorter=np.argsort(examples.terms))
    columns = np.argsort(examples.terms)[columns]
    rows = np.arange(len(GOOD + BAD))
    fitted = fit._features(examples, rows, columns, model) @ model.weights + model.bias
    assert model.scores([*GOOD, *BAD], examples.extra) == pytest.approx(np.asarray(fitted))


def test_hidden_words_and_names_are_no_feature(model: LinearModel) -> None:
    assert not {"ldag", "lleuke dag"} & set(model.vocabulary)
    assert "ldag" not in set(terms_of("leuke dag", frozenset(["dag"])))
    terms = set(terms_of(open_reader().read("Wij wonen met Fatima in Almelo.")))
    assert not [term for term in terms if "fatima" in term.lower() or "almelo" in term.lower()]


def test_a_story_has_words_pairs_and_pieces() -> None:
    terms = list(terms_of("leuke dag"))
    assert {"lleuke", "ldag", "lleuke dag", f"{PIECE}‹le", f"{PIECE}uke›"} <= set(terms)


def test_it_says_which_words_decided(model: LinearModel) -> None:
    named = dict(model.why("het was leuk", "goed"))
    assert named["leuk"] > 0
    assert dict(model.why("het was leuk", "slecht", "goed"))["leuk"] < 0


def test_it_refuses_other_extras_than_it_knows(model: LinearModel) -> None:
    with pytest.raises(ValueError, match="1 extra features"):
        model.probabilities(["leuk"])


def test_an_empty_text_gets_the_shares_only(model: LinearModel) -> None:
    assert np.isfinite(chances(model, "", "xyz")).all()


def test_the_same_fit_gives_the_same_model(examples: told.Examples, model: LinearModel) -> None:
    assert np.array_equal(fit.fit(examples, RECIPE).weights, model.weights)
