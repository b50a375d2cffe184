"""Fits a small linear model to labelled readings: terms chosen, weights by regression, probabilities calibrated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.learning.rows import ALWAYS, Examples
from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.terms import PIECE

SEED = 7
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made of.

    ``exclusive``: one label a story, else any number. A term must stand in ``least`` stories; the ``words`` and
    ``pieces`` with the largest weights stay. ``strength`` is the C of the regression; ``extra_size`` the size of an
    extra of one standard deviation beside a whole story of words: of all of them, or of each.
    """

    labels: tuple[str, ...]
    exclusive: bool
    extras: tuple[str, ...] = ()
    least: int = 2
    words: int = 12_000
    pieces: int = 18_000
    strength: float = 2.0
    extra_size: float | tuple[float, ...] = 0.3
    balanced: bool = True
    folds: int = 7


def fit(given: Examples, recipe: Recipe) -> LinearModel:
    """The model of all rows, calibrated on scores of folds by author that were not learnt from."""
    model, _ = _fit_rows(given, np.arange(len(given.targets)), recipe)
    rows, scores = held_out_scores(given, recipe)
    return calibrate(model, scores, given.targets[rows])


def held_out(given: Examples, recipe: Recipe) -> tuple[Rows, Matrix]:
    """The rows measured on (all but ``ALWAYS``) and their probabilities by models that did not see their author."""
    rows, scores = held_out_scores(given, recipe)
    return rows, calibrate(_blank(recipe), scores, given.targets[rows]).calibrated(scores)


def held_out_scores(given: Examples, recipe: Recipe) -> tuple[Rows, Matrix]:
    """As ``held_out``, before calibration."""
    groups = np.array(given.groups)
    always, rows = np.flatnonzero(groups == ALWAYS), np.flatnonzero(groups != ALWAYS)
    scores = np.zeros((len(rows), len(recipe.labels)))
    splitter = GroupKFold(min(recipe.folds, len(set(groups[rows]))))
    for learn, measure in splitter.split(rows, groups=groups[rows]):
        model, columns = _fit_rows(given, np.concatenate([rows[learn], always]), recipe)
        scores[measure] = _features(given, rows[measure], columns, model) @ model.weights + model.bias
    return rows, scores


def _blank(recipe: Recipe) -> LinearModel:
    nothing, labels = np.zeros(0), len(recipe.labels)
    weights, bias = np.zeros((0, labels)), np.zeros(labels)
    return LinearModel(recipe.labels, recipe.exclusive, {}, nothing, weights, bias, np.ones(labels), np.zeros(labels))


def _fit_rows(given: Examples, rows: Rows, recipe: Recipe) -> tuple[LinearModel, Rows]:
    """The model of some rows and the columns of its terms: fitted on all terms, cut to the strongest, fitted again."""
    spread = np.asarray((given.table[rows] > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero(spread >= recipe.least)
    model = _regressed(given, rows, columns, _empty(given, rows, columns, recipe), recipe)
    columns = columns[_strongest(model, recipe)]
    return _regressed(given, rows, columns, _empty(given, rows, columns, recipe), recipe), columns


def _empty(given: Examples, rows: Rows, columns: Rows, recipe: Recipe) -> LinearModel:
    spread = np.asarray((given.table[rows][:, columns] > 0).sum(axis=0)).ravel()
    extra = given.extra[rows]
    deviation = extra.std(axis=0)
    return replace(
        _blank(recipe),
        vocabulary={str(term): row for row, term in enumerate(given.terms[columns])},
        rarity=np.log((1 + len(rows)) / (1 + spread)) + 1,
        extras=recipe.extras,
        centre=extra.mean(axis=0),
        scale=np.where(deviation > 0, deviation, 1) / np.asarray(recipe.extra_size),
        never=given.never,
    )


def _features(given: Examples, rows: Rows, columns: Rows, model: LinearModel) -> csr_matrix:
    """The same features as the model makes itself, for many rows at once: words and pieces of length 1, and extras."""
    table = given.table[rows][:, columns].multiply(model.rarity[None, :]).tocsr()
    middle = sum(term[0] != PIECE for term in model.vocabulary)
    blocks = [_of_length_one(block) for block in (table[:, :middle], table[:, middle:])]
    if len(model.extras):
        blocks.append(csr_matrix(model.standardised(given.extra[rows], len(rows))))
    return hstack(blocks).tocsr()


def _of_length_one(block: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
    return diags(1 / np.maximum(lengths, 1e-12)) @ block


def _regressed(given: Examples, rows: Rows, columns: Rows, model: LinearModel, recipe: Recipe) -> LinearModel:
    """The model with weights by logistic regression, one label against the rest."""
    features = _features(given, rows, columns, model)
    found = list(_each_label(features, given.targets[rows], given.sizes[rows], recipe))
    return replace(model, weights=np.column_stack([one for one, _ in found]), bias=np.array([two for _, two in found]))


def _each_label(features: csr_matrix, targets: Matrix, sizes: Matrix, recipe: Recipe) -> Iterator[tuple[Matrix, float]]:
    """Weights and bias of every label; one that is always or never there keeps its share only."""
    for wanted in targets.T:
        if wanted.min() == wanted.max():
            yield np.zeros(features.shape[1]), 20.0 * (2 * float(wanted[0]) - 1)
            continue
        regression = LogisticRegression(
            C=recipe.strength,
            class_weight="balanced" if recipe.balanced else None,
            solver="liblinear",
            dual=True,
            max_iter=2000,
            random_state=SEED,
        ).fit(features, wanted, sample_weight=sizes)
        yield regression.coef_[0], float(regression.intercept_[0])


def _strongest(model: LinearModel, recipe: Recipe) -> Rows:
    """Which terms have the largest weights: so many words and so many pieces."""
    terms = list(model.vocabulary)
    power = np.abs(model.weights[: len(terms)]).max(axis=1, initial=0) * model.rarity
    pieces = np.array([term[0] == PIECE for term in terms], dtype=bool)
    kinds = ((np.flatnonzero(~pieces), recipe.words), (np.flatnonzero(pieces), recipe.pieces))
    return np.sort(np.concatenate([rows[np.argsort(-power[rows], kind="stable")[:most]] for rows, most in kinds]))


def calibrate(model: LinearModel, scores: Matrix, targets: Matrix) -> LinearModel:
    """The model with the slopes and shifts that make held-out scores most probable (Platt, 1999)."""
    if model.exclusive:
        return _common_slope(model, scores, targets)
    found = [_platt(scores[:, label], targets[:, label]) for label in range(targets.shape[1])]
    return replace(model, slope=np.array([one for one, _ in found]), shift=np.array([two for _, two in found]))


def _platt(scores: Matrix, targets: Matrix) -> tuple[float, float]:
    """Slope and shift of one label, with Platt's soft targets."""
    positive = targets.sum()
    soft = np.where(targets > 0, (positive + 1) / (positive + 2), 1 / (len(targets) - positive + 2))

    def surprise(given: Matrix) -> float:
        logits = given[0] * scores + given[1]
        return float(np.mean(np.logaddexp(0, logits) - soft * logits))

    found = minimize(surprise, np.array([1.0, 0.0]), bounds=[(0.05, 20), (-20, 20)])
    return float(found.x[0]), float(found.x[1])


def _common_slope(model: LinearModel, scores: Matrix, targets: Matrix) -> LinearModel:
    """One slope for all exclusive labels and a shift each."""

    def placed(given: Matrix) -> LinearModel:
        return replace(model, slope=np.full(targets.shape[1], given[0]), shift=given[1:])

    def surprise(given: Matrix) -> float:
        chances = np.maximum(placed(given).calibrated(scores), 1e-12)
        return float(1e-4 * np.sum(given[1:] ** 2) - np.mean(np.sum(targets * np.log(chances), axis=1)))

    start = np.array([1.0, *np.zeros(targets.shape[1])])
    return placed(minimize(surprise, start, bounds=[(0.05, 20)] + [(-10, 10)] * targets.shape[1]).x)
