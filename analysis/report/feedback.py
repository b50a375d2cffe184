"""The terugkoppeling: one page for residents with strengths and difficulties, what is done, and whom we missed."""

from dataclasses import dataclass, replace

from analysis.numbers.cells import PUBLIC, RESIDENT_GROUPS
from analysis.report.languages import DUTCH, Language, language
from analysis.report.material import Feedback, Material
from analysis.report.opening import missing
from analysis.report.places import Place
from analysis.report.themes import Told, difficulties, strengths
from corpus.readings import TOLD_BACK

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
    #: the fields whose text stands in Dutch on a page in another language, because nobody translated it
    dutch: frozenset[str] = frozenset()

    @property
    def stepped_up(self) -> bool:
        """Whether the numbers of a larger area stand here, because this place has too few stories."""
        return self.counted != self.place


def one_page(material: Material, place: Place, words: Language | None = None) -> OnePage:
    """The page of a place; with too few stories it shows the nearest larger area that may be shown, and says so."""
    words = words or language(DUTCH)
    counted = _counted(material, place)
    own, dutch = _own(material.feedback.get(place.id, Feedback()), words)
    good, bad = strengths(material, counted), difficulties(material, counted)
    strong, hard = _themes(good, words), _themes(bad, words)
    tens = (_ten(material, counted, "NI-03", words), _ten(material, counted, "NI-04", words))
    nothing_strong, nothing_hard = (words.say("nothing_strong"),), (words.say("nothing_hard"),)
    ask = words.say("ask")
    return OnePage(
        place=place,
        counted=counted,
        told=_told(material, counted, words),
        told_child=_told_child(material, counted, words),
        strengths=own.strengths[:3] or strong or nothing_strong,
        strengths_child=_themes(strengths(material, counted, CHILDREN), words) or nothing_strong,
        difficulties_child=_themes(difficulties(material, counted, CHILDREN), words) or nothing_hard,
        strengths_felt=bool(strong) and not own.strengths,
        difficulties=hard or nothing_hard,
        difficulties_felt=bool(hard),
        strengths_when=_when(material, good, words),
        difficulties_when=_when(material, bad, words),
        tens=tuple(ten for ten in tens if ten is not None),
        wishes=own.wishes[:3] or (words.say("no_wishes"),),
        decision=own.decision or words.say("no_decision"),
        decision_child=own.decision_child or (ask if own.decision else words.say("child_no_decision")),
        done=own.done or words.say("not_done"),
        missed=missing(material, counted, words),
        next=_next(material, words),
        meet=own.meet or ask,
        dutch=dutch,
    )


def _own(written: Feedback, words: Language) -> tuple[Feedback, frozenset[str]]:
    """What people wrote, translated where somebody did, and the fields for which only the Dutch is there."""
    if words.code == DUTCH:
        return written, frozenset()
    translated = written.translated.get(words.code, Feedback())
    left = frozenset(name for name in TOLD_BACK if getattr(written, name) and not getattr(translated, name))
    return replace(translated, **{name: getattr(written, name) for name in left}), left


def _counted(material: Material, place: Place) -> Place:
    above = [one for one in material.places if one.id == place.city]
    ladder = [place, *above, material.places[0]]
    cells = ((one, material.cell(one, "NI-20")) for one in ladder)
    return next((one for one, cell in cells if cell is not None and not cell.hidden), place)


def _told(material: Material, place: Place, words: Language) -> str:
    everyone = material.cell(place, "NI-20")
    if everyone is None or everyone.hidden:
        return words.say("told_few")
    seen = [(group, material.cell(place, "NI-20", group)) for group in RESIDENT_GROUPS]
    counts = [
        words.say("group_count", n=cell.n, group=words.groups[group])
        for group, cell in seen
        if cell is not None and not cell.hidden
    ]
    complete = len(counts) == len(RESIDENT_GROUPS)
    who = words.say("who_all" if complete else "who_some", groups=words.listed(counts)) if counts else ""
    return words.say("told_about" if material.audience == PUBLIC else "told_exact", n=everyone.n, who=who)


def _told_child(material: Material, place: Place, words: Language) -> str:
    cell = material.cell(place, "NI-20", CHILDREN)
    if cell is None or cell.hidden:
        return words.say("child_told_all")
    return words.say("child_told", n=cell.n)


def _when(material: Material, found: list[Told], words: Language) -> str:
    """The longer period that themes were pooled over, between brackets; empty when they are of this round."""
    period = found[0].named.key.period if found else material.round.id
    return "" if period == material.round.id else f" ({words.period_name(period)})"


def _themes(found: list[Told], words: Language) -> tuple[str, ...]:
    """Names of at most three themes. What only a machine read, not held against human codes, stays off this page."""
    settled = [one for one in found if not one.named.note]
    return tuple(words.theme(one.id, one.name) for one in settled[:3])


def _ten(material: Material, place: Place, indicator: str, words: Language) -> Ten | None:
    cell = material.cell(place, indicator)
    if cell is None or cell.hidden:
        return None
    better, worse = cell.parts.get("beter"), cell.parts.get("slechter")
    if better is None or worse is None:
        return None
    best = round(10 * better)
    text = words.say("ten", better=words.share(better, 10), worse=words.share(worse, 10))
    return Ten(words.say(_TITLES[indicator]), best, min(round(10 * worse), 10 - best), text)


_TITLES = {"NI-03": "with_me", "NI-04": "with_place"}


def _next(material: Material, words: Language) -> str:
    later = sorted((of for of in material.rounds if of.opens > material.round.opens), key=lambda of: of.opens)
    if not later:
        return words.say("next_unknown")
    return words.say("next_when", first=words.day(later[0].opens), last=words.day(later[0].closes))
