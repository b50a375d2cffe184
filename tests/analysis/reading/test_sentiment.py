"""How a story feels: every rule of the lexicon with its counterexample. All sentences are invented."""

import pytest

from analysis.reading.evidence import FEATURES, evidence, features, rule_score
from analysis.reading.reader import open_reader
from analysis.reading.sentiment import BY_WORDS, Feeling, feeling, feelings
from analysis.reading.weighing import LEXICON

GOOD, MIDDLE, BAD = "positief", "midden", "negatief"


def felt(text: str) -> Feeling:
    return feeling(open_reader().read(text))


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Het is leuk op school.", GOOD),
        ("Het is niet leuk op school.", BAD),
        ("Het eten was niet slecht.", GOOD),
        ("Ik ben niet meer bang.", GOOD),
        ("Het lukt mij niet.", BAD),
        ("Ik durf daar niet te lopen.", BAD),
        ("Niemand helpt mij.", BAD),
        ("Mijn kamer is te warm.", BAD),
        ("De stoep is te hoog.", BAD),
        ("Het gaat beter dan vorig jaar.", GOOD),
        ("Het is slechter dan vorig jaar.", BAD),
        ("Er is minder ruzie.", GOOD),
        ("Er is meer ruzie.", BAD),
        ("De overlast is gestopt.", GOOD),
        ("Mijn moeder huilde van geluk.", GOOD),
        ("Het was kapot leuk, bro.", GOOD),
        ("Mijn nieuwe fiets is echt vet.", GOOD),
        ("Hij was ziek goed in voetbal.", GOOD),
        ("Het is skeer.", BAD),
        ("Mooi wark, ik bun bliede.", GOOD),
        ("Dat is nich mooi.", BAD),
        ("tis leug op skool", GOOD),
        ("ik fint et stom", BAD),
        ("😊", GOOD),
        ("😢", BAD),
        ("Op dinsdag eten wij rijst.", MIDDLE),
        ("", MIDDLE),
        ("weet ik niet", MIDDLE),
    ],
)
def test_a_sentence_feels_as_a_careful_reader_would_say(text: str, polarity: str) -> None:
    assert felt(text).polarity == polarity


def test_not_bad_is_only_weakly_good() -> None:
    assert 0 < felt("Het was niet slecht.").score < felt("Het was goed.").score


def test_strengtheners_add_and_diminishers_take_away() -> None:
    scores = [felt(text).score for text in ("Het is een beetje leuk.", "Het is leuk.", "Het is heel leuk.")]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_what_follows_maar_counts_most() -> None:
    assert felt("Het was stom maar het is leuk.").score > 0
    assert felt("Het was leuk maar het is stom.").score < 0


def test_both_sides_together_are_mixed_and_in_the_middle() -> None:
    found = felt("Mijn kamer is prachtig, maar de buren maken vreselijk veel ruzie.")
    assert (found.mixed, found.polarity) == (True, MIDDLE)


def test_what_is_over_counts_less_than_what_is_now() -> None:
    assert felt("Eerst was ik bang in de tunnel. Nu is het daar fijn.").polarity == GOOD


@pytest.mark.parametrize(
    "text", ["Is het hier leuk?", "Hij zei: 'dat is stom.'", 'De man riep "stomme jongen" en liep door.']
)
def test_questions_and_quoted_speech_say_nothing_about_the_teller(text: str) -> None:
    assert evidence(open_reader().read(text)).signs == ()
    assert felt(text).polarity == MIDDLE


def test_apostrophes_are_no_quotation_marks() -> None:
    assert felt("'s Avonds is het leuk en 's ochtends ook.").polarity == GOOD


@pytest.mark.parametrize(
    "word",
    [
        "arm",
        "werkloos",
        "gehandicapt",
        "uitkering",
        "bijstand",
        "vmbo",
        "Turks",
        "moslim",
        "Oost-Europees",
        "gescheiden",
    ],
)
def test_naming_your_situation_is_no_feeling(word: str) -> None:
    assert felt(f"Wij zijn {word}.").polarity == MIDDLE
    assert felt(f"Wij zijn {word}.").score == pytest.approx(felt("Wij zijn werkloos.").score, abs=0.05)


@pytest.mark.parametrize(
    "sentence", ["De {} buurman helpt ons altijd.", "Mijn {} vriendin werd gepest.", "Een {} gezin."]
)
def test_the_same_story_feels_the_same_whoever_tells_it(sentence: str) -> None:
    people = [
        "Turkse",
        "Nederlandse",
        "Poolse",
        "Syrische",
        "Marokkaanse",
        "islamitische",
        "christelijke",
        "arme",
        "rijke",
    ]
    assert len({(felt(sentence.format(one)).score, felt(sentence.format(one)).polarity) for one in people}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mijn kind is niet blij op school.", "Mien kind is nich bliede op skoele."),
        ("Het is gezellig bij de buren.", "'t Is gezelleg bie de noabers."),
        ("Ik ben bang in het donker.", "Ik bun bange in 't duuster."),
    ],
)
def test_twents_feels_as_dutch_does(one: str, other: str) -> None:
    assert felt(one).polarity == felt(other).polarity


def test_every_feeling_says_which_word_and_rule_made_it() -> None:
    word, weight, rule = felt("Het is niet leuk.").why[0]
    assert (word, rule) == ("leuk", "ontkenning")
    assert weight < 0


def test_the_strongest_words_of_the_classifier_are_named_as_well() -> None:
    assert any(rule == BY_WORDS for _, _, rule in felt("Er staat elke avond iemand te schelden.").why)


def test_the_score_of_the_rules_is_the_published_formula() -> None:
    positive, negative = evidence(open_reader().read("Leuk. Stom.")).sides()
    assert (positive > 0, negative > 0) == (True, True)
    assert rule_score(3, 1) == pytest.approx(0.4)
    assert rule_score(0, 0) == 0


def test_every_feature_has_its_number() -> None:
    reading = open_reader().read("Het was leuk, maar nu niet meer.")
    assert len(features(evidence(reading), reading)) == len(FEATURES)


def test_many_texts_at_once_feel_as_each_alone() -> None:
    texts = ["Het is leuk.", "", "Ik ben bang in de gang.", "😢"]
    together = feelings([open_reader().read(text) for text in texts])
    assert [(one.score, one.polarity) for one in together] == [
        (felt(text).score, felt(text).polarity) for text in texts
    ]


def test_without_content_there_is_no_feeling() -> None:
    assert [felt(text) for text in ("", "niks")] == [Feeling(0.0, MIDDLE, False)] * 2


def test_the_lexicon_is_large_and_within_its_range() -> None:
    rows = [line.split("\t") for line in LEXICON.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    factors = {"versterker", "verzwakker"}
    assert len(rows) >= 400
    assert all(len(row) == 3 for row in rows)
    assert all(-1 <= float(value) <= 1 for _, value, kind in rows if kind not in factors)
