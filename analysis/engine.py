"""Runs one function over many batches: in this process, in processes of this machine, or on a Dask cluster."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

B = TypeVar("B")
R = TypeVar("R")

LOCAL, DASK = "local", "dask"
#: under this many items starting workers takes longer than the work
SMALL = 200


class EngineError(RuntimeError):
    """The asked engine cannot be used here; the message says why, in Dutch."""


def run_batches(
    function: Callable[[B], R],
    batches: Iterable[B],
    engine: str = LOCAL,
    scheduler: str = "",
    workers: int | None = None,
) -> Iterator[R]:
    """Yield ``function(batch)`` for every batch, in order, while later batches are still being worked on.

    Few items (under ``SMALL``) are done in this process. ``workers`` is the number of processes (default: every core).
    Raises EngineError for an unknown engine or a Dask cluster that cannot be used.
    """
    if engine not in (LOCAL, DASK):
        raise EngineError(f"VERHAAL_ENGINE: {engine} bestaat niet. Kies local of dask.")
    waiting = iter(batches)
    if engine == LOCAL:
        first, few = _first(waiting)
        if few or workers == 1:
            return map(function, chain(first, waiting))
        waiting = chain(first, waiting)
    elif not scheduler:
        raise EngineError("VERHAAL_SCHEDULER: voor dask is het adres van de scheduler nodig, zoals tcp://adres:8786.")
    elif find_spec("distributed") is None:
        raise EngineError("Voor dask is het pakket distributed nodig: installeer het project met de extra [dask].")
    return _spread(function, waiting, engine, scheduler, workers)


def _first(batches: Iterator[B]) -> tuple[list[B], bool]:
    """The first batches up to ``SMALL`` items, and whether that was all."""
    first: list[B] = []
    items = 0
    for batch in batches:
        first.append(batch)
        items += len(batch) if hasattr(batch, "__len__") else 1
        if items >= SMALL:
            following = list(islice(batches, 1))
            return first + following, not following
    return first, True


def _spread(
    function: Callable[[B], R], batches: Iterator[B], engine: str, scheduler: str, workers: int | None
) -> Iterator[R]:
    settings: dict[str, Any] = {"backend": "loky"}
    with ExitStack() as open_things:
        if engine == DASK:
            settings = {"backend": "dask", "client": open_things.enter_context(_client(scheduler))}
        with parallel_config(n_jobs=workers or -1, **settings):
            yield from Parallel(return_as="generator", pre_dispatch="2*n_jobs")(delayed(function)(b) for b in batches)


def _client(scheduler: str) -> Any:
    """A client of the cluster at that address; Dask is an extra that few have, hence looked up by name."""
    try:
        return import_module("distributed").Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise EngineError(f"VERHAAL_SCHEDULER: op {scheduler} antwoordt geen Dask-scheduler.") from error
