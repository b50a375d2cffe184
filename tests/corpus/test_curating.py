"""Decisions about the codebook: events that stay, versions by rule, ids that never come back, counts by union."""

from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from analysis.numbers.indicators.themes import pairs
from analysis.numbers.observations import gather
from corpus import codebook, curating
from corpus.breaks import SeriesBreak, in_order
from corpus.classification import (
    ACCEPT,
    LINES,
    MERGE,
    MOVE,
    PARK,
    PIN,
    REJECT,
    RELATE,
    RENAME,
    SPLIT,
    CodebookEvent,
    CodebookVersion,
)
from corpus.codebook_replay import replay
from corpus.coding import Coding, agree, settled_codes
from corpus.curating import CurationRefusedError, next_version
from corpus.curating_rules import Wish
from corpus.database import reading, writing
from corpus.findings import Proposal, ProposalMember, Run, StoryFinding, TrendFinding, seal_masked
from corpus.fragments import fragments, suggested
from corpus.journal import Entry
from corpus.rounds import CLOSED, Round
from corpus.series_touched import naming
from corpus.stories import Story, seal_words

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
JOIN = Wish(MERGE, ("O1", "O2"), name="Wonen en buurt", line="woon- en leefomgeving", definition="Alles over wonen.")
numbers = count(1)


def decide(house, wish, reason="Codeurs kunnen het niet uit elkaar houden."):
    with writing(house.engine) as session:
        return curating.decide(session, wish, reason, role="analyst", actor="account:1")


def book_of(house):
    with reading(house.engine) as session:
        return codebook.current(session)


def tell(house, *themes, people=(), **columns):
    """A story in which the machine saw these themes, and people (if any) those; returns its id."""
    one = f"00000000-0000-4000-8000-{next(numbers):012d}"
    with writing(house.engine) as session:
        words = seal_words(house.vault, one, {"VERHAAL": "verzonnen"})
        asked = {"questionnaire": "jongere@1", "group": "jongere", "language": "nl", "mode": "zelf_typen", "marks": {}}
        asked |= {"received": "2026-11", "receipt": None, "round_id": "2026-najaar"}
        session.add(Story(id=one, digest=one, sealed=words, **{**asked, **columns}))
        session.flush()
        found = {"language": "nl", "polarity": "midden", "mixed": False, "score": 0.0, "markers": [], "words": 7}
        seen = [{"id": theme, "score": 0.8} for theme in themes]
        masked = seal_masked(house.vault, one, f"Verzonnen stukje {one[-2:]} " + "woord " * 60)
        session.add(StoryFinding(story_id=one, reader="proef", themes=seen, signal=0, masked=masked, **found))
        if people:
            session.add(_coding(one, people))
    return one


def _coding(story_id, themes, purpose="eerste", coder="k-1"):
    codes = {"themes": list(themes), "wished": [], "markers": [], "codebook": "0.1.0"}
    return Coding(story_id=story_id, coder=coder, purpose=purpose, **codes)


def propose(house, *members, state="proposed", near="O4", outside=0.2):
    with writing(house.engine) as session:
        if session.get(Run, "r1") is None:
            about = {"manifest": {}, "table_hash": "x", "stories": 1, "unread": 0}
            session.add(Run(id="r1", finished=NOW, **about))
            session.flush()
        made = Proposal(run_id="r1", words=["hond", "kat", "konijn"], n=9, near=[{"id": near, "score": 0.4}])
        made.state, made.outside = state, outside
        session.add(made)
        session.flush()
        session.add_all(
            ProposalMember(proposal_id=made.id, story_id=one, rank=rank) for rank, one in enumerate(members)
        )
        return made.id


def test_without_decisions_the_reference_is_in_force(either_house):
    assert book_of(either_house) == codebook.reference()


@pytest.mark.parametrize(
    ("operation", "version"),
    [
        *[(one, "1.2.4") for one in (RENAME, PIN)],
        (ACCEPT, "1.3.0"),
        *[(one, "2.0.0") for one in (MERGE, SPLIT, MOVE)],
        *[(one, "1.2.3") for one in (PARK, REJECT, RELATE)],
    ],
)
def test_the_version_follows_from_the_kind_of_decision(operation, version):
    assert next_version("1.2.3", operation) == version


def test_a_merge_gives_a_new_id_closes_the_old_ones_and_keeps_them_readable(either_house):
    event = decide(either_house, JOIN)
    book = book_of(either_house)
    assert event.after["id"] == "O9"
    assert (event.role, event.version, book.version) == ("analyst", "1.0.0", "1.0.0")
    assert {"O1", "O2"}.isdisjoint(theme.id for theme in book.themes)
    assert book.theme("O1").valid_to is not None
    assert book.counted(["O1", "L1", "anders"]) == {"O9", "L1", "anders"}
    assert book.members("O9") == {"O1", "O2", "O9"}
    with reading(either_house.engine) as session:
        assert codebook.at(session, "0.1.0") == codebook.reference()
        assert codebook.at(session, "1.0.0") == book
        assert in_order(session) == []
        assert session.get(CodebookVersion, "1.0.0").decision == event.reason
        (line,) = session.scalars(select(Entry).where(Entry.action == "codebook.decided")).all()
    assert line.codes["operation"] == MERGE
    assert "reason" not in line.codes


def test_after_a_merge_stories_are_counted_once_by_union_and_nothing_is_rewritten(house):
    for themes in (["O1"], ["O2"], ["O1", "O2"], ["L1"]):
        tell(house, *themes)
    tell(house, "L1", people=["O2"])
    decide(house, JOIN)
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = CLOSED
    with reading(house.engine) as session:
        book = codebook.current(session)
        seen = gather(session, book)
        at = seen.theme_ids.index("O9")
        assert seen.themes[:, at].sum() == 3  # P(A) + P(B) − P(A and B): 2 + 2 − 1
        assert seen.human_themes[:, at].sum() == 1
        line = seen.theme_ids.index("lijn:woon- en leefomgeving")
        assert seen.themes[:, line].sum() == 3
        assert len(naming(session, book, ["O9"])) == 4
        assert sorted(one["id"] for found in session.scalars(select(StoryFinding)) for one in found.themes) == [
            *["L1", "L1", "O1", "O1", "O2", "O2"]
        ]


def test_two_readers_who_named_what_was_merged_agree_afterwards(house):
    one = tell(house, "O1")
    with writing(house.engine) as session:
        first, second = _coding(one, ["O1"]), _coding(one, ["O2"], "tweede", "k-2")
        session.add_all([first, second])
        session.flush()
        assert settled_codes(session) == {}
    decide(house, JOIN)
    with reading(house.engine) as session:
        assert settled_codes(session)[one].themes == {"O9"}
        assert not agree(first, second, codebook.reference())


def test_a_split_keeps_the_whole_as_the_sum_of_its_parts_and_breaks_only_the_parts(either_house):
    decide(either_house, Wish(SPLIT, ("O4",), parts=("Parken", "Speelplekken")))
    book = book_of(either_house)
    assert book.members("O4") == {"O4", "O9", "O10"}
    chosen = {theme.id for theme in book.choices}
    assert {"O9", "O10"} <= chosen
    assert "O4" not in chosen
    with reading(either_house.engine) as session:
        (entry,) = session.scalars(select(SeriesBreak)).all()
    assert (entry.kind, entry.round_id, entry.subjects) == ("codeboek", "2026-najaar", ["O9", "O10"])
    assert entry.concerns("NI-10", set(), "O9")
    assert entry.concerns("NI-14", set(), "L1+O9")
    assert not entry.concerns("NI-10", set(), "O4")
    assert not entry.concerns("NI-01", set())


def test_a_theme_is_not_linked_with_a_part_of_itself(house):
    decide(house, Wish(SPLIT, ("O4",), parts=("Parken", "Speelplekken")))
    with reading(house.engine) as session:
        found = pairs(gather(session, codebook.current(session)))
    assert "O9+O10" in found
    assert {"O4+O9", "O4+O10"}.isdisjoint(found)


def test_a_move_breaks_the_totals_of_both_lines(house):
    decide(house, Wish(MOVE, ("O4",), line="leren"))
    assert book_of(house).theme("O4").line == "leren"
    with reading(house.engine) as session:
        assert in_order(session)[0].subjects == ["lijn:leren", "lijn:woon- en leefomgeving"]


def test_a_new_name_keeps_the_old_one_beside_it_and_a_pin_is_for_a_place(house):
    old = codebook.reference().theme("O4").name
    decide(house, Wish(RENAME, ("O4",), name="Groen en spelen"))
    decide(house, Wish(PIN, ("O4",), places=("de-riet",)))
    book = book_of(house)
    assert (book.theme("O4").name, book.aliases["O4"], book.version) == ("Groen en spelen", (old,), "0.1.2")
    assert book.pins == {"O4": ("de-riet",)}
    decide(house, Wish(PIN, ("O4",)))
    assert book_of(house).pins == {}


def test_a_proposal_is_parked_accepted_or_linked_with_a_reason(house):
    first, second = propose(house), propose(house)
    decide(house, Wish(PARK, proposal=first), "Eerst nog een meetmoment.")
    assert book_of(house).version == "0.1.0"
    event = decide(house, Wish(ACCEPT, proposal=first, name="Huisdieren", line="dwars", definition="Dieren thuis."))
    decide(house, Wish(RELATE, ("D5",), proposal=second))
    assert (event.after["id"], event.version) == ("D5", "0.2.0")
    assert book_of(house).theme("D5").seeds == ["hond", "kat", "konijn"]
    with reading(house.engine) as session:
        assert [session.get(Proposal, one).state for one in (first, second)] == ["accepted", "accepted"]
    with pytest.raises(CurationRefusedError, match="al besloten"):
        decide(house, Wish(REJECT, proposal=first))


def test_fragments_are_only_of_tellers_who_allow_a_quote_and_each_is_in_the_journal(house):
    shown, hidden, held = tell(house, may_quote=True), tell(house), tell(house, may_quote=True, state="held")
    number = propose(house, shown, hidden, held)
    with writing(house.engine) as session:
        (piece,) = fragments(session, house.vault, number, "account:1")
        lines = session.scalars(select(Entry).where(Entry.action == "story.read")).all()
    assert piece.startswith(f"Verzonnen stukje {shown[-2:]}")
    assert len(piece) <= 202
    assert [(line.subject, line.codes) for line in lines] == [(f"story:{shown}", {"door": "codebook"})]


def test_what_fits_no_theme_is_suggested_as_new():
    assert suggested(SimpleNamespace(near=[{"id": "O4", "score": 0.4}], outside=0.2)) == "O4"
    assert suggested(SimpleNamespace(near=[{"id": "O4", "score": 0.4}], outside=0.6)) is None


def test_the_preview_names_the_series_and_stories_and_changes_nothing(house):
    for _ in range(6):
        tell(house, "O1")
    tell(house, "O1", "O2")
    propose(house)
    with writing(house.engine) as session:
        for place, subject in [("de-riet", "O1"), ("Almelo", "O2"), ("de-riet", "L1"), ("de-riet", "")]:
            trend = {"state": "trend", "per_five_years": None, "level_change": None, "p": None, "q": None}
            about = {"group": "alle", "family": "", "tests": 1, "waves": 4, "at_round": None, "why": ""}
            where = {"run_id": "r1", "indicator": "NI-10", "level": "gebied", "place": place, "subject": subject}
            session.add(TrendFinding(**trend, **about, **where))
    with reading(house.engine) as session:
        seen = curating.preview(session, JOIN)
    assert (seen.version, seen.after["id"], seen.breaks) == ("1.0.0", "O9", ())
    assert (seen.touched.places, seen.touched.series) == ({"NI-10": ["Almelo", "de-riet"]}, 2)
    assert (seen.touched.stories, seen.touched.told) == (7, "7")
    assert book_of(house) == codebook.reference()
    with reading(house.engine) as session:
        assert curating.preview(session, Wish(RENAME, ("O2",), name="Anders")).touched.told == "minder dan 5"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("wissen", ("O1",)), "Deze handeling kent het codeboek niet."),
        (Wish(RENAME, ("Z9",), name="Iets"), "Z9 is geen thema dat nu geldt."),
        (Wish(RENAME, ("O1",)), "Schrijf een naam op."),
        (Wish(MERGE, ("O1",), name="Iets", line="leren"), "Kies minstens twee thema's om samen te voegen."),
        (Wish(MERGE, ("O1", "O1"), name="Iets", line="leren"), "Kies elk thema één keer."),
        (Wish(SPLIT, ("O1",), parts=("Een",)), "Schrijf minstens twee namen op"),
        (Wish(MOVE, ("L1",), line="leren"), "Het thema staat al in deze lijn."),
        (Wish(MOVE, ("L1",), line="elders"), "Kies een lijn."),
        (Wish(PIN, ("L1",), places=("nergens",)), "De plek nergens bestaat niet."),
        (Wish(PARK, proposal=99), "Dit voorstel bestaat niet meer."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(house, wish, sentence):
    with pytest.raises(CurationRefusedError, match=sentence.rstrip(".")):
        decide(house, wish)
    assert book_of(house) == codebook.reference()


def test_what_is_pinned_or_split_is_not_merged_and_nothing_is_decided_without_a_reason(house):
    decide(house, Wish(PIN, ("O1",), places=("programma",)))
    with pytest.raises(CurationRefusedError, match="vastgepind"):
        decide(house, JOIN)
    decide(house, Wish(PIN, ("O1",)))
    decide(house, Wish(SPLIT, ("O1",), parts=("Een", "Twee")))
    with pytest.raises(CurationRefusedError, match="gesplitst"):
        decide(house, JOIN)
    with pytest.raises(CurationRefusedError, match="zonder reden"):
        decide(house, Wish(RENAME, ("O2",), name="Anders"), "  ")


def test_a_break_needs_a_round_to_begin_in(house):
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = CLOSED
    with pytest.raises(CurationRefusedError, match="Plan er eerst een"):
        decide(house, Wish(MOVE, ("O4",), line="leren"))


def test_a_decision_is_never_changed_or_removed(house):
    decide(house, JOIN)
    with pytest.raises(RuntimeError, match="staat vast"), writing(house.engine) as session:
        session.scalar(select(CodebookEvent)).reason = "Toch iets anders."
    with pytest.raises(RuntimeError, match="staat vast"), writing(house.engine) as session:
        session.delete(session.scalar(select(CodebookEvent)))


ids = st.sampled_from([f"{letter}{number}" for letter in "LWOD" for number in range(1, 12)])
wishes = st.builds(
    Wish,
    st.sampled_from([RENAME, PIN, MOVE, MERGE, SPLIT, ACCEPT]),
    st.lists(ids, min_size=1, max_size=3).map(tuple),
    proposal=st.none(),
    name=st.uuids().map(str),
    line=st.sampled_from(LINES),
    definition=st.just("Verzonnen."),
    parts=st.lists(st.uuids().map(str), max_size=3).map(tuple),
    places=st.sampled_from([(), ("programma",)]),
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(wishes, max_size=10))
def test_after_any_decisions_no_id_is_used_twice_and_every_id_still_counts_somewhere(house, asked):
    with writing(house.engine) as session:
        given_out = {theme.id for theme in codebook.current(session).themes}
        made = []
        for wish in asked:
            try:
                made.append(curating.decide(session, wish, "Verzonnen reden.", role="analyst", actor="account:1"))
            except CurationRefusedError:
                continue
        for event in made:
            new = [event.after["id"]] if "id" in event.after else [one["id"] for one in event.after.get("parts", [])]
            assert given_out.isdisjoint(new)
            given_out |= set(new)
        book = codebook.current(session)
        known = {theme.id for theme in book.themes}
        assert known | set(book.heirs) == given_out
        assert len(book.themes) == len(known)
        assert all(book.heir(one) in known for one in given_out)
        assert all(book.theme(one).name for one in given_out)
        assert set().union(*map(book.members, known)) == given_out
        assert replay(codebook.reference(), codebook.events(session)) == book
        session.rollback()
