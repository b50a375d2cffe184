"""What is masked, where exactly, and what stays. All names and numbers are invented or from the test ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.masking import mask
from analysis.reading.names import first_names


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ik heet Lorena.", "Ik heet [NAAM]."),
        ("ik heet lorena", "ik heet [NAAM]"),
        ("Met fatma en sem speel ik.", "Met [NAAM] en [NAAM] speel ik."),
        ("Juf Ingrid is lief.", "Juf [NAAM] is lief."),
        ("meester de vries is ziek", "meester de vries is ziek"),
        ("Meneer De Vries is ziek.", "Meneer [NAAM] is ziek."),
        ("Henk de Boer kwam.", "[NAAM] kwam."),
        ("Roos zegt dat het mag.", "[NAAM] zegt dat het mag."),
        ("De roos is rood.", "De roos is rood."),
        ("Fatma's moeder kookt.", "[NAAM]'s moeder kookt."),
        ("Bel 06-12345678.", "Bel [TELEFOON]."),
        ("Bel 053 - 461 23 45 of +31 6 12345678.", "Bel [TELEFOON] of [TELEFOON]."),
        ("Mail naar a.b@voorbeeld.nl!", "Mail naar [EMAIL]!"),
        ("Kijk op www.voorbeeld.nl.", "Kijk op [LINK]."),
        ("Ik ben @vlinder_12 daar.", "Ik ben [ACCOUNT] daar."),
        ("Wij wonen Stationsstraat 12b.", "Wij wonen [ADRES]."),
        ("Bij 7512 AB wonen wij.", "Bij [POSTCODE] wonen wij."),
        ("Mijn nummer is 111222333.", "Mijn nummer is [BSN]."),
        ("Mijn nummer is 111222334.", "Mijn nummer is 111222334."),
        ("Op NL91ABNA0417164300 graag.", "Op [IBAN] graag."),
        ("Op NL91ABNA0417164301 graag.", "Op NL91ABNA0417164301 graag."),
        ("De auto 12-ABC-3 reed door.", "De auto [KENTEKEN] reed door."),
        ("Geboren op 12 maart 2014.", "Geboren op [DATUM]."),
        ("Geboren 12-03-2014.", "Geboren [DATUM]."),
        ("Op basisschool De Regenboog is het leuk.", "Op [SCHOOL] is het leuk."),
        ("Ik speel bij vv Voorwaarts.", "Ik speel bij [CLUB]."),
        ("Bij stichting De Brug.", "Bij [INSTELLING]."),
    ],
)
def test_what_names_a_person_becomes_a_placeholder(text: str, masked: str) -> None:
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
    ],
)
def test_places_brands_months_and_ordinary_words_stay(text: str) -> None:
    assert mask(text).text == text


def test_offsets_are_code_points_in_the_given_text() -> None:
    text = "😀 juf Ingrid 👍🏽 belt 06-12345678"
    assert [(text[one.start : one.end], one.kind) for one in mask(text).masks] == [
        ("Ingrid", "NAAM"),
        ("06-12345678", "TELEFOON"),
    ]


def test_a_name_in_another_language_needs_its_capital() -> None:
    assert mask("sabah Fatma geldi", lower_case=False).text == "sabah [NAAM] geldi"


def test_the_name_list_holds_names_of_the_whole_neighbourhood() -> None:
    plain, doubtful = first_names()
    assert len(plain) + len(doubtful) >= 600
    assert {"anouk", "zeynep", "youssef", "ninos", "agnieszka", "selamawit", "sjoerd", "gerritdina"} <= plain


@given(st.text(max_size=300))
def test_masks_lie_within_any_text_sorted_and_apart(text: str) -> None:
    masked = mask(text)
    last = 0
    for one in masked.masks:
        assert last <= one.start < one.end <= len(text)
        last = one.end
    kept = "".join(text[a.end : b.start] for a, b in zip(masked.masks, masked.masks[1:], strict=False))
    assert kept in masked.text or "[" in masked.text


@given(st.lists(st.sampled_from(["jan", "Fatma", "06-12345678", "a@b.nl", "7512 AB", "leuk", ".", "Jan de", "en"])))
def test_masking_twice_finds_nothing_new(words: list[str]) -> None:
    once = mask(" ".join(words)).text
    assert mask(once).masks == ()
