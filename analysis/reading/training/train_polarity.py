"""Trains and measures the polarity model: ``python -m analysis.reading.training.train_polarity``, a few minutes."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from analysis.learning import fit
from analysis.learning.polarity import RECIPE, Text, examples
from analysis.reading.linear import LinearModel
from analysis.reading.models import STARTER
from analysis.reading.reader import open_reader
from analysis.reading.sentiment import Feeling, extra_features, weighed
from analysis.reading.training import ablation
from analysis.reading.training.material import DEVELOPMENT, TRAINING, stories, utterances
from analysis.reading.training.measured import Figures, table

VERSION = "1.0.0"
CARD = Path(__file__).with_name("polarity_card.md")


def main() -> None:
    """Train on the training voices and the utterances, measure, and write the model with its card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=STARTER.polarity)
    parser.add_argument("--ablation", action="store_true", help="print what every part is worth, and write nothing")
    parser.add_argument("--subtitles", type=Path, help="xed_nl.tsv, to measure with it as well")
    arguments = parser.parse_args()
    known, unseen = [*stories(TRAINING), *utterances()], stories(DEVELOPMENT)
    if arguments.ablation:
        for name, row in ablation.rows(known, unseen, RECIPE, arguments.subtitles):
            print(f"{name:34} {row}", flush=True)
        return
    given = examples(known)
    rows, chances = fit.held_out(given, RECIPE)
    model = fit.fit(given, RECIPE)
    measured = {
        "cross_validation": table([known[row] for row in rows], [weighed(row) for row in chances]),
        "development": table(unseen, felt(model, unseen)),
    }
    model.save(arguments.out, {"name": "polarity", "version": VERSION, "seed": fit.SEED, "measured": measured})
    (arguments.out / "MODEL_CARD.md").write_text(card(model, len(known), measured), encoding="utf-8")
    print(json.dumps(measured, indent=1, ensure_ascii=False))


def felt(model: LinearModel, texts: Sequence[Text]) -> list[Feeling]:
    """What a model makes of texts."""
    readings, found = [text.reading for text in texts], [text.found for text in texts]
    return [weighed(row) for row in model.probabilities(readings, extra_features(found, readings))]


def card(model: LinearModel, count: int, measured: dict[str, dict[str, Figures]]) -> str:
    """The model card, with the figures filled in."""
    reader = open_reader()
    return Template(CARD.read_text(encoding="utf-8")).substitute(
        version=VERSION,
        texts=count,
        terms=len(model.vocabulary),
        reader=f"{reader.name} {reader.version}",
        crossed=_lines(measured["cross_validation"]),
        development=_lines(measured["development"]),
    )


def _lines(rows: dict[str, Figures]) -> str:
    names = ("n", "macro_f1", "right", "auc", "mixed_f1")
    return "\n".join(
        f"| {part} | " + " | ".join(f"{row[name]:g}" for name in names) + " |" for part, row in rows.items()
    )


if __name__ == "__main__":
    main()
