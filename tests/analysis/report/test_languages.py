"""The page for residents in six languages: nothing is missing, and what nobody translated stands there as Dutch."""

import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.report.feedback import one_page
from analysis.report.languages import CODES, language, languages
from analysis.report.pages import CHILD_WORDS, words
from corpus import codebook

OTHERS = [code for code in CODES if code != "nl"]
TOML = Path(__file__).parents[3] / "analysis" / "report" / "languages"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_sentence_with_the_same_placeholders(code: str) -> None:
    dutch, other = language("nl"), language(code)
    assert list(other.sentences) == list(dutch.sentences)
    for key, sentence in dutch.sentences.items():
        assert _placeholders(other.sentences[key]) == _placeholders(sentence), key
        assert other.sentences[key].strip() or key == "comma"
    assert set(other.groups) == set(dutch.groups)
    assert set(other.seasons) == {"voorjaar", "najaar"}
    assert set(other.themes) == {theme.id for theme in codebook.reference().themes}
    assert len(other.months) == 12


@pytest.mark.parametrize("code", OTHERS)
def test_telephone_numbers_stay_and_the_file_asks_for_a_native_reader(code: str) -> None:
    for key in ("small", "child_help"):
        numbers = [re.findall(r"\d[\d-]+\d", one.sentences[key]) for one in (language("nl"), language(code))]
        assert numbers[0] == numbers[1]
    assert "grew up with this language" in (TOML / f"{code}.toml").read_text("utf-8").splitlines()[0]


def test_every_place_has_both_pages_in_every_language_and_children_read_little(written: Path) -> None:
    for spoken in languages():
        for path in written.glob(f"terugkoppeling-*-kind{spoken.ending()}"):
            page = path.read_text("utf-8")
            assert f'<html lang="{spoken.code}" dir="{spoken.direction}">' in page
            assert 35 < len(words(page)) <= CHILD_WORDS, path.name
        names = {path.name for path in written.glob(f"terugkoppeling-de-riet*{spoken.ending()}")}
        assert {f"terugkoppeling-de-riet{end}{spoken.ending()}" for end in ("", "-kind")} <= names


def test_a_page_links_to_itself_in_the_other_languages(written: Path) -> None:
    page = (written / "terugkoppeling-de-riet-kind.ar.html").read_text("utf-8")
    assert 'lang="pl" hreflang="pl" href="terugkoppeling-de-riet-kind.pl.html">Polski</a>' in page
    assert 'lang="nl" hreflang="nl" href="terugkoppeling-de-riet-kind.html">Nederlands</a>' in page
    assert 'aria-current="page">العربية' in page


def test_a_text_that_nobody_translated_stands_there_as_dutch_and_the_page_says_so(fixture: Any, written: Path) -> None:
    page = (written / "terugkoppeling-wesselerbrink.tr.html").read_text("utf-8")
    assert '<p lang="nl" dir="ltr">De wijkbeheerder maakt' in page
    assert language("tr").say("still_dutch") in page
    mine = fixture.feedback["wesselerbrink"]
    told = replace(mine, decision="Plan yapılıyor.", wishes=("Okul sonrası etkinlik",), done="", meet="")
    fixture.feedback["wesselerbrink"] = replace(mine, translated={"tr": told})
    material = fixture.material()
    place = next(one for one in material.places if one.id == "wesselerbrink")
    turkish = one_page(material, place, language("tr"))
    assert (turkish.decision, turkish.wishes) == ("Plan yapılıyor.", ("Okul sonrası etkinlik",))
    assert turkish.dutch == {"done", "meet"}
    assert turkish.done == mine.done
    assert one_page(material, place).dutch == frozenset()


def test_a_page_in_another_language_has_no_dutch_sentence_of_ours_left(written: Path) -> None:
    dutch = [sentence for sentence in language("nl").sentences.values() if len(sentence) > 25 and "{" not in sentence]
    for code in OTHERS:
        for name in ("terugkoppeling-programma", "terugkoppeling-kerkelanden", "terugkoppeling-de-riet-kind"):
            page = (written / f"{name}.{code}.html").read_text("utf-8")
            assert [sentence for sentence in dutch if sentence in page] == []
