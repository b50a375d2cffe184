"""The memory that reading a file takes: it may not grow with the number of stories."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.benchmarks.frame import Benchmark, Row
from tests.benchmarks.texts import training_texts

WORDS, FEW, MANY, VERY_MANY = 60, 2_000, 10_000, 100_000
SEED = 7
_READ = """
import resource, sys
from analysis.reading.jsonl import read_file
with open(sys.argv[1], encoding="utf-8") as source, open(sys.argv[2], "w", encoding="utf-8") as out:
    read_file(source, out, workers=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run(long: bool) -> Iterator[Row]:
    """Peak megabytes of one process that reads stories of 60 words, beside the same for 2,000 stories."""
    few = _peak(FEW)
    for count in (MANY, VERY_MANY) if long else (MANY,):
        yield Row(f"piekgeheugen in MB, naast {FEW} verhalen", _peak(count), few, count)


def _peak(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "verhalen.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": place, "text": text}) + "\n" for place, text in enumerate(_stories(count))
            )
        command = [sys.executable, "-c", _READ, str(source), str(Path(folder) / "gelezen.jsonl")]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


def _stories(count: int) -> Iterator[str]:
    """Stories of 60 words, stuck together from stretches of the training stories, hardly one like another."""
    chance, told = random.Random(SEED), [text.split() for text in training_texts(800)]
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            text = chance.choice(told)
            start = chance.randrange(len(text))
            words += islice(text, start, start + 12)
        yield " ".join(words[:WORDS])


BENCHMARK = Benchmark("geheugen", run)
