"""The small words around a name: titles, kin, verbs, prepositions; lower-cased, with spellings of children."""

from functools import lru_cache

from analysis.reading.reader import word_set

# Behind these even a lower-cased unknown word is a name, and a word with a capital always.
NAMED = word_set("heet heette hete heten genaamd")
TITLES = word_set(
    """
    juf juffrouw jufrouw juvrouw juffr juff meester mester meesters mevrouw mevrou mevr mvr mw mevrauw mefrouw
    meneer menheer mneer mnr dhr heer familie fam dr drs prof ds pani pan hodja hoca abla abi invaljuf invalmeester
    gymjuf gymmeester muziekjuf zwemjuf taaljuf
    """
)
# Kin, friends and people with a task: the word after them is often their name.
ROLES = word_set(
    """
    oma opa omaatje opaatje tante tant oom ome nonkel broer broertje broers zus zusje zussen zuster zusters vriend
    vriendin vriendje vriendinnetje vriendinnen vrienden vrindin vrint trainer trainster coach begeleider
    begeleidster mentor mentrix dokter dokteres docter huisarts psycholoog zoon zoontje dochter dochtertje nicht
    nichtje nichten nichie neef neefie neefje neven neefjes nichtjes buurman buurvrouw buurmeisje buurjongen
    bovenbuurvrouw bovenbuurman onderbuurvrouw onderbuurman collega klasgenoot klasgenoten klasgenootje wijkagent
    agent wijkcoach jongerenwerker jongerenwerkster jongere maat maatje mattie bestie broeder imam pastoor dominee
    priester leraar lerares docent docente kleinzoon kleindochter kleinkind baby groetjes groeten liefs xxx xx xo
    boer boerin pleegmoeder pleegvader stiefmoeder stiefvader stiefbroer stiefzus schoonzus schoonzusje zwager
    schoonmoeder schoonvader schoonzoon schoondochter moeder vader mama papa cliënt client deelnemer gezin
    vrijwilliger vrijwilligster oppas stagiaire stagiair conciërge directeur directrice wethouder burgemeester
    voorzitter leider leidster klasgenote gezinsbegeleider hulpverlener voogd bff besties matties teamgenoot
    logopedist verpleegkundige fysio advocaat huisbaas peettante peetoom
    """
)
# Behind these a name needs its capital: "mijn man Karel", "de hond Bobby", but "mien man haaln".
CAPITAL_ROLES = word_set(
    "man vrouw groet hond hondje kat poes poesje kater konijn cavia hamster papegaai pony paard bakker slager kapper"
)
ALL_ROLES = NAMED | TITLES | ROLES | CAPITAL_ROLES
# A longer word that ends in one of these is a role too: wijkverpleegkundige, gymleraar.
_ROLE_ENDINGS = (
    *("verpleegkundige", "leraar", "lerares", "docent", "docente", "coach", "trainer", "trainster", "begeleider"),
    *("begeleidster", "leider", "leidster", "werker", "werkster", "juf", "meester", "agent", "vriend", "vriendin"),
    *("moeder", "vader", "broer", "zus", "dokter", "arts", "genoot", "consulent", "directeur"),
)
SPEECH = word_set("zei zegt vroeg vraagt riep belde appte")
# Between a role and a name: "mijn zus is Lotte", "groetjes van Ali".
LINK = word_set("is was van mij heet die genaamd en ook ene naam")
CALLED = word_set("noemen noemt noemde noemden zegt zeggen roept roepen")
PERSON_BEFORE = SPEECH | word_set("met van voor tegen door aan volgens zonder dat")
CLAUSE_BEFORE = word_set("toen maar want en dat als omdat dus")
PLACE_BEFORE = word_set("in uit naar te vanuit richting rond nabij op via per langs rondom noar oet")
DETERMINERS = word_set(
    "de het een 't 'n n t ut deze mijn mn m'n me mun je jouw zijn zn z'n haar ons onze hun jullie uw geen elke s "
    "ieder iedere alle veel weinig meer twee drie vier vijf zes"
)
# What persons do: a capital at the head of a sentence is a name when one of these follows.
DOES = word_set(
    """
    zei zegt zeggen vertelt vertelde vroeg vraagt riep roept belt belde komt kwam gaat ging woont woonde heeft had
    hef helpt hielp vindt vond vint wil wou mag mocht moet moest speelt speelde lacht lachte appt appte staat stond
    zit zat doet deed kan kon bakt kookt is was bracht brengt gaf geeft leert leerde werkt werkte bleef blijft durft
    durfde pakt pakte loopt liep rent rende en hebben waren zijn maakt maakte praat praatte zag ziet slaapt
    schreeuwt pest pestte heb durf leer zal zou kreeg krijgt liet
    """
)
#: the small words inside a surname, and those that also go with a lower-cased one
INSERT = word_set("van de der den ten ter te het 't el al ben bin von do da dos du la le op in y e oude")
SMALL_INSERT = word_set("van der den ten ter te el al")
# Names that written small are hardly ever a name, behind a title and behind a role.
NEVER_SMALL = word_set("ben elke mien can mei")
SELDOM_SMALL = (
    NEVER_SMALL | DOES | word_set("frans frank els lot max storm mark bas lies cor wei hoi star prince kader")
)


@lru_cache(maxsize=50_000)
def role(word: str) -> str:
    """The title or role that a lower-cased word is, or ends in; else empty."""
    if word in ALL_ROLES:
        return word
    return next((ending for ending in _ROLE_ENDINGS if word.endswith(ending)), "")
