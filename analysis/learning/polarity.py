"""How the polarity model is learnt: labelled texts with honest evidence, and what the classifier may not know."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.learning.fit import Recipe, fit
from analysis.learning.rows import Examples, shared
from analysis.learning.rows import examples as rows_of
from analysis.reading import names
from analysis.reading.evidence import FEATURES, FOR_SHORT, Evidence, Sign
from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.reader import Reading, word_set
from analysis.reading.sentiment import BOTH, LABELS, MIDDLE, QUIET, extra_features
from analysis.reading.weighing import TOO, neutral

#: chosen by cross-validation over the training voices and the parts of the utterances
_SIZES = tuple(0.2 if name in FOR_SHORT else 0.05 for name in FEATURES)
RECIPE = Recipe(LABELS, exclusive=True, extras=FEATURES, strength=4.0, extra_size=_SIZES, folds=15)
_CALENDAR = word_set(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """
)
# Of whom is told: as telling of the teller's sex and side as a name.
_PERSONS = word_set("hij zij hem haar hun ze wij we ons onze u jullie")


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text: its group (a voice, a teller, or a part of the utterances) and what a reader says of it.

    ``size``: how much it weighs in training. ``in_view``: the lexicon was made with its group in view.
    """

    group: str
    polarity: str
    mixed: bool
    audience: str
    style: str
    reading: Reading
    found: Evidence
    size: float = 1.0
    in_view: bool = False

    @property
    def label(self) -> str:
        """The label that the classifier learns: the middle in two kinds."""
        return self.polarity if self.polarity != MIDDLE else BOTH if self.mixed else QUIET


def examples(known: Sequence[Text]) -> Examples:
    """The texts as rows for the fit, with evidence that does not lean on one voice."""
    readings = [text.reading for text in known]
    extra = extra_features(honest(known), readings)
    sizes = np.array([text.size for text in known])
    return rows_of(readings, targets(known), [text.group for text in known], extra, sizes, never())


def learn(known: Sequence[Text], of_people: Sequence[bool], tellers: int) -> LinearModel:
    """The model of all texts; of people's own stories it keeps only the terms that so many tellers use."""
    return fit(shared(examples(known), of_people, tellers), RECIPE)


def honest(texts: Sequence[Text]) -> list[Evidence]:
    """The evidence, for texts in view without the lexicon entries that their voice alone has.

    The lexicon was made with the training voices in view (not with the utterances). An entry that only one voice uses
    tells more of that voice than of the next one; left in, the classifier would trust the lexicon more than it can.
    """
    where: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for sign in text.found.signs:
            where[sign.phrase].add(text.group)

    def common(sign: Sign) -> bool:
        return TOO in sign.rules or len(where[sign.phrase]) > 1

    return [
        replace(text.found, signs=tuple(filter(common, text.found.signs))) if text.in_view else text.found
        for text in texts
    ]


def targets(texts: Sequence[Text]) -> Matrix:
    """Shape (texts, labels): 1 for the label of each text."""
    return np.array([[text.label == label for label in LABELS] for text in texts], dtype=float)


def never() -> frozenset[str]:
    """Words that the classifier may not know: neutral by design, first names, pronouns, days and months."""
    return neutral() | names.first_names()[0] | _CALENDAR | _PERSONS
