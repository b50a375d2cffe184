"""Pieces of the most telling stories of a proposal, to name it by: masked, with consent, and in the journal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import journal
from corpus.coding_draws import NOT_READY
from corpus.findings import Proposal, ProposalMember, Run, StoryFinding
from corpus.moderation import masked_text
from corpus.stories import Story
from corpus.vault import Vault

MOST, LONGEST = 10, 200
#: from this share of stories outside every theme on, a proposal looks like something new
NEW_FROM = 0.5


def newest(session: Session) -> list[Proposal]:
    """The proposals of the newest run that has any: those with most stories outside every theme first."""
    run = select(Proposal.run_id).join(Run, Run.id == Proposal.run_id).order_by(Run.finished.desc()).limit(1)
    found = session.scalars(select(Proposal).where(Proposal.run_id == run.scalar_subquery()))
    return sorted(found, key=lambda one: (-(one.outside or 0.0), -one.n, one.id))


def suggested(proposal: Proposal) -> str | None:
    """The theme a proposal seems to belong to; None where it looks like something new."""
    if not proposal.near or (proposal.outside or 0.0) >= NEW_FROM:
        return None
    return str(proposal.near[0]["id"])


def fragments(session: Session, vault: Vault, proposal_id: int, actor: str) -> list[str]:
    """The beginnings of up to ten stories of a proposal, most telling first, of tellers who allow a short quote."""
    telling = (
        select(StoryFinding)
        .join(ProposalMember, ProposalMember.story_id == StoryFinding.story_id)
        .join(Story, Story.id == StoryFinding.story_id)
        .where(ProposalMember.proposal_id == proposal_id, Story.may_quote, Story.state.not_in(NOT_READY))
        .order_by(ProposalMember.rank, Story.id)
        .limit(MOST)
    )
    found = session.scalars(telling).all()
    for one in found:
        journal.write(session, actor, "story.read", f"story:{one.story_id}", door="codebook")
    return [_beginning(masked_text(session, vault, one)) for one in found]


def _beginning(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
