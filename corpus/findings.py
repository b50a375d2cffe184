"""What was found: per story, per cell of the numbers, per run. Written by the pipeline, read by the site."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from corpus.database import Base
from corpus.vault import Vault


class Run(Base):
    """One run of the pipeline with its manifest: every published number points to one."""

    __tablename__ = "runs"

    #: first 16 hex digits of the hash of the manifest and the data it read
    id: Mapped[str] = mapped_column(primary_key=True)
    finished: Mapped[datetime]
    #: versions of code, codebook, questionnaires, reader, lexicon, areas, data cut
    manifest: Mapped[dict[str, Any]]
    #: SHA-256 over the table of indicator findings
    table_hash: Mapped[str]
    stories: Mapped[int]
    unread: Mapped[int]


class StoryFinding(Base):
    """What one version of the reader found in one story. Goes when the story goes."""

    __tablename__ = "story_findings"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    #: name and version of everything that read it; a story read by this version is not read again
    reader: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    polarity: Mapped[str]
    mixed: Mapped[bool]
    score: Mapped[float]
    #: [{"id", "score"}]
    themes: Mapped[list[Any]]
    #: [{"id", "sign"}]
    markers: Mapped[list[Any]]
    words: Mapped[int]
    signal: Mapped[int]
    #: sealed masked text: the only text an analyst works with
    masked: Mapped[bytes]
    #: sealed: theme -> the expressions and words of the masked text for which it was proposed
    why: Mapped[bytes | None] = mapped_column(default=None)

    def masked_text(self, vault: Vault) -> str:
        """The masked text, opened. Raises VaultError when the seal is broken."""
        return str(vault.open(self.masked, "story_findings.masked", self.story_id))

    def reasons(self, vault: Vault) -> dict[str, list[str]]:
        """Why the machine proposed each theme, opened; empty when it was read before reasons were kept."""
        return dict(vault.open(self.why, "story_findings.why", self.story_id)) if self.why else {}


class IndicatorFinding(Base):
    """One indicator for one cell, before disclosure control: nothing here may be shown without ``disclosure``."""

    __tablename__ = "indicator_findings"
    __table_args__ = (Index("ix_indicator_findings_cell", "run_id", "indicator", "place", "group", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    #: "NI-03" and its version
    indicator: Mapped[str]
    version: Mapped[int]
    #: rung of the ladder: gebied, stad, programma
    level: Mapped[str]
    #: area slug, city, or "programma"
    place: Mapped[str]
    #: kind, jongere, ouder, alle (residents together) or professional
    group: Mapped[str]
    #: round id, year ("2026") or span of three years ("2024-2026")
    period: Mapped[str]
    #: theme id for theme indicators, else empty
    subject: Mapped[str]
    #: tellers with a valid answer
    n: Mapped[int]
    #: tellers in the cell, also those who skipped or did not know
    asked: Mapped[int]
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    #: counts by answer: never hidden behind the derived value
    parts: Mapped[dict[str, Any]]
    #: largest share of one collection session, for the dominance rule; None when unknown
    dominance: Mapped[float | None] = mapped_column(default=None)
    #: why there is no value or no band, as a code
    note: Mapped[str] = mapped_column(default="")
    #: the value with every teller weighted to the people of area and age, its band, and the design effect
    weighted: Mapped[float | None] = mapped_column(default=None)
    weighted_low: Mapped[float | None] = mapped_column(default=None)
    weighted_high: Mapped[float | None] = mapped_column(default=None)
    deff: Mapped[float | None] = mapped_column(default=None)


class TrendFinding(Base):
    """What may be said about one series over the rounds: exactly one state, by the rules fixed in advance."""

    __tablename__ = "trend_findings"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    indicator: Mapped[str]
    level: Mapped[str]
    place: Mapped[str]
    group: Mapped[str]
    subject: Mapped[str]
    #: te weinig gegevens, geen aanwijzing, signaal, trend, trendbreuk, reeksbreuk
    state: Mapped[str]
    #: change of the level over five years and at the break, in the unit of the indicator
    per_five_years: Mapped[float | None]
    level_change: Mapped[float | None]
    p: Mapped[float | None]
    #: p after Benjamini-Hochberg within its family
    q: Mapped[float | None]
    #: family of tests and how many it holds
    family: Mapped[str]
    tests: Mapped[int]
    #: rounds that could be compared
    waves: Mapped[int]
    #: first round after the break, or of the new method
    at_round: Mapped[str | None]
    why: Mapped[str]
    #: how a claim stands when a round is left out, the mix is held fixed or counting goes otherwise; None without one
    checks: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class Proposal(Base):
    """A topic that discovery proposes to people. It has no identity beyond its run and never becomes a series."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    #: the words that set it apart, by c-TF-IDF, most telling first
    words: Mapped[list[str]]
    #: tellers in it
    n: Mapped[int]
    #: ids of the nearest codebook themes with their score
    near: Mapped[list[Any]]
    #: in how many of five samples of the stories it was found, and the share of its stories that fit no theme
    runs: Mapped[int | None] = mapped_column(default=None)
    outside: Mapped[float | None] = mapped_column(default=None)
    #: weight of each of its words, to know it again in a later run
    weights: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    #: the proposal of an earlier run that it is the same as; what was decided of that one holds for this one too
    follows: Mapped[int | None] = mapped_column(ForeignKey("proposals.id", ondelete="SET NULL"), default=None)
    #: proposed, parked, accepted, rejected
    state: Mapped[str] = mapped_column(default="proposed")


class ProposalMember(Base):
    """Which stories a proposal rests on; a withdrawn story leaves by foreign key."""

    __tablename__ = "proposal_members"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    #: 0 is the most telling story of the topic
    rank: Mapped[int | None] = mapped_column(default=None)


class Report(Base):
    """A published report: what was decided and said around the numbers, and where its files are."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    published: Mapped[datetime]
    #: folder name under the reports folder of the instance
    folder: Mapped[str]
    #: voorlopig until the next round is published, then definitief
    status: Mapped[str] = mapped_column(default="voorlopig")


def seal_masked(vault: Vault, story_id: str, masked: str) -> bytes:
    """Seal a masked text for its own row."""
    return vault.seal(masked, "story_findings.masked", story_id)


def seal_why(vault: Vault, story_id: str, why: Mapping[str, Sequence[str]]) -> bytes:
    """Seal the reasons for the themes of a story for its own row."""
    return vault.seal({theme: list(words) for theme, words in why.items()}, "story_findings.why", story_id)
