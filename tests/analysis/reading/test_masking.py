"""What is masked, where exactly, and what stays. All names and numbers are invented or from the test ranges."""

import json
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from analysis.reading.masking import Mask, mask
from analysis.reading.measure_masking import MaskingScore, measure
from analysis.reading.names import first_names
from analysis.reading.patterns import is_bsn, is_iban
from analysis.reading.reader import open_reader
from analysis.reading.spoken import is_spoken_phone

DEVELOPMENT = Path(corpus.__file__).parent / "samples" / "masking" / "development.jsonl"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ik heet Lorena.", "Ik heet [NAAM]."),
        ("ik heet lorena", "ik heet [NAAM]"),
        ("Met fatma en sem speel ik.", "Met [NAAM] en [NAAM] speel ik."),
        ("Juf Ingrid is lief.", "Juf [NAAM] is lief."),
        ("meester de vries is ziek", "meester [NAAM] is ziek"),
        ("Meneer De Vries is ziek.", "Meneer [NAAM] is ziek."),
        ("Henk de Boer kwam.", "[NAAM] kwam."),
        ("Roos zegt dat het mag.", "[NAAM] zegt dat het mag."),
        ("Fatma's moeder kookt.", "[NAAM]'s moeder kookt."),
        ("kleine keesje huilt", "kleine [NAAM] huilt"),
        ("Meneer K. de V. is boos.", "Meneer [NAAM] is boos."),
        ("ze noemen me Smurf", "ze noemen me [NAAM]"),
        ("ik ging met quvaro naar huis", "ik ging met [NAAM] naar huis"),
        ("Bij Scholten Jan op het erf.", "Bij [NAAM] op het erf."),
        ("de familie Zorlak woont hier", "de familie [NAAM] woont hier"),
        ("Xeniqua bakt brood.", "[NAAM] bakt brood."),
    ],
)
def test_what_names_a_person_becomes_a_placeholder(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Bel 06-12345678.", "Bel [TELEFOON]."),
        ("Bel 053 - 461 23 45 of +31 6 12345678.", "Bel [TELEFOON] of [TELEFOON]."),
        ("bel nul zes een twee drie vier vijf zes zeven acht", "bel [TELEFOON]"),
        ("Mail naar a.b@voorbeeld.nl!", "Mail naar [EMAIL]!"),
        ("mail naar an punt bo apenstaartje voorbeeld punt nl", "mail naar [EMAIL]"),
        ("Kijk op www.voorbeeld.nl.", "Kijk op [LINK]."),
        ("Ik ben @vlinder_12 daar.", "Ik ben [ACCOUNT] daar."),
        ("mijn snap is vlinder.vos", "mijn snap is [ACCOUNT]"),
        ("Wij wonen Stationsstraat 12b.", "Wij wonen [ADRES]."),
        ("wij wonen in de zwaluwstraat", "wij wonen in de [ADRES]"),
        ("ons huis achter de Lidl op nummer 14", "ons huis achter de Lidl op [ADRES]"),
        ("Bij 7512 AB wonen wij.", "Bij [POSTCODE] wonen wij."),
        ("Mijn nummer is 111222333.", "Mijn nummer is [BSN]."),
        ("Het waren er 111222334.", "Het waren er 111222334."),
        ("mijn bsn is 111222334", "mijn bsn is [BSN]"),
        ("Op NL91ABNA0417164300 graag.", "Op [IBAN] graag."),
        ("Op NL91ABNA0417164301 graag.", "Op NL91ABNA0417164301 graag."),
        ("mijn rekening is NL91ABNA0417164301", "mijn rekening is [IBAN]"),
        ("De auto 12-ABC-3 reed door.", "De auto [KENTEKEN] reed door."),
        ("kenteken 12 abc 3 reed door", "kenteken [KENTEKEN] reed door"),
        ("Geboren op 12 maart 2014.", "Geboren op [DATUM]."),
        ("Geboren 12-03-2014.", "Geboren [DATUM]."),
        ("geboren op twaalf maart tweeduizend veertien", "geboren op [DATUM]"),
        ("ik ben jarig op 9 mei", "ik ben jarig op [DATUM]"),
    ],
)
def test_numbers_and_addresses_become_placeholders(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Op basisschool De Regenboog is het leuk.", "Op [SCHOOL] is het leuk."),
        ("op basisschool de regenboog is het leuk", "op [SCHOOL] is het leuk"),
        ("Mijn school heet De Regenboog.", "Mijn school heet [SCHOOL]."),
        ("Ik zit op het Zonnekracht Lyceum.", "Ik zit op het [SCHOOL]."),
        ("Ik speel bij vv Voorwaarts.", "Ik speel bij [CLUB]."),
        ("Bij stichting De Brug.", "Bij [INSTELLING]."),
        ("Ik werk bij garage yılmaz.", "Ik werk bij [WERKGEVER]."),
        ("Mijn stage is bij Lampenier.", "Mijn stage is bij [WERKGEVER]."),
    ],
)
def test_named_schools_clubs_care_and_employers_become_placeholders(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "In de Wesselerbrink in Enschede bij de Jumbo.",
        "In mei en maart zit ik in groep 8 op het vmbo.",
        "Ewa, het is chill in Twekkelerveld.",
        "Mijn moeder, mijn oma en de juf zijn lief.",
        "In onze straat 3 keer per week 12 kinderen.",
        "Met zijn vieren, in 2024, om 19.30 uur, voor 1500 euro.",
        "Ik ben blij met mijn hond en mijn fiets.",
        "Wij spreken Turks en Nederlands, met ramadan eten we samen.",
        "De roos is rood en de storm is weg.",
        "Mevrouw van de bakker en meneer de conciërge groeten altijd.",
        "Ik tel: een twee drie vier vijf zes zeven acht.",
        "FC Twente won en ik wil Batman worden.",
        "De basisschool in onze wijk en de supermarkt Jumbo zijn dicht.",
        "Wij wonen in een drukke straat naast een winkelstraat.",
    ],
)
def test_places_brands_months_and_ordinary_words_stay(text: str) -> None:
    assert mask(text).text == text


def test_a_name_found_once_is_masked_wherever_it_comes_back() -> None:
    assert mask("Juf Zoraya is lief. zoraya lacht, en Zoraya's broer ook.").text == (
        "Juf [NAAM] is lief. [NAAM] lacht, en [NAAM]'s broer ook."
    )


def test_a_word_that_is_also_a_name_comes_back_only_where_it_can_be_one() -> None:
    assert mask("Ik speel met Roos. Een roos is rood.").text == "Ik speel met [NAAM]. Een roos is rood."


def test_the_tags_of_the_reader_find_a_name_that_opens_a_sentence() -> None:
    text = "Jaapje van de overkant is al tachtig."
    assert mask(text).masks == ()
    assert mask(text, open_reader().read(text)).text == "[NAAM] van de overkant is al tachtig."


def test_offsets_are_code_points_in_the_given_text() -> None:
    text = "😀 juf Ingrid 👍🏽 belt 06-12345678"
    assert [(text[one.start : one.end], one.kind) for one in mask(text).masks] == [
        ("Ingrid", "NAAM"),
        ("06-12345678", "TELEFOON"),
    ]


def test_a_name_in_another_language_needs_its_capital() -> None:
    assert mask("sabah Fatma geldi", lower_case=False).text == "sabah [NAAM] geldi"


def test_placeholders_are_left_alone() -> None:
    text = "Juf [NAAM] woont op [ADRES], bel [TELEFOON]."
    assert mask(text).text == text


def test_the_name_list_holds_names_of_the_whole_neighbourhood() -> None:
    plain, doubtful = first_names()
    assert len(plain) + len(doubtful) >= 4000
    assert {"anouk", "zeynep", "youssef", "ninos", "agnieszka", "selamawit", "sjoerd", "gerritdina"} <= plain
    assert {"bohdan", "shaniqua", "tesfamariam", "hodan", "rojda", "gevriye"} <= plain


def test_check_digits_tell_a_number_from_any_row_of_digits() -> None:
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert is_iban("NL91 ABNA 0417 1643 00")
    assert not is_iban("NL91 ABNA 0417 1643 01")
    assert is_spoken_phone("nul zes twaalf vierendertig zesenvijftig achtenzeventig")
    assert not is_spoken_phone("een twee drie vier vijf zes zeven acht")


def test_the_score_counts_a_stretch_only_when_no_letter_of_it_is_left() -> None:
    text = "Henk de Vries belt Ans."
    gold = [Mask(0, 13, "NAAM"), Mask(19, 22, "NAAM")]
    score = measure([(text, gold, [Mask(0, 4, "NAAM"), Mask(14, 18, "NAAM"), Mask(19, 22, "NAAM")])])
    assert score == MaskingScore({"NAAM": 2}, {"NAAM": 1}, masked=11, rightly=7)
    assert (score.recall, score.recall_by_kind, score.precision) == (0.5, {"NAAM": 0.5}, 7 / 11)
    nothing = measure([("niks", [], [])])
    assert isnan(nothing.recall)
    assert isnan(nothing.precision)


def test_masking_keeps_its_floors_on_the_development_texts() -> None:
    rows = [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]
    readings = open_reader().pipe([row["text"] for row in rows])
    score = measure(
        (row["text"], [Mask(**one) for one in row["masks"]], mask(row["text"], reading).masks)
        for row, reading in zip(rows, readings, strict=True)
    )
    assert score.recall >= 0.97, score
    assert score.recall_by_kind["NAAM"] >= 0.96, score
    assert score.precision >= 0.95, score


PIECES = st.sampled_from(
    [
        *(
            "jan",
            "Fatma",
            "06-12345678",
            "a@b.nl",
            "7512 AB",
            "leuk",
            ".",
            "Jan de",
            "en",
            "juf",
            "Roos",
            "xavi",
            "heet",
        ),
        *(
            "basisschool",
            "De",
            "Regenboog",
            "op",
            "nummer",
            "14",
            "Tulpstraat",
            "kenteken",
            "12-ABC-3",
            "van",
            "[NAAM]",
        ),
        *("ik ben", "bij", "werk", "K.", "Xeniqua", "zegt", ",", "'s", "mijn snap is", "nul zes", "een twee drie"),
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=15).map(" ".join)), st.booleans())
def test_masks_lie_within_any_text_sorted_and_apart_and_leave_the_rest_as_it_was(text: str, lower_case: bool) -> None:
    masked = mask(text, lower_case=lower_case)
    rebuilt, last = "", 0
    for one in masked.masks:
        assert last <= one.start < one.end <= len(text)
        rebuilt += text[last : one.start] + f"[{one.kind}]"
        last = one.end
    assert masked.text == rebuilt + text[last:]


@given(st.lists(PIECES, max_size=15).map(" ".join))
def test_masking_twice_finds_nothing_new(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once
