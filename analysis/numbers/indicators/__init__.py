"""The catalogue of narrative indicators, NI-01 … NI-21: how each is measured over any cell of the ladder.

All are measured over stories but NI-16, feedback given: it counts areas and rounds (``feedback``).
"""

from analysis.numbers.cells import AREA, CITY, PROGRAMME
from analysis.numbers.indicators.change import apart, change_in_life, change_in_neighbourhood, life_by_neighbourhood
from analysis.numbers.indicators.estimate import Estimate, Measure
from analysis.numbers.indicators.feeling import agreement_of_text, feeling_balance, mixed_share
from analysis.numbers.indicators.outlook import hope, influence, life_mark, trust
from analysis.numbers.indicators.reach import reach
from analysis.numbers.indicators.strengths import marker_share, markers, stigma_share, strengths_named
from analysis.numbers.indicators.themes import all_themes, named_together, pairs, theme_feeling, theme_share
from analysis.numbers.indicators.triangles import (
    line_profile,
    lines,
    linked,
    told_together,
    who,
    who_made_the_difference,
)

__all__ = ["MEASURES", "Estimate", "Measure"]

MEASURES = (
    Measure("NI-01", feeling_balance),
    Measure("NI-02", mixed_share),
    Measure("NI-03", change_in_life),
    Measure("NI-04", change_in_neighbourhood),
    Measure("NI-05", life_by_neighbourhood, apart),
    Measure("NI-06", hope),
    Measure("NI-07", influence),
    Measure("NI-08", trust),
    Measure("NI-09", life_mark),
    Measure("NI-10", theme_share, all_themes),
    Measure("NI-11", theme_feeling, all_themes),
    Measure("NI-12", line_profile, lines),
    Measure("NI-13", told_together, linked),
    Measure("NI-14", named_together, pairs, yearly=True, levels=(CITY, PROGRAMME), whole_group_only=True),
    Measure("NI-15", who_made_the_difference, who),
    Measure("NI-17", marker_share, markers),
    Measure("NI-18", stigma_share, least=30, yearly=True, levels=(AREA, CITY, PROGRAMME), whole_group_only=True),
    Measure("NI-19", strengths_named),
    Measure("NI-20", reach),
    Measure("NI-21", agreement_of_text, levels=(CITY, PROGRAMME)),
)
