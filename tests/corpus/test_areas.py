"""Names people use for their neighbourhood lead to its area, and to a buurt only where that is certain."""

from datetime import date

import pytest

from corpus import areas
from corpus.areas import load_areas_file
from corpus.database import reading, writing

TODAY = date(2026, 11, 23)
KNOWN = load_areas_file()


@pytest.mark.parametrize(
    ("answer", "slug", "buurtcode"),
    [
        ("twekkelerveld+tubantia", "twekkelerveld", "BU01530300"),
        ("de-riet+nieuwland", "de-riet", "BU01411103"),
        ("nieuwstraatkwartier+de-wonde", "nieuwstraatkwartier", "BU01411501"),
        ("ossenkoppelerhoek+beeklust", "ossenkoppelerhoek", "BU01411602"),
        ("wesselerbrink+het-lang", "wesselerbrink", None),  # four names and four buurten that nobody mapped
        ("de-riet+midden-riet", "de-riet", None),
        ("de-riet/BU01411105", "de-riet", "BU01411105"),
        ("de-riet/BU01530300", "de-riet", None),  # a buurt of another city
        ("kerkelanden", "kerkelanden", None),
        ("wesselerbrink+bestaat-niet", "wesselerbrink", None),
    ],
)
def test_an_answer_leads_to_an_area_and_where_it_is_certain_to_a_buurt(answer, slug, buurtcode):
    area, found = areas.chosen(KNOWN, answer)
    assert (area.slug, found) == (slug, buurtcode)


def test_what_is_no_answer_leads_nowhere():
    for answer in ("", "weet_niet", "andere", "bestaat-niet+x"):
        assert areas.chosen(KNOWN, answer) == (None, None)


def test_every_id_that_was_ever_offered_still_works_and_none_comes_twice():
    offered = [answer for answer, _ in areas.choices(KNOWN)]
    assert len(offered) == len(set(offered))
    earlier = {
        *["wesselerbrink", "wesselerbrink+het-lang", "wesselerbrink+het-bijvank", "wesselerbrink+het-oosterveld"],
        *["wesselerbrink+de-posten", "twekkelerveld", "twekkelerveld+tubantia", "twekkelerveld+toekomst", "de-riet"],
        *["de-riet+nieuwland", "de-riet+midden-riet", "de-riet+zuid-riet", "nieuwstraatkwartier", "kerkelanden"],
        *["nieuwstraatkwartier+de-wonde", "nieuwstraatkwartier+achterlanden", "ossenkoppelerhoek"],
        *["ossenkoppelerhoek+boomplaats", "ossenkoppelerhoek+beeklust"],
    }
    assert earlier <= set(offered)


def test_a_name_is_only_mapped_to_a_buurt_of_its_area_that_carries_the_name():
    for area in KNOWN:
        names = {buurt.buurtcode: buurt.name.lower() for buurt in area.neighbourhoods}
        for known in area.resident_names:
            if known.buurtcode:
                assert known.name.lower().removeprefix("de ") in names[known.buurtcode]


def test_a_mapping_made_later_reaches_an_installation_that_has_the_area_already(either_house, tmp_path):
    text = areas.REFERENCE.read_text("utf-8").replace('"Het Lang" = ""', '"Het Lang" = "BU01530606"\n"Nieuw" = ""')
    later = tmp_path / "areas.toml"
    later.write_text(text, "utf-8")
    with writing(either_house.engine) as session:
        assert areas.load_reference(session, later) == []
    with reading(either_house.engine) as session:
        known = areas.current(session, TODAY)
    assert areas.chosen(known, "wesselerbrink+het-lang")[1] == "BU01530606"
    assert "wesselerbrink+nieuw" in dict(areas.choices(known))


def test_a_name_mapped_to_a_buurt_of_another_area_is_refused(tmp_path, house):
    text = areas.REFERENCE.read_text("utf-8").replace('"Het Lang" = ""', '"Het Lang" = "BU01411102"')
    wrong = tmp_path / "areas.toml"
    wrong.write_text(text, "utf-8")
    with writing(house.engine) as session, pytest.raises(ValueError, match="Wesselerbrink"):
        areas.load_reference(session, wrong)
