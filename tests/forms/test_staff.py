"""The forms written by hand: what they refuse, and how the turns of an interview come in."""

from typing import Any

import pytest
from flask import Flask

from forms.staff import HANDLED, MOST_ROWS, ROWS, HandledForm, RoundForm, TurnsForm, WithdrawForm, from_turns


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="proef", WTF_CSRF_ENABLED=False)
    return app


def errors(app: Flask, form: type[Any], **data: str) -> dict[str, list[str]]:
    with app.test_request_context("/", method="POST", data=data):
        filled = form()
        filled.validate()
        found: dict[str, list[str]] = filled.errors_by_item()
        return found


def test_a_round_is_opened_or_closed(app: Flask) -> None:
    assert errors(app, RoundForm, round_id="2026-najaar", action="open") == {}
    assert errors(app, RoundForm, round_id="2026-najaar", action="close", sure="y") == {}
    assert list(errors(app, RoundForm, round_id="2026-najaar", action="close")) == ["sure"]
    assert errors(app, RoundForm, action="wissen") == {
        "round_id": ["Kies een meetmoment."],
        "action": ["Kies openen of sluiten."],
    }


def test_a_signal_is_handled_with_one_of_five_answers(app: Flask) -> None:
    assert len(HANDLED) == 5
    for code in HANDLED:
        assert errors(app, HandledForm, handled=code) == {}
    assert errors(app, HandledForm) == {"handled": ["Kies wat er met dit verhaal is gedaan."]}
    assert errors(app, HandledForm, handled="anders") == {"handled": ["Kies wat er met dit verhaal is gedaan."]}


def test_withdrawing_asks_for_the_words(app: Flask) -> None:
    assert errors(app, WithdrawForm, code="vis-lamp-groen-fiets") == {}
    assert errors(app, WithdrawForm, code="  ") == {"code": ["Vul de vier woorden in."]}
    assert errors(app, WithdrawForm, code="vis " * 100) == {"code": ["Vul alleen de vier woorden in."]}


def test_a_form_without_a_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert "csrf_token" in errors(app, WithdrawForm, code="vis-lamp-groen-fiets")


class TestTurns:
    def test_an_interview_starts_with_empty_rows_of_the_teller(self, app: Flask) -> None:
        with app.test_request_context("/"):
            form = TurnsForm()
        assert len(form.turns) == ROWS
        assert {row.speaker.data for row in form.turns} == {"verteller"}
        assert form.told() == []

    def test_rows_come_in_in_order_and_empty_ones_are_left_out(self, app: Flask) -> None:
        data = {
            "turns-0-speaker": "interviewer",
            "turns-0-text": "Vertel eens meer.",
            "turns-1-speaker": "verteller",
            "turns-1-text": " ",
            "turns-10-speaker": "verteller",
            "turns-10-text": "Wij gingen\r\nvoetballen. ",
            "turns-2-speaker": "opmerking",
            "turns-2-text": "Er kwam iemand bij.",
        }
        with app.test_request_context("/", method="POST", data=data):
            form = TurnsForm()
            assert form.validate()
        assert [text for _, text in form.told()] == [
            "Vertel eens meer.",
            "Er kwam iemand bij.",
            "Wij gingen\nvoetballen.",
        ]

    def test_more_rows_can_be_asked_for_without_losing_any(self, app: Flask) -> None:
        data = {"turns-0-speaker": "verteller", "turns-0-text": "Wij gingen voetballen.", "more": "Meer regels"}
        with app.test_request_context("/", method="POST", data=data):
            form = TurnsForm()
            assert form.wants_more()
            form.add_rows()
        assert len(form.turns) == ROWS + 6
        assert form.told() == [("verteller", "Wij gingen voetballen.")]

    def test_without_words_of_the_teller_there_is_no_story(self) -> None:
        form = from_turns([{"speaker": "interviewer", "text": "Vertel eens meer."}])
        assert not form.validate()
        assert form.errors_by_item() == {"turns": ["Schrijf minstens één beurt van de verteller op."]}

    def test_turns_come_in_as_json(self) -> None:
        form = from_turns([{"speaker": "verteller", "text": "Ja."}, {"speaker": "interviewer", "text": "Oké."}])
        assert form.validate()
        assert form.told() == [("verteller", "Ja."), ("interviewer", "Oké.")]

    def test_a_wrong_turn_is_named(self) -> None:
        form = from_turns([{"speaker": "verteller", "text": "Ja."}, {"speaker": "buurman", "text": "\x00"}])
        assert not form.validate()
        assert [sentence.split(":")[0] for sentence in form.errors_by_item()["turns"]] == ["Beurt 2", "Beurt 2"]

    def test_too_long_a_turn_is_refused(self) -> None:
        form = from_turns([{"speaker": "verteller", "text": "a" * 6001}])
        assert not form.validate()
        assert form.errors_by_item() == {
            "turns": ["Beurt 1: De tekst is te lang: 6001 tekens. Er passen 6000 tekens in."]
        }

    def test_too_many_turns_are_refused_and_none_is_dropped_in_silence(self) -> None:
        form = from_turns([{"speaker": "verteller", "text": "Ja."}] * (MOST_ROWS + 1))
        assert not form.validate()
        assert form.errors_by_item() == {"turns": [f"Er passen {MOST_ROWS} beurten in een gesprek."]}

    @pytest.mark.parametrize(
        "turns", [None, "ja", 3, {}, [1], [{}], [{"speaker": "verteller"}], [{"speaker": "verteller", "text": 3}], [[]]]
    )
    def test_another_shape_is_refused(self, turns: Any) -> None:
        form = from_turns(turns)
        assert not form.validate()
        assert form.errors_by_item() == {"turns": ["Een gesprek is een lijst van beurten, elk met speaker en text."]}
