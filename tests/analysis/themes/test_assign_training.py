"""How themes are learnt and measured. All numbers here can be checked by hand."""

import numpy as np
import pytest

from analysis.learning import figures
from analysis.learning.themes import Told, fair, read, theme_ids
from analysis.reading.reader import open_reader
from analysis.themes.mixture import Mixture
from analysis.themes.training.material import DEVELOPMENT, SITUATIONS, TRAINING


def test_training_and_development_share_no_author() -> None:
    assert not set(TRAINING) & set(DEVELOPMENT)


def test_every_situation_has_known_themes_and_stands_there_once() -> None:
    lines = [line for line in SITUATIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    texts = [line.split("\t")[1] for line in lines]
    given = {theme for line in lines for theme in line.split("\t")[0].split()}
    assert given == set(theme_ids())
    assert len(texts) == len(set(texts))


def test_f1_counts_cells_over_all_themes_and_per_theme() -> None:
    given = np.array([[1.0, 0.0], [1.0, 1.0]])
    wanted = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = figures.scores(given, wanted)
    assert found.micro == pytest.approx(0.8)
    assert found.macro == pytest.approx((2 / 3 + 1) / 2)
    assert figures.confusions(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), ("A", "B")) == [("B", "A", 1)]


def test_calibration_error_is_the_mean_gap_between_probability_and_truth() -> None:
    _, error = figures.reliability(np.array([[0.25], [0.25], [0.85], [0.85]]), np.array([[0.0], [1.0], [1.0], [1.0]]))
    assert error == pytest.approx((0.25 + 0.15) / 2)


def test_the_strongest_theme_needs_less_and_there_are_never_more_than_asked() -> None:
    mixture = Mixture((1.0, 0.0, 0.0, 0.0), 0.0, threshold=0.4, first=0.3)
    chances = np.array([[0.32, 0.31, 0.1], [0.9, 0.5, 0.45], [0.29, 0.1, 0.1]])
    assert mixture.kept(chances, 2) == [[0], [0, 1], []]


def test_an_expression_of_one_author_only_is_no_fair_evidence() -> None:
    texts = [("a", "De incasso belt en we eten hagelslag."), ("b", "Wij eten hagelslag.")]
    told = [Told(text, (), author, "stories", {}) for author, text in texts]
    material = read(told, open_reader())
    own = {"W5": {"incasso": 0.5, "alleen bij a": 0.6, "bij beiden": 0.2}}
    both = {"W5": {"bij beiden": 0.2}}
    kept = fair(type(material)(material.told, material.readings, (own, both), material.targets))
    assert kept == [{"W5": {"incasso": 0.5, "bij beiden": 0.2}}, both]
