"""Every table of the corpus, for migrations: importing this module registers them all."""

from corpus import (
    accounts,
    areas,
    breaks,
    cards,
    codebook,
    coding,
    figures,
    findings,
    interviews,
    journal,
    rounds,
    stories,
)

__all__ = [
    "accounts",
    "areas",
    "breaks",
    "cards",
    "codebook",
    "coding",
    "figures",
    "findings",
    "interviews",
    "journal",
    "rounds",
    "stories",
]
