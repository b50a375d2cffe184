"""A parent: along whichever road and in whichever language, the same is stored."""

from collections.abc import Iterator
from typing import Any

import pytest

from collector.i18n import LANGUAGES
from tests.collector.telling import Site, Telling, drives, fits_as_one_page, is_told_the_same, opened

pytestmark = pytest.mark.browser

ANSWERS = {
    "MODUS": "hulp_typt",
    "VERHAAL": "Mijn zoon durft weer alleen naar de bibliotheek. (verzonnen)",
    "GEVOEL": "heel_positief",
    "EMOTIE": ["trots", "opgelucht"],
    "DRIEHOEK-WIE": "instanties",
    "DRIEHOEK-LIJN": "werken",
    "LEVEN": "hetzelfde",
    "BUURT": "beter",
    "BUURT-WAARDOOR": "Er is meer licht (verzonnen)",
    "HOOP": "klopt_helemaal",
    "INVLOED": "klopt_beetje",
    "VERTROUWEN": "weet_niet",
    "DREMPEL": "De bus rijdt niet vroeg (verzonnen)",
    "CIJFER": "10",
    "WENS": "Een speelplek (verzonnen)",
    "BUURTKEUZE": "twekkelerveld",
    "KINDEREN": ["4-7", "12-17", "18+"],
    "LEEFTIJD": "30-44",
    "ACTIVITEIT": ["weet_niet"],
    "TOESTEMMING": ["meedoen", "bewaren", "citaat"],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all tests of this file."""
    with opened(tmp_path_factory.mktemp("ouder")) as made:
        yield made


@pytest.mark.parametrize(("road", "language"), drives("ouder"))
def test_a_parent_is_stored_the_same_along_every_road(
    browser: Any, axe: Any, site: Site, road: str, language: str
) -> None:
    is_told_the_same(browser, axe, site, road, Telling("ouder", language, ANSWERS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_form_of_a_parent_on_one_page_is_accessible(
    browser: Any, axe: Any, site: Site, language: str
) -> None:
    fits_as_one_page(browser, axe, site, "ouder", language)
