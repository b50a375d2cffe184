"""The immediate safety check: its aims on the labelled texts, and what it must never do."""

import json
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import signals
from corpus.signals import HEAVIER, HEAVY, LIGHT, REFERENCE, WEIGHED, decide, explain, look_for
from corpus.weighing import features, heard

SAMPLES = Path(signals.__file__).parent / "samples" / "signals"
DEVELOPMENT, TEST = SAMPLES / "development.jsonl", SAMPLES / "test.jsonl"
KINDS = {"explicit": 2, "indirect": 2, "concern": 1, "hard_negative": 0, "ordinary": 0}


@dataclass(frozen=True)
class Figures:
    """How many texts of each kind came out at each level."""

    counts: dict[str, Counter[int]]

    def acute(self, kind: str) -> float:
        """The share of a kind that came out at level 2."""
        return self.counts[kind][2] / self.counts[kind].total()

    def table(self) -> str:
        rows = [
            f"{kind:<14}{levels.total():>5}{levels[0]:>5}{levels[1]:>5}{levels[2]:>5}{self.acute(kind):>8.3f}"
            for kind, levels in self.counts.items()
        ]
        return "\n".join([f"{'kind':<14}{'n':>5}{'0':>5}{'1':>5}{'2':>5}{'acute':>8}", *rows])


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure(path: Path, batch: int | None = None) -> Figures:
    """The levels found in a labelled file, per kind; of one batch of texts, or of all."""
    counts: dict[str, Counter[int]] = {}
    for row in rows(path):
        if batch in (None, row["batch"]):
            counts.setdefault(str(row["kind"]), Counter())[look_for(str(row["text"])).level] += 1
    return Figures(counts)


def test_the_aims_are_met_on_the_development_texts() -> None:
    figures = measure(DEVELOPMENT)
    assert figures.acute("explicit") >= 0.95, figures.table()
    assert figures.acute("indirect") >= 0.80, figures.table()
    assert figures.acute("hard_negative") < 0.15, figures.table()
    assert figures.acute("ordinary") == 0, figures.table()


def test_the_labelled_texts_are_fictional_labelled_once_and_never_in_both_halves() -> None:
    development, test = rows(DEVELOPMENT), rows(TEST)
    both = development + test
    assert len({row["id"] for row in both}) == len({row["text"] for row in both}) == len(both) >= 300
    assert all(row["fictional"] is True and row["level"] == KINDS[str(row["kind"])] for row in both)


@pytest.mark.parametrize(
    "text",
    [
        "ze slaagt mij",
        "MIJN VADER SLAAT MIJ!!!",
        "mijn fader slaat mij egt hart",
        "ik wil nie meer leve",
        "ik wil niiiiet meer leeeven",
        "ik wil doot",
        "ikwilnietmeerleven",
        "papaslaatmij",
        "mien va sleet mie",
        "ik wil nich meer lèven",
        "me pa geeft me klappen",
        "mijn man slaan mij",
        "een meisje uit mijn klas wordt thuis geslagen",
        "ik durf niet naar huis want papa is zo boos",
    ],
)
def test_danger_is_heard_in_every_spelling(text: str) -> None:
    assert look_for(text).level == 2


@pytest.mark.parametrize(
    "text",
    [
        "Mijn vader slaat mij nooit.",
        "Bij ons thuis wordt niet geslagen.",
        "Ik wil niet dood.",
        "Ik ben niet bang voor mijn vader.",
        "Ik was doodmoe en heb me kapot gelachen.",
        "Ik schaam me dood als mama danst.",
        "Hij schoot raak en wij wonnen.",
        "Mijn broer slaat op zijn drumstel.",
        "Ik sla een beurt over.",
        "De buurvrouw schreeuwde moord en brand.",
        "Mijn broer maakte mij dood in Fortnite.",
        'Ik zing graag het liedje "ik wil niet meer leven zonder jou".',
        "Op het journaal zag ik dat in een ver land kinderen worden geslagen.",
        "Onze hond is weggelopen.",
    ],
)
def test_sport_games_idiom_lyrics_news_and_negation_are_no_danger(text: str) -> None:
    assert look_for(text).level == 0


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben moe en ik wil dood.",
        "Ze lachen me uit en ik wil dood.",
        "Na voetbal slaat mijn vader mij altijd.",
        "Als ik te lang fortnite speel slaat mijn vader mij.",
        "Als ik een slechte toets heb slaat papa mij.",
        "We keken een film en toen zat mijn oom aan mij.",
        "Mijn vader slaat mij en ik moest naar de dokter.",
        "Door het pesten wil ik niet meer leven.",
        "Mijn moeder slaat mij niet vaak, maar wel hard.",
        "Ik moet zeggen dat de blauwe plekken van voetbal zijn.",
    ],
)
def test_an_everyday_word_nearby_does_not_hide_danger(text: str) -> None:
    assert look_for(text).level == 2


@pytest.mark.parametrize(
    "text",
    [
        "Vroeger sloeg mijn vader mij, nu niet meer.",
        "Toen ik klein was werd mijn moeder geslagen.",
        "Papa slaat mij niet meer.",
    ],
)
def test_what_is_over_becomes_a_concern(text: str) -> None:
    assert look_for(text).level == 1


def test_vroeger_does_not_soften_what_still_goes_on() -> None:
    assert look_for("Vroeger sloeg hij mijn moeder en nu ook mij.").level == 2


def test_a_signal_names_the_rules_and_never_the_words() -> None:
    found = look_for("Mijn vader slaat mij en ik word gepest.")
    names = {rule["name"] for rule in tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["rule"]}
    assert found.rules[0] == "geweld-tegen-verteller"
    assert set(found.rules) <= names | {WEIGHED}


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\n\n", "🙂🙂", "مرحبا", "a" * 50_000, "ikik" * 10_000, '"' * 999])
def test_odd_texts_give_no_signal_and_no_error(text: str) -> None:
    assert look_for(text).level == 0


def test_every_label_in_capitals_is_a_class_and_every_rule_has_its_own_name() -> None:
    data = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))
    written = [word for words in data["classes"].values() for word in re.split(r"[\s,]+", words)]
    for rule in data["rule"]:
        written += re.split(
            r"[\s,/_]+", " ".join([*rule["patterns"], rule.get("blockers", ""), rule.get("context", "")])
        )
    assert {word for word in written if word.isupper()} <= data["classes"].keys()
    assert len({rule["name"] for rule in data["rule"]}) == len(data["rule"])


def test_a_story_of_180_words_takes_a_few_milliseconds() -> None:
    ordinary = " ".join(str(row["text"]) for row in rows(DEVELOPMENT) if row["kind"] == "ordinary")
    text = " ".join(ordinary.split()[:180])
    took = fastest(lambda: look_for(text))
    print(f"180 words: {took * 1000:.2f} ms")
    # a hundred thousand sums take about 2.5 ms on a free core; the aim is less than 5 ms, the bound is generous
    assert took < 4 * fastest(lambda: sum(number for number in range(100_000)))


def test_a_hint_no_rule_knows_is_heard_by_its_words_together() -> None:
    text = (
        "Mama heeft onze papieren alvast bij tante gelegd en wij slapen met schoenen aan want hij komt vannacht weer."
    )
    assert look_for(text).level == 2


def test_saying_that_something_is_not_allowed_is_no_order_to_keep_silent() -> None:
    assert look_for("ik zegge dat het niet mag").level == 0
    assert "moet-zwijgen" not in look_for("ik zegge dat het niet mag, der steet een hek um het klimrek").rules


def test_a_danger_named_once_in_a_long_story_does_not_drown() -> None:
    ordinary = " ".join(str(row["text"]) for row in rows(DEVELOPMENT) if row["kind"] == "ordinary")
    words = ordinary.split()[:120]
    told = [*words[:60], ". Mijn vader slaat mij elke avond met de riem en ik durf niet naar huis. ", *words[60:]]
    assert look_for(" ".join(told)).level == 2


def test_a_word_group_behind_a_denial_is_weighed_apart() -> None:
    meant = {part for _, groups, _ in features(heard("ik heb geen pijn")) for part in groups}
    assert {"PIJN", "!PIJN"} <= meant
    assert not any(part.startswith("!") for _, groups, _ in features(heard("ik heb pijn")) for part in groups)


def test_a_rule_stands_unless_the_words_together_weigh_very_light() -> None:
    fired = {"wapen": 2}
    assert decide(fired, denied=False, weight=float("nan")).level == 2
    assert decide(fired, denied=False, weight=LIGHT + 0.1).level == 2
    assert decide(fired, denied=False, weight=LIGHT - 0.1).level == 1


def test_where_something_was_denied_the_words_must_weigh_more() -> None:
    between = (HEAVY + HEAVIER) / 2
    assert decide({}, denied=False, weight=between).rules == (WEIGHED,)
    assert decide({}, denied=True, weight=between).level == 0


def test_the_reasons_are_the_rules_and_the_words_they_fired_on() -> None:
    reasons = explain("Mijn vader slaat mij.")
    assert "slaat" in reasons["geweld-tegen-verteller"]
    assert explain("Wij eten vanavond pannenkoeken met de buren.") == {}


def fastest(work: Callable[[], object]) -> float:
    """The least processor time in seconds that some work takes."""

    def seconds() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(seconds() for _ in range(50))
