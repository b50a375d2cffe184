"""How the report looks: one palette, and for every answer a fill with a pattern, so that it also reads in grey."""

from typing import Any

TEAL, WARM, SUN, CORAL, INK = "#0b5c56", "#fffaf2", "#f4b942", "#d9573f", "#1f2a2e"
SOFT, SAND, RULE = "#5d676b", "#efe3cd", "#e6ddcc"

#: answer -> fill, hatch and colour of the text upon it
ANSWERS = {
    "beter": (TEAL, "", WARM),
    "hetzelfde": (SAND, "", INK),
    "slechter": (CORAL, "////", INK),
    "heel_positief": (TEAL, "", WARM),
    "positief": ("#7fbdb2", "", INK),
    "neutraal": (SAND, "", INK),
    "negatief": ("#f0a58f", "//", INK),
    "heel_negatief": (CORAL, "////", INK),
    "gemengd": (SUN, "..", INK),
    "weet_niet": ("#dfe3e3", "--", INK),
    "overgeslagen": ("#ffffff", "", INK),
}

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 13,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 13.5,
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.9,
    "legend.frameon": False,
}
