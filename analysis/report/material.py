"""Everything one report is made of, and how a page asks for its numbers, its trends and its dated marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from analysis.numbers.cells import EVERYONE, PUBLIC, Key, Shown
from analysis.numbers.indicators.feedback import ToldBack
from analysis.numbers.indicators.themes import MACHINE_CODED
from analysis.report.places import Place, all_places
from analysis.report.series import Mark, Series, decimal, middle, series
from corpus.areas import Area, touching
from corpus.breaks import Event, SeriesBreak
from corpus.codebook import Codebook, reference
from corpus.coding_agreement import CodeAgreement
from corpus.figures import Figure
from corpus.findings import Run, TrendFinding
from corpus.readings import LANGUAGES, TOLD_BACK, Words, Written, in_language
from corpus.rounds import CLOSED, PUBLISHED, Round

#: a trend speaks of rounds this audience may see; with fewer of them its numbers would say more than the cells do
TREND_ROUNDS = 4
#: indicators that rest on the themes a machine saw in the stories
MACHINE_READ = ("NI-10", "NI-11", "NI-14")


@dataclass(frozen=True)
class Feedback:
    """What people add to the numbers of one place for its residents; an empty text gets an honest default."""

    #: who does what and when, by role
    decision: str = ""
    #: the same in one short sentence for children
    decision_child: str = ""
    done: str = ""
    #: at most three, in residents' words and approved for publication
    strengths: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    #: where and how to take part next time
    meet: str = ""

    #: the texts that somebody translated, by language
    translated: Mapping[str, "Feedback"] = field(default_factory=dict)

    @classmethod
    def from_words(cls, words: Words) -> "Feedback":
        """Feedback as it was written down: lists have one entry a line."""
        translated = {
            code: _feedback({name: words.get(in_language(name, code), "") for name in TOLD_BACK}) for code in LANGUAGES
        }
        return replace(_feedback(words), translated=translated)


def _feedback(words: Words) -> Feedback:
    return Feedback(
        decision=words.get("decision", ""),
        decision_child=words.get("decision_child", ""),
        done=words.get("done", ""),
        strengths=_lines(words.get("strengths", "")),
        wishes=_lines(words.get("wishes", "")),
        meet=words.get("meet", ""),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class Material:
    """What a report is made of; ``cells`` have passed disclosure control for this audience.

    ``rounds`` are all rounds, also planned ones; ``feedback`` is by area slug, city or "programma".
    """

    round: Round
    run: Run
    cells: Mapping[Key, Shown]
    trends: Sequence[TrendFinding]
    figures: Sequence[Figure]
    breaks: Sequence[SeriesBreak]
    events: Sequence[Event]
    areas: Sequence[Area]
    rounds: Sequence[Round]
    audience: str
    feedback: Mapping[str, Feedback] = field(default_factory=dict)
    #: what people wrote around the numbers, by place and section
    written: Written = field(default_factory=dict)
    #: the codebook that the run counted by
    codebook: Codebook = field(default_factory=reference)
    #: how far people agreed on the codes, of the newest run
    agreements: Sequence[CodeAgreement] = ()
    #: what became of the stories of every area in every closed round, by (slug, round id)
    told_back: Mapping[tuple[str, str], ToldBack] = field(default_factory=dict)

    @cached_property
    def told(self) -> dict[Key, Shown]:
        """The cells of this round and before: nothing of a later round, and no running total with one in it.

        This is the only way to the numbers: whatever a hidden cell may still hold is dropped here.
        """
        over = {period for period in {key.period for key in self.cells} if self._over(period)}
        return {key: _emptied(cell) for key, cell in self.cells.items() if key.period in over}

    def _over(self, period: str) -> bool:
        """Whether a period ended with this round: a round up to it, or years without a later round in them."""
        if any(of.id == period for of in self.rounds):
            return any(of.id == period for of in self.history)
        after = (of for of in self.rounds if of.opens > self.round.opens and of.state in (CLOSED, PUBLISHED))
        later = [of.year for of in after]
        return not period[-4:].isdigit() or int(period[-4:]) < min([*later, 9999])

    @cached_property
    def places(self) -> list[Place]:
        """Every place with a page, in fixed order."""
        return all_places(self.areas)

    def theme_name(self, subject: str) -> str:
        """The name of a theme of the codebook, or what was asked when it is none, such as a line."""
        return self.codebook.names.get(subject, subject)

    @cached_property
    def history(self) -> list[Round]:
        """The rounds up to and including this one, oldest first."""
        return sorted((of for of in self.rounds if of.opens <= self.round.opens), key=lambda of: of.opens)

    @cached_property
    def last_year(self) -> Round | None:
        """The same season one year earlier: what a theme is compared with."""
        same = (of for of in self.history if (of.season, of.year) == (self.round.season, self.round.year - 1))
        return next(same, None)

    @cached_property
    def pools(self) -> tuple[str, ...]:
        """This round, then its year, then three years: where a number is looked for before another place is."""
        year = self.round.year
        return self.round.id, str(year), f"{year - 2}-{year}"

    @cached_property
    def status(self) -> str:
        """Provisional until a later round is published."""
        later = any(of.opens > self.round.opens and of.state == PUBLISHED for of in self.rounds)
        return "definitief" if later else "voorlopig"

    @property
    def fictional(self) -> bool:
        """Whether the run says that its stories were invented."""
        return bool(self.run.manifest.get("fictional"))

    def cell(
        self, place: Place, indicator: str, group: str = EVERYONE, period: str = "", subject: str = ""
    ) -> Shown | None:
        """One cell, of this round unless another period is asked; None when it was never measured."""
        key = Key(indicator, place.level, place.id, group, period or self.round.id, subject)
        return None if self._machine_made(key) else self.told.get(key)

    def kept_off(self, indicator: str, place: Place, group: str = EVERYONE, subject: str = "") -> bool:
        """Whether a number of this round stays off the page, because only a machine read the stories it counts."""
        return self._machine_made(Key(indicator, place.level, place.id, group, self.round.id, subject))

    def _machine_made(self, key: Key) -> bool:
        """What only a machine read and nobody held against human codes is for the team, not for a public page."""
        if self.audience != PUBLIC or key.indicator not in MACHINE_READ:
            return False
        named = self.told.get(replace(key, indicator="NI-10"))
        return key.indicator == "NI-14" or (named is not None and named.note == MACHINE_CODED)

    def series(self, place: Place, indicator: str, group: str = EVERYONE, subject: str = "") -> Series:
        """One number over the rounds, with the breaks and events that touch this place."""
        cells = [self.cell(place, indicator, group, of.id, subject) for of in self.history]
        breaks = [entry for entry in self.breaks_of(place, indicator) if entry.is_about(subject)]
        broken = {entry.round_id for entry in breaks if entry.interrupts}
        return series(self.history, cells, broken, [*self._break_marks(breaks), *self._event_marks(place)])

    def breaks_of(self, place: Place, indicator: str = "") -> list[SeriesBreak]:
        """The breaks of method that touch a place, and an indicator when one is given, up to this round."""
        known = {of.id for of in self.history}
        names = {None, *touching(list(self.areas), place.id)}
        here = (entry for entry in self.breaks if entry.place in names and entry.round_id in known)
        return [entry for entry in here if not indicator or not entry.indicators or indicator in entry.indicators]

    def _break_marks(self, breaks: Sequence[SeriesBreak]) -> list[Mark]:
        order = [of.id for of in self.history]
        marks = []
        for count, entry in enumerate(breaks, start=1):
            index = order.index(entry.round_id)
            before = middle(self.history[index - 1]) if index else middle(self.history[0]) - 0.4
            at = (before + middle(self.history[index])) / 2
            first = self.history[index].name
            bridge = f" (overbrugd met een {entry.bridge_method})" if entry.bridge_method else ""
            marks.append(Mark(at, f"R{count}", f"vanaf {first} anders gemeten: {entry.description}{bridge}", True))
        return marks

    def _event_marks(self, place: Place) -> list[Mark]:
        start, end = decimal(self.history[0].opens) - 0.1, decimal(self.round.closes) + 0.1
        within = sorted(
            (event for event in self.events if event.place in place.names and start <= decimal(event.day) <= end),
            key=lambda event: (event.day, event.description),
        )
        signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return [
            Mark(decimal(event.day), signs[index % 26], f"{event.description} ({event.day.year})", False)
            for index, event in enumerate(within)
        ]

    def finding(self, place: Place, indicator: str, group: str = EVERYONE, subject: str = "") -> TrendFinding | None:
        """What was found over the rounds, for the question whether it may be told."""
        return self._trends.get((indicator, place.level, place.id, group, subject))

    def trend(self, place: Place, indicator: str, group: str = EVERYONE, subject: str = "") -> TrendFinding | None:
        """What was found over the rounds, or None when there is none or this audience sees too few of its rounds."""
        found = (
            None if self.kept_off(indicator, place, group, subject) else self.finding(place, indicator, group, subject)
        )
        return found if found is not None and self.may_tell(found) else None

    @cached_property
    def _trends(self) -> dict[tuple[str, str, str, str, str], TrendFinding]:
        return {(one.indicator, one.level, one.place, one.group, one.subject): one for one in self.trends}

    def may_tell(self, found: TrendFinding) -> bool:
        """Whether this audience sees this round and enough of the rounds that a trend finding was made from."""
        cells = [
            self.told.get(Key(found.indicator, found.level, found.place, found.group, of.id, found.subject))
            for of in self.history
        ]
        visible = [not cell.hidden for cell in cells if cell is not None]
        return cells[-1] is not None and visible[-1] and sum(visible) >= max(TREND_ROUNDS, 2 * len(visible) / 3)


def _emptied(cell: Shown) -> Shown:
    return (
        replace(cell, value=None, low=None, high=None, parts={}, weighted=None, sensitive=False)
        if cell.hidden
        else cell
    )
