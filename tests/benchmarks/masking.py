"""Masking beside deduce (Menger et al., 2018), made for Dutch medical files: what it finds, and how fast."""

import json
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from analysis.reading.masking import Mask, mask
from analysis.reading.measure_masking import measure
from analysis.reading.reader import open_reader
from corpus.samples import HERE
from tests.benchmarks.frame import Benchmark, Row, interleaved, needs

LABELLED = HERE / "masking" / "test.jsonl"


def run(long: bool) -> Iterator[Row]:
    """Stories a second of one core (of ours the own part, behind the reader), recall and precision."""
    needs("deduce")
    # Its lists are built once, in minutes; beside the package itself nothing may be written.
    lists = Path(tempfile.gettempdir()) / "deduce-lists"
    lists.mkdir(exist_ok=True)
    deduce = import_module("deduce").Deduce(cache_path=lists)
    entries = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    texts = [entry["text"] for entry in entries]
    readings = list(open_reader().pipe(texts))

    def ours() -> list[list[Mask]]:
        return [list(mask(reading.text, reading).masks) for reading in readings]

    def beside() -> list[list[Mask]]:
        documents = map(deduce.deidentify, texts)
        return [[Mask(one.start_char, one.end_char, one.tag) for one in found.annotations] for found in documents]

    mine, theirs = interleaved(ours, beside, rounds=3)
    yield Row("verhalen per seconde, deduce", len(texts) / mine, len(texts) / theirs, len(texts))
    gold = [[Mask(**one) for one in entry["masks"]] for entry in entries]
    scores = [measure(zip(texts, gold, found(), strict=True)) for found in (ours, beside)]
    yield Row("vangst, deduce", scores[0].recall, scores[1].recall, sum(map(len, gold)))
    mine, theirs = (score.recall_by_kind["NAAM"] for score in scores)
    yield Row("vangst van namen, deduce", mine, theirs, sum(one.kind == "NAAM" for masks in gold for one in masks))
    yield Row("precisie, deduce", scores[0].precision, scores[1].precision, len(texts))


BENCHMARK = Benchmark("maskeren", run)
