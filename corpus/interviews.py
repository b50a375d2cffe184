"""Interviews recorded by youth workers: the turns of the talk, of which only the teller's are a story."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column

from corpus.database import Base
from corpus.vault import Vault

TELLER, INTERVIEWER, NOTE = "verteller", "interviewer", "opmerking"
SPEAKERS = (TELLER, INTERVIEWER, NOTE)


@dataclass(frozen=True)
class Turn:
    """One turn of the talk, verbatim, and who spoke it."""

    speaker: str
    text: str


class Interview(Base):
    """One talk of a worker with a teller. Who collected it is an opaque code, never an account."""

    __tablename__ = "interviews"

    #: UUID made by the device of the worker
    id: Mapped[str] = mapped_column(primary_key=True)
    received: Mapped[str]
    collector: Mapped[str]
    language: Mapped[str]
    #: sealed JSON: list of [speaker, text]
    sealed: Mapped[bytes]
    digest: Mapped[str]
    interpreter: Mapped[bool] = mapped_column(default=False)
    in_group: Mapped[bool] = mapped_column(default=False)
    #: the teller heard or read the words back and said yes
    approved: Mapped[bool] = mapped_column(default=False)

    def turns(self, vault: Vault) -> list[Turn]:
        """The whole talk, opened. Raises VaultError when the seal is broken."""
        return [Turn(speaker, text) for speaker, text in vault.open(self.sealed, "interviews.sealed", self.id)]


def seal_turns(vault: Vault, interview_id: str, turns: Iterable[Turn]) -> bytes:
    """Seal the turns of a talk for its own row."""
    return vault.seal([[turn.speaker, turn.text] for turn in turns], "interviews.sealed", interview_id)


def teller_words(turns: Iterable[Turn]) -> str:
    """Only what the teller said: the interviewer's questions and notes are never analysed."""
    return "\n".join(turn.text.strip() for turn in turns if turn.speaker == TELLER and turn.text.strip())
