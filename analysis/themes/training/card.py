"""The model card of the theme model: what it is made of, how good it is for whom, and where it goes wrong."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.learning.figures import confusions, per_theme, reliability, scores
from analysis.learning.themes import Material, theme_ids
from analysis.reading.linear import Matrix
from analysis.themes.mixture import SIGHTS, Mixture
from corpus import codebook

_HEAD = """# Model card: themes of Dutch stories

Which of the codebook's themes a short Dutch story is about: at most four, each with a probability. Made by
`python -m analysis.themes.training.train_themes`; this page is written by that command.

**What it is.** A logistic regression per theme over words, pairs of words and pieces of words, and beside it the
evidence by rule (codebook seeds and expressions). One small regression with the same four weights for every theme joins
them. It proposes: people decide, and published shares are corrected with a double-coded sample.

**What it is made of.** Fictional stories of the authors {training}, short invented texts, and the codebook with its
expressions. Everything is invented; labels are one reader's. So the figures below say how well it does on invented
stories by authors it has not seen, not how well on real ones. Human codes are to replace this material as they come.

**What it cannot do.** Languages other than Dutch; more than what is told (irony, a theme that only the place gives
away); themes outside the codebook. A text under five words gets a theme by clear evidence only.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Stories, the probabilities the model gives them, and the themes (0, 1) that follow."""

    material: Material
    chances: Matrix
    given: Matrix


def write(
    about: Mapping[str, Any], mixture: Mixture, by_author: Measured, unseen: Measured, ablation: Mapping[str, Matrix]
) -> str:
    """The whole card as Markdown."""
    weights = "; ".join(f"{name} {weight:.2f}" for name, weight in zip(SIGHTS, mixture.weights, strict=True))
    parts = [
        _HEAD.format(training=", ".join(about["training"])),
        f"Reader {about['reader']}; seed {about['seed']}. Weights of the mixture: {weights}. A theme needs "
        f"{mixture.threshold:.2f}, the strongest of a story {mixture.first:.2f}; one threshold for all themes, by CV; "
        "what thresholds per theme give stands under the parts.\n",
        "## How good\n\nF1. *CV*: each training author by a model that saw neither that author nor the expressions "
        f"of that author alone. *Development*: {', '.join(about['development'])}, never "
        "learnt from, but the form of the mixture and what each source weighs were compared on it, so it flatters a "
        "little.\n",
        _cuts(by_author, unseen),
        "\n## What each part is worth (development)\n\nThresholds per theme and self-labelled texts are measured here "
        "and not used: what they change is less than chance.\n",
        _ablation(unseen, ablation),
        "\n## Are probabilities what they say (development)\n",
        _calibration(unseen),
        "\n## Per theme (development)\n",
        _themes(unseen),
        "\n## What is taken for what (development)\n",
        _confused(unseen),
    ]
    return "\n".join(parts)


def _cuts(by_author: Measured, unseen: Measured) -> str:
    rows = ["| stories | CV n | micro | macro | development n | micro | macro |", "|---|---|---|---|---|---|---|"]
    cuts: list[tuple[str, Callable[[Mapping[str, Any]], bool]]] = [
        ("all", lambda _: True),
        ("theme in its own words", lambda facts: not facts["implicit"]),
        ("theme without its words (implicit)", lambda facts: bool(facts["implicit"])),
    ]
    for key, name in (("group", "group"), ("style", "style")):
        values = sorted({one.facts[key] for one in unseen.material.told})
        cuts += [(f"{name} {value}", lambda facts, k=key, v=value: facts[k] == v) for value in values]  # type: ignore[misc]
    for name, wanted in cuts:
        cells = [_cut(measured, wanted) for measured in (by_author, unseen)]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _cut(measured: Measured, wanted: Callable[[Mapping[str, Any]], bool]) -> str:
    rows = measured.material.rows(lambda one: wanted(one.facts))
    found = scores(measured.given[rows], measured.material.targets[rows])
    return f"{found.n} | {_number(found.micro)} | {_number(found.macro)}"


def _ablation(unseen: Measured, ablation: Mapping[str, Matrix]) -> str:
    rows = ["| | micro | macro | own words | implicit |", "|---|---|---|---|---|"]
    hidden = np.array([bool(one.facts["implicit"]) for one in unseen.material.told])
    targets = unseen.material.targets
    for name, given in ablation.items():
        every = scores(given, targets)
        own, implicit = scores(given[~hidden], targets[~hidden]), scores(given[hidden], targets[hidden])
        cells = [every.micro, every.macro, own.micro, implicit.micro]
        rows.append(f"| {name} | {' | '.join(map(_number, cells))} |")
    return "\n".join(rows)


def _calibration(unseen: Measured) -> str:
    deciles, error = reliability(unseen.chances, unseen.material.targets)
    rows = ["| probability | cells | mean | share true |", "|---|---|---|---|"]
    for number, (many, mean, share) in enumerate(deciles):
        rows.append(f"| {number / 10:.1f}–{(number + 1) / 10:.1f} | {many} | {_number(mean)} | {_number(share)} |")
    likely = [(many, abs(mean - share)) for many, mean, share in deciles[1:] if many]
    weighted = sum(many * gap for many, gap in likely) / max(sum(many for many, _ in likely), 1)
    return "\n".join(rows) + (
        f"\n\nExpected calibration error {error:.4f} over all cells, {weighted:.3f} over those above .1 "
        "(most cells are themes that a story is plainly not about)."
    )


def _themes(unseen: Measured) -> str:
    rows = ["| theme | n | precision | recall | F1 |", "|---|---|---|---|---|"]
    book = codebook.reference()
    for theme, row in zip(theme_ids(), per_theme(unseen.given, unseen.material.targets), strict=True):
        many, *rest = row
        rows.append(f"| {theme} {book.theme(theme).name} | {many} | {' | '.join(map(_number, rest))} |")
    return "\n".join(rows)


def _confused(unseen: Measured) -> str:
    rows = ["| theme missed | given in the same story | stories |", "|---|---|---|"]
    for missed, instead, times in confusions(unseen.given, unseen.material.targets, theme_ids()):
        rows.append(f"| {missed} | {instead} | {times} |")
    return "\n".join(rows) + "\n"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"
