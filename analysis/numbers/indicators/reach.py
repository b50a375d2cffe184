"""NI-20: who told, how, in which language, and how much it leans on few collectors."""

from collections import Counter

from analysis.numbers.indicators.estimate import NAN, Estimate, dominance
from analysis.numbers.observations import Array, Observations


def reach(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-20 Bereik en spreiding: counts of tellers by group, way of telling and language.

    ``value`` is filled in by the ladder where a population is known: tellers / people of the group. ``hhi`` is the
    Herfindahl–Hirschman index Σ share² over collectors among collected stories (1/k … 1; nan without collectors).
    """
    n = int(cell.sum())
    parts: dict[str, float] = {}
    for name, values in (("modus", observations.mode), ("taal", observations.language), ("groep", observations.group)):
        for answer, count in sorted(Counter(values[cell]).items()):
            parts[f"{name}:{answer}"] = float(count)
    collectors = Counter(code for code in observations.collector[cell] if code)
    collected = sum(collectors.values())
    parts["opgehaald"] = float(collected)
    if collected:
        parts["hhi"] = sum((count / collected) ** 2 for count in collectors.values())
    return Estimate(n, n, NAN, NAN, NAN, parts, dominance(observations, cell))
