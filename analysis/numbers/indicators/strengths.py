"""NI-17, NI-18 and NI-19: what people coded as strength, hope, trust and self-stigma, and strengths named."""

from analysis.numbers.indicators.estimate import Estimate, share
from analysis.numbers.marks import SAID
from analysis.numbers.observations import STRENGTH, Array, Observations

STIGMA = "M3"


def markers(observations: Observations) -> tuple[str, ...]:
    """The markers of strength, hope and trust, with their sign; never the one of self-stigma."""
    return tuple(marker for marker in observations.marker_ids if not marker.startswith(STIGMA))


def marker_share(observations: Observations, cell: Array, marker: str) -> Estimate:
    """NI-17 Marker in de tekst: stories in which people coded the marker / stories that people coded. Range 0 … 1."""
    at = observations.marker_ids.index(marker)
    return share(observations, cell, cell & observations.human, observations.markers[:, at])


def stigma_share(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-18 Zelfstigma: stories in which people coded M3 / stories that people coded. Range 0 … 1, lower is better.

    By area or wider and by year or longer only, for all residents together, never by machine, never by person.
    """
    at = observations.marker_ids.index(STIGMA)
    return share(observations, cell, cell & observations.human, observations.markers[:, at])


def strengths_named(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-19 Krachten genoemd: tellers who named a strength of the neighbourhood / tellers who were asked. Range 0 … 1.

    Here passing over is an answer too: nobody is asked to invent a strength.
    """
    asked = cell & (observations.names[STRENGTH] != "")
    return share(observations, asked, asked, observations.names[STRENGTH] == SAID)
