"""The catalogue of narrative indicators in words: names, definitions, and in which order the answers stand."""

from dataclasses import dataclass

#: value −1…1, shown as a whole number −100…+100
BALANCE = "balans"
#: value 0…1, shown as so many of the 100
SHARE = "aandeel"


@dataclass(frozen=True)
class Indicator:
    """An indicator as a reader meets it: name, kind of value, the answers behind it, and its definition."""

    id: str
    name: str
    kind: str
    definition: str
    answers: tuple[str, ...] = ()
    #: what the derived line is called beside the bars
    line: str = ""


UNANSWERED = ("weet_niet", "overgeslagen")
CHANGE = ("beter", "hetzelfde", "slechter", *UNANSWERED)
FEELING = ("heel_positief", "positief", "neutraal", "negatief", "heel_negatief", "gemengd", *UNANSWERED)

_NET = "(beter − slechter) / (beter + hetzelfde + slechter)"
_AGREE = "deel van de vertellers dat 'klopt helemaal' of 'klopt een beetje' koos"

INDICATORS = {
    entry.id: entry
    for entry in (
        Indicator(
            "NI-01",
            "Gevoel bij het eigen verhaal",
            BALANCE,
            "gemiddelde van het gevoel dat de verteller zelf koos: heel positief 1, positief ½, neutraal 0, "
            "negatief −½, heel negatief −1, goed én lastig 0",
            FEELING,
            "Gemiddeld gevoel",
        ),
        Indicator("NI-02", "Goed én lastig tegelijk", SHARE, "deel van de vertellers dat 'goed én lastig' koos"),
        Indicator("NI-03", "Mijn leven", BALANCE, f"ervaren verandering in het eigen leven: {_NET}", CHANGE, "Saldo"),
        Indicator("NI-04", "Mijn buurt", BALANCE, f"ervaren verandering in de eigen buurt: {_NET}", CHANGE, "Saldo"),
        Indicator("NI-06", "Hoop op een goede toekomst", SHARE, _AGREE),
        Indicator("NI-07", "Zelf iets kunnen veranderen", SHARE, _AGREE),
        Indicator("NI-08", "Vertrouwen dat er iets gebeurt", SHARE, f"{_AGREE}; vanaf 12 jaar"),
        Indicator("NI-10", "Verhalen die een thema noemen", SHARE, "deel van de verhalen dat het thema noemt"),
        Indicator(
            "NI-11", "Gevoel bij een thema", BALANCE, "gemiddeld gevoel (als NI-01) van vertellers die het noemen"
        ),
        Indicator("NI-19", "Krachten genoemd", SHARE, "deel van de vertellers dat een kracht van de buurt noemt"),
        Indicator(
            "NI-20",
            "Bereik en spreiding",
            SHARE,
            "vertellers gedeeld op het geschatte aantal mensen van de groep; de delen tonen groep, manier en taal",
        ),
    )
}

_LABELS = {
    "weet_niet": "weet ik niet",
    "gemengd": "goed én lastig",
    "heel_positief": "heel positief",
    "heel_negatief": "heel negatief",
    "modus:zelf_typen": "zelf getypt",
    "modus:zelf_inspreken": "zelf ingesproken",
    "modus:hulp_typt": "iemand hielp met typen",
    "modus:interview": "gesprek met een jongerenwerker",
    "modus:groep": "in een groep",
    "taal:nl": "Nederlands",
    "taal:tr": "Turks",
    "taal:ar": "Arabisch",
    "taal:en": "Engels",
    "taal:pl": "Pools",
    "taal:de": "Duits",
    "taal:ti": "Tigrinya",
    "taal:und": "taal onbekend",
    "groep:kind": "kinderen",
    "groep:jongere": "jongeren",
    "groep:ouder": "ouders",
}
GROUP_NAMES = {"kind": "kinderen", "jongere": "jongeren", "ouder": "ouders", "alle": "alle groepen"}


def label(answer: str) -> str:
    """An answer, mode, language or group in the words of a page."""
    return _LABELS.get(answer, answer.partition(":")[2] or answer.replace("_", " "))
