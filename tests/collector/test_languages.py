"""Every resident reads site and questionnaires in a language of their own, and what they answer counts the same."""

import hashlib
import io
import re
import sys
import tomllib
from datetime import date
from subprocess import run

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sqlalchemy import select

from collector.i18n import LANGUAGES
from corpus import cards, safeguarding
from corpus.database import reading, writing
from corpus.stories import Story
from forms.questionnaire import ANSWERED, FOLDER, load
from tests.conftest import ROOT, served

TRANSLATIONS = ROOT / "collector" / "translations"
OTHERS = [code for code in LANGUAGES if code != "nl"]
FORMS = ["kind", "jongere", "ouder", "professional"]
PAGES = ["/", *(f"/vertel/{form}" for form in FORMS), "/mijn-verhaal", "/intrekken", "/privacy"]
PAGES += ["/hulp", "/toegankelijkheid", "/terugkoppeling/", "/nergens"]
#: the three forms of residents are looked at screen by screen where they are filled in
LOOKED_AT = [page for page in PAGES if page not in ("/vertel/kind", "/vertel/jongere", "/vertel/ouder")]
TEXTS = {"title", "minutes", "banner", "text", "hint", "mostly", "between", "centre", "label", "refuse"}
STORY = "De buren passen op de poes als wij weg zijn. (verzonnen)"


# What is written down


def sentences():
    """Every sentence of the site, as Babel finds it."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options)
    return {message for _file, _line, message, _comments, _context in found}


def catalogue(language):
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def texts(part, where=()):
    """Every text of a questionnaire file, by its place in it; lists are told apart by id."""
    for key, value in part.items():
        place = (*where, key)
        if isinstance(value, dict):
            yield from ((name, text) for name, text in texts(value, place) if where or key == "extra")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for entry in value:
                yield from texts(entry, (*place, entry["id"]))
        elif key in ("intro", "thanks", "help"):
            yield from (((*place, number), text) for number, text in enumerate(value))
        elif key in TEXTS or where == ("extra",):
            yield place, value


def file_of(name, language="nl"):
    file = FOLDER / (f"{name}.toml" if language == "nl" else f"{name}.{language}.toml")
    return file.read_text("utf-8")


def fingerprint(name):
    """Of the Dutch texts of a questionnaire, in their order."""
    told = [text for _, text in texts(tomllib.loads(file_of(name)))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def pairs(language):
    """Every Dutch text with its translation, of the site and of the questionnaires."""
    yield from ((message.id, message.string) for message in catalogue(language) if message.id)
    for name in FORMS:
        ours, theirs = (dict(texts(tomllib.loads(file_of(name, code)))) for code in ("nl", language))
        yield from ((text, theirs.get(place, "")) for place, text in ours.items())


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_site_has_its_translation_and_none_is_left_over(language):
    written = {message.id: message for message in catalogue(language) if message.id}
    assert set(written) == sentences()
    assert [message.id for message in written.values() if not message.string or message.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", FORMS)
def test_every_text_of_a_questionnaire_has_its_translation_under_the_same_id(name, language):
    ours, theirs = (dict(texts(tomllib.loads(file_of(name, code)))) for code in ("nl", language))
    assert set(theirs) == set(ours)
    assert [place for place, text in theirs.items() if not text.strip()] == []


@pytest.mark.parametrize("name", FORMS)
def test_no_dutch_text_changed_after_it_was_translated(name):
    made = {language: tomllib.loads(file_of(name, language))["translated_from"] for language in OTHERS}
    assert made == dict.fromkeys(OTHERS, fingerprint(name)), "lees de vertalingen na en zet er deze vingerafdruk in"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", FORMS)
def test_a_translated_questionnaire_asks_the_same_in_the_same_order(name, language):
    def skeleton(questionnaire):
        questions = [
            (
                *(question.item, question.kind, question.required, question.required_when, question.most),
                *((option.id, option.state, option.value, option.shares) for option in question.options),
            )
            for question in questionnaire.questions
        ]
        screens = [(screen.id, [question.id for question in screen.questions]) for screen in questionnaire.screens]
        return questionnaire.key, questionnaire.group, questions, screens, len(questionnaire.intro)

    assert load(name, language).language == language
    assert skeleton(load(name, language)) == skeleton(load(name))


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_places_for_values_and_marks_of_the_page_are_the_same_as_in_dutch(language):
    kept = re.compile(r"\d[\d-]*\d|\d|%\(\w+\)s|\{\w*\}|<[^>]+>|vis-lamp-groen-fiets|Kindertelefoon|Veilig Thuis")
    wrong = [dutch for dutch, other in pairs(language) if set(kept.findall(dutch)) != set(kept.findall(other))]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_promises_that_nobody_can_know_who_told(language):
    assert [other for _, other in pairs(language) if re.search("anonym|anonim|مجهول", other.lower())] == []


def test_the_two_halves_of_a_number_keep_their_places_in_arabic():
    loose = re.compile(r"[\u0600-\u06ff][^A-Za-z\u200e]*(\d+-\d+|113\.nl)")
    assert [other for _, other in pairs("ar") if loose.search(other)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_file_says_that_it_must_be_checked(language):
    files = [TRANSLATIONS / language / "LC_MESSAGES" / "messages.po", *FOLDER.glob(f"*.{language}.toml")]
    assert len(files) == 1 + len(FORMS)
    assert all("Nog niet nagelezen" in file.read_text("utf-8")[:300] for file in files)


def test_the_forms_work_without_the_library_of_languages():
    code = "import sys; sys.modules['flask_babel'] = None; import forms.build, forms.staff, forms.fields"
    run([sys.executable, "-c", code], cwd=ROOT, check=True)


# What a teller meets


def hidden(page):
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1) for name in ("id", "csrf_token")}


def stories(house):
    with reading(house.engine) as session:
        return list(session.scalars(select(Story)))


def title(form, language):
    return load(form, language).title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_once_chosen_stays_and_every_page_offers_the_others(client, language):
    client.get(f"/?taal={language}")
    for path in PAGES:
        page = client.get(path).text
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}"' in page
        for code, name in LANGUAGES.items():
            assert re.search(rf'<(span|a|button) class="talen__taal[^>]* lang="{code}"[^>]*>{name}</', page), path
    assert '<html lang="nl"' in client.get("/?taal=nl").text


def test_an_unknown_language_is_dutch_and_the_staff_reads_dutch(client):
    assert '<html lang="nl" dir="ltr"' in client.get("/?taal=tlh").text
    client.get("/?taal=tr")
    page = client.get("/inloggen").text
    assert '<html lang="nl"' in page
    assert "talen__taal" not in page


def test_the_interface_for_machines_needs_no_cookie_to_be_asked_in_a_language(client):
    answer = client.put("/api/verhalen/7d5b2b5e-9a52-4c1b-8d8f-0c3f6f5b1a11?taal=tr", json={})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_the_switch_keeps_what_was_typed_stores_nothing_and_finds_no_fault(client, house):
    first = hidden(client.get("/vertel/ouder").text)
    typed = {"VERHAAL": STORY, "GEVOEL": "gemengd", "EMOTIE": ["trots", "blij"], "CIJFER": "elf"}
    answer = client.post("/vertel/ouder", data={**first, **typed, "taal": "tr"})
    page = answer.text
    assert answer.status_code == 200
    assert '<html lang="tr"' in page
    assert title("ouder", "tr") in page
    assert STORY in page
    assert 'value="elf"' in page
    assert len(re.findall(r'value="(?:gemengd|trots|blij)" checked', page)) == 3
    assert "foutenlijst" not in page
    assert hidden(page)["id"] == first["id"]
    assert stories(house) == []
    assert title("jongere", "tr") in client.get("/vertel/jongere").text


@pytest.mark.parametrize("language", OTHERS)
def test_errors_are_said_in_the_language_that_was_chosen(client, language):
    form = client.get(f"/vertel/ouder?taal={language}").text
    sent = {**hidden(form), "CIJFER": "99", "EMOTIE": ["trots", "blij", "boos", "bang"], "GEVOEL": "onbekend"}
    page = client.post("/vertel/ouder", data=sent).text
    said = catalogue(language)
    for sentence, values in [
        ("Vertel eerst wat er gebeurde. Een paar woorden is genoeg.", {}),
        ("Vul een heel getal in van %(low)s tot en met %(high)s.", {"low": 0, "high": 10}),
        ("Kies er hoogstens %(most)s.", {"most": 3}),
        ("Dit antwoord kennen wij niet. Kies een antwoord uit de lijst.", {}),
        ("Kies een leeftijd.", {}),
    ]:
        assert said[sentence].string % values in page
    assert said["Deze pagina bestaat niet."].string in client.get("/nergens").text


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_left_open_too_long_and_a_wrong_code_are_said_in_the_language_too(client, house, language):
    said = catalogue(language)
    page = client.get(f"/vertel/kind?taal={language}").text
    child = full(load("kind"), {"KAART": "bcdfghjk"})
    late = client.post("/vertel/kind", data={**child, "id": hidden(page)["id"], "csrf_token": "oud"}).text
    assert said["De bladzijde stond te lang open. Er is niets weg. Stuur het nog een keer op."].string in late
    unfit = client.post("/vertel/kind", data={**child, **hidden(late), "id": "1"}).text
    lost = "Het formulier is niet heel aangekomen. Laad de bladzijde opnieuw en stuur het nog een keer op."
    assert said[lost].string in unfit
    wrong = client.post("/vertel/kind", data={**child, **hidden(late)}).text
    assert said["Deze code kennen we niet, of hij is al gebruikt. Kijk nog eens goed op je kaart."].string in wrong
    taken = client.post("/intrekken", data={"code": "een twee", "csrf_token": hidden(late)["csrf_token"]}).text
    assert said["Vul de vier woorden in, zoals: vis-lamp-groen-fiets."].string in taken
    assert stories(house) == []


def full(questionnaire, more):
    """A fictional answer to every question."""
    answers = {"BUURTKEUZE": "de-riet", **more}
    for question in questionnaire.questions:
        told = next((o.id for o in question.options if o.state == ANSWERED and not o.refuse), None)
        texts = {"story": STORY, "short": "iets (verzonnen)", "number": "7", "card": ""}
        answers.setdefault(question.id, texts.get(question.kind, told))
    return answers


def card_for(house, form):
    age = {"kind": "8-9", "jongere": "12-15"}.get(form)
    if age is None:
        return {}
    with writing(house.engine) as session:
        batch = cards.Batch(form, age, "School (verzonnen)", date(2027, 7, 1))
        (code,) = cards.make(session, house.vault, batch, 1)
    return {"KAART": code}


@pytest.mark.parametrize("form", FORMS)
def test_a_full_form_stores_the_same_marks_in_every_language(client, house, form):
    for language in LANGUAGES:
        page = client.get(f"/vertel/{form}?taal={language}").text
        answers = full(load(form, language), card_for(house, form))
        assert client.post(f"/vertel/{form}", data={**hidden(page), **answers}).status_code == 303
        assert load(form, language).thanks[0] in client.get("/bedankt").text
    told = {story.language: story for story in stories(house)}
    assert set(told) == set(LANGUAGES)
    for story in told.values():
        assert story.marks == told["nl"].marks
        assert (story.area_id, story.age, story.may_keep) == (told["nl"].area_id, told["nl"].age, told["nl"].may_keep)
        assert story.words(house.vault) == told["nl"].words(house.vault)


@pytest.mark.parametrize(("form", "language", "read"), [("ouder", "tr", True), ("ouder", "nl", False)])
def test_a_person_reads_what_was_told_in_another_language(client, house, form, language, read):
    page = client.get(f"/vertel/{form}?taal={language}").text
    assert client.post(f"/vertel/{form}", data={**hidden(page), **full(load(form), {})}).status_code == 303
    (story,) = stories(house)
    with reading(house.engine) as session:
        assert [entry.story.id for entry in safeguarding.waiting(session)] == [story.id] * read
        assert (safeguarding.find(session, story.id) is not None) == read


def test_the_queue_names_the_language_in_dutch(client, app, sign_in):
    page = client.get("/vertel/ouder?taal=tr").text
    client.post("/vertel/ouder", data={**hidden(page), **full(load("ouder"), {})})
    guardian = app.test_client()
    sign_in(guardian, "guardian")
    assert "ouder, in het Turks, binnen sinds" in guardian.get("/signalen").text


# In a real browser


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture
def site(house):
    with served(house) as address:
        yield address


def page_of(browser, script, **options):
    """A page; without script every screen of a form stands on it at once."""
    page = browser.new_context(**options).new_page()
    if not script:
        page.route("**/*.js", lambda route: route.abort())
    return page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "script"), [(320, 740, False), (1280, 900, True)])
def test_from_right_to_left_every_page_is_clean(site, browser, problems, width, height, script):
    page = page_of(browser, script, viewport={"width": width, "height": height}, bypass_csp=True)
    found = {}
    for path in LOOKED_AT:
        page.goto(f"{site}{path}?taal=ar")
        found[path] = problems(page)
    page.context.close()
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.browser
def test_no_language_is_wider_than_a_small_telephone(site, browser):
    page = page_of(browser, False, viewport={"width": 320, "height": 740})
    wide = []
    for language in OTHERS:
        for path in LOOKED_AT:
            page.goto(f"{site}{path}?taal={language}")
            wide += [(language, path)] * too_wide(page)
    page.context.close()
    assert wide == []


@pytest.mark.browser
def test_enter_in_a_box_sends_the_form_and_does_not_change_its_language(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/vertel/kind?taal=pl")
    page.locator("#KAART").fill("bcdfghjk")
    page.locator("#KAART").press("Enter")
    page.locator(".foutenlijst").wait_for()
    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.locator(".foutenlijst").count() == 1
    assert page.locator("#KAART").input_value() == "bcdfghjk"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_teller_changes_the_language_half_way_and_goes_on(site, browser, script):
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site}/vertel/ouder")
    if script:
        page.locator("#VERHAAL").evaluate("(box, text) => { box.value = text }", STORY)
    else:
        page.locator("#VERHAAL").fill(STORY)
    page.get_by_role("button", name="Türkçe").click()
    page.wait_for_selector("html[lang=tr]", state="attached")
    assert page.locator("#VERHAAL").input_value() == STORY
    assert page.locator("h1").inner_text() == title("ouder", "tr")
    assert page.locator(".foutenlijst").count() == 0
    context.close()
