"""The demo as a newcomer meets it: every page in a real browser, and what was planted is found and told truly."""

import csv

import pytest

from collector.accounts import demo_code, demo_logins
from collector.site import create_app
from corpus import database
from corpus.instance import Instance
from corpus.vault import make_key_file
from tests.conftest import House, served
from verhaal import DEMO_PASSWORD, fill_demo

ROUND = "2026-najaar"
RESIDENT_PAGES = [
    *["/", "/vertel/kind", "/vertel/jongere", "/vertel/ouder", "/vertel/professional", "/intrekken", "/mijn-verhaal"],
    *["/privacy", "/contact", "/hulp", "/toegankelijkheid", "/terugkoppeling/", "/inloggen", "/nergens"],
]
REPORT_PAGES = [
    f"/terugkoppeling/{ROUND}/{name}.html"
    for name in (
        "index",
        "programma",
        "almelo",
        "kerkelanden",
        "terugkoppeling-enschede",
        "terugkoppeling-enschede-kind",
    )
]
STAFF_PAGES = {
    "worker": ["/werkplek", "/gesprekken", "/gesprekken/nieuw"],
    "coder": ["/werkplek", "/coderen", "/coderen/betrouwbaarheid"],
    "analyst": [
        *["/werkplek", "/rapporten", f"/rapporten/{ROUND}", f"/rapporten/{ROUND}/schrijven/programma/terugkoppeling"],
        *["/trends", "/verhalen"],
    ],
    "guardian": ["/werkplek", "/signalen"],
    "manager": ["/werkplek", "/beheer", "/beheer/accounts"],
    "privacy": ["/werkplek", "/beheer/bewaren", "/beheer/accounts", "/beheer/logboek"],
    "reader": ["/werkplek", "/gebiedsteam"],
}
SIZES = [(320, 740), (1280, 900)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo, filled once: (address, house)."""
    folder = tmp_path_factory.mktemp("demo")
    instance = Instance(folder, f"sqlite:///{folder / 'verhalen.sqlite'}", folder / "key")
    house = House(instance, database.connect(instance.database_url), make_key_file(instance.key_file))
    with pytest.MonkeyPatch.context() as environment:
        for name in ("VERHAAL_INSTANCE", "VERHAAL_DATABASE_URL"):
            environment.setenv(name, house.environment[name])
        fill_demo(instance)
    demo_logins(create_app(instance), DEMO_PASSWORD)  # with a guardian at work, children can tell
    with served(house) as address:
        yield address, house


@pytest.fixture(scope="module")
def published(demo):
    """The folder of the public report."""
    return demo[1].instance.reports / ROUND / "openbaar"


def rows(folder, **wanted):
    """The rows of the public CSV with these values."""
    with (folder / "cijfers.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in wanted.items())]


def test_the_planted_change_of_method_is_a_reeksbreuk_and_nowhere_a_trend(published):
    (almelo,) = series(published, indicator="NI-03", place="Almelo", group="alle")
    assert almelo["state"] == "reeksbreuk"
    enschede = {"Enschede", "wesselerbrink", "twekkelerveld"}
    over_the_break = {row["state"] for row in series(published, indicator="NI-03") if row["place"] not in enschede}
    assert over_the_break.isdisjoint({"signaal", "trend", "trendbreuk"})
    assert "anders gemeten" in (published / "almelo.html").read_text("utf-8")


def test_the_planted_rise_and_the_planted_fall_are_found(published):
    (rise,) = series(published, indicator="NI-04", place="Enschede", group="alle")
    (fall,) = series(published, indicator="NI-10", place="programma", group="alle", subject="O6")
    assert (rise["state"], fall["state"]) == ("trend", "trend")
    assert float(rise["per_five_years"]) > 0 > float(fall["per_five_years"])


def series(folder, **wanted):
    """The rows of the public file of series with these values."""
    with (folder / "reeksen.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in wanted.items())]


def test_the_children_of_kerkelanden_show_no_number_by_round_or_by_year(published):
    hidden = [row for row in rows(published, place="kerkelanden", group="kind") if row["period"] != "2024-2026"]
    assert hidden
    assert all(not row["n"] and not row["value"] for row in hidden)
    assert "te weinig verhalen" in (published / "kerkelanden.html").read_text("utf-8")


def test_a_net_score_is_not_published_beside_hidden_answers(published):
    partly = [
        row
        for indicator in ("NI-03", "NI-04")
        for row in rows(published, indicator=indicator)
        if row["n"] and "" in (row["beter"], row["hetzelfde"], row["slechter"])
    ]
    assert partly
    assert not any(row["value"] or row["low"] or row["high"] for row in partly)


def test_nothing_is_pooled_across_the_change_of_method(published):
    for period in ("2025", "2024-2026"):
        assert all(not row["value"] for row in rows(published, indicator="NI-03", place="Almelo", period=period))
    assert any(row["value"] for row in rows(published, indicator="NI-03", place="Enschede", period="2024-2026"))


def test_every_published_cell_is_above_the_floor_and_none_says_nobody_or_everybody(published):
    for row in rows(published):
        if row["n"]:
            assert int(float(row["n"])) >= 30


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_page_of_residents_and_every_kind_of_report_is_clean(demo, browser, problems, width, height):
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if demo[0] not in request.url else None)
    found = {}
    for path in RESIDENT_PAGES + REPORT_PAGES:
        page.goto(demo[0] + path)
        found[path] = problems(page)
    assert {path: what for path, what in found.items() if what} == {}
    assert [url for url in foreign if not url.startswith("data:")] == []
    context.close()


def sign_in(page, address, app, email):
    """Sign in as a person does: password, then the code."""
    page.goto(f"{address}/inloggen")
    page.locator("#email").fill(email)
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    page.locator("#code").fill(demo_code(app, email))
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    page.wait_for_url("**/werkplek")


@pytest.mark.browser
@pytest.mark.parametrize("role", STAFF_PAGES)
def test_every_page_of_the_staff_is_clean(demo, browser, problems, role):
    address, house = demo
    app = create_app(house.instance)
    emails = {name: email for name, (_, email, _) in zip(STAFF_PAGES, demo_logins(app, DEMO_PASSWORD), strict=True)}
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    sign_in(page, address, app, emails[role])
    found = {}
    for path in STAFF_PAGES[role]:
        assert page.goto(address + path).status == 200
        found[path] = problems(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        found[path] += problems(page)
        page.set_viewport_size({"width": 360, "height": 740})
    assert {path: what for path, what in found.items() if what} == {}
    context.close()
