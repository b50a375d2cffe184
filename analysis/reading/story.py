"""One story read from beginning to end: language, masking, feeling, themes, markers and the safety check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from analysis.reading import language as languages
from analysis.reading import markers, masking, names, sentiment, spelling, weighing
from analysis.reading.linear import STORED
from analysis.reading.masking import Mask
from analysis.reading.models import STARTER, Models
from analysis.reading.reader import Reader, Reading, open_reader
from analysis.reading.sentiment import Feeling
from analysis.themes import assign
from corpus import codebook, signals

#: raised when a rule in this folder changes what is found, so that stories are read again
RULES = 1
_DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one story. In other languages than Dutch only what needs no Dutch: people read the rest."""

    language: str
    masked: str
    masks: tuple[Mask, ...]
    polarity: str
    mixed: bool
    score: float
    themes: tuple[tuple[str, float], ...]
    markers: tuple[tuple[str, str], ...]
    words: int
    signal: int
    #: theme -> the expressions and words for which it was proposed, as far as they stand in the masked text
    why: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_story(text: str, reader: Reader, language: str | None = None, models: Models = STARTER) -> Found:
    """Read one story; ``language`` is the flag of the form it was told in, believed for short texts."""
    (found,) = _all([reader.read(text)], [language], models)
    return found


def read_batch(texts: list[str], configured: str = "", models: Models = STARTER) -> list[Found | str]:
    """Read many texts, in order; where one cannot be read stands a Dutch sentence instead. For process pools."""
    return read_flagged([(None, text) for text in texts], configured, models)


def read_flagged(
    stories: Sequence[tuple[str | None, str]], configured: str = "", models: Models = STARTER
) -> list[Found | str]:
    """As ``read_batch``, for texts that come with the language flag of their form: (flag, text)."""
    reader = open_reader(configured)
    flags, texts = [flag for flag, _ in stories], [text for _, text in stories]
    try:
        return list(_all(list(reader.pipe(texts)), flags, models))
    except Exception:
        return [_tried(text, reader, flag, models) for flag, text in stories]


@cache
def reader_version(configured: str = "", models: Models = STARTER) -> str:
    """Name and version of everything that reads: pipeline, rules, lists, codebook. A change means reading again."""
    reader = open_reader(configured)
    files = (
        weighing.LEXICON,
        assign.EXPRESSIONS,
        spelling.SPELLING,
        names.FIRST_NAMES,
        names.STAYS,
        codebook.REFERENCE,
        *(models.themes / name for name in assign.FILES),
        *(models.polarity / name for name in STORED),
    )
    lists = sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
    rules, book = f"{RULES}.{masking.VERSION}", codebook.reference().version
    return f"{reader.name}-{reader.version}+regels{rules}+codeboek{book}+lijsten{lists}{models.version}"


def _all(readings: Sequence[Reading], flags: Sequence[str | None], models: Models) -> Iterator[Found]:
    """What is found in every text, in order; what a model finds is found in all of them at once."""
    feelings, themes = sentiment.feelings(readings, models.polarity), assign.explained(readings, models.themes)
    yield from map(_found, readings, flags, feelings, themes)


def _found(reading: Reading, flag: str | None, feeling: Feeling, themes: Sequence[assign.Why]) -> Found:
    language = languages.language_of(reading.text, flag or _DUTCH)
    masked = masking.mask(reading.text, reading, lower_case=language == _DUTCH)
    if language != _DUTCH:
        feeling = Feeling(0.0, sentiment.MIDDLE, False)
    return Found(
        language=language,
        masked=masked.text,
        masks=masked.masks,
        polarity=feeling.polarity,
        mixed=feeling.mixed,
        score=feeling.score,
        themes=tuple((why.theme, why.probability) for why in themes) if language == _DUTCH else (),
        markers=markers.mark(reading) if language == _DUTCH else (),
        words=reading.count,
        signal=signals.look_for(reading.text).level,
        why=tuple(_reasons(why, masked.text) for why in themes) if language == _DUTCH else (),
    )


def _reasons(why: assign.Why, masked: str) -> tuple[str, tuple[str, ...]]:
    """A theme with what speaks for it. A word that was masked in the text is not told here either."""
    words = [word for word, weight in why.words if weight > 0 and word.casefold() in masked.casefold()]
    return why.theme, tuple(dict.fromkeys((*why.expressions, *words)))


def _tried(text: str, reader: Reader, flag: str | None, models: Models) -> Found | str:
    """One story that spoilt a batch, on its own; the reason names the kind of error, never the text."""
    try:
        return read_story(text, reader, flag, models)
    except Exception as error:
        return f"Dit verhaal kon niet gelezen worden ({type(error).__name__})."
