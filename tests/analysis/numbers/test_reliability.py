"""Agreement between coders, and shares corrected for coding errors."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import f1_score

from analysis.numbers.reliability import Level, corrected_share, krippendorff_alpha, positive_agreement, spearman

N = None
CANONICAL = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# Three coders, fifteen units: the worked example of the encyclopedia article on Krippendorff's alpha.
WORKED = [
    [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
    [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
    [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
]


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)])
def test_alpha_matches_the_canonical_matrix(level: Level, alpha: float) -> None:
    assert krippendorff_alpha(CANONICAL, level) == pytest.approx(alpha, abs=5e-5)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691358), ("interval", 0.810845)])
def test_alpha_matches_a_second_worked_example(level: Level, alpha: float) -> None:
    found = krippendorff_alpha(WORKED, level)
    assert found == pytest.approx(alpha, abs=5e-7)
    assert type(found) is float


def test_alpha_of_names_is_that_of_their_numbers() -> None:
    names = [[N if code is None else f"thema {code}" for code in row] for row in CANONICAL]
    assert krippendorff_alpha(names, "nominal") == pytest.approx(krippendorff_alpha(CANONICAL, "nominal"))


@pytest.mark.parametrize("ratings", [[[1, 1, 1], [1, 1, 1]], [[1, N], [N, 2]], [[1, 2, 3]], [], [[], []]])
def test_alpha_is_undefined_without_two_codes_of_one_story_or_without_two_values(
    ratings: list[list[float | str | None]],
) -> None:
    assert math.isnan(krippendorff_alpha(ratings, "nominal"))


def test_full_agreement_is_one_and_systematic_disagreement_below_zero() -> None:
    assert krippendorff_alpha([[0, 1, 0, 1], [0, 1, 0, 1]], "nominal") == pytest.approx(1)
    assert krippendorff_alpha([[0, 1, 0, 1], [1, 0, 1, 0]], "nominal") < 0


def test_ratings_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="evenveel verhalen"):
        krippendorff_alpha([[1, 2], [1]], "nominal")
    with pytest.raises(ValueError, match="getallen"):
        krippendorff_alpha([["a", "b"], ["a", "a"]], "ordinal")
    with pytest.raises(ValueError, match="Meetniveau"):
        krippendorff_alpha([[1, 2], [1, 2]], "vaag")  # type: ignore[arg-type]


def test_positive_agreement_of_two_coders_is_the_f_score_of_one_against_the_other() -> None:
    first, second = [1, 1, 1, 0, 0, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0]
    assert positive_agreement([first, second]) == pytest.approx(f1_score(first, second))


def test_positive_agreement_counts_pairs_of_coders_and_skips_what_is_missing() -> None:
    assert positive_agreement([[1, N, 0], [1, 1, 0], [0, 1, 0]]) == pytest.approx(4 / 6)
    assert math.isnan(positive_agreement([[0, 0], [0, 0]]))


def test_a_rare_theme_is_corrected_to_its_true_share() -> None:
    observed = 0.05 * 0.80 + 0.95 * 0.05
    assert observed == pytest.approx(0.0875)
    assert corrected_share(observed, 0.80, 0.95) == pytest.approx(0.05)
    assert corrected_share(0.245, 0.70, 0.95) == pytest.approx(0.30)


def test_a_corrected_share_stays_a_share_and_needs_a_coder_better_than_chance() -> None:
    assert corrected_share(0.01, 0.80, 0.95) == 0.0
    assert corrected_share(0.99, 0.80, 0.95) == 1.0
    assert math.isnan(corrected_share(0.3, 0.5, 0.5))
    assert math.isnan(corrected_share(math.nan, 0.8, 0.95))
    with pytest.raises(ValueError, match="sensitiviteit"):
        corrected_share(0.3, 1.2, 0.9)


@given(st.floats(0, 1), st.floats(0.6, 1), st.floats(0.6, 1))
@settings(max_examples=50, deadline=None)
def test_correcting_undoes_the_errors_of_the_coder(true: float, sensitivity: float, specificity: float) -> None:
    observed = true * sensitivity + (1 - true) * (1 - specificity)
    assert corrected_share(min(1.0, observed), sensitivity, specificity) == pytest.approx(true, abs=1e-9)


def test_a_rank_correlation_with_many_ties_is_that_of_scipy() -> None:
    read, felt = [-1, -1, 0, 1, 1, 0, -1, 1], [-1, -0.5, 0, 0, 1, 0.5, -1, 1]
    assert spearman(read, felt) == pytest.approx(spearmanr(read, felt).statistic)
    assert math.isnan(spearman([1, 1, 1], [1, 2, 3]))
    assert math.isnan(spearman([], []))
