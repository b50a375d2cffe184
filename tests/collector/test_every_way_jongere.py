"""A young person of sixteen or older: along whichever road and in whichever language, the same is stored."""

from collections.abc import Iterator
from typing import Any

import pytest

from collector.i18n import LANGUAGES
from tests.collector.telling import Site, Telling, drives, fits_as_one_page, is_told_the_same, opened

pytestmark = pytest.mark.browser

ANSWERS = {
    "MODUS": "zelf_typen",
    "VERHAAL": "Ik speel nu elke week zaalvoetbal. (verzonnen)",
    "GEVOEL": "gemengd",
    "EMOTIE": ["blij", "schaamte", "anders"],
    "DRIEHOEK-WIE": "naasten_instanties",
    "DRIEHOEK-LIJN": "past_niet",
    "LEVEN": "slechter",
    "LEVEN-WAARDOOR": "Door school (verzonnen)",
    "BUURT": "weet_niet",
    "INVLOED": "klopt_niet",
    "VERTROUWEN": "klopt_niet_zo",
    "CIJFER": "7",
    "KRACHT": "De trainer (verzonnen)",
    "WENS": "Een veld met licht (verzonnen)",
    "BUURTKEUZE": "anders",
    "LEEFTIJD": "16-17",
    "BEZIGHEID": "allebei",
    "ACTIVITEIT": ["anders"],
    "TOESTEMMING": ["meedoen", "bewaren", "opname"],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all tests of this file."""
    with opened(tmp_path_factory.mktemp("jongere")) as made:
        yield made


@pytest.mark.parametrize(("road", "language"), drives("jongere"))
def test_a_young_person_is_stored_the_same_along_every_road(
    browser: Any, axe: Any, site: Site, road: str, language: str
) -> None:
    is_told_the_same(browser, axe, site, road, Telling("jongere", language, ANSWERS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_form_of_a_young_person_on_one_page_is_accessible(
    browser: Any, axe: Any, site: Site, language: str
) -> None:
    fits_as_one_page(browser, axe, site, "jongere", language)
