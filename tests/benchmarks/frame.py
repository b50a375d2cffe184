"""What a benchmark is: a name and a function that gives rows of ours, beside, their ratio and over how many."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

ROUNDS = 5


class SkippedError(Exception):
    """A benchmark that cannot run here; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: ``ours`` and ``beside`` in the unit that ``what`` names, over ``n`` texts."""

    what: str
    ours: float
    beside: float
    n: int

    @property
    def ratio(self) -> float:
        """Ours over beside; nan when there is nothing beside."""
        return self.ours / self.beside if self.beside else float("nan")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """``run(long)`` gives the rows; it raises SkippedError when something it needs is not installed."""

    name: str
    run: Callable[[bool], Iterable[Row]]


def needs(*packages: str) -> None:
    """Raise SkippedError unless these packages of the extra ``bench`` can be imported."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise SkippedError(f"{', '.join(missing)} is niet geïnstalleerd: de extra [bench] in pyproject.toml.")


def interleaved(ours: Callable[[], object], beside: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of processor time of both, in turns, so that what else the machine does weighs on both alike.

    One turn of each goes before and is not counted: lists are read then, and words remembered.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for counted in range(-1, rounds):
        for function, seconds in zip((ours, beside), taken, strict=True):
            start = time.process_time()
            function()
            if counted >= 0:
                seconds.append(time.process_time() - start)
    return median(taken[0]), median(taken[1])


def table(benchmarks: Iterable[Benchmark], long: bool) -> Iterator[str]:
    """The lines of one Markdown table, each as soon as it is measured."""
    yield "| benchmark | wat | onze | ernaast | verhouding | n |"
    yield "|---|---|---|---|---|---|"
    for benchmark in benchmarks:
        try:
            for row in benchmark.run(long):
                numbers = " | ".join(map(_shown, (row.ours, row.beside, row.ratio)))
                yield f"| {benchmark.name} | {row.what} | {numbers} | {row.n} |"
        except SkippedError as reason:
            yield f"| {benchmark.name} | overgeslagen: {reason} | | | | |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"
