"""What a run found about the coders: whether they agree on each code, and whether one of them drifts."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from corpus.database import Base

#: Krippendorff's convention: a series may be told, and is solid
USABLE, SOLID = 0.667, 0.80
#: a coder who agrees less than this with the anchor stories is drifting
DRIFT = 0.80
#: α says little of a code that fewer stories have
LEAST_POSITIVE = 10


class CodeAgreement(Base):
    """How far two readers agree on one theme or marker, in one round or pooled over two years."""

    __tablename__ = "code_agreements"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    #: rounds together: 1, or those of two years where one round has too few
    rounds: Mapped[int]
    code: Mapped[str]
    #: stories read twice, and those in which the first, the second and both readers found it
    pairs: Mapped[int]
    first: Mapped[int]
    second: Mapped[int]
    both: Mapped[int]
    #: Krippendorff's alpha with its band; None when nobody, or everybody, found it
    alpha: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    #: chance that the second reader sees it where the first did, 0 … 1
    agreement: Mapped[float | None]

    @property
    def positives(self) -> int:
        """Stories in which at least one reader found it."""
        return self.first + self.second - self.both


class AnchorAgreement(Base):
    """How far one coder agrees with the fixed codes of the anchor stories, in one round."""

    __tablename__ = "anchor_agreements"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    coder: Mapped[str]
    stories: Mapped[int]
    #: as in CodeAgreement, over all codes together
    agreement: Mapped[float | None]

    @property
    def drifts(self) -> bool:
        """Whether this asks for a talk about the codebook."""
        return self.agreement is not None and self.agreement < DRIFT
