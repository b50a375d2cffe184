"""Every table of the corpus, for migrations: importing this module registers them all."""

from corpus import (
    accounts,
    areas,
    audio,
    breaks,
    cards,
    codebook,
    coding,
    contact,
    figures,
    findings,
    interviews,
    journal,
    kiosks,
    readings,
    rounds,
    stories,
)

__all__ = [
    "accounts",
    "areas",
    "audio",
    "breaks",
    "cards",
    "codebook",
    "coding",
    "contact",
    "figures",
    "findings",
    "interviews",
    "journal",
    "kiosks",
    "readings",
    "rounds",
    "stories",
]
