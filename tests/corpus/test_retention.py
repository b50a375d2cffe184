"""The clocks of what is kept: they run, may run twice, and say what is gone."""

from datetime import date

from click.testing import CliRunner

from corpus import retention
from verhaal import main


def test_every_clock_runs_and_may_run_again(house):
    assert retention.run(house.engine, date(2027, 1, 1)) == {"opnamen": 0, "contactverzoeken": 0}
    assert set(retention.run(house.engine, date(2027, 1, 1))) == {clock.name for clock in retention.CLOCKS}


def test_the_command_says_what_is_gone(house, monkeypatch):
    monkeypatch.setenv("VERHAAL_INSTANCE", str(house.instance.folder))
    monkeypatch.setenv("VERHAAL_DATABASE_URL", house.instance.database_url)
    monkeypatch.setenv("VERHAAL_KEY_FILE", str(house.instance.key_file))
    done = CliRunner().invoke(main, ["retention"])
    assert done.exit_code == 0, done.output
    assert done.output == "Opgeruimd: 0 opnamen, 0 contactverzoeken.\n"
