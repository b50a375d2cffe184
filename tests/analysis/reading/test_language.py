"""Which language a story is told in. All sentences are invented."""

import pytest

from analysis.reading.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wij wonen hier al vier jaar en het is fijn.", "nl"),
        ("ik hep gister na skool gespeelt met me vrint", "nl"),
        ("Mien va en moo kiekt mekaar nich mear an an toafel.", "nl"),
        ("Ewa bro, het is kapot gezellig hier, wollah.", "nl"),
        ("Oğlum iki aydır köşedeki kreşe gidiyor.", "tr"),
        ("نحن نسكن هنا منذ أربع سنوات والجيران طيبون", "ar"),
        ("We have lived here for four years and my son is happy.", "en"),
        ("Mieszkamy tu od czterech lat, a ja nie znam sąsiada.", "pl"),
        ("Wir wohnen hier seit vier Jahren und mein Sohn ist froh.", "de"),
        ("Nous habitons ici depuis quatre ans et les voisins sont très gentils avec nous, la rue est calme.", "other"),
        ("Живемо тут чотири роки", "other"),
    ],
)
def test_a_story_has_the_language_it_is_told_in(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "...", "🙂", "ok", "super"])
def test_a_text_too_short_to_tell_gets_the_flag_of_its_form(text: str) -> None:
    assert language_of(text, "tr") == "tr"
