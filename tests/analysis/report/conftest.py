"""A plausible, invented report: six rounds, six areas, two cities, four groups, with small cells hidden."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analysis.numbers.cells import PUBLIC, RESIDENT_GROUPS, Key, Shown
from analysis.report.material import Feedback, Material
from analysis.report.pages import write_report
from corpus import areas, codebook, database
from corpus.areas import Area
from corpus.breaks import Event, SeriesBreak
from corpus.coding_agreement import CodeAgreement
from corpus.exchange.figures import load_figures
from corpus.figures import Figure, newest
from corpus.findings import Run, TrendFinding
from corpus.rounds import CLOSED, PLANNED, PUBLISHED, Round

FLOOR = 30
WEIGHT = {
    "wesselerbrink": 1.0,
    "twekkelerveld": 0.6,
    "de-riet": 0.5,
    "ossenkoppelerhoek": 0.5,
    "nieuwstraatkwartier": 0.3,
}
SHARES = {
    "NI-01": {"heel_positief": 18, "positief": 27, "neutraal": 16, "negatief": 15, "heel_negatief": 8, "gemengd": 10},
    "NI-03": {"beter": 36, "hetzelfde": 34, "slechter": 20},
    "NI-04": {"beter": 24, "hetzelfde": 40, "slechter": 28},
}
ZONES = {
    "NI-05": {
        **{"beter/beter": 0.2, "beter/hetzelfde": 0.1, "beter/slechter": 0.1},
        **{"hetzelfde/beter": 0.1, "hetzelfde/hetzelfde": 0.2, "hetzelfde/slechter": 0.1},
        **{"slechter/beter": 0.05, "slechter/hetzelfde": 0.1, "slechter/slechter": 0.05},
    },
    "NI-12": {
        **{"leren": 0.24, "werken": 0.15, "wonen": 0.43, "leren_werken": 0.07},
        **{"leren_wonen": 0.06, "werken_wonen": 0.05, "midden": 0.0},
    },
}


@dataclass
class Fixture:
    """Everything ``write_report`` needs, to be changed by a test before it writes."""

    rounds: list[Round]
    areas: list[Area]
    figures: list[Figure]
    cells: dict[Key, Shown]
    trends: list[TrendFinding]
    run: Run
    breaks: list[SeriesBreak]
    events: list[Event]
    audience: str = PUBLIC
    feedback: dict[str, Feedback] = field(default_factory=dict)
    around: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    agreements: list[CodeAgreement] = field(default_factory=list)

    @property
    def round(self) -> Round:
        return self.rounds[5]

    def material(self) -> Material:
        return Material(
            self.round,
            self.run,
            self.cells,
            self.trends,
            self.figures,
            self.breaks,
            self.events,
            self.areas,
            self.rounds,
            self.audience,
            self.feedback,
            self.around,
            agreements=self.agreements,
        )

    def write(self, folder: Path) -> list[Path]:
        return write_report(folder, self.material())


def make_rounds() -> list[Round]:
    """Spring and autumn of three years, and the next one planned."""
    found = []
    for year in (2024, 2025, 2026):
        for season, month in (("voorjaar", 4), ("najaar", 10)):
            window = date(year, month, 1), date(year, month + 1, 12)
            name = f"{season} {year}"
            found.append(
                Round(
                    id=f"{year}-{season}", name=name, opens=window[0], closes=window[1], season=season, state=PUBLISHED
                )
            )
    found[5].state = CLOSED
    ahead = {"opens": date(2027, 4, 1), "closes": date(2027, 5, 12), "season": "voorjaar", "state": PLANNED}
    return [*found, Round(id="2027-voorjaar", name="voorjaar 2027", **ahead)]


def tellers(place: str, group: str, period: str) -> int:
    """Invented number of tellers, larger where more rounds are pooled."""
    rounds = 1 if "jaar" in period else 2 if period.isdigit() else 6
    base = {"kind": 26, "jongere": 44, "ouder": 58}
    wanted = RESIDENT_GROUPS if group == "alle" else (group,)
    inside = {
        "Almelo": ["de-riet", "ossenkoppelerhoek", "nieuwstraatkwartier", "kerkelanden"],
        "Enschede": ["wesselerbrink", "twekkelerveld"],
        "programma": [*WEIGHT, "kerkelanden"],
    }.get(place, [place])
    return rounds * sum(round(base[one] * WEIGHT.get(area, 0.07)) for one in wanted for area in inside)


def seed(key: Key) -> random.Random:
    return random.Random(str(key))


def shown(key: Key, n: int) -> Shown:
    """A plausible cell of n tellers, or a hidden one below the floor."""
    if n < FLOOR:
        return Shown(key, 1, None, None, None, None, {}, "Minder dan 30 mensen deelden een verhaal.")
    chance = seed(key)
    rounded = 5 * round(n / 5)
    if key.indicator in SHARES:
        weights = {name: max(1.0, share + chance.uniform(-5, 5)) for name, share in SHARES[key.indicator].items()}
        weights |= {"weet_niet": chance.uniform(3, 7), "overgeslagen": chance.uniform(1, 4)}
        total = sum(weights.values())
        parts = {name: round(weight / total, 2) for name, weight in weights.items()}
        worth = {"heel_positief": 1, "positief": 0.5, "negatief": -0.5, "heel_negatief": -1, "beter": 1, "slechter": -1}
        value = sum(parts[name] * worth.get(name, 0) for name in parts)
        half = 1.4 / math.sqrt(n)
        return Shown(key, 1, rounded, round(value, 2), round(value - half, 2), round(value + half, 2), parts)
    if key.indicator == "NI-11":
        value = round(chance.uniform(-0.5, 0.6), 2)
        return Shown(key, 1, rounded, value, round(value - 0.05, 2), round(value + 0.05, 2), {})
    if key.indicator in ZONES:
        parts = ZONES[key.indicator]
        return Shown(key, 1, rounded, 0.18, 0.12, 0.24, dict(parts))
    if key.indicator == "NI-09":
        return Shown(key, 1, rounded, 7.2, 6.9, 7.5, {})
    if key.indicator == "NI-20":
        parts = {
            "modus:zelf_typen": 0.48,
            "modus:interview": 0.34,
            "modus:groep": 0.18,
            "taal:nl": 0.84,
            "taal:tr": 0.16,
        }
        return Shown(key, 1, rounded, round(chance.uniform(0.02, 0.09), 2), None, None, parts | {"hhi": 0.14})
    value = round(chance.uniform(0.08, 0.42), 2)
    half = 0.98 / math.sqrt(n)
    return Shown(key, 1, rounded, value, round(max(0.01, value - half), 2), round(value + half, 2), {"genoemd": value})


def make_cells(places: list[tuple[str, str, str]], rounds: list[Round]) -> dict[Key, Shown]:
    """Every cell of the ladder; a hidden one points up: first to the year, then everyone, then the city."""
    periods = [*(of.id for of in rounds), "2024", "2025", "2026", "2024-2026"]
    themes = [theme.id for theme in codebook.reference().themes]
    wanted = [("NI-01", ""), ("NI-02", ""), ("NI-03", ""), ("NI-04", ""), ("NI-20", "")]
    wanted += [(f"NI-0{number}", "") for number in (6, 7, 8, 9)]
    wanted += [("NI-05", "spanning"), ("NI-12", "leren"), ("NI-12", "werken"), ("NI-12", "wonen"), ("NI-13", "samen")]
    wanted += [(indicator, theme) for indicator in ("NI-10", "NI-11") for theme in themes]
    found = {}
    for level, place, _ in places:
        for group in (*RESIDENT_GROUPS, "alle"):
            for period in periods:
                for indicator, subject in wanted:
                    key = Key(indicator, level, place, group, period, subject)
                    n = tellers(place, group, period)
                    found[key] = shown(key, round(n * 0.3) if indicator == "NI-11" else n)
    cities = {place: city for _, place, city in places}
    return {key: replace(cell, instead=up(key, found, cities)) if cell.hidden else cell for key, cell in found.items()}


def up(key: Key, cells: dict[Key, Shown], cities: dict[str, str]) -> Key | None:
    """The nearest cell up the ladder that may be shown."""
    year = key.period[:4]
    city = cities[key.place]
    ladder = [
        replace(key, period=year),
        replace(key, period="2024-2026"),
        replace(key, group="alle"),
        replace(key, group="alle", period=year),
        replace(key, level="stad", place=city or key.place),
        replace(key, level="stad", place=city or key.place, group="alle"),
    ]
    return next((one for one in ladder if one in cells and not cells[one].hidden), None)


def make_trends(places: list[tuple[str, str, str]], run_id: str) -> list[TrendFinding]:
    """One finding a series, in every state."""
    why = {
        "geen aanwijzing": "We zien in 6 vergelijkbare meetmomenten nog geen duidelijk verschil.",
        "signaal": "De laatste meting ligt hoger dan eerder gewoon was, en dat is nog niet bevestigd.",
        "trend": "Over 6 vergelijkbare meetmomenten stijgt het aandeel, en dat is nog niet bevestigd.",
        "trendbreuk": "Vanaf 2025 ligt het aandeel lager dan ervoor, en dat bleef zo toen er een meetmoment bij kwam.",
        "reeksbreuk": "Vanaf halverwege 2025 is anders gemeten; van daarvoor en daarna is niet te vergelijken.",
    }
    found = []
    series = [
        (indicator, group, "") for indicator in ("NI-02", "NI-03", "NI-04") for group in (*RESIDENT_GROUPS, "alle")
    ]
    series += [("NI-10", "alle", theme.id) for theme in codebook.reference().themes]
    for count, (level, place, indicator, group, subject) in enumerate(
        (level, place, *one) for level, place, _ in places for one in series
    ):
        state = "reeksbreuk" if indicator == "NI-04" else [*why, "geen aanwijzing", "geen aanwijzing"][(count * 5) % 7]
        found.append(
            TrendFinding(
                run_id=run_id,
                indicator=indicator,
                level=level,
                place=place,
                group=group,
                subject=subject,
                state=state,
                per_five_years=0.14 if state == "trend" else None,
                level_change=-0.12 if state == "trendbreuk" else None,
                p=0.2,
                q=0.4,
                family="F1" if not subject else "F3",
                tests=108 if not subject else 234,
                waves=6,
                at_round="2025-najaar" if state in ("trendbreuk", "reeksbreuk") else None,
                why=why[state],
            )
        )
    return found


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Area], list[Figure]]:
    """The areas and the sample figures, through a real database."""
    engine = database.connect(f"sqlite:///{tmp_path_factory.mktemp('corpus')}/corpus.db")
    database.upgrade(engine)
    with database.writing(engine) as session:
        found = areas.load_reference(session)
        load_figures(session, Path(areas.__file__).parent / "samples" / "figures", date(2026, 11, 23))
        return found, newest(session)


@pytest.fixture(scope="session")
def make(reference: tuple[list[Area], list[Figure]]) -> Callable[[], Fixture]:
    """A fresh fixture on every call, so that a test may change it."""

    found, figures = reference
    places = [("programma", "programma", ""), ("stad", "Almelo", ""), ("stad", "Enschede", "")]
    places += [("gebied", area.slug, area.city) for area in found]
    cells = make_cells(places, make_rounds()[:6])

    def fixture() -> Fixture:
        rounds = make_rounds()
        run = Run(
            id="5f0c2a91d3b7e846",
            finished=datetime(2026, 11, 20, 3, 15, tzinfo=UTC),
            manifest={
                "code": "0.1.0",
                "codebook": "0.1.0",
                "reader": "nl_story_sm 1.0",
                "data": "a1b2c3d4e5f60718",
                "stories": 1873,
                "themes_outside_codebook": 0.12,
                "fictional": True,
            },
            table_hash="9e107d9d372bb6826bd81d3542a419d6" * 2,
            stories=1873,
            unread=4,
        )
        decided = date(2025, 9, 1)
        text = "de vraag over de buurt heeft een nieuw antwoord"
        broken = SeriesBreak(
            round_id="2025-najaar", kind="antwoordschaal", indicators=["NI-04"], description=text, decided=decided
        )
        events = [
            Event(
                day=date(2025, 6, 14),
                kind="programma",
                description="Opening van het vernieuwde speelveld",
                place="wesselerbrink",
            ),
            Event(day=date(2026, 1, 20), kind="extern", description="Strenge vorst en hoge energierekeningen"),
        ]
        told = {
            "wesselerbrink": Feedback(
                decision="De wijkbeheerder maakt voor de zomer met bewoners een plan voor het plein bij de flats.",
                decision_child="We maken het plein mooier. Jij mag meedenken.",
                done="Het speelveld is open. De lampen bij het fietspad doen het weer.",
                wishes=("Meer te doen na school", "Betere lampen bij het fietspad", "Minder rommel bij de containers"),
                meet="Kom langs in het buurthuis, woensdag van 14 tot 16 uur.",
            )
        }
        trends = make_trends(places, run.id)
        return Fixture(rounds, list(found), list(figures), dict(cells), trends, run, [broken], events, feedback=told)

    return fixture


@pytest.fixture
def fixture(make: Callable[[], Fixture]) -> Fixture:
    """The invented report of one test."""
    return make()


@pytest.fixture(scope="session")
def written(make: Callable[[], Fixture], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written public report, to be read only."""
    folder = tmp_path_factory.mktemp("rapport")
    make().write(folder)
    return folder
