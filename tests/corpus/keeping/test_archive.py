"""The open archive holds the same on both databases and goes back into an empty one."""

import json

from corpus.database import connect, reading, upgrade, writing
from corpus.keeping import archive, archived, rows


def test_an_archive_of_either_database_goes_into_an_empty_one(either_house, tmp_path, tell):
    tell(either_house, 40, collector="c1", session="klas")
    archive.write(either_house.engine, either_house.vault, either_house.instance, tmp_path / "archief")
    assert archived.changed(tmp_path / "archief") == []
    engine = connect(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    upgrade(engine)
    with writing(engine) as session:
        assert archived.load(session, tmp_path / "archief") > 40
    with reading(engine) as there, reading(either_house.engine) as here:
        for name, one in archive.described().items():
            table = rows.every_table()[name]
            assert _only(rows.stored(there, table), one.columns) == _only(rows.stored(here, table), one.columns), name
    engine.dispose()


def _only(found, columns):
    return [{column: row[column] for column in columns} for row in found]


def test_a_changed_a_missing_and_an_added_file_are_named(house, tmp_path):
    folder = tmp_path / "archief"
    archive.write(house.engine, house.vault, house.instance, folder)
    (folder / "data" / "rounds.csv").write_text("iets anders")
    (folder / "data" / "areas.csv").unlink()
    (folder / "data" / "nieuw.csv").write_text("")
    assert archived.changed(folder) == ["data/areas.csv", "data/nieuw.csv", "data/rounds.csv"]


def test_what_the_archive_says_of_itself(house, tmp_path, tell):
    tell(house, 2, questionnaire="ouder@99")
    archive.write(house.engine, house.vault, house.instance, tmp_path / "archief")
    about = json.loads((tmp_path / "archief" / "archief.json").read_text())
    assert about["rows"]["stories"] == 2
    assert about["libraries"]["SQLAlchemy"]
    assert about["questionnaires_not_here"] == ["ouder@99"]
    assert "ouder@99" in (tmp_path / "archief" / "LEESMIJ.md").read_text()
    assert (tmp_path / "archief").stat().st_mode & 0o077 == 0
