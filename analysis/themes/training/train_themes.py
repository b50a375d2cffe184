"""Makes the theme model from fictional stories and lists, measures it, and writes it with its card.

Run ``python -m analysis.themes.training.train_themes``; a few minutes on one core; the same material, the same model.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.learning.figures import f1
from analysis.learning.fit import SEED
from analysis.learning.rows import ALWAYS
from analysis.learning.themes import SIZES, THRESHOLDS, Made, Material, Told, given, make, read, theme_ids
from analysis.reading.linear import Matrix
from analysis.reading.models import STARTER
from analysis.reading.reader import Reader, open_reader
from analysis.themes.assign import table
from analysis.themes.evidence import THRESHOLD, expressions
from analysis.themes.training import card
from analysis.themes.training.material import DEVELOPMENT, TRAINING, beside, stories
from corpus.samples import HERE

SIGNALS = HERE / "signals" / "development.jsonl"
PER_THEME = tuple(np.arange(0.2, 0.61, 0.05))
#: rules alone: a theme needs this share of the evidence for the strongest
BESIDE = 0.7
#: a text without labels is learnt from when some theme has this probability
SURE = 0.8


def predict(made: Made, material: Material) -> Matrix:
    """Probabilities of unseen stories, as the pipeline gives them."""
    return made.mixture.probabilities(made.model.scores(material.readings), material.evidence())


def main() -> None:
    """Train, measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=STARTER.themes)
    out = parser.parse_args().out
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
    made.model.save(out, about)
    made.mixture.save(out, about)
    text = card.write(
        about,
        made.mixture,
        card.Measured(made.told, made.chances, given(made.mixture, made.chances)),
        card.Measured(development, chances, given(made.mixture, chances)),
        ablation(made, material, development, reader),
    )
    (out / "model_card.md").write_text(text, encoding="utf-8")
    print(text)


def ablation(made: Made, material: Material, development: Material, reader: Reader) -> dict[str, Matrix]:
    """Themes given to the development stories with parts left out."""
    seeds = [expressions(reading, with_situations=False) for reading in development.readings]
    words = made.model.calibrated(made.model.scores(development.readings))
    chances = predict(made, development)
    alone = max(THRESHOLDS, key=lambda least: f1((made.by_words >= least).astype(float), made.told.targets))
    parts = {
        "zaadwoorden alleen": _by_rule(table(seeds, theme_ids())),
        "zaadwoorden en uitdrukkingen": _by_rule(development.evidence()),
        "woorden alleen": (words >= alone).astype(float),
        "alles": given(made.mixture, chances),
        "alles met een drempel per thema": _own_thresholds(made, made.told.targets, chances),
    }
    stories_only = make(material.part(material.rows(lambda one: one.source == "stories")))
    parts["alles zonder korte teksten"] = given(stories_only.mixture, predict(stories_only, development))
    taught = make(read([*material.told, *_self_taught(made, reader)], reader))
    return parts | {"alles met zelf gelabelde teksten": given(taught.mixture, predict(taught, development))}


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
