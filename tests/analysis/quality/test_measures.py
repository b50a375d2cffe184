"""Measures of quality against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from analysis.quality import measures
from analysis.quality.bootstrap import curve, measured

CLASSES = 3


def confused(told: list[int], read: list[int]) -> np.ndarray:
    counts = np.zeros((len(told), CLASSES**2))
    counts[np.arange(len(told)), np.array(told) * CLASSES + np.array(read)] = 1
    return counts


both = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40)


@given(both)
def test_macro_f1_and_balanced_accuracy_are_those_of_scikit_learn(pairs):
    told, read = [one for one, _ in pairs], [one for _, one in pairs]
    sums = confused(told, read).sum(0)
    assert measures.macro_f1_of_confusion(sums) == pytest.approx(f1_score(told, read, average="macro"))
    if set(read) <= set(told):
        assert measures.balanced_accuracy(sums) == pytest.approx(balanced_accuracy_score(told, read))


def test_micro_and_macro_f1_of_labels_worked_by_hand():
    # label a: 2 hits, 1 missed, 1 false; label b: 1 hit, 0 missed, 2 false
    sums = np.array([2, 1, 1, 0, 1, 2], float)
    assert measures.micro_f1(sums) == pytest.approx(2 * 3 / (2 * 3 + 1 + 3))
    assert measures.macro_f1(sums) == pytest.approx((4 / 6 + 2 / 4) / 2)
    assert measures.precision(sums) == pytest.approx(3 / 6)
    assert measures.recall(sums) == pytest.approx(3 / 4)


def test_a_label_that_nobody_named_is_left_out_of_the_macro_mean():
    assert measures.macro_f1(np.array([1, 0, 0, 0, 0, 3], float)) == 1.0


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=40))
def test_the_area_under_the_curve_is_that_of_scikit_learn(pairs):
    scores = np.array([score for score, _ in pairs], float)
    positive = np.array([is_positive for _, is_positive in pairs])
    if positive.all() or not positive.any():
        assert np.isnan(measures.area_under_curve(scores, positive))
    else:
        assert measures.area_under_curve(scores, positive) == pytest.approx(roc_auc_score(positive, scores))


def test_a_band_of_a_share_comes_close_to_the_normal_one():
    counts = np.array([[1, 0]] * 150 + [[0, 1]] * 50, float)
    share = measured(counts, lambda sums: measures.divided(sums[..., 0], sums.sum(-1)))
    assert share.value == 0.75
    assert (share.low, share.high) == pytest.approx((0.69, 0.81), abs=0.01)


def test_few_texts_give_a_value_without_a_band():
    few = measured(np.ones((5, 1)), lambda sums: sums[..., 0])
    assert few.value == 5
    assert np.isnan(few.low)


def test_no_text_at_all_is_undefined_and_not_zero():
    assert np.isnan(measured(np.zeros((0, 6)), measures.micro_f1).value)
    assert np.isnan(curve(np.zeros(0), np.zeros(0)).value)
