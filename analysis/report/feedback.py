"""The terugkoppeling: one page for residents with strengths and difficulties, what is done, and whom we missed."""

from dataclasses import dataclass

from analysis.numbers.cells import PUBLIC, RESIDENT_GROUPS
from analysis.report.material import Feedback, Material
from analysis.report.opening import missing
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, day, listed, share
from analysis.report.tables import theme_name
from analysis.report.themes import Told, difficulties, pooled_when, strengths
from corpus.indicators import GROUP_NAMES

NOTHING_STRONG = "Wat hier sterk is, kunnen wij deze keer niet met cijfers laten zien."
NOTHING_HARD = "Wat hier lastig is, kunnen wij deze keer niet met cijfers laten zien."
NO_WISHES = "De wensen zijn nog niet samengevat. Dat doen wij samen met bewoners."
NO_DECISION = "Dit is nog niet besloten. Zodra wij meer weten, staat het hier."
NO_DECISION_CHILD = "Dat weten we nog niet."
NOT_DONE = "Wij hebben hier nog niets opgeschreven."
ASK = "Vraag ernaar in het buurthuis of bij de jongerenwerker."

CHILDREN = "kind"


@dataclass(frozen=True)
class Ten:
    """Ten people drawn: how many say better, how many say worse; the rest say the same or do not know."""

    title: str
    better: int
    worse: int
    sentence: str

    @property
    def signs(self) -> list[str]:
        """The ten in order: better, the rest, worse."""
        rest = 10 - self.better - self.worse
        return ["beter"] * self.better + ["gelijk"] * rest + ["slechter"] * self.worse


@dataclass(frozen=True)
class OnePage:
    """Everything that stands on the page of one place; ``counted`` is the place whose numbers are shown."""

    place: Place
    counted: Place
    told: str
    told_child: str
    strengths: tuple[str, ...]
    #: what children themselves tell of, for their own page: never what others said
    strengths_child: tuple[str, ...]
    difficulties_child: tuple[str, ...]
    #: whether they are themes told with a good feeling, and not residents' own words
    strengths_felt: bool
    difficulties: tuple[str, ...]
    difficulties_felt: bool
    #: the longer period these themes were pooled over, or empty
    strengths_when: str
    difficulties_when: str
    tens: tuple[Ten, ...]
    wishes: tuple[str, ...]
    decision: str
    decision_child: str
    done: str
    missed: str
    next: str
    meet: str

    @property
    def stepped_up(self) -> bool:
        """Whether the numbers of a larger area stand here, because this place has too few stories."""
        return self.counted != self.place


def one_page(material: Material, place: Place) -> OnePage:
    """The page of a place; with too few stories it shows the nearest larger area that may be shown, and says so."""
    counted = _counted(material, place)
    own = material.feedback.get(place.id, Feedback())
    good, bad = strengths(material, counted), difficulties(material, counted)
    strong, hard = _themes(good), _themes(bad)
    tens = (_ten(material, counted, "NI-03", "Met mij"), _ten(material, counted, "NI-04", "Met mijn buurt"))
    return OnePage(
        place=place,
        counted=counted,
        told=_told(material, counted),
        told_child=_told_child(material, counted),
        strengths=own.strengths[:3] or strong or (NOTHING_STRONG,),
        strengths_child=_themes(strengths(material, counted, CHILDREN)) or (NOTHING_STRONG,),
        difficulties_child=_themes(difficulties(material, counted, CHILDREN)) or (NOTHING_HARD,),
        strengths_felt=bool(strong) and not own.strengths,
        difficulties=hard or (NOTHING_HARD,),
        difficulties_felt=bool(hard),
        strengths_when=_when(material, good),
        difficulties_when=_when(material, bad),
        tens=tuple(ten for ten in tens if ten is not None),
        wishes=own.wishes[:3] or (NO_WISHES,),
        decision=own.decision or NO_DECISION,
        decision_child=own.decision_child or (ASK if own.decision else NO_DECISION_CHILD),
        done=own.done or NOT_DONE,
        missed=missing(material, counted),
        next=_next(material),
        meet=own.meet or ASK,
    )


def _counted(material: Material, place: Place) -> Place:
    above = [one for one in material.places if one.id == place.city]
    ladder = [place, *above, material.places[0]]
    cells = ((one, material.cell(one, "NI-20")) for one in ladder)
    return next((one for one, cell in cells if cell is not None and not cell.hidden), place)


def _told(material: Material, place: Place) -> str:
    everyone = material.cell(place, "NI-20")
    if everyone is None or everyone.hidden:
        return f"Er zijn deze keer {TOO_FEW} om te tonen. Dank aan iedereen die iets vertelde."
    about = "ongeveer " if material.audience == PUBLIC else ""
    seen = [(group, material.cell(place, "NI-20", group)) for group in RESIDENT_GROUPS]
    counts = [f"{cell.n} {GROUP_NAMES[group]}" for group, cell in seen if cell is not None and not cell.hidden]
    who = (
        f": {listed(counts)}"
        if len(counts) == len(RESIDENT_GROUPS)
        else f", onder wie {listed(counts)}"
        if counts
        else ""
    )
    return f"{capital(about + str(everyone.n))} mensen vertelden een verhaal{who}."


def _told_child(material: Material, place: Place) -> str:
    cell = material.cell(place, "NI-20", "kind")
    if cell is None or cell.hidden:
        return "Kinderen, jongeren en ouders vertelden een verhaal. Dank je wel!"
    return f"Ongeveer {cell.n} kinderen vertelden een verhaal. Dank je wel!"


def _when(material: Material, found: list[Told]) -> str:
    when = pooled_when(material, found)
    return f" ({when})" if when else ""


def _themes(found: list[Told]) -> tuple[str, ...]:
    """Names of at most three themes. What only a machine read, not held against human codes, stays off this page."""
    settled = [one for one in found if not one.named.note]
    return tuple(theme_name(one.id) for one in settled[:3])


def _ten(material: Material, place: Place, indicator: str, title: str) -> Ten | None:
    cell = material.cell(place, indicator)
    if cell is None or cell.hidden:
        return None
    better, worse = cell.parts.get("beter"), cell.parts.get("slechter")
    if better is None or worse is None:
        return None
    best = round(10 * better)
    text = f"Beter: {of_ten(better)}. Slechter: {of_ten(worse)}."
    return Ten(f"{title} gaat het …", best, min(round(10 * worse), 10 - best), text)


def of_ten(value: float) -> str:
    """A share as residents read it, always of the 10."""
    return share(value, 10)


def _next(material: Material) -> str:
    later = sorted((of for of in material.rounds if of.opens > material.round.opens), key=lambda of: of.opens)
    if not later:
        return "Wanneer de volgende keer is, weten wij nog niet."
    return f"De volgende keer is van {day(later[0].opens)} tot en met {day(later[0].closes)}."
