"""A questionnaire as an XLSForm, for KoboToolbox and ODK: the same questions, answers and rules, in all languages."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from forms.questionnaire import UNKNOWN, BadQuestionnaireError, Option, Question, Questionnaire, load

LANGUAGES = {"nl": "Nederlands", "tr": "Türkçe", "ar": "العربية", "en": "English", "pl": "Polski", "de": "Deutsch"}
#: a card belongs to the site: it is spent there
LEFT_OUT = ("card",)
_SEVERAL = "select_multiple"
_TYPES = {"story": "text", "short": "text", "number": "integer", "choices": _SEVERAL, "consent": _SEVERAL}
_ONE_OF_BOTH = "Kies “weet ik niet” of iets anders, niet allebei."
Outside = Mapping[str, list[tuple[str, str]]]
Row = dict[str, str]


def in_all_languages(name: str) -> dict[str, Questionnaire]:
    """A questionnaire in Dutch and every language it has. Raises BadQuestionnaireError when there is no such thing."""
    found = {"nl": load(name)}
    for language in LANGUAGES:
        try:
            found[language] = load(name, language)
        except BadQuestionnaireError:
            continue
    return found


def write(told: Mapping[str, Questionnaire], outside: Outside, out: Path) -> None:
    """Write the sheets survey, choices and settings; ``outside`` holds the answers that are no text of ours (areas)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    dutch = told["nl"]
    settings = {"form_title": dutch.title, "form_id": f"{dutch.id}-{dutch.version}", "version": str(dutch.version)}
    settings["default_language"] = _named("nl")
    for name, rows in (("survey", survey(told)), ("choices", choices(told, outside)), ("settings", [settings])):
        sheet = book.create_sheet(name)
        heads = list(dict.fromkeys(column for row in rows for column in row))
        for line in [heads, *([row.get(head, "") for head in heads] for row in rows)]:
            sheet.append(line)
            for cell in sheet[sheet.max_row]:
                # A text that begins with = is a text, and no formula.
                cell.data_type = "s"
    book.save(out)


def survey(told: Mapping[str, Questionnaire]) -> list[Row]:
    """The rows of the sheet survey: every screen is a group, shown at one time."""
    rows: list[Row] = [{"type": "today", "name": "today"}]
    for n, screen in enumerate(told["nl"].screens):
        questions = [question for question in screen.questions if question.kind not in LEFT_OUT]
        if not questions:
            continue
        titles = {language: one.screens[n].title for language, one in told.items()}
        rows.append(
            {"type": "begin_group", "name": f"scherm_{screen.id}", "appearance": "field-list", **_in("label", titles)}
        )
        rows += [_asked(question, told) for question in questions]
        rows.append({"type": "end_group", "name": f"scherm_{screen.id}"})
    return rows


def _asked(question: Question, told: Mapping[str, Questionnaire]) -> Row:
    kind = _TYPES.get(question.kind, "select_one")
    in_each = {language: one.question(question.id) for language, one in told.items()}
    labels = {language: one.text for language, one in in_each.items() if one}
    hints = {language: one.hint for language, one in in_each.items() if one and one.hint}
    row = {
        "type": f"{kind} {question.id}" if kind.startswith("select") else kind,
        "name": question.id,
        **_in("label", labels),
        **_in("hint", hints),
        "appearance": "multiline" if question.kind == "story" else "",
        "required": _required(question),
    }
    rule, why = _constraint(question)
    reasons = {language: _refusal(one) or why for language, one in in_each.items() if one}
    return {**row, "constraint": rule, **(_in("constraint_message", reasons) if rule else {})}


def _required(question: Question) -> str:
    when = [f"selected(${{{other}}}, '{one}')" for other, ids in question.required_when for one in sorted(ids)]
    return "yes" if question.required else " or ".join(when)


def _constraint(question: Question) -> tuple[str, str]:
    """The rule an answer must keep, as an XPath expression, and what is said when it does not."""
    if question.kind == "number":
        return f". >= {question.low} and . <= {question.high}", f"Van {question.low} tot en met {question.high}."
    if question.kind in ("story", "short"):
        return f"string-length(.) <= {question.longest}", f"Hoogstens {question.longest} tekens."
    rules = [f"not(selected(., '{one.id}'))" for one in question.options if one.refuse]
    rules += [f"selected(., '{one.id}')" for one in question.options if one.required]
    if _TYPES.get(question.kind) == _SEVERAL:
        unknown = [one.id for one in question.options if one.state == UNKNOWN]
        rules += [f"count-selected(.) <= {question.most}"] * (question.most < len(question.options))
        rules += [f"(not(selected(., '{one}')) or count-selected(.) = 1)" for one in unknown]
    return " and ".join(rules), _ONE_OF_BOTH if len(rules) > 1 else f"Kies er hoogstens {question.most}."


def _refusal(question: Question) -> str:
    needed = (one.label for one in question.options if one.required)
    return next((one.refuse for one in question.options if one.refuse), "") or next(needed, "")


def choices(told: Mapping[str, Questionnaire], outside: Outside) -> list[Row]:
    """The rows of the sheet choices: a list for each question, with the ids of our answers as names."""
    rows: list[Row] = []
    for question in told["nl"].questions:
        if not question.options or question.kind in LEFT_OUT:
            continue
        rows += [_choice(question.id, one, dict.fromkeys(told, label)) for one, label in outside.get(question.id, ())]
        for option in question.options:
            labels = {language: _label(one.question(question.id), option) for language, one in told.items()}
            rows.append(_choice(question.id, option.id, labels))
    return rows


def _label(question: Question | None, option: Option) -> str:
    found = question.option(option.id) if question else None
    return found.label if found else option.label


def _choice(list_name: str, name: str, labels: Mapping[str, str]) -> Row:
    return {"list_name": list_name, "name": name, **_in("label", labels)}


def _in(column: str, texts: Mapping[str, str]) -> Row:
    return {f"{column}::{_named(language)}": text for language, text in texts.items()}


def _named(language: str) -> str:
    return f"{LANGUAGES[language]} ({language})"
