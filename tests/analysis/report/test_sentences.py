"""The wording rules: plain shares, no decimals, and no word that claims a cause."""

import html
import re
from pathlib import Path

import pytest

from analysis.report.sentences import listed, number, percent, say, share, signed
from corpus.causal import CAUSAL, causal_words


@pytest.mark.parametrize(
    ("value", "n", "words"),
    [
        (0.31, 85, "ongeveer 3 van de 10"),
        (0.345, 120, "34 van de 100"),
        (0.02, 85, "minder dan 1 van de 10"),
        (0.002, 400, "minder dan 1 van de 100"),
        (0.99, 85, "vrijwel iedereen"),
        (1.0, 400, "vrijwel iedereen"),
    ],
)
def test_a_share_is_said_of_the_ten_below_a_hundred_tellers_and_never_as_nobody(
    value: float, n: int, words: str
) -> None:
    assert share(value, n) == words


def test_the_verb_agrees_with_the_share() -> None:
    assert [say(share(value, 85)) for value in (0.02, 0.1, 0.3, 1.0)] == ["zegt", "zegt", "zeggen", "zegt"]


def test_a_table_has_whole_percentages_and_none_below_thirty_tellers() -> None:
    assert percent(0.345, 100) == "34%"
    assert percent(0.345, 12) == "3 van 10"
    assert percent(0.0, 100) == "vrijwel niemand"
    assert percent(None, 100) == "–"


def test_balances_and_figures_are_written_the_dutch_way() -> None:
    assert [signed(value) for value in (0.27, -0.051, 0.0, None)] == ["+27", "−5", "0", "–"]
    assert [number(value) for value in (1250, 26.7, -3.0)] == ["1.250", "26,7", "−3"]
    assert listed(["kinderen", "jongeren", "ouders"]) == "kinderen, jongeren en ouders"


def test_the_linter_finds_every_causal_word_and_no_part_of_another_word() -> None:
    for word in CAUSAL:
        assert word in causal_words(f"Het ging beter, {word} iets.")
    assert causal_words("Dat komt DOORDAT de buurt, als gevolg van het plan, veranderde.") == [
        "doordat",
        "als gevolg van",
    ]
    assert causal_words("Zij doorlopen samen de werkplaats; waardoor weten wij niet.") == []


def test_no_generated_text_in_the_report_claims_a_cause(written: Path) -> None:
    for page in sorted(written.glob("*.html")):
        text = re.sub(r"<style.*?</style>|<[^>]*>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert causal_words(html.unescape(text)) == [], page.name
