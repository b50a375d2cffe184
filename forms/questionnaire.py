"""Questionnaires as data: reads a TOML file into frozen dataclasses and refuses a bad one. Standard library only."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from forms.parsing import RESERVED, BadQuestionnaireError, questionnaire
from forms.question import ANSWERED, KINDS, SKIPPED, UNKNOWN, Option, Question, Questionnaire, Screen

__all__ = [
    "ANSWERED",
    "KINDS",
    "RESERVED",
    "SKIPPED",
    "UNKNOWN",
    "BadQuestionnaireError",
    "Option",
    "Question",
    "Questionnaire",
    "Screen",
    "load",
    "read",
]

FOLDER = Path(__file__).parent / "questionnaires"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@cache
def load(name: str, language: str = "nl") -> Questionnaire:
    """Read ``questionnaires/<name>.toml``; another language is laid over it from ``<name>.<language>.toml``.

    Raises BadQuestionnaireError when the file is missing, is not TOML, or breaks a rule.
    """
    if not re.fullmatch(r"[a-z]+", name) or not _LANGUAGE.fullmatch(language):
        raise BadQuestionnaireError(f"{name}.{language}: geen geldige naam voor een vragenlijst")
    return read(FOLDER / f"{name}.toml", None if language == "nl" else FOLDER / f"{name}.{language}.toml")


def read(path: Path, translation: Path | None = None) -> Questionnaire:
    """Read a questionnaire from a file, with an optional translation laid over it.

    Raises BadQuestionnaireError naming the file, the question and the reason.
    """
    data = _parse(path)
    translated = None if translation is None else _parse(translation)
    try:
        if translation is not None and translated is not None:
            data = _lay_over(data, translated, translation.name)
        return questionnaire(data)
    except BadQuestionnaireError as reason:
        raise BadQuestionnaireError(f"{path.name}: {reason}") from None
    except KeyError as missing:
        raise BadQuestionnaireError(f"{path.name}: {missing.args[0]} ontbreekt") from None
    except (TypeError, ValueError, AttributeError):
        raise BadQuestionnaireError(f"{path.name}: een waarde heeft niet de juiste vorm") from None


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadQuestionnaireError(f"{path.name}: het bestand is er niet") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise BadQuestionnaireError(f"{path.name}: geen leesbare TOML ({reason})") from None


def _lay_over(data: dict[str, Any], translated: dict[str, Any], name: str) -> dict[str, Any]:
    """Replace every text of ``data`` by its translation; ids must be the same on both sides."""

    def merge(ours: Any, theirs: Any, where: str) -> Any:
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return {**ours, **{key: merge(ours.get(key), value, where) for key, value in theirs.items()}}
        if isinstance(ours, list) and isinstance(theirs, list) and ours and isinstance(ours[0], dict):
            by_id = {entry.get("id"): entry for entry in theirs}
            if set(by_id) != {entry.get("id") for entry in ours}:
                raise BadQuestionnaireError(f"{name}: {where} heeft niet dezelfde ids als het Nederlands")
            return [merge(entry, by_id[entry.get("id")], f"{where} {entry.get('id')}") for entry in ours]
        return theirs

    return dict(merge(data, translated, "vraag"))
