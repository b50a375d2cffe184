"""How a page opens: five sentences, who told a story and who did not, and the strengths before anything else."""

from analysis.numbers.cells import EVERYONE, PUBLIC, RESIDENT_GROUPS, Shown
from analysis.report.blocks import Headline, Section
from analysis.report.changes import answer_sentence
from analysis.report.languages import DUTCH, Language, language
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, listed, percent, share
from analysis.report.tables import Row, Table, once, row
from analysis.report.themes import named_sentence, strengths
from analysis.report.trends import HEADLINE, TOO_LITTLE, moved, series_name, tests_done, trend_sentence
from corpus.indicators import GROUP_NAMES, label


def in_brief(material: Material, place: Place) -> list[Headline]:
    """At most five sentences: a strength, my life, my neighbourhood, a signal or none, and whom we miss."""
    found = [Headline(_strength(material, place), "kracht")]
    for indicator in ("NI-03", "NI-04"):
        found.append(Headline(answer_sentence(place, indicator, material.series(place, indicator)), "verandering"))
    found.append(Headline(_signal(material, place), "trends"))
    found.append(Headline(missing(material, place), "wie"))
    return found


def _strength(material: Material, place: Place) -> str:
    best = strengths(material, place)[:1]
    if not best:
        return f"Wat {place.within} sterk is, kunnen wij dit meetmoment niet met cijfers tonen."
    return f"Een kracht {place.within}: mensen vertellen met een goed gevoel over {named_sentence(material, best[0])}."


def _signal(material: Material, place: Place) -> str:
    found = moved(material, place)
    if not found:
        return _nothing_moved(material, place)
    first = found[0]
    cell = material.cell(place, first.indicator, first.group, subject=first.subject)
    name = series_name(material, first.indicator, first.group, first.subject)
    return f"{name} (n = {cell.n if cell else '–'}): {first.state}. {trend_sentence(material, place, first)}"


def _nothing_moved(material: Material, place: Place) -> str:
    """Why no series of a place is told to have moved: none could be judged, the method changed, or nothing is seen."""
    states = {found.state for indicator in HEADLINE if (found := material.trend(place, indicator)) is not None}
    if states <= {TOO_LITTLE}:
        return f"Over de tijd kunnen wij {place.within} nog niets zeggen: er zijn te weinig meetmomenten."
    if "reeksbreuk" in states:
        return f"{capital(place.within)} is de manier van meten veranderd. Daarvoor en daarna zijn niet te vergelijken."
    tested = tests_done(material)
    return (
        f"Over de tijd zien wij {place.within} nog geen duidelijk verschil. "
        f"Wij toetsten in alle gebieden samen {tested} reeksen."
    )


def absent(material: Material, place: Place) -> list[str]:
    """The groups of which this audience sees no number this round."""
    cells = {group: material.cell(place, "NI-20", group) for group in RESIDENT_GROUPS}
    return [group for group, cell in cells.items() if cell is None or cell.hidden]


def missing(material: Material, place: Place, words: Language | None = None) -> str:
    """Whom we miss, always named: the absent groups, else the group of which the smallest share told a story."""
    words = words or language(DUTCH)
    within, unreached = words.within(place), words.say("unreached")
    absentees = absent(material, place)
    if absentees:
        names = words.listed(words.groups[group] for group in absentees)
        return words.say("missing_groups", groups=names, within=within)
    cells = {group: material.cell(place, "NI-20", group) for group in RESIDENT_GROUPS}
    reach = {group: cell.value for group, cell in cells.items() if cell is not None and cell.value is not None}
    if not reach:
        return words.say("missing_unknown", within=within, unreached=unreached)
    least = min(reach, key=lambda group: (reach[group], group))
    cell = cells[least]
    told = {"group": words.groups[least], "share": words.share(reach[least], 100), "n": (cell.n if cell else 0) or 0}
    return words.say("missing_least", within=within, unreached=unreached, **told)


def _of_group(value: float) -> str:
    """A share of a whole population, which is large, so of the 100."""
    return share(value, 100)


def who_section(material: Material, place: Place) -> Section:
    """Who told a story and who did not: always before the results."""
    everyone = material.cell(place, "NI-20", EVERYONE)
    about = "ongeveer " if material.audience == PUBLIC else ""
    if everyone is None or everyone.hidden:
        first = f"{capital(place.within)} deelden {TOO_FEW.replace('verhalen', 'mensen')} een verhaal om te tonen."
    else:
        first = f"{capital(about + str(everyone.n))} mensen deelden {place.within} een verhaal ({material.round.name})."
    groups = (*RESIDENT_GROUPS, EVERYONE)
    cells = [(group, material.cell(place, "NI-20", group)) for group in groups]
    rows = once(row(material, place, GROUP_NAMES[group], cell, _reach(cell)) for group, cell in cells)
    table = Table(
        f"Vertellers en hun groep ({material.round.name})", ("groep", "vertellers", "van de hele groep"), rows
    )
    mixes = tuple(
        _mix(everyone, kind, caption) for kind, caption in (("modus", "Hoe verteld"), ("taal", "In welke taal"))
    )
    note = "De grootte van een groep is een schatting uit cijfers van het CBS."
    tables = (table, *(mix for mix in mixes if mix is not None))
    return Section(
        "wie", "Wie spraken wij, en wie niet", (first, missing(material, place)), tables=tables, notes=(note,)
    )


def _reach(cell: Shown | None) -> tuple[str, ...]:
    if cell is None or cell.hidden:
        return ()
    return (str(cell.n), _of_group(cell.value) if cell.value is not None else "niet bekend")


def _mix(cell: Shown | None, kind: str, caption: str) -> Table | None:
    """The ways or languages in which stories were told, largest first; what is too small is not named."""
    if cell is None or cell.hidden:
        return None
    parts = [(name, part) for name, part in cell.parts.items() if name.startswith(f"{kind}:") and part]
    ordered = sorted(parts, key=lambda pair: (-pair[1], pair[0]))
    rows = tuple(Row(label(name), (percent(part, cell.n or 0),), bar=part) for name, part in ordered)
    return Table(caption, (caption.split()[-1], "deel"), rows) if rows else None


def strength_section(material: Material, place: Place) -> Section:
    """Strengths of the neighbourhood; this section is never left out and never moves down."""
    asked = material.cell(place, "NI-19")
    found = strengths(material, place)
    if asked is None:
        text = "Welke krachten van de buurt mensen noemen, is nog niet gemeten."
    elif asked.hidden:
        text = f"Over krachten van de buurt zijn er {TOO_FEW} om te tonen."
    else:
        noun = f"Van de mensen die {place.within} een verhaal deelden, noemt {share(asked.value or 0, asked.n or 0)}"
        text = f"{noun} iets of iemand als kracht van de buurt (n = {asked.n})."
    if found:
        more = (
            f"Met een goed gevoel vertellen mensen over {listed(named_sentence(material, one) for one in found[:3])}."
        )
    else:
        more = "Thema's met vooral een goed gevoel zijn dit meetmoment niet genoemd, of te weinig om te tonen."
    own = material.feedback.get(place.id)
    quoted = tuple(f"In woorden van bewoners: {words}" for words in own.strengths[:3]) if own else ()
    return Section("kracht", "Kracht van de buurt", (text, more, *quoted))
