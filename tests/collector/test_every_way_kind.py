"""A child with a card: along whichever road and in whichever language, the same is stored."""

from collections.abc import Iterator
from typing import Any

import pytest

from collector.i18n import LANGUAGES
from tests.collector.telling import Site, Telling, drives, fits_as_one_page, is_told_the_same, opened

pytestmark = pytest.mark.browser

ANSWERS = {
    "MODUS": "hulp_typt",
    "VERHAAL": "Wij hebben een hut gebouwd bij het veldje. (verzonnen)",
    "GEVOEL": "fijn",
    "EMOTIE": ["blij", "trots"],
    "DRIEHOEK-WIE": "zelf_naasten",
    "LIJN": ["wonen"],
    "LEVEN": "beter",
    "BUURT": "hetzelfde",
    "KRACHT": "De buurvrouw (verzonnen)",
    "HOOP": "klopt_beetje",
    "INVLOED": "weet_niet",
    "BUURTKEUZE": "twekkelerveld",
    "LEEFTIJD": "8-9",
    "TOESTEMMING": ["meedoen", "citaat"],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all tests of this file."""
    with opened(tmp_path_factory.mktemp("kind")) as made:
        yield made


@pytest.mark.parametrize(("road", "language"), drives("kind"))
def test_a_child_is_stored_the_same_along_every_road(
    browser: Any, axe: Any, site: Site, road: str, language: str
) -> None:
    answers = {"KAART": site.card("kind", "8-9"), **ANSWERS}
    is_told_the_same(browser, axe, site, road, Telling("kind", language, answers))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_form_of_a_child_on_one_page_is_accessible(browser: Any, axe: Any, site: Site, language: str) -> None:
    fits_as_one_page(browser, axe, site, "kind", language)
