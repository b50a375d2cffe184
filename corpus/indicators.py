"""The catalogue of narrative indicators in words: the question each answers, how it is counted, and in which order."""

from dataclasses import dataclass

#: value −1…1, shown as a whole number −100…+100
BALANCE = "balans"
#: value 0…1, shown as so many of the 100
SHARE = "aandeel"
#: value 0…10
MARK = "cijfer"
#: value 0 and up, 1 is chance
RATIO = "verhouding"
#: value −1…1, shown with two decimals
AGREEMENT = "overeenkomst"

RANGES = {
    BALANCE: (-1.0, 1.0),
    SHARE: (0.0, 1.0),
    MARK: (0.0, 10.0),
    RATIO: (0.0, float("inf")),
    AGREEMENT: (-1.0, 1.0),
}
UNITS = {
    BALANCE: "punten van −100 tot +100",
    SHARE: "van de 100",
    MARK: "cijfer van 0 tot 10",
    RATIO: "verhouding; 1 is toeval",
    AGREEMENT: "van −1 tot 1",
}
HIGHER_IS_BETTER, HIGHER_IS_WORSE, NO_DIRECTION = (
    "hoger is gunstiger",
    "lager is gunstiger",
    "hoger is niet beter of slechter",
)
AREA, CITY = "gebied", "stad"


@dataclass(frozen=True)
class Indicator:
    """An indicator as a reader meets it: its name, the question it answers, and what is counted among whom.

    ``definition`` is the formula in words, ``kind`` gives unit and range, ``level`` is the finest place it is told for,
    ``answers`` are the bars it is shown with and ``line`` what the derived value is called beside them.
    """

    id: str
    name: str
    kind: str
    definition: str
    question: str
    numerator: str
    denominator: str
    answers: tuple[str, ...] = ()
    line: str = ""
    direction: str = HIGHER_IS_BETTER
    level: str = "buurt"
    version: int = 1

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value there can be."""
        return RANGES[self.kind]

    @property
    def unit(self) -> str:
        """The unit in which it is read."""
        return UNITS[self.kind]


UNANSWERED = ("weet_niet", "overgeslagen")
CHANGE = ("beter", "hetzelfde", "slechter", *UNANSWERED)
FEELING = ("heel_positief", "positief", "neutraal", "negatief", "heel_negatief", "gemengd", *UNANSWERED)
AGREEING = ("klopt_helemaal", "klopt_beetje", "klopt_niet_zo", "klopt_niet", *UNANSWERED)

_NET = "(beter − slechter) / (beter + hetzelfde + slechter)"
_AGREE = "deel van de vertellers dat 'klopt helemaal' of 'klopt een beetje' koos"
_ANSWERED, _CODED, _BY_PEOPLE = "vertellers met een antwoord", "gelezen verhalen", "verhalen die mensen codeerden"

_CATALOGUE = (
    Indicator(
        "NI-01",
        "Gevoel bij het eigen verhaal",
        BALANCE,
        "gemiddelde van het gevoel dat de verteller zelf koos: heel positief 1, positief ½, neutraal 0, "
        "negatief −½, heel negatief −1, goed én lastig 0",
        "Hoe kijken vertellers terug op wat ze meemaakten?",
        "som van het gekozen gevoel",
        _ANSWERED,
        FEELING,
        "Gemiddeld gevoel",
    ),
    Indicator(
        "NI-02",
        "Goed én lastig tegelijk",
        SHARE,
        "deel van de vertellers dat 'goed én lastig' koos",
        "Hoeveel verhalen zijn allebei?",
        "vertellers die 'goed én lastig' kozen",
        _ANSWERED,
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-03",
        "Mijn leven",
        BALANCE,
        f"ervaren verandering in het eigen leven: {_NET}",
        "Gaat het vertellers beter of slechter dan een jaar geleden?",
        "beter min slechter",
        "beter, hetzelfde en slechter samen",
        CHANGE,
        "Beter min slechter",
    ),
    Indicator(
        "NI-04",
        "Mijn buurt",
        BALANCE,
        f"ervaren verandering in de eigen buurt: {_NET}",
        "Gaat het beter of slechter met de buurt dan een jaar geleden?",
        "beter min slechter",
        "beter, hetzelfde en slechter samen",
        CHANGE,
        "Beter min slechter",
    ),
    Indicator(
        "NI-05",
        "Leven en buurt uit elkaar",
        SHARE,
        "deel van de vertellers bij wie leven en buurt een andere kant op gaan: spanning is leven beter en buurt "
        "slechter, achterblijven is leven slechter en buurt beter",
        "Gaat het met mensen en met hun buurt dezelfde kant op?",
        "vertellers bij wie ze uit elkaar gaan",
        "vertellers die beide vragen beantwoordden",
        direction=HIGHER_IS_WORSE,
    ),
    Indicator(
        "NI-06",
        "Hoop op een goede toekomst",
        SHARE,
        _AGREE,
        "Verwachten vertellers een goede toekomst?",
        "vertellers die het eens zijn",
        _ANSWERED,
        AGREEING,
    ),
    Indicator(
        "NI-07",
        "Zelf iets kunnen veranderen",
        SHARE,
        _AGREE,
        "Denken vertellers dat ze zelf iets kunnen veranderen?",
        "vertellers die het eens zijn",
        _ANSWERED,
        AGREEING,
    ),
    Indicator(
        "NI-08",
        "Vertrouwen dat er iets gebeurt",
        SHARE,
        f"{_AGREE}; vanaf 12 jaar",
        "Denken vertellers dat er iets met hun verhaal gebeurt?",
        "vertellers die het eens zijn",
        _ANSWERED,
        AGREEING,
    ),
    Indicator(
        "NI-09",
        "Cijfer voor het leven",
        MARK,
        "gemiddelde van het cijfer van 0 tot 10; wie wil, geeft er een. Niet te vergelijken met cijfers van elders",
        "Welk cijfer geven vertellers hun leven?",
        "som van de cijfers",
        "vertellers die een cijfer gaven",
    ),
    Indicator(
        "NI-10",
        "Verhalen die een thema noemen",
        SHARE,
        "deel van de verhalen dat het thema noemt; een verhaal kan er meer noemen",
        "Waar gaan verhalen over?",
        "verhalen die het thema noemen",
        _CODED,
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-11",
        "Gevoel bij een thema",
        BALANCE,
        "gemiddeld gevoel (als NI-01) van vertellers die het noemen, vanaf 20 vertellers",
        "Hoe voelt het om over dit thema te vertellen?",
        "som van het gekozen gevoel",
        "vertellers die het thema noemen",
    ),
    Indicator(
        "NI-12",
        "Waar verhalen over gaan, zelf aangewezen",
        SHARE,
        "gemiddeld deel van leren, werken of wonen in de driehoek die de verteller zelf invulde; samen 1",
        "Waar gaat het verhaal over volgens de verteller?",
        "som van de delen",
        "vertellers die een plek aanwezen",
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-13",
        "Koppelkans, zelf verteld",
        SHARE,
        "deel van de vertellers dat geen hoek van de driehoek koos, maar tussen twee of drie lijnen in",
        "Welke lijnen horen volgens vertellers bij elkaar?",
        "vertellers die ertussenin wezen",
        "vertellers die een plek aanwezen",
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-14",
        "Koppelkans in de tekst",
        RATIO,
        "hoeveel vaker twee thema's samen voorkomen dan bij toeval (Mantel–Haenszel, per derde van lengte en manier "
        "van vertellen), vanaf 10 verhalen met allebei",
        "Welke thema's worden vaak samen genoemd?",
        "verhalen met allebei of geen van beide",
        "verhalen met een van de twee",
        direction=NO_DIRECTION,
        level=CITY,
    ),
    Indicator(
        "NI-15",
        "Wie of wat het verschil maakte",
        SHARE,
        "gemiddeld deel van zelf, mensen om mij heen en instanties in de driehoek; en het deel dat 'niemand' koos",
        "Wie of wat maakte volgens vertellers het verschil?",
        "som van de delen",
        "vertellers die een plek aanwezen",
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-16",
        "Teruggekoppeld",
        SHARE,
        "deel van de gebieden en meetmomenten met een terugkoppeling binnen 8 weken na sluiten",
        "Horen vertellers terug wat er met hun verhaal gebeurde?",
        "terugkoppelingen binnen 8 weken",
        "gesloten meetmomenten, per gebied met verhalen",
        level=AREA,
    ),
    Indicator(
        "NI-17",
        "Hoop, kracht en vertrouwen in de tekst",
        SHARE,
        "deel van de verhalen waarin mensen de marker zagen; hoop en vertrouwen met hun richting",
        "Spreekt er hoop, kracht of vertrouwen uit verhalen?",
        "verhalen met de marker",
        _BY_PEOPLE,
    ),
    Indicator(
        "NI-18",
        "Zelfstigma in de tekst",
        SHARE,
        "deel van de verhalen waarin mensen zelfstigma zagen; per jaar, vanaf 30 verhalen, voor alle groepen samen",
        "Denken vertellers dat iets niet voor mensen zoals zij is?",
        "verhalen met de marker",
        _BY_PEOPLE,
        direction=HIGHER_IS_WORSE,
        level=AREA,
    ),
    Indicator(
        "NI-19",
        "Krachten genoemd",
        SHARE,
        "deel van de vertellers dat een kracht van de buurt noemt",
        "Zien vertellers wat er sterk is in hun buurt?",
        "vertellers die een kracht noemen",
        "vertellers aan wie het gevraagd is",
    ),
    Indicator(
        "NI-20",
        "Bereik en spreiding",
        SHARE,
        "vertellers gedeeld op het geschatte aantal mensen van de groep; de delen tonen groep, manier en taal",
        "Wie vertelden er, en hoe?",
        "vertellers",
        "mensen van de groep volgens de bevolkingscijfers",
        direction=NO_DIRECTION,
    ),
    Indicator(
        "NI-21",
        "Tekst en eigen gevoel",
        AGREEMENT,
        "rangcorrelatie van de gelezen toon en het eigen gevoel; bewaakt het lezen, zegt niets over een buurt",
        "Leest de computer een verhaal zoals de verteller het bedoelt?",
        "samenhang van beide rangordes",
        "gelezen Nederlandse verhalen met een eigen gevoel",
        level=CITY,
    ),
)
INDICATORS = {entry.id: entry for entry in _CATALOGUE}

_LABELS = {
    "weet_niet": "weet ik niet",
    "gemengd": "goed én lastig",
    "heel_positief": "heel positief",
    "heel_negatief": "heel negatief",
    "klopt_helemaal": "klopt helemaal",
    "klopt_beetje": "klopt een beetje",
    "klopt_niet_zo": "klopt niet zo",
    "klopt_niet": "klopt niet",
    "zelf": "ikzelf",
    "naasten": "mensen om mij heen",
    "instanties": "school, werk of gemeente",
    "leren_werken": "leren én werken",
    "leren_wonen": "leren én wonen",
    "werken_wonen": "werken én wonen",
    "zelf_naasten": "ikzelf en mensen om mij heen",
    "zelf_instanties": "ikzelf en school, werk of gemeente",
    "naasten_instanties": "mensen om mij heen en school, werk of gemeente",
    "midden": "alle drie",
    "samen": "twee of drie lijnen samen",
    "spanning": "leven beter, buurt slechter",
    "achterblijven": "leven slechter, buurt beter",
    "M1+": "hoop",
    "M1-": "geen hoop",
    "M2": "eigen kracht",
    "M4+": "vertrouwen",
    "M4-": "geen vertrouwen",
    "M5": "kracht van de buurt",
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
    """An answer, zone, marker, mode, language or group in the words of a page."""
    return _LABELS.get(answer, answer.partition(":")[2] or answer.replace("_", " "))
