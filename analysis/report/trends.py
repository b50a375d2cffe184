"""What may be said about the rounds together: exactly one state a series, with its reason and what stays unseen."""

import math

from analysis.numbers.cells import EVERYONE, GROUPS, Shown
from analysis.numbers.followed import MEANS
from analysis.numbers.intervals import smallest_visible_difference
from analysis.report.blocks import Section
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW
from analysis.report.tables import Row, Table
from corpus.findings import TrendFinding
from corpus.indicators import GROUP_NAMES, INDICATORS

#: series that head the section, with what is counted in them
HEADLINE = {"NI-03": "deel 'beter'", "NI-04": "deel 'beter'", "NI-02": "", "NI-01": "", "NI-06": ""}
COUNTED = {"NI-03": "beter", "NI-04": "beter"}
FIVE_YEARS = 5.0
TOO_LITTLE = "te weinig gegevens"
#: state -> sign, so that no state is told by colour alone
SIGNS = {
    TOO_LITTLE: "·",
    "geen aanwijzing": "○",
    "signaal": "◐",
    "trend": "↗",
    "trendbreuk": "◆",
    "reeksbreuk": "┆",
}
#: states in which a series moved
MOVED = ("signaal", "trend", "trendbreuk")


def series_name(material: Material, indicator: str, group: str, subject: str = "") -> str:
    """What a series counts, of whom: "Mijn leven: deel 'beter', jongeren"."""
    if subject:
        return f"Verhalen over ‘{material.theme_name(subject)}’, {GROUP_NAMES[group]}"
    counted = HEADLINE.get(indicator, "")
    return f"{INDICATORS[indicator].name}{f': {counted}' if counted else ''}, {GROUP_NAMES[group]}"


def state_of(material: Material, place: Place, indicator: str, group: str = EVERYONE, subject: str = "") -> str:
    """The state of a series with its sign, for a table."""
    found = material.trend(place, indicator, group, subject)
    state = found.state if found else TOO_LITTLE
    if found and state == "trend":
        return f"{'↗' if (found.per_five_years or 0) > 0 else '↘'} trend"
    return f"{SIGNS.get(state, '')} {state}".strip()


def trend_sentence(material: Material, place: Place, found: TrendFinding) -> str:
    """One finding in plain words, with its size where it moved and never with a cause.

    A slope is told over the rounds that were seen: five years are never made out of two.
    """
    if found.state == "trendbreuk" and found.level_change:
        return f"{found.why} Het verschil is {_points(found, found.level_change)}."
    seen = material.series(place, found.indicator, found.group, found.subject).comparable
    if found.state == "trend" and found.per_five_years and len(seen) == found.waves > 1:
        (first, _), (last, _) = seen[0], seen[-1]
        change = found.per_five_years * (last.at - first.at) / FIVE_YEARS
        return f"{found.why} Het verschil tussen {first.name} en {last.name} is {_points(found, change)}."
    return found.why


def _points(found: TrendFinding, change: float) -> str:
    size = f"ongeveer {max(1, abs(round(100 * change)))}"
    return f"{size} punten op de schaal van −100 tot +100" if found.indicator in MEANS else f"{size} van de 100"


def steady_sentence(found: TrendFinding) -> str:
    """On how few rounds a claim hangs: in how many of the series with one round left out it still stands."""
    if not found.checks or found.state not in MOVED:
        return ""
    left = found.checks["rounds"]
    return f"Laten we steeds één meetmoment weg, dan blijft dit {left['agree']} van de {left['of']} keer staan."


def unseen_sentence(cell: Shown) -> str:
    """The smallest difference that these numbers of tellers can show between two rounds; nothing for a mean."""
    if cell.key.indicator in MEANS:
        return ""
    share = cell.parts.get(COUNTED[cell.key.indicator]) if cell.key.indicator in COUNTED else cell.value
    if share is None or not cell.n or not 0 <= share <= 1:
        return ""
    least = smallest_visible_difference(share, cell.n)
    if math.isnan(least):
        return "Met deze aantallen is tussen twee meetmomenten geen enkel verschil te zien."
    size = f"kleiner dan ongeveer {least:.0f} van de 100"
    return f"Met deze aantallen is een verschil {size} tussen twee meetmomenten niet te zien."


def tests_done(material: Material) -> int:
    """How many series were tested in all families together."""
    return sum({found.family: found.tests for found in material.trends}.values())


def moved(material: Material, place: Place) -> list[TrendFinding]:
    """The headline series of a place that moved and may be told, everyone together first."""
    groups = dict.fromkeys((EVERYONE, *GROUPS))
    found = [material.trend(place, indicator, group) for group in groups for indicator in HEADLINE]
    return [one for one in (*found, *_themes(material, place)) if one is not None and one.state in MOVED]


def _themes(material: Material, place: Place) -> list[TrendFinding | None]:
    """The series of the themes, of everyone together."""
    themes = material.codebook.themes
    return [material.trend(place, "NI-10", EVERYONE, theme.id) for theme in themes]


def trends_section(material: Material, place: Place) -> Section:
    """Every headline series with its state, in fixed order; what was tested and not found stands there as well."""
    groups = dict.fromkeys((EVERYONE, *GROUPS))
    found = [_row(material, place, indicator, group) for indicator in HEADLINE for group in groups]
    themes = [_theme_row(material, place, one) for one in _themes(material, place) if one and one.state in MOVED]
    rows = tuple(one for one in (*found, *themes) if one is not None)
    if not rows:
        text = "Er zijn nog geen reeksen over de tijd: daarvoor zijn minstens vier meetmomenten nodig."
        return Section("trends", "Over de tijd", (text,))
    tested = tests_done(material)
    text = f"Wij toetsten in alle gebieden samen {tested} reeksen. Wij houden rekening met toevallige uitschieters."
    table = Table("De hoofdreeksen en hun staat", ("reeks", "staat", "wat wij zien"), rows)
    keys = " · ".join(f"{sign} {state}" for state, sign in SIGNS.items() if state != TOO_LITTLE)
    note = "Een trendbreuk is een verandering in de wereld; een reeksbreuk is een verandering in de meting."
    return Section("trends", "Over de tijd", (text,), tables=(table,), notes=(keys, note))


def _theme_row(material: Material, place: Place, found: TrendFinding) -> Row:
    head = series_name(material, "NI-10", found.group, found.subject)
    state = state_of(material, place, "NI-10", found.group, found.subject)
    return Row(head, (state, f"{trend_sentence(material, place, found)} {steady_sentence(found)}".strip()))


def _row(material: Material, place: Place, indicator: str, group: str) -> Row | None:
    if material.finding(place, indicator, group) is None:
        return None
    head, state = series_name(material, indicator, group), state_of(material, place, indicator, group)
    found, cell = material.trend(place, indicator, group), material.cell(place, indicator, group)
    if found is None or cell is None:
        return Row(head, (state, f"Er zijn {TOO_FEW} om dit te tonen."))
    unseen = "" if found.state == "reeksbreuk" else unseen_sentence(cell)
    told = (trend_sentence(material, place, found), steady_sentence(found), unseen)
    return Row(head, (state, " ".join(sentence for sentence in told if sentence)))
