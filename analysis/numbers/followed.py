"""What is followed over the rounds: what each teller says of it, and the waves and strata this makes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.numbers.indicators.estimate import CHANGES
from analysis.numbers.indicators.outlook import AGREES
from analysis.numbers.intervals import Z95
from analysis.numbers.marks import MIXED
from analysis.numbers.observations import HOPE, LIFE, NEIGHBOURHOOD, Array, Observations
from analysis.numbers.waves import Series, Wave
from corpus.indicators import INDICATORS
from corpus.rounds import Round

THEMES = "NI-10"
#: means, put on 0 … 1 to be followed: unit per step of the share
MEANS = {"NI-01": 2.0}
BETTER = CHANGES[0]


@dataclass(frozen=True)
class Outcome:
    """What stories say of one indicator: which of them count, and a value 0 … 1 for each."""

    valid: Array
    value: Array


def outcome(observations: Observations, indicator: str, subject: str = "") -> Outcome:
    """What is followed of an indicator. A feeling −1 … 1 is put on 0 … 1; of a change the share "beter" is followed.

    Raises KeyError for an indicator that is not followed.
    """
    if indicator == THEMES:
        return Outcome(observations.coded, observations.themes[:, observations.theme_ids.index(subject)].astype(float))
    if indicator in ("NI-03", "NI-04"):
        answers = observations.names[LIFE if indicator == "NI-03" else NEIGHBOURHOOD]
        return Outcome(np.isin(answers, CHANGES), (answers == BETTER).astype(float))
    feeling, hope = observations.feeling, observations.numbers[HOPE]
    told = {
        "NI-01": Outcome(~np.isnan(feeling), (np.nan_to_num(feeling) + 1) / 2),
        "NI-02": Outcome(~np.isnan(feeling), (observations.feeling_name == MIXED).astype(float)),
        "NI-06": Outcome(~np.isnan(hope), (np.nan_to_num(hope) >= AGREES).astype(float)),
    }
    return told[indicator]


def read_by_people(observations: Observations, subject: str) -> Outcome:
    """The share of stories that name a theme, by the codes of people alone."""
    at = observations.theme_ids.index(subject)
    return Outcome(observations.human & observations.coded, observations.human_themes[:, at].astype(float))


def smallest(indicator: str) -> float:
    """The smallest change that matters of an indicator, on the scale 0 … 1 that is followed."""
    return (INDICATORS[indicator].sesoi or 0.10) / MEANS.get(indicator, 1.0)


def when(window: Round) -> float:
    """The opening of a round in years: 2026.75 is the end of September 2026."""
    return window.opens.year + (window.opens.timetuple().tm_yday - 1) / 365.25


@dataclass(frozen=True)
class Followed:
    """One outcome among some of the stories, over the rounds given: (round id, time in years)."""

    observations: Observations
    told: Outcome
    cell: Array
    rounds: Sequence[tuple[str, float]]

    def waves(self, broken: set[str], *, graded: bool = False) -> list[Wave]:
        """The waves; a round in ``broken`` is the first of a new way of measuring.

        A ``graded`` answer goes in with the tellers that its variance is worth as a share (as n_eff of a weighted one).
        """
        found = []
        for name, year in self.rounds:
            values = self.told.value[self._here(name)]
            n, share = float(len(values)), float(values.mean()) if len(values) else 0.0
            varied = float(values.var(ddof=1)) if graded and len(values) > 1 else 0.0
            worth = n * share * (1 - share) / varied if varied > 0 else n
            found.append(Wave(year, share * worth, worth, name in broken))
        return found

    def only(self, which: Array) -> "Followed":
        """The same among fewer stories."""
        return replace(self, cell=self.cell & which)

    def as_told(self, told: Outcome) -> "Followed":
        """The same stories, by another reading of them."""
        return replace(self, told=told)

    def series(self, weights: Array | None = None) -> Series:
        """The columns of the rounds with tellers; weighted shares count for their effective n (Kish 1965)."""
        rows = []
        for name, year in self.rounds:
            here = self._here(name)
            w = np.ones(int(here.sum())) if weights is None else weights[here]
            if w.sum() > 0:  # also leaves out a round that is not weighted: its weights are nan
                worth = float(w.sum() ** 2 / (w @ w))
                rows.append((year, worth * float(w @ self.told.value[here] / w.sum()), worth))
        return Series(*np.array(rows, dtype=np.float64).reshape(-1, 3).T)

    def strata(self, names: Array) -> list[Series]:
        """A series for each name of a stratum among the stories that count."""
        present = sorted({str(name) for name in names[self.cell & self.told.valid]})
        return [self.only(np.asarray(names == name)).series() for name in present]

    def in_every_round(self, names: Array) -> Array:
        """Which stories have a name that occurs in every round given."""
        occurring = [{str(name) for name in names[self._here(of)]} for of, _ in self.rounds]
        return np.isin(names, sorted(set.intersection(*occurring))) if occurring else np.zeros(len(names), dtype=bool)

    def largest(self, names: Array) -> str:
        """The name that occurs most, of the stories that have one; empty without any."""
        told, counts = np.unique(names[self.cell & self.told.valid & (names != "")].astype(str), return_counts=True)
        return str(told[counts.argmax()]) if len(told) else ""

    def _here(self, name: str) -> Array:
        return np.asarray(self.cell & self.told.valid & (self.observations.round == name))


def tellers_worth(share: float, low: float, high: float) -> float:
    """The number of tellers n of which Wilson's band for ``share`` is as wide as this one: his interval turned around.

    With h half its width and c = z²/n: (¼ − h²)c² − (2h² − p(1−p))c − h² = 0.
    """
    h2 = ((high - low) / 2) ** 2
    a, b = 0.25 - h2, 2 * h2 - share * (1 - share)
    return float(Z95**2 * 2 * a / (b + math.sqrt(b**2 + 4 * a * h2)))
