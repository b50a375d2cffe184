"""Agreement between coders: the quick band is that of the package, and a rare code is pooled over two years."""

import math

import krippendorff
import numpy as np
import pytest

from analysis.numbers.calibration import calibrated
from analysis.numbers.coders import _alphas, agreements, alpha_band
from corpus.codebook import reference
from corpus.coding import doubly_coded, marker_codes, ratings, settled_codes
from corpus.coding_agreement import LEAST_POSITIVE
from corpus.database import reading, writing
from corpus.rounds import CLOSED, Round
from corpus.samples.codes import LEFT, SECOND_READER, _labels, load_codes
from corpus.stories import Story, seal_words


@pytest.mark.parametrize("seed", range(5))
def test_alpha_from_counts_is_the_alpha_of_the_package(seed):
    draws = np.random.default_rng(seed)
    first = draws.random(60) < 0.3
    second = np.where(draws.random(60) < 0.1, ~first, first)
    found = first.astype(int) + second
    counts = np.array([[(found == times).sum() for times in (0, 1, 2)]])
    expected = krippendorff.alpha(np.array([first, second], dtype=float), level_of_measurement="nominal")
    assert _alphas(counts)[0] == pytest.approx(expected)


def test_a_band_holds_the_alpha_and_the_same_codes_give_the_same_band():
    first, second = [1.0] * 20 + [0.0] * 60, [1.0] * 16 + [0.0] * 62 + [1.0] * 2
    low, high = alpha_band(first, second)
    alpha = krippendorff.alpha([first, second], level_of_measurement="nominal")
    assert low < alpha < high <= 1
    assert alpha_band(first, second) == (low, high)


@pytest.mark.parametrize("rows", [([], []), ([0.0] * 9, [0.0] * 9)])
def test_without_anybody_finding_it_there_is_no_band(rows):
    assert all(math.isnan(edge) for edge in alpha_band(*rows))


def test_a_stratum_that_people_coded_whole_needs_no_thirty():
    machine = np.arange(100) < 12
    human = np.arange(100) < 9
    everything = np.ones(100, dtype=bool)
    value, low, high = calibrated(machine, human, everything, everything)
    assert value == pytest.approx(0.09)
    assert low < value < high
    assert calibrated(machine, human, everything, np.arange(100) != 3) is None


def test_the_codes_of_the_demo_are_drawn_blind_where_read_twice_and_settled_and_loading_again_adds_none(house):
    ids = [*_labels(SECOND_READER)][:120]
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = CLOSED
        for one in ids:
            told = {"questionnaire": "ouder@1", "group": "ouder", "language": "nl", "mode": "zelf_typen"}
            words = {"sealed": seal_words(house.vault, one, {}), "digest": one, "receipt": None, "received": "2026-11"}
            marks = {"VERHAAL": {"state": "answered"}}
            session.add(Story(id=one, round_id="2026-najaar", marks=marks, **told, **words))
        session.flush()
        assert load_codes(session) > 2 * (120 - LEFT)
        assert load_codes(session) == 0
    with reading(house.engine) as session:
        pairs = doubly_coded(session, "2026-najaar")
        assert len(pairs) == 120 - LEFT
        assert all(one.blind and one.drawn and one.coder != other.coder for one, other in pairs.values())
        assert set(settled_codes(session)) == set(ids)
        found = {one.code: one for one in agreements(session, reference(), "proef")}
    rows = ratings(pairs.values(), "O6")
    assert found["O6"].alpha == pytest.approx(krippendorff.alpha(rows, level_of_measurement="nominal"))
    assert found["O6"].positives >= LEAST_POSITIVE
    assert found["O6"].pairs == 120 - LEFT
    assert set(found) == {*(theme.id for theme in reference().themes), *marker_codes(reference())}
