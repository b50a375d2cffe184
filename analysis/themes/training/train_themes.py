"""Makes the theme model from fictional stories and lists, measures it, and writes it with its card.

Run ``python -m analysis.themes.training.train_themes``; a few minutes on one core; the same material, the same model.
"""

import json
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.reader import Reader, open_reader
from analysis.reading.training.fit import ALWAYS, SEED, Examples, Recipe, calibrate, examples, fit, held_out_scores
from analysis.themes.assign import MODEL, MOST, table
from analysis.themes.evidence import THRESHOLD, expressions
from analysis.themes.mixture import SIGHTS, Mixture, sights
from analysis.themes.training import card
from analysis.themes.training.figures import chosen, f1
from analysis.themes.training.material import (
    DEVELOPMENT,
    SIZES,
    TRAINING,
    Material,
    Told,
    beside,
    fair,
    read,
    stories,
    theme_ids,
)
from corpus.samples import HERE

SIGNALS = HERE / "signals" / "development.jsonl"
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)
PER_THEME = tuple(np.arange(0.2, 0.61, 0.05))
#: what the strongest theme of a story needs, as a share of what the others need
FIRST = 0.75
#: rules alone: a theme needs this share of the evidence for the strongest
BESIDE = 0.7
#: a text without labels is learnt from when some theme has this probability
SURE = 0.8
WORDS = Recipe(theme_ids(), exclusive=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A model with its mixture, and what models that did not see their author say of the training stories ``told``."""

    model: LinearModel
    mixture: Mixture
    told: Material
    chances: Matrix
    #: calibrated probabilities by the words alone, of the same stories
    by_words: Matrix


def make(material: Material) -> Made:
    """Fit the words, then the mixture on scores of stories whose author the words had not seen.

    Those scores do without the list of expressions too: it was written with training authors in view.
    """
    unbiased = material.part(material.rows(lambda one: one.source != "expressions"))
    numbers, scores = held_out_scores(_examples(unbiased), WORDS)
    rows = [int(number) for number in numbers]
    told = unbiased.part(rows)
    evidence = table(fair(told), theme_ids())
    groups = np.array([one.author for one in told.told])
    chances = np.zeros_like(scores)
    for author in sorted(set(groups)):
        own = groups == author
        chances[own] = _mixed(scores[~own], evidence[~own], told.targets[~own]).probabilities(
            scores[own], evidence[own]
        )
    mixture = _mixed(scores, evidence, told.targets)
    best = max(THRESHOLDS, key=lambda threshold: f1(_given(_at(mixture, threshold), chances), told.targets))
    model = calibrate(fit(_examples(material), replace(WORDS, folds=2)), scores, told.targets)
    return Made(model, _at(mixture, best), told, chances, model.calibrated(scores))


def _examples(material: Material) -> Examples:
    authors = [one.author for one in material.told]
    return examples(material.readings, material.targets, authors, sizes=material.sizes())


def predict(made: Made, material: Material) -> Matrix:
    """Probabilities of unseen stories, as the pipeline gives them."""
    return made.mixture.probabilities(made.model.scores(material.readings), material.evidence())


def main() -> None:
    """Train, measure, print and store."""
    reader = open_reader()
    material = read([*stories(TRAINING), *beside()], reader)
    development = read(list(stories(DEVELOPMENT)), reader)
    made = make(material)
    chances = predict(made, development)
    about = {
        "reader": f"{reader.name}-{reader.version}",
        "training": TRAINING,
        "development": DEVELOPMENT,
        "sizes": SIZES,
        "seed": SEED,
    }
    made.model.save(MODEL, about)
    made.mixture.save(MODEL, about)
    text = card.write(
        about,
        made.mixture,
        card.Measured(made.told, made.chances, _given(made.mixture, made.chances)),
        card.Measured(development, chances, _given(made.mixture, chances)),
        ablation(made, material, development, reader),
    )
    (MODEL / "model_card.md").write_text(text, encoding="utf-8")
    print(text)


def ablation(made: Made, material: Material, development: Material, reader: Reader) -> dict[str, Matrix]:
    """Themes given to the development stories with parts left out."""
    seeds = [expressions(reading, with_situations=False) for reading in development.readings]
    words = made.model.calibrated(made.model.scores(development.readings))
    chances = predict(made, development)
    alone = max(THRESHOLDS, key=lambda least: f1((made.by_words >= least).astype(float), made.told.targets))
    given = {
        "zaadwoorden alleen": _by_rule(table(seeds, theme_ids())),
        "zaadwoorden en uitdrukkingen": _by_rule(development.evidence()),
        "woorden alleen": (words >= alone).astype(float),
        "alles": _given(made.mixture, chances),
        "alles met een drempel per thema": _own_thresholds(made, made.told.targets, chances),
    }
    stories_only = make(material.part(material.rows(lambda one: one.source == "stories")))
    given["alles zonder korte teksten"] = _given(stories_only.mixture, predict(stories_only, development))
    taught = make(read([*material.told, *_self_taught(made, reader)], reader))
    return given | {"alles met zelf gelabelde teksten": _given(taught.mixture, predict(taught, development))}


def _self_taught(made: Made, reader: Reader) -> list[Told]:
    """Unlabelled texts with the themes of which the model is sure."""
    lines = SIGNALS.read_text(encoding="utf-8").splitlines()
    unlabelled = read([Told(json.loads(line)["text"], (), ALWAYS, "self", {}) for line in lines], reader)
    sure = predict(made, unlabelled) >= SURE
    return [
        replace(one, themes=tuple(np.array(theme_ids())[row]))
        for one, row in zip(unlabelled.told, sure, strict=True)
        if row.any()
    ]


def _mixed(scores: Matrix, evidence: Matrix, targets: Matrix) -> Mixture:
    """The mixture of some stories, with a threshold still to be chosen."""
    seen = sights(scores, evidence).reshape(-1, len(SIGHTS))
    regression = LogisticRegression(C=1.0, max_iter=1000).fit(seen, targets.ravel())
    return _at(Mixture(tuple(map(float, regression.coef_[0])), float(regression.intercept_[0]), 0, 0), THRESHOLDS[0])


def _at(mixture: Mixture, threshold: float) -> Mixture:
    return replace(mixture, threshold=threshold, first=round(FIRST * threshold, 4))


def _given(mixture: Mixture, chances: Matrix) -> Matrix:
    return chosen(mixture.kept(chances, MOST), chances.shape[1])


def _by_rule(evidence: Matrix) -> Matrix:
    best = evidence.max(axis=1, keepdims=True)
    return np.asarray(evidence >= np.maximum(THRESHOLD, BESIDE * best), dtype=float)


def _own_thresholds(made: Made, targets: Matrix, chances: Matrix) -> Matrix:
    """Themes given with a threshold for each theme, chosen where its F1 on training stories is best."""
    own = []
    for column in range(targets.shape[1]):
        found = [f1(np.asarray(made.chances[:, column] >= least, float), targets[:, column]) for least in PER_THEME]
        own.append(PER_THEME[int(np.argmax(found))])
    return np.asarray(chances >= np.array(own), dtype=float)


if __name__ == "__main__":
    main()
