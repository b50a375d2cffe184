"""What every part of the reading of polarity is worth: the figures on unseen texts without it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.learning import fit
from analysis.learning.polarity import Text, honest, never, targets
from analysis.learning.rows import ALWAYS, examples
from analysis.reading.evidence import Evidence, evidence, rule_score
from analysis.reading.linear import Matrix
from analysis.reading.reader import Reading, open_reader
from analysis.reading.sentiment import MIDDLE, NEGATIVE, POSITIVE, Feeling, extra_features, weighed
from analysis.reading.training.measured import Figures, figures
from analysis.reading.weighing import denials

# Without the classifier: what the score of the rules must be to be good or bad, and the smaller side to be mixed.
BAND, MIXED = 0.1, 0.9
#: what a subtitle weighs beside a story: its labels are projected from translations
SUBTITLE = 0.1
_GOOD, _BAD = frozenset("58"), frozenset("1346")


def rows(
    known: Sequence[Text], unseen: Sequence[Text], recipe: fit.Recipe, subtitles: Path | None = None
) -> Iterator[tuple[str, Figures]]:
    """What was left out or added, with the figures; ``subtitles`` is the file of XED (Öhman et al., 2020) in Dutch."""
    learnt, met = _extras(known, honest(known)), _extras(unseen, [text.found for text in unseen])
    yield "alles", _figures(known, unseen, recipe, learnt, met)
    yield "zonder woordmodel", figures(unseen, [_by_rules(text.found) for text in unseen])
    yield "zonder lexicon en regels", _figures(known, unseen, recipe, learnt[:, :0], met[:, :0])
    one, two = (_extras(texts, [evidence(_undenied(text.reading)) for text in texts]) for texts in (known, unseen))
    yield "zonder ontkenning", _figures(known, unseen, recipe, one, two)
    open_to_all = frozenset[str]()
    yield "zonder lijst van neutrale woorden", _figures(known, unseen, recipe, learnt, met, open_to_all)
    leaning = _extras(known, [text.found for text in known])
    yield "lexicon ook van één stem", _figures(known, unseen, recipe, leaning, met)
    if subtitles is not None:
        yield "met ondertitels", _figures([*known, *_lines(subtitles)], unseen, recipe, None, met)


def _figures(
    known: Sequence[Text],
    unseen: Sequence[Text],
    recipe: fit.Recipe,
    learnt: Matrix | None,
    met: Matrix,
    hidden: frozenset[str] | None = None,
) -> Figures:
    if learnt is None:
        learnt = _extras(known, honest(known))
    given = examples(
        [text.reading for text in known],
        targets(known),
        [text.group for text in known],
        learnt,
        np.array([text.size if text.group else SUBTITLE for text in known]),
        never() if hidden is None else hidden,
    )
    if not learnt.size:
        recipe = replace(recipe, extras=(), extra_size=1.0)
    model = fit.fit(given, recipe)
    return figures(unseen, [weighed(row) for row in model.probabilities([text.reading for text in unseen], met)])


def _extras(texts: Sequence[Text], found: Sequence[Evidence]) -> Matrix:
    return extra_features(found, [text.reading for text in texts])


def _by_rules(found: Evidence) -> Feeling:
    positive, negative = found.sides()
    score, mixed = rule_score(positive, negative), min(positive, negative) >= MIXED
    return Feeling(score, MIDDLE if mixed or abs(score) < BAND else POSITIVE if score > 0 else NEGATIVE, mixed)


def _undenied(reading: Reading) -> Reading:
    """The reading without its words that deny."""
    return replace(reading, words=tuple(word for word in reading.words if word.form not in denials()))


def _lines(file: Path) -> list[Text]:
    """The subtitles that are clearly good or clearly bad; learnt from, never measured on."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    sides = [(text, bool(_GOOD & set(codes)), bool(_BAD & set(codes))) for text, codes in rows]
    clear = [(text, good) for text, good, bad in sides if good != bad]
    return [
        Text(ALWAYS, POSITIVE if good else NEGATIVE, False, "ondertitel", "kort", reading, evidence(reading))
        for reading, (_, good) in zip(open_reader().pipe(text for text, _ in clear), clear, strict=True)
    ]
