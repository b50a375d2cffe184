"""Which stories lie beside which figure: pairs fixed beforehand, with the sign of the figure and its lag in years."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A theme or a change told by residents, and the figure that is laid beside it.

    ``higher_is_better`` is the sign of the figure, ``least`` the smallest change of it that counts, in its own unit,
    and ``lag`` how many years later than the world its source usually is. ``theme`` is empty where only the change
    item of the line can tell a direction.
    """

    id: str
    name: str
    line: str
    theme: str
    #: change item that tells the direction when the feeling about the theme cannot: NI-03 life, NI-04 neighbourhood
    change: str
    #: indicator code of the figure
    figure: str
    higher_is_better: bool
    least: float
    lag: int


_LIFE, _NEIGHBOURHOOD = "NI-03", "NI-04"
_LEARNING, _WORKING, _LIVING, _ACROSS = "leren", "werken", "woon- en leefomgeving", "dwars"

PAIRS = (
    Pair("L1", "Schooladvies", _LEARNING, "L1", _LIFE, "advies-onder-toets", False, 2.0, 1),
    Pair("W1", "Werk", _WORKING, "W1", _LIFE, "netto-participatie", True, 1.0, 1),
    Pair("W5", "Rondkomen", _WORKING, "W5", _LIFE, "moeilijk-rondkomen", False, 1.0, 1),
    Pair("O2", "Energie", _LIVING, "O2", _NEIGHBOURHOOD, "energiearmoede", False, 1.0, 2),
    Pair("O6", "Veiligheid", _LIVING, "O6", _NEIGHBOURHOOD, "ervaren-overlast", False, 2.0, 1),
    Pair("buurt", "De buurt", _LIVING, "", _NEIGHBOURHOOD, "rapportcijfer-woonomgeving", True, 0.2, 1),
    Pair("D2", "Alleen zijn", _ACROSS, "D2", _LIFE, "eenzaamheid", False, 2.0, 2),
)
