"""KoboToolbox and ODK: our questionnaires go out as valid XLSForms, and what is told there passes the same check."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from sqlalchemy.orm import Session

from corpus.areas import choices, load_areas_file
from corpus.exchange import kobo, xlsform
from corpus.exchange.delimited import UnreadableError
from corpus.exchange.stories import Loaded, Refusal, load_stories
from corpus.stories import Story
from corpus.vault import Vault, make_key_file
from forms.questionnaire import load
from verhaal import check

TODAY = date(2026, 11, 20)
OUTSIDE = {"BUURTKEUZE": choices(load_areas_file())}
PIECES = st.text(alphabet='_uid",;\n1x/\x00é', max_size=60)
ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_key_file(tmp_path / "key")


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder", "professional", "gesprek"])
def test_every_questionnaire_is_a_valid_xlsform_in_all_its_languages(tmp_path: Path, name: str) -> None:
    told = xlsform.in_all_languages(name)
    xlsform.write(told, OUTSIDE, tmp_path / "form.xlsx")
    made = convert(tmp_path / "form.xlsx", validate=False)
    assert made.warnings == []
    for question in told["nl"].questions:
        if question.kind != "card":
            assert f"/{question.id}" in made.xform
    assert len(told) == (1 if name == "gesprek" else 6)
    for language in told:
        assert f'lang="{xlsform.LANGUAGES[language]} ({language})"' in made.xform


def test_the_choices_carry_our_ids_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    xlsform.write(xlsform.in_all_languages("kind"), OUTSIDE, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    assert book.sheetnames == ["survey", "choices", "settings"]
    rows = list(book["choices"].iter_rows(values_only=True))
    feelings = {row[1] for row in rows if row[0] == "GEVOEL"}
    assert feelings == {option.id for option in load("kind").question("GEVOEL").options}  # type: ignore[union-attr]
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}


def submission(folder: Path, **cells: str) -> Path:
    told = {
        **{"_uuid": ID, "_submission_time": "2026-11-03T10:00:00", "verhaal/VERHAAL": "Verzonnen: het plein is nieuw."},
        **{"gevoel/GEVOEL": "fijn", "gevoel/EMOTIE": "blij trots", "gevoel/EMOTIE/blij": "1"},
        **{"gevoel/EMOTIE/trots": "1", "gevoel/EMOTIE/boos": "0", "wie/DRIEHOEK-WIE": "n/a"},
        **{"klaar/BUURTKEUZE": "de-riet", "klaar/LEEFTIJD": "10-11", "klaar/TOESTEMMING": "meedoen bewaren"},
        **{"_id": "7", **cells},
    }
    file = folder / "data.csv"
    row = ";".join(f'"{cell}"' for cell in told.values())
    file.write_text(";".join(told) + f"\n{row}\n", encoding="utf-8-sig")
    return file


def taken(session: Session, vault: Vault, file: Path) -> Loaded:
    return load_stories(session, vault, kobo.lines(load("kind"), file, "nl"), check, TODAY)


def test_a_submission_becomes_a_story_by_the_same_check(session: Session, vault: Vault, tmp_path: Path) -> None:
    assert taken(session, vault, submission(tmp_path)) == Loaded(1, 0, ())
    story = session.get(Story, ID)
    assert story is not None
    assert story.marks["EMOTIE"]["value"] == ["blij", "trots"]
    assert story.marks["DRIEHOEK-WIE"] == {"state": "skipped"}
    assert (story.received, story.age, story.may_keep, story.may_quote) == ("2026-11", "10-11", True, False)
    assert taken(session, vault, submission(tmp_path)) == Loaded(0, 1, ())


def test_headers_of_odk_central_are_understood_too(session: Session, vault: Vault, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    heads = "SubmissionDate,gevoel-EMOTIE,wie-DRIEHOEK-WIE,verhaal-VERHAAL,klaar-BUURTKEUZE,klaar-LEEFTIJD"
    cells = "2026-11-03T10:00:00.000Z,blij trots,niemand,Verzonnen.,de-riet,12"
    file.write_text(f"{heads},klaar-TOESTEMMING,KEY\n{cells},meedoen,uuid:{ID}\n")
    assert taken(session, vault, file).added == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"gevoel/GEVOEL": "geweldig"}, "GEVOEL: Dit antwoord kennen wij niet"),
        ({"gevoel/EMOTIE/boos": "1"}, "spreken elkaar tegen"),
        ({"gevoel/EMOTIE/boos": "ja"}, "is 1, 0 of leeg"),
        ({"klaar/TOESTEMMING": "bewaren"}, "TOESTEMMING: Dit vinkje is nodig"),
        ({"klaar/LEEFTIJD": "jonger"}, "LEEFTIJD"),
        ({"_uuid": ""}, "heeft geen id"),
        ({"_submission_time": "gisteren"}, "De datum"),
    ],
)
def test_a_submission_that_does_not_fit_is_named_by_its_line(
    session: Session, vault: Vault, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    (refusal,) = taken(session, vault, submission(tmp_path, **cells)).refused
    assert refusal.line == 2
    assert words in refusal.reason


def test_a_column_of_no_question_is_refused_before_its_answers_are_lost(
    session: Session, vault: Vault, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableError, match="Kolom 'gevoel/STEMMING'"):
        taken(session, vault, submission(tmp_path, **{"gevoel/STEMMING": "goed"}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=150)
    | st.text(alphabet='_uid",;\n1x/\x00é', max_size=60).map(lambda some: b"_uuid;VERHAAL\n" + some.encode())
)
def test_no_file_is_more_than_a_clear_refusal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "raar.csv").write_bytes(content)
    with suppress(UnreadableError):
        assert all(isinstance(line, str | Refusal) for line in kobo.lines(load("kind"), tmp_path / "raar.csv", "nl"))
