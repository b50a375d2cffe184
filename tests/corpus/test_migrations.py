"""The migrations run up, agree with the stored types, and run down, on both databases."""

from alembic import command
from sqlalchemy import inspect

from corpus import database


def test_migrations_go_up_match_the_models_and_go_down(either_house):
    config = database.migrations(either_house.engine)
    command.check(config)
    assert {"stories", "journal", "indicator_findings"} <= set(inspect(either_house.engine).get_table_names())
    command.downgrade(config, "base")
    assert set(inspect(either_house.engine).get_table_names()) == {"alembic_version"}
    command.upgrade(config, "head")
    command.check(config)


def test_upgrading_twice_changes_nothing(either_house):
    database.upgrade(either_house.engine)
    command.check(database.migrations(either_house.engine))


def test_sqlite_runs_in_wal_with_foreign_keys(house):
    with house.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
