"""How the theme model is learnt: labelled texts, the words of them, and the mixture of words and evidence by rule."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.learning.figures import chosen, f1
from analysis.learning.fit import Recipe, calibrate, fit, held_out_scores
from analysis.learning.rows import Examples, examples, shared
from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.reader import Reader, Reading
from analysis.themes.assign import MOST, table
from analysis.themes.evidence import Found, expressions
from analysis.themes.mixture import SIGHTS, Mixture, sights
from corpus import codebook

#: texts of the codebook's list of expressions, and of people's own stories
EXPRESSIONS, PEOPLE = "expressions", "people"
#: what a source of texts weighs beside invented stories, each of which weighs 1
SIZES = {"situations": 2.0, "examples": 2.0, "definitions": 1.0, EXPRESSIONS: 0.05, "utterances": 1.0, PEOPLE: 2.0}
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)
#: what the strongest theme of a story needs, as a share of what the others need
FIRST = 0.75
#: by how many models each author's stories are scored that have not seen that author
FOLDS = 7


@dataclass(frozen=True, slots=True)
class Told:
    """One labelled text. ``author`` is ``ALWAYS`` for what is only learnt from; ``facts`` are the labels of a story."""

    text: str
    themes: tuple[str, ...]
    author: str
    source: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """Texts with their readings, targets (texts, themes) and the expressions found in each."""

    told: tuple[Told, ...]
    readings: tuple[Reading, ...]
    found: tuple[Found, ...]
    targets: Matrix

    def part(self, rows: Sequence[int]) -> "Material":
        """Only these rows."""
        return Material(
            tuple(self.told[row] for row in rows),
            tuple(self.readings[row] for row in rows),
            tuple(self.found[row] for row in rows),
            self.targets[list(rows)],
        )

    def rows(self, wanted: Callable[[Told], bool]) -> list[int]:
        """The numbers of the rows that are wanted."""
        return [row for row, one in enumerate(self.told) if wanted(one)]

    def evidence(self) -> Matrix:
        """The evidence by rule, shape (texts, themes)."""
        return table(self.found, theme_ids())

    def examples(self, tellers: int = 1) -> Examples:
        """The texts as rows for the fit; of people's stories only the terms that so many tellers use."""
        authors = [one.author for one in self.told]
        sizes = np.array([SIZES.get(one.source, 1.0) for one in self.told])
        every = examples(self.readings, self.targets, authors, sizes=sizes)
        return shared(every, [one.source == PEOPLE for one in self.told], tellers)


@dataclass(frozen=True, slots=True)
class Made:
    """A model with its mixture, and what models that did not see their author say of the stories ``told``."""

    model: LinearModel
    mixture: Mixture
    told: Material
    chances: Matrix
    #: calibrated probabilities by the words alone, of the same stories
    by_words: Matrix


def theme_ids() -> tuple[str, ...]:
    """The themes in the order of the codebook: the columns of every table here."""
    return tuple(theme.id for theme in codebook.reference().themes)


def read(told: Sequence[Told], reader: Reader) -> Material:
    """Take the texts apart and look for expressions."""
    readings = tuple(reader.pipe(one.text for one in told))
    column = {theme: place for place, theme in enumerate(theme_ids())}
    targets = np.zeros((len(told), len(column)))
    for row, one in enumerate(told):
        targets[row, [column[theme] for theme in one.themes]] = 1
    return Material(tuple(told), readings, tuple(expressions(reading) for reading in readings), targets)


def make(material: Material, tellers: int = 1) -> Made:
    """Fit the words, then the mixture on scores of stories whose author the words had not seen.

    Those scores do without the list of expressions too: it was written with training authors in view.
    """
    recipe = Recipe(theme_ids(), exclusive=False, folds=FOLDS)
    unbiased = material.part(material.rows(lambda one: one.source != EXPRESSIONS))
    numbers, scores = held_out_scores(unbiased.examples(tellers), recipe)
    told = unbiased.part([int(number) for number in numbers])
    evidence = table(fair(told), theme_ids())
    chances = _by_others(scores, evidence, told)
    mixture = _mixed(scores, evidence, told.targets)
    best = max(THRESHOLDS, key=lambda threshold: f1(given(_at(mixture, threshold), chances), told.targets))
    model = calibrate(fit(material.examples(tellers), replace(recipe, folds=2)), scores, told.targets)
    return Made(model, _at(mixture, best), told, chances, model.calibrated(scores))


def fair(material: Material) -> list[Found]:
    """The expressions found, without those that only one author uses: they may have been written after that author.

    Codebook seeds stay, whoever uses them, and so does all in people's own stories. Without this a model trusts
    expressions more than they deserve.
    """
    seeds = {(theme.id, seed.lower()) for theme in codebook.reference().themes for seed in theme.seeds}
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, found in zip(material.told, material.found, strict=True):
        for theme, weights in found.items():
            for phrase in weights:
                users[theme, phrase].add(one.author)

    def kept(theme: str, phrase: str) -> bool:
        return (theme, phrase) in seeds or len(users[theme, phrase]) > 1

    return [
        found
        if one.source == PEOPLE
        else {
            theme: {phrase: weight for phrase, weight in weights.items() if kept(theme, phrase)}
            for theme, weights in found.items()
        }
        for one, found in zip(material.told, material.found, strict=True)
    ]


def given(mixture: Mixture, chances: Matrix) -> Matrix:
    """The themes given by these probabilities, shape (stories, themes), 0 or 1."""
    return chosen(mixture.kept(chances, MOST), chances.shape[1])


def _by_others(scores: Matrix, evidence: Matrix, told: Material) -> Matrix:
    """Probabilities of every story by a mixture that has not seen its author."""
    groups = np.array([one.author for one in told.told])
    chances = np.zeros_like(scores)
    for learn, measure in GroupKFold(min(FOLDS, len(set(groups)))).split(scores, groups=groups):
        mixture = _mixed(scores[learn], evidence[learn], told.targets[learn])
        chances[measure] = mixture.probabilities(scores[measure], evidence[measure])
    return chances


def _mixed(scores: Matrix, evidence: Matrix, targets: Matrix) -> Mixture:
    """The mixture of some stories, with a threshold still to be chosen."""
    seen = sights(scores, evidence).reshape(-1, len(SIGHTS))
    regression = LogisticRegression(C=1.0, max_iter=1000).fit(seen, targets.ravel())
    return _at(Mixture(tuple(map(float, regression.coef_[0])), float(regression.intercept_[0]), 0, 0), THRESHOLDS[0])


def _at(mixture: Mixture, threshold: float) -> Mixture:
    return replace(mixture, threshold=threshold, first=round(FIRST * threshold, 4))
