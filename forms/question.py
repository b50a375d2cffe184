"""What a questionnaire is made of: options, questions, screens. Standard library only."""

from dataclasses import dataclass, field

# An item has exactly one of three states; they are never merged: not applicable, not answered and the middle differ.
ANSWERED, UNKNOWN, SKIPPED = "answered", "unknown", "skipped"
KINDS = frozenset(
    ["story", "choice", "choices", "faces", "triangle", "scale", "number", "short", "area", "age", "card", "consent"]
)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. ``id`` is what is stored and never changes; ``label`` is what the teller reads.

    ``state`` is ``unknown`` for "weet ik niet" and "past niet". ``value`` is the number the answer stands for
    (1 … −1 for feeling, 1/0/−1 for change, 1–4 for agreement), ``shares`` the three shares of a triangle dot,
    ``picture`` the drawing beside the words, ``refuse`` the kind sentence with which this answer ends the form.
    """

    id: str
    label: str
    state: str = ANSWERED
    value: float | None = None
    picture: str = ""
    shares: tuple[float, float, float] | None = None
    required: bool = False
    refuse: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its permanent ``id``, its ``kind`` (the key of field and template), its text and its answers.

    ``continuous`` is for a triangle in which any point may be pointed at; without a script it has its seven dots.
    """

    id: str
    kind: str
    text: str
    version: int = 1
    hint: str = ""
    required: bool = False
    required_when: tuple[tuple[str, frozenset[str]], ...] = ()
    options: tuple[Option, ...] = ()
    corners: tuple[Option, ...] = ()
    continuous: bool = False
    most: int = 0
    low: int = 0
    high: int = 0
    longest: int = 500

    @property
    def item(self) -> str:
        """Item id with version, as kept in the archive: ``LEVEN@1``."""
        return f"{self.id}@{self.version}"

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at one time on a phone: a heading and the questions under it. ``id`` is the anchor of the page."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A versioned set of questions for one group of tellers, in one language.

    ``intro_shown`` is how many paragraphs of the introduction are read at once; the rest can be opened. ``formal`` is
    whether the teller is spoken to with "u" in Dutch.
    """

    id: str
    version: int
    group: str
    title: str
    language: str
    intro: tuple[str, ...]
    thanks: tuple[str, ...]
    help: tuple[str, ...]
    questions: tuple[Question, ...]
    screens: tuple[Screen, ...] = ()
    banner: str = ""
    minutes: str = ""
    intro_shown: int = 0
    formal: bool = False
    extra: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> str:
        """``id@version``; every story keeps it."""
        return f"{self.id}@{self.version}"

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)
