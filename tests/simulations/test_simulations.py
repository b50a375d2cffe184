"""The short version of the simulations: what the numbers do where the truth is known."""

from collections.abc import Callable, Iterator

import pytest

from tests.simulations import table
from tests.simulations.table import SHORT, Row, Size

PARTS = [table.coverage, table.quiet, table.power, table.changes, table.composition, table.calibration]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_numbers_do_what_they_promise_where_the_truth_is_known(part: Callable[[Size], Iterator[Row]]) -> None:
    outside = [row for row in part(SHORT) if not row.holds]
    assert outside == []
