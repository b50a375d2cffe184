"""Proposals in the corpus: what is looked through, what is stored, and what was decided of the same topic before."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.themes.align import align
from analysis.themes.discover import Discovery, Scores
from corpus.findings import Proposal, ProposalMember, StoryFinding
from corpus.moderation import corrections
from corpus.vault import Vault

PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A stored proposal, ready to be compared."""

    id: int
    state: str
    weights: dict[str, float]
    members: frozenset[str]


def material(session: Session, vault: Vault) -> tuple[list[tuple[str, str]], dict[str, Scores]]:
    """The masked Dutch texts (id, text) of all stories read so far, and the themes found in each."""
    query = select(StoryFinding).where(StoryFinding.language == "nl").order_by(StoryFinding.story_id)
    texts: list[tuple[str, str]] = []
    themes: dict[str, Scores] = {}
    corrected = corrections(session, vault)
    for finding in session.scalars(query):
        texts.append((finding.story_id, corrected.get(finding.story_id) or finding.masked_text(vault)))
        themes[finding.story_id] = [(one["id"], one["score"]) for one in finding.themes]
    return texts, themes


def store(session: Session, run_id: str, discovery: Discovery) -> None:
    """Store the topics of a run; one that was there before keeps what people decided of it."""
    earlier = _earlier(session)
    known = frozenset(member for one in earlier for member in one.members)
    now = frozenset(member for topic in discovery.proposals for member in topic.member_ids)
    same = {match.one: earlier[match.other] for match in align(discovery.proposals, earlier, now, known)}
    for place, topic in enumerate(discovery.proposals):
        before = same.get(place)
        proposal = Proposal(
            run_id=run_id,
            words=list(topic.words),
            n=len(topic.member_ids),
            near=[{"id": theme, "score": score} for theme, score in topic.near],
            runs=topic.runs,
            outside=round(topic.outside, 4),
            weights=dict(topic.weights),
            follows=before.id if before else None,
            state=before.state if before else PROPOSED,
        )
        session.add(proposal)
        session.flush()
        session.add_all(
            ProposalMember(proposal_id=proposal.id, story_id=member, rank=rank)
            for rank, member in enumerate(topic.member_ids)
        )


def _earlier(session: Session) -> list[_Earlier]:
    """The topics of the last run in which people decided something; of the last run when they never did."""
    decided = select(Proposal.run_id).where(Proposal.state != PROPOSED).order_by(Proposal.id.desc()).limit(1)
    run = session.scalar(decided) or session.scalar(select(Proposal.run_id).order_by(Proposal.id.desc()).limit(1))
    if run is None:
        return []
    members: dict[int, set[str]] = {}
    rows = select(ProposalMember.proposal_id, ProposalMember.story_id).join(Proposal).where(Proposal.run_id == run)
    for proposal_id, story_id in session.execute(rows):
        members.setdefault(proposal_id, set()).add(story_id)
    found = session.scalars(select(Proposal).where(Proposal.run_id == run).order_by(Proposal.id))
    return [_Earlier(one.id, one.state, one.weights or {}, frozenset(members.get(one.id, ()))) for one in found]
