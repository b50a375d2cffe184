"""What one question stores: its state and its mark, and apart from these the words of the teller."""

from dataclasses import dataclass
from typing import Any

from forms.questionnaire import ANSWERED, SKIPPED, UNKNOWN, Option


@dataclass(frozen=True, slots=True)
class Answer:
    """``value`` is an option id, several ids, or a number; ``number`` what it stands for; ``shares`` of a dot."""

    state: str
    value: str | tuple[str, ...] | int | None = None
    number: float | None = None
    shares: tuple[float, float, float] | None = None
    text: str = ""

    def mark(self) -> dict[str, Any]:
        """The answer as it is kept in the open: JSON-ready, never any words, nothing that is not known."""
        mark: dict[str, Any] = {"state": self.state}
        if self.value is not None:
            mark["value"] = list(self.value) if isinstance(self.value, tuple) else self.value
        if self.number is not None:
            mark["number"] = self.number
        if self.shares is not None:
            mark["shares"] = list(self.shares)
        return mark


PASSED_OVER = Answer(SKIPPED)


def of_one(option: Option) -> Answer:
    """The answer that one option stands for."""
    return Answer(option.state, option.id, option.value, option.shares)


def of_several(options: tuple[Option, ...]) -> Answer:
    """The answer that several options stand for; one of them "weet ik niet" makes the whole unknown."""
    if not options:
        return PASSED_OVER
    unknown = any(option.state == UNKNOWN for option in options)
    return Answer(UNKNOWN if unknown else ANSWERED, tuple(option.id for option in options))
