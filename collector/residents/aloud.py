"""Which questions have a recorded voice: files that people put in a folder, heard in the place of a device's voice."""

from pathlib import Path

from forms.questionnaire import Questionnaire

FOLDER = Path(__file__).parents[1] / "static" / "aloud"


def recorded(questionnaire: Questionnaire, language: str, folder: Path = FOLDER) -> list[str]:
    """Ids of the questions with a file ``<language>/<questionnaire>-<question>.mp3``, in the order of the questions."""
    where = folder / language
    names = [question.id for question in questionnaire.questions]
    return [name for name in names if (where / f"{questionnaire.id}-{name}.mp3").is_file()]
