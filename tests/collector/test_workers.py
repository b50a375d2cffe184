"""Recording an interview: one talk, one story, one identity rule; only the teller's words are the story."""

import hashlib
import json
import time
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from analysis.pipeline import read_new_stories
from analysis.reading.story import reader_version
from corpus import cards, journal, practice
from corpus.accounts import MANAGER, WORKER, Account
from corpus.database import reading, writing
from corpus.findings import StoryFinding
from corpus.interviews import INTERVIEWER, NOTE, TELLER, Interview, Turn
from corpus.journal import Entry
from corpus.rounds import Round
from corpus.stories import Conflict, Story
from corpus.submission import CARD, digest_of
from corpus.withdrawal import withdraw
from forms.questionnaire import load

TURNS = [
    (INTERVIEWER, "Vertel eens over iets wat er veranderde."),
    (TELLER, "Sinds de kantine open is kom ik er elke week. Ik ken nu mensen."),
    (NOTE, "Lachte toen hij dit zei."),
    (TELLER, "Vroeger zat ik alleen maar binnen."),
]
ANSWERS = {
    "GROEP": "jongere",
    "LEEFTIJD": "18-23",
    "BUURTKEUZE": "de-riet",
    "GEVOEL": "positief",
    "LEVEN": "beter",
    "HOOP": "weet_niet",
    "WENS": "Meer banken op het plein.",
    "MODUS": "alleen",
    "TAAL-GESPREK": "nds",
    "TOLK": "nee",
    "DUUR": "6",
    "AKKOORD": "ja",
    "TOESTEMMING": ["meedoen", "bewaren"],
}
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def worker(client, sign_in):
    """A browser in which a worker is signed in."""
    sign_in(client, WORKER)
    return client


@pytest.fixture
def record(worker, csrf):
    """``record(id, answers, turns)`` fills in the page and sends it."""

    def record(story_id=None, answers=ANSWERS, turns=TURNS, client=worker, **more):
        rows = {}
        for place, (speaker, text) in enumerate(turns):
            rows |= {f"turns-{place}-speaker": speaker, f"turns-{place}-text": text}
        page = client.get("/gesprekken/nieuw").text
        sent = {"id": story_id or str(uuid4()), "csrf_token": csrf(page), **answers, **rows, **more}
        return client.post("/gesprekken/nieuw", data=sent)

    return record


def put(client, story_id, answers=ANSWERS, turns=TURNS, headers=HERE, language="nl"):
    body = {
        "language": language,
        "turns": [{"speaker": speaker, "text": text} for speaker, text in turns],
        "answers": answers,
    }
    return client.put(f"/api/gesprekken/{story_id}", json=body, headers=headers)


def _stored(store, story_id):
    with reading(store.engine) as session:
        return session.get(Story, story_id), session.get(Interview, story_id)


def test_a_recorded_talk_is_one_interview_and_one_story_with_a_receipt(record, worker, store):
    story_id = str(uuid4())
    assert record(story_id).location == "/gesprekken/bewaard"
    story, interview = _stored(store, story_id)
    assert (story.mode, story.group, story.language, story.age) == ("interview", "jongere", "nds", "18-23")
    assert (story.interview_id, story.session, story.questionnaire) == (story_id, story_id, "gesprek@1")
    assert story.collector == interview.collector
    assert story.collector.startswith("c-")
    assert (story.may_keep, story.may_quote, story.round_id) == (True, False, "2026-najaar")
    assert (interview.interpreter, interview.in_group, interview.approved) == (False, False, True)
    page = worker.get("/gesprekken/bewaard").text
    assert "Geef deze vier geheime woorden aan de verteller" in page


def test_only_what_the_teller_said_is_the_story_and_the_rest_stays_sealed_in_the_interview(record, store):
    story_id = str(uuid4())
    record(story_id)
    story, interview = _stored(store, story_id)
    assert story.text(store.vault) == f"{TURNS[1][1]}\n{TURNS[3][1]}"
    assert story.words(store.vault)["WENS"] == "Meer banken op het plein."
    assert interview.turns(store.vault) == [Turn(*turn) for turn in TURNS]
    assert "Vertel eens" not in json.dumps(story.words(store.vault))
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection.serialize()
    for _, text in TURNS:
        assert text.encode() not in raw


def test_three_states_stay_apart_in_the_marks_of_an_interview(record, store):
    story_id = str(uuid4())
    record(story_id)
    marks = _stored(store, story_id)[0].marks
    assert marks["VERHAAL"] == {"state": "answered"}
    assert (marks["LEVEN"]["state"], marks["HOOP"]["state"], marks["BUURT"]["state"]) == (
        "answered",
        "unknown",
        "skipped",
    )
    assert CARD not in marks
    assert "TOESTEMMING" not in marks


def test_the_deed_is_in_the_journal_under_the_account_without_words(record, store):
    story_id = str(uuid4())
    record(story_id)
    with reading(store.engine) as session:
        line = session.scalar(select(Entry).where(Entry.subject == f"story:{story_id}"))
        assert journal.broken_at(session) is None
    assert line.action == "story.received"
    assert line.actor.startswith("account:")
    assert line.codes == {"questionnaire": "gesprek@1", "mode": "interview", "signal": 0}


def test_the_same_talk_sent_twice_is_one_story_with_the_same_receipt(record, worker, store):
    story_id = str(uuid4())
    record(story_id)
    first = worker.get("/gesprekken/bewaard").text
    record(story_id)
    assert worker.get("/gesprekken/bewaard").text == first
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 1
        assert session.scalar(select(func.count()).select_from(Interview)) == 1


def test_another_talk_under_a_known_id_is_kept_beside_it_with_all_its_turns(record, store):
    story_id = str(uuid4())
    record(story_id)
    other = [(INTERVIEWER, "Iets anders?"), (TELLER, "Ja, iets heel anders.")]
    assert record(story_id, turns=other).status_code == 409
    with reading(store.engine) as session:
        conflict = session.scalar(select(Conflict))
    kept = store.vault.open(conflict.sealed, "conflicts.sealed", conflict.id)
    assert kept["turns"] == [list(turn) for turn in other]
    assert _stored(store, story_id)[0].text(store.vault).startswith("Sinds de kantine")


def test_a_withdrawn_talk_is_gone_with_its_interview_and_does_not_come_back(record, worker, store):
    story_id = str(uuid4())
    record(story_id)
    receipt = put(worker, story_id).json["receipt"]
    assert withdraw(store.engine, store.vault, receipt)
    assert _stored(store, story_id) == (None, None)
    assert record(story_id).status_code == 410
    assert put(worker, story_id).status_code == 410


def test_a_teller_under_sixteen_needs_an_unused_card_for_the_own_group(record, store):
    young = {**ANSWERS, "LEEFTIJD": "12-15"}
    missing = record(answers=young)
    assert missing.status_code == 422
    assert "Vul de code van de kaart in." in missing.text
    with writing(store.engine) as session:
        batch = {"organisation": "Verzonnen club", "expires": date(2027, 1, 1), "may_keep": False}
        code = cards.make(session, store.vault, cards.Batch("jongere", "12-15", **batch), 1)[0]
        wrong = cards.make(session, store.vault, cards.Batch("kind", "10-11", **batch), 1)[0]
    assert "Deze code kennen we niet" in record(answers={**young, CARD: wrong}).text
    story_id = str(uuid4())
    assert record(story_id, {**young, CARD: code}).status_code == 303
    assert not _stored(store, story_id)[0].may_keep
    assert record(story_id, {**young, CARD: code}).status_code == 303
    again = record(answers={**young, CARD: code})
    assert again.status_code == 422
    assert "Deze code kennen we niet" in again.text


def test_an_age_that_does_not_fit_who_tells_is_refused_so_that_no_child_slips_past_the_card(record):
    answer = record(answers={**ANSWERS, "GROEP": "kind"})
    assert answer.status_code == 422
    assert "Deze leeftijd past niet bij" in answer.text


def test_without_the_yes_of_the_teller_nothing_is_kept_and_nothing_typed_is_lost(record, store):
    answer = record(answers={**ANSWERS, "AKKOORD": "nee"})
    assert answer.status_code == 422
    assert "Zonder ja van de verteller bewaren wij het gesprek niet." in answer.text
    assert TURNS[1][1] in answer.text
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 0


def test_a_talk_in_which_the_teller_says_nothing_is_refused(record):
    answer = record(turns=[(INTERVIEWER, "Hallo?")])
    assert answer.status_code == 422
    assert "Schrijf minstens één beurt van de verteller op." in answer.text


def test_more_rows_can_be_had_without_losing_anything(record):
    answer = record(more="1")
    assert answer.status_code == 200
    assert 'id="beurt-18"' in answer.text
    assert TURNS[3][1] in answer.text
    assert "Er mist nog iets" not in answer.text


def test_a_group_talk_says_so(record, store):
    story_id = str(uuid4())
    record(story_id, {**ANSWERS, "MODUS": "groep", "TAAL-GESPREK": "anders"})
    story, interview = _stored(store, story_id)
    assert (story.mode, story.language, interview.in_group) == ("groep", "und", True)


def test_a_parent_told_it_and_the_window_was_closed(record, worker, store):
    with writing(store.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
    story_id = str(uuid4())
    record(story_id, {**ANSWERS, "GROEP": "ouder", "LEEFTIJD": "30-44"})
    story, _ = _stored(store, story_id)
    assert (story.group, story.late) == ("ouder", True)
    assert "telt mee bij het volgende" in worker.get("/gesprekken").text


def test_who_was_signed_out_while_typing_sees_everything_again_and_can_still_hand_in(record, worker, sign_in, csrf):
    page = worker.get("/gesprekken/nieuw").text
    with worker.session_transaction() as session:
        session["seen"] = time.time() - 3600
    story_id = str(uuid4())
    rows = {"turns-0-speaker": TELLER, "turns-0-text": TURNS[1][1], "id": story_id, "csrf_token": csrf(page)}
    kept = worker.post("/gesprekken/nieuw", data={**ANSWERS, **rows})
    assert kept.status_code == 401
    assert TURNS[1][1] in kept.text
    assert story_id in kept.text
    assert "Log in op een nieuw tabblad." in kept.text
    sign_in(worker, WORKER)
    rows["csrf_token"] = csrf(kept.text)
    assert worker.post("/gesprekken/nieuw", data={**ANSWERS, **rows}).location == "/gesprekken/bewaard"


def test_the_list_shows_only_the_own_talks_and_never_their_words(record, worker, store):
    story_id = str(uuid4())
    record(story_id)
    with writing(store.engine) as session:
        session.get(Interview, story_id).collector = "c-iemand-anders"
    other = str(uuid4())
    record(other)
    page = worker.get("/gesprekken").text
    assert other[:8] in page
    assert "november 2026" in page
    assert story_id[:8] not in page
    assert "kantine" not in page


def test_the_receipt_is_shown_to_who_recorded_it_and_gone_after_done(record, worker):
    record()
    assert worker.get("/gesprekken/bewaard").status_code == 200
    worker.post("/gesprekken/klaar")
    assert worker.get("/gesprekken/bewaard").location == "/gesprekken"


def test_the_guide_and_every_question_are_on_the_page_without_script(worker):
    page = worker.get("/gesprekken/nieuw").text
    for question in load("gesprek").questions:
        assert f'name="{question.id}"' in page
    assert page.count('class="gids__nummer"') == 8
    assert "Draai het scherm nu om." in page
    assert "<script" not in page


def test_the_outbox_follows_the_same_rule_of_identity(worker, store):
    story_id = str(uuid4())
    first, again = put(worker, story_id), put(worker, story_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert put(worker, story_id, turns=[(TELLER, "Iets anders.")]).status_code == 409
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 1
        assert session.scalar(select(func.count()).select_from(Conflict)) == 1


def test_the_page_and_the_outbox_agree_on_what_the_same_talk_is(record, worker):
    story_id = str(uuid4())
    record(story_id)
    assert put(worker, story_id).status_code == 200


def test_a_client_can_compute_the_digest_it_reads_back(worker):
    sent = {"questionnaire": "gesprek@1", "language": "nl"}
    sent["answers"] = {**ANSWERS, "turns": [list(turn) for turn in TURNS]}
    canonical = json.dumps(sent, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert put(worker, uuid4()).json["digest"] == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("body", "item"),
    [
        ("geen json", "body"),
        ([1, 2], "body"),
        ({"turns": []}, "answers"),
        ({"answers": {}, "language": "nederlands"}, "language"),
        ({"answers": ANSWERS}, "turns"),
        ({"answers": ANSWERS, "turns": "veel"}, "turns"),
        ({"answers": ANSWERS, "turns": [{"speaker": "buurman", "text": "hoi"}]}, "turns"),
        ({"answers": {"GROEP": "jongere"}, "turns": [{"speaker": TELLER, "text": "Een verhaal."}]}, "AKKOORD"),
        ({"answers": {**ANSWERS, "NIETS": "x"}, "turns": [{"speaker": TELLER, "text": "Een verhaal."}]}, "NIETS"),
        ({"answers": {**ANSWERS, "LEEFTIJD": "30-44"}, "turns": [{"speaker": TELLER, "text": "Ja."}]}, "LEEFTIJD"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_by_item_and_nothing_is_stored(worker, store, body, item):
    data = body if isinstance(body, str) else json.dumps(body)
    answer = worker.put(f"/api/gesprekken/{uuid4()}", data=data, content_type="application/json", headers=HERE)
    assert answer.status_code == 422
    assert answer.json["errors"][item][0].endswith(".")
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 0


def test_another_site_cannot_send_a_talk_in_the_name_of_a_worker(worker, csrf):
    page = worker.get("/gesprekken/nieuw").text
    assert put(worker, uuid4(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert put(worker, uuid4(), headers={}).status_code == 403
    assert put(worker, uuid4(), headers={"X-CSRFToken": "gegokt"}).status_code == 403
    assert put(worker, uuid4(), headers={"X-CSRFToken": csrf(page)}).status_code == 201
    assert put(worker, uuid4(), headers={"Sec-Fetch-Site": "cross-site", "X-CSRFToken": csrf(page)}).status_code == 403


def test_a_sign_of_danger_in_the_words_of_the_teller_is_seen_and_those_of_the_worker_are_not(record, store):
    quiet, loud = str(uuid4()), str(uuid4())
    record(quiet, turns=[(INTERVIEWER, "Iemand zei: ik wil niet meer leven."), (TELLER, "Ik ga graag naar de club.")])
    record(loud, turns=[(INTERVIEWER, "Hoe gaat het?"), (TELLER, "Ik wil niet meer leven.")])
    assert _stored(store, quiet)[0].signal == 0
    assert _stored(store, loud)[0].signal == 2


def test_tellers_of_one_talk_share_its_number_and_each_has_only_the_own_words(worker, store):
    talk, stories = str(uuid4()), [str(uuid4()), str(uuid4())]
    for place, story_id in enumerate(stories):
        body = {"questionnaire": "gesprek@1", "talk": talk, "answers": {**ANSWERS, "MODUS": "groep"}}
        body["turns"] = [{"speaker": TELLER, "text": f"Verteller {place} zegt dit. (verzonnen)"}]
        assert worker.put(f"/api/gesprekken/{story_id}", json=body, headers=HERE).status_code == 201
    told = [_stored(store, story_id)[0] for story_id in stories]
    assert {story.session for story in told} == {talk}
    assert [story.text(store.vault)[:11] for story in told] == ["Verteller 0", "Verteller 1"]


@pytest.mark.parametrize("unfit", [{"talk": "een getal"}, {"talk": 3}, {"questionnaire": "kind@1"}])
def test_a_talk_of_another_kind_is_refused_with_a_sentence(worker, unfit):
    body = {"answers": ANSWERS, "turns": [{"speaker": TELLER, "text": "Ja."}], **unfit}
    answer = worker.put(f"/api/gesprekken/{uuid4()}", json=body, headers=HERE)
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(unfit))


def test_a_talk_made_with_another_version_is_kept_for_people_and_read_back_by_its_own_digest(worker, store):
    story_id, answers = str(uuid4()), {**ANSWERS, "VROEGER": "ja"}
    body = {"questionnaire": "gesprek@9", "answers": answers, "turns": [{"speaker": TELLER, "text": "Ja. (verzonnen)"}]}
    said = worker.put(f"/api/gesprekken/{story_id}", json=body, headers=HERE)
    sent = {**answers, "turns": [[TELLER, "Ja. (verzonnen)"]]}
    assert (said.status_code, said.json["digest"]) == (201, digest_of("gesprek@9", "nl", sent))
    story, _ = _stored(store, story_id)
    assert (story.state, story.questionnaire) == ("held", "gesprek@9")


def test_the_page_for_on_the_road_says_nothing_about_who_is_signed_in(worker, app):
    page = worker.get("/gesprekken/onderweg").text
    assert not any(trace in page for trace in ("voorbeeld.test", "csrf_token", "Uitloggen"))
    rules = worker.get("/gesprekken/sw.js").text
    assert 'const PAGES = ["/gesprekken/onderweg"]' in rules
    assert 'const COOKIES = "same-origin"' in rules
    assert "/static/talk/start.js" in rules
    assert worker.get("/gesprekken/app.webmanifest").json["scope"] == "/gesprekken/"
    assert "/static/talk/" not in app.test_client().get("/sw.js").text


def test_theme_words_of_the_interviewer_change_nothing_that_is_found(record, store):
    told = [(TELLER, "Ik speel elke dag buiten met mijn vrienden. (verzonnen)")]
    planted = "Gaat het over schulden, pesten op school, vuilnis op straat, drugs of werkloosheid?"
    plain, loaded = str(uuid4()), str(uuid4())
    record(plain, turns=told)
    record(loaded, turns=[(INTERVIEWER, planted), *told, (NOTE, planted)])
    read_new_stories(store.engine, store.vault, reader_version(), lambda *_: None, "local", "", "")
    with reading(store.engine) as session:
        one, other = (session.get(StoryFinding, story_id) for story_id in (plain, loaded))
    assert one.masked_text(store.vault) == other.masked_text(store.vault)
    found = ("language", "polarity", "mixed", "score", "themes", "markers", "words", "signal")
    assert [getattr(one, name) for name in found] == [getattr(other, name) for name in found]


# Looking back, to learn


def talks(store, number, collector="c-terugblik", state="closed", **marks):
    """So many talks of one worker in a round."""
    with writing(store.engine) as session:
        session.get(Round, "2026-najaar").state = state
        for place in range(1, number + 1):
            talk = Interview(
                id=str(uuid4()), received="2026-11", collector=collector, language="nl", sealed=b"", digest=""
            )
            session.add(talk)
            session.flush()
            own = {"mode": "interview", "collector": collector, "interview_id": talk.id, "round_id": "2026-najaar"}
            told = {**marks, "DUUR": {"state": "answered", "value": place, "number": place}}
            known = {"questionnaire": "gesprek@1", "group": "jongere", "language": "nl", "received": "2026-11"}
            session.add(Story(id=talk.id, **known, **own, marks=told, sealed=b"", digest="", receipt=None))


def _practice(store, collector="c-terugblik"):
    with reading(store.engine) as session:
        return practice.of(session, collector)


POSITIVE = {"state": "answered", "value": "positief", "number": 0.5}


def test_below_ten_stories_only_their_number_is_told(store):
    talks(store, practice.FLOOR - 1)
    assert _practice(store) == practice.Practice(practice.FLOOR - 1)


def test_an_open_round_does_not_count_so_that_nobody_sees_what_the_last_teller_chose(store):
    talks(store, 30, state="open")
    assert _practice(store).stories == 0


def test_shares_are_tenths_and_never_say_all_or_none(store):
    talks(store, 11, GEVOEL=POSITIVE)
    assert _practice(store) == practice.Practice(11, minutes=6, skipped=9, positive=9, between=1, negative=1)


def test_a_worker_looks_back_on_the_own_talks_and_the_manager_sees_who_by_name(worker, app, sign_in, store):
    with reading(store.engine) as session:
        code = session.scalar(select(Account.collector).where(Account.email == "worker@voorbeeld.test"))
    talks(store, 12, collector=code, GEVOEL=POSITIVE)
    assert "minstens 9 op de 10" in worker.get("/gesprekken/terugblik").text
    assert worker.get("/beheer/gesprekken").status_code == 403
    manager = app.test_client()
    sign_in(manager, MANAGER)
    page = manager.get("/beheer/gesprekken").text
    assert "worker@voorbeeld.test" in page
    assert "meestal 6,5 minuten" in page
