"""Makes questions of what stands in a questionnaire file, and refuses what breaks a rule. Standard library only."""

import re
from typing import Any

from forms.question import ANSWERED, KINDS, UNKNOWN, Option, Question, Questionnaire, Screen

WITH_OPTIONS = frozenset(["choice", "choices", "faces", "scale", "age", "consent"])

_QUESTION_ID = re.compile(r"[A-Z][A-Z0-9]*([-_][A-Z0-9]+)*")
_OPTION_ID = re.compile(r"[a-z0-9]+([-_+][a-z0-9]+)*\+?")
_PICTURE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Names a WTForms form, Flask-WTF or the page itself needs; a question of that name would silently replace a method.
_OF_WTFORMS = ["data", "errors", "form_errors", "meta", "populate_obj", "post_process", "process", "validate"]
_OF_FLASK_WTF = ["csrf_token", "hidden_tag", "is_submitted", "validate_on_submit"]
_OF_THE_STORY_FORM = [
    *["asked", "complain", "errors_by_item", "fill_in", "first_control", "given", "lost_session", "marks"],
    *["questionnaire", "refusal", "strays", "words"],
]
_OF_THE_PAGE = ["id", "recording", "taal", "website"]
RESERVED = frozenset([*_OF_WTFORMS, *_OF_FLASK_WTF, *_OF_THE_STORY_FORM, *_OF_THE_PAGE])


class BadQuestionnaireError(ValueError):
    """A questionnaire file that cannot be used; the message names the file, the question and the reason."""


def questionnaire(data: dict[str, Any]) -> Questionnaire:
    """The questionnaire a file holds. Raises BadQuestionnaireError naming the question and the reason."""
    questions: list[Question] = []
    for entry in data["question"]:
        question = _question(entry)
        if any(question.id == earlier.id for earlier in questions):
            raise BadQuestionnaireError(f"vraag {question.id}: dit id komt twee keer voor")
        questions.append(question)
    _check_conditions(questions)
    if not isinstance(data["version"], int) or data["version"] < 1:
        raise BadQuestionnaireError("version moet een heel getal vanaf 1 zijn")
    return Questionnaire(
        id=data["id"],
        version=data["version"],
        group=data["group"],
        title=data["title"],
        language=data.get("language", "nl"),
        intro=_paragraphs(data, "intro"),
        thanks=_paragraphs(data, "thanks"),
        help=_paragraphs(data, "help"),
        questions=tuple(questions),
        screens=_screens(data.get("screen"), questions),
        banner=data.get("banner", ""),
        minutes=data.get("minutes", ""),
        intro_shown=int(data.get("intro_shown", len(data.get("intro", ())))),
        formal=_formal(data.get("address", "je")),
        extra=dict(data.get("extra", {})),
    )


def _formal(address: str) -> bool:
    if address not in ("je", "u"):
        raise BadQuestionnaireError("address is je of u")
    return address == "u"


def _check_conditions(questions: list[Question]) -> None:
    """A condition on a question or an answer that does not exist would never hold, and nobody would notice."""
    known = {question.id: {option.id for option in question.options} for question in questions}
    for question in questions:
        for other, answers in question.required_when:
            if other not in known:
                raise BadQuestionnaireError(f"vraag {question.id}: required_when noemt de onbekende vraag {other}")
            for unknown in sorted(answers - known[other]):
                raise BadQuestionnaireError(f"vraag {question.id}: {other} heeft geen antwoord {unknown}")


def _screens(entries: list[dict[str, Any]] | None, questions: list[Question]) -> tuple[Screen, ...]:
    """The screens in order; without any in the file every question has its own. Together they hold every question."""
    if entries is None:
        return tuple(Screen(question.id.lower(), question.text, (question,)) for question in questions)
    placed = [question_id for entry in entries for question_id in entry["questions"]]
    if placed != [question.id for question in questions]:
        raise BadQuestionnaireError("de schermen moeten samen alle vragen hebben, elk één keer en in dezelfde volgorde")
    known = {question.id: question for question in questions}
    screens = []
    for entry in entries:
        if not _OPTION_ID.fullmatch(str(entry["id"])) or not entry["title"] or not entry["questions"]:
            raise BadQuestionnaireError(f"scherm {entry['id']}: een scherm heeft een id, een kop en vragen")
        screens.append(Screen(entry["id"], entry["title"], tuple(known[one] for one in entry["questions"])))
    return tuple(screens)


def _paragraphs(data: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = data.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadQuestionnaireError(f"{key} moet een lijst van zinnen zijn")
    return tuple(texts)


def _question(entry: dict[str, Any]) -> Question:
    question_id = str(entry.get("id", ""))
    where = f"vraag {question_id or '?'}"
    if question_id.lower().replace("-", "_") in RESERVED:
        raise BadQuestionnaireError(f"{where}: dit id is gereserveerd voor het formulier zelf")
    if not _QUESTION_ID.fullmatch(question_id):
        raise BadQuestionnaireError(f"{where}: een id bestaat uit hoofdletters en cijfers, zoals DRIEHOEK-WIE")
    kind = entry.get("kind")
    if kind not in KINDS:
        raise BadQuestionnaireError(f"{where}: onbekende soort {kind!r}")
    if not entry.get("text") or not isinstance(entry["text"], str):
        raise BadQuestionnaireError(f"{where}: de vraagtekst ontbreekt")
    corners = tuple(_option(option, where) for option in entry.get("corner", ()))
    options = tuple(_option(option, where) for option in entry.get("option", ()))
    if kind == "triangle":
        if len(corners) != 3:
            raise BadQuestionnaireError(f"{where}: een driehoek heeft precies drie hoeken")
        mostly, between = entry.get("mostly", "vooral {}"), entry.get("between", "deels {}, deels {}")
        options = _dots(corners, mostly, between, entry.get("centre", "van alle drie wat")) + options
    if kind in WITH_OPTIONS and len(options) < 1:
        raise BadQuestionnaireError(f"{where}: de soort {kind} heeft opties nodig")
    if len({option.id for option in options}) != len(options):
        raise BadQuestionnaireError(f"{where}: een optie-id komt twee keer voor")
    low, high = entry.get("low", 0), entry.get("high", 0)
    if kind == "number" and not low < high:
        raise BadQuestionnaireError(f"{where}: low moet kleiner zijn dan high")
    return Question(
        id=question_id,
        kind=kind,
        text=entry["text"],
        version=entry.get("version", 1),
        hint=entry.get("hint", ""),
        required=bool(entry.get("required", False)),
        required_when=tuple((other, frozenset(ids)) for other, ids in sorted(entry.get("required_when", {}).items())),
        options=options,
        corners=corners,
        continuous=bool(entry.get("continuous", False)),
        most=entry.get("most", len(options)) if kind in {"choices", "consent"} else 1,
        low=low,
        high=high,
        longest=entry.get("longest", 6000 if kind == "story" else 500),
    )


def _option(entry: dict[str, Any], where: str) -> Option:
    option_id, label = str(entry.get("id", "")), str(entry.get("label", ""))
    if not _OPTION_ID.fullmatch(option_id):
        raise BadQuestionnaireError(f"{where}: optie {label or '?'} heeft geen geldig id")
    if not label:
        raise BadQuestionnaireError(f"{where}: optie {option_id} heeft geen tekst")
    state = entry.get("state", ANSWERED)
    if state not in (ANSWERED, UNKNOWN):
        raise BadQuestionnaireError(f"{where}: optie {option_id} heeft een onbekende staat {state!r}")
    value = entry.get("value")
    return Option(
        id=option_id,
        label=label,
        state=state,
        value=None if value is None else float(value),
        picture=_picture(entry.get("picture", ""), f"{where}: optie {option_id}"),
        required=bool(entry.get("required", False)),
        refuse=entry.get("refuse", ""),
    )


def _picture(name: str, where: str) -> str:
    """The name of a drawing; it becomes part of an address on the page."""
    if name and not _PICTURE.fullmatch(name):
        raise BadQuestionnaireError(f"{where}: picture is de naam van een tekening, zoals heel-fijn")
    return name


def _dots(corners: tuple[Option, ...], mostly: str, between: str, centre: str) -> tuple[Option, ...]:
    """The seven dots of a triangle, in reading order: three corners, three edges, the centre."""
    a, b, c = corners
    third = 1 / 3

    def edge(one: Option, other: Option, shares: tuple[float, float, float]) -> Option:
        return Option(f"{one.id}_{other.id}", between.format(one.label, other.label), shares=shares)

    return (
        Option(a.id, mostly.format(a.label), shares=(1.0, 0.0, 0.0)),
        Option(b.id, mostly.format(b.label), shares=(0.0, 1.0, 0.0)),
        Option(c.id, mostly.format(c.label), shares=(0.0, 0.0, 1.0)),
        edge(a, b, (0.5, 0.5, 0.0)),
        edge(a, c, (0.5, 0.0, 0.5)),
        edge(b, c, (0.0, 0.5, 0.5)),
        Option("midden", centre, shares=(third, third, third)),
    )
