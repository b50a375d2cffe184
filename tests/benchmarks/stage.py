"""The whole per-story stage beside the bare pipeline of the same reader: what everything else costs."""

from collections.abc import Iterator

from analysis.reading.jsonl import BATCH
from analysis.reading.reader import open_reader
from analysis.reading.story import read_batch
from tests.benchmarks.frame import Benchmark, Row, interleaved
from tests.benchmarks.texts import batches, training_texts

STORIES = 1000


def run(long: bool) -> Iterator[Row]:
    """Words a second of one core; the aim is a ratio of .7."""
    texts, nlp = training_texts(STORIES), open_reader().nlp
    words = sum(len(text.split()) for text in texts)

    def whole() -> None:
        for batch in batches(texts, BATCH):
            read_batch(batch)

    def bare() -> None:
        for batch in batches(texts, BATCH):
            list(nlp.pipe(batch))

    ours, beside = interleaved(whole, bare, rounds=3)
    yield Row("woorden per seconde: alles, en alleen nlp.pipe", words / ours, words / beside, len(texts))


BENCHMARK = Benchmark("verhaalstap", run)
