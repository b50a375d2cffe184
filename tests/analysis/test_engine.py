"""Batches through the engines give the same results in the same order."""

import pytest

from analysis.engine import EngineError, run_batches


def lengths(batch: list[str]) -> list[int]:
    return [len(text) for text in batch]


def test_few_items_are_done_here_and_in_order() -> None:
    assert list(run_batches(lengths, [["a"], ["bb", ""]])) == [[1], [2, 0]]
    assert list(run_batches(lengths, [])) == []


def test_many_items_come_back_in_order_from_workers() -> None:
    batches = [["x" * n] * 50 for n in range(10)]
    assert list(run_batches(len, batches, workers=2)) == [50] * 10


def test_one_worker_means_this_process() -> None:
    assert list(run_batches(lengths, [["a"] * 300], workers=1)) == [[1] * 300]


@pytest.mark.parametrize(
    ("engine", "scheduler", "message"), [("ray", "", "VERHAAL_ENGINE"), ("dask", "", "VERHAAL_SCHEDULER")]
)
def test_an_engine_that_cannot_be_used_is_refused_by_the_name_of_its_setting(
    engine: str, scheduler: str, message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        list(run_batches(lengths, [["a"]], engine=engine, scheduler=scheduler))
