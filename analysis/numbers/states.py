"""The six states a series can be in, and the sentence that goes with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.numbers.claims import Claim
from analysis.numbers.waves import Wave

TOO_LITTLE = "te weinig gegevens"
NOTHING = "geen aanwijzing"
SIGNAL = "signaal"
TREND = "trend"
TREND_BREAK = "trendbreuk"
SERIES_BREAK = "reeksbreuk"
STATES = (TOO_LITTLE, NOTHING, SIGNAL, TREND, TREND_BREAK, SERIES_BREAK)
STOOD, NOT_YET = "dat bleef zo toen er een meetmoment bij kwam", "dat is nog niet bevestigd"
THE_SHARE, THE_MEAN = "het aandeel", "het gemiddelde"


@dataclass(frozen=True)
class Verdict:
    """What may be said of one series, and why in one Dutch sentence that names no cause.

    ``per_five_years`` is the slope as a difference of shares in five years, ``level_change`` the difference at the
    break or of the waves that stand out. ``p`` belongs to the test the state rests on; None when it rests on none.
    ``at`` is the position, by year, of the first wave after the break or of the new method, ``year`` its year.
    ``waves`` counts the waves that could be compared. ``claim`` is the line, jump or bend that is told of, if any.
    """

    state: str
    why: str
    waves: int
    per_five_years: float | None = None
    level_change: float | None = None
    p: float | None = None
    at: int | None = None
    year: float | None = None
    claim: Claim | None = None


def too_few(waves: int, needed: int) -> Verdict:
    """Not enough waves measured in the same way."""
    why = f"Er zijn nog te weinig meetmomenten die te vergelijken zijn: {waves} van de {needed} die nodig zijn."
    return Verdict(TOO_LITTLE, why, waves)


def too_thin(waves: int, least: float) -> Verdict:
    """Enough waves, but too many of them with hardly any tellers."""
    why = f"Bij meer dan een derde van de meetmomenten deelden minder dan {least:g} mensen een verhaal."
    return Verdict(TOO_LITTLE, why, waves)


def series_break(waves: Sequence[Wave], at: int, comparable: int) -> Verdict:
    """The method changed at wave ``at``, and the level with it."""
    why = f"Vanaf {_year(waves[at])} is er anders gemeten; cijfers van daarvoor en daarna zijn niet te vergelijken."
    return Verdict(SERIES_BREAK, why, comparable, at=at, year=float(waves[at].year))


def turn_sentence(wave: Wave, size: float, what: str, *, bend: bool, confirmed: bool) -> str:
    """What is seen from one wave on: another level, or another direction."""
    higher = "hoger" if size > 0 else "lager"
    seen = f"komt {what} {higher} uit dan de lijn van daarvoor" if bend else f"ligt {what} {higher} dan ervoor"
    after = STOOD if confirmed else NOT_YET
    return f"Vanaf {_year(wave)} {seen}, en {after}."


def trend_sentence(waves: int, size: float, what: str, *, confirmed: bool) -> str:
    """What is seen over all comparable waves together."""
    movement = "stijgt" if size > 0 else "daalt"
    after = STOOD if confirmed else NOT_YET
    return f"Over {waves} vergelijkbare meetmomenten {movement} {what}, en {after}."


def stand_out_sentence(distance: float) -> str:
    """What is seen in the last waves alone."""
    higher = "hoger" if distance > 0 else "lager"
    return f"De laatste meting ligt {higher} dan bij de eerdere meetmomenten gewoon was, en {NOT_YET}."


def nothing_sentence(waves: int) -> str:
    """No clear difference, which is not the same as no difference."""
    return f"We zien in {waves} vergelijkbare meetmomenten nog geen duidelijk verschil."


def _year(wave: Wave) -> str:
    return f"{wave.year:.0f}" if wave.year % 1 == 0 else f"halverwege {int(wave.year)}"
