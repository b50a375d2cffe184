"""Whether the coders agree, code by code, and whether one of them drifts away from the anchor stories."""

import json
import math
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.observations import Array
from analysis.numbers.reliability import krippendorff_alpha, positive_agreement
from corpus.codebook import Codebook
from corpus.coding import ANCHOR, Coding, doubly_coded, marker_codes, ratings, settled_codes
from corpus.coding_agreement import LEAST_POSITIVE, AnchorAgreement, CodeAgreement
from corpus.rounds import CLOSED, PUBLISHED, Round

DRAWS, SEED = 1000, 20261124
#: rounds of two years, spring and autumn
TWO_YEARS = 4

Pair = tuple[Coding, Coding]
Row = list[float | None]


def fingerprint(session: Session) -> str:
    """The same for the same codes: a run over other codes is another run."""
    columns = (Coding.story_id, Coding.purpose, Coding.coder, Coding.wave, Coding.themes, Coding.markers)
    rows = session.execute(select(*columns, Coding.uncodable, Coding.polarity).order_by(Coding.id))
    return sha256(json.dumps([list(row) for row in rows]).encode()).hexdigest()[:16]


def store(session: Session, run_id: str, codebook: Codebook) -> None:
    """Keep with a run how far the coders agree; a run that has it stays as it is."""
    if session.scalar(select(CodeAgreement.id).where(CodeAgreement.run_id == run_id).limit(1)) is None:
        session.add_all(agreements(session, codebook, run_id))
        session.add_all(anchored(session, run_id, codebook))
        session.flush()


def agreements(session: Session, codebook: Codebook, run_id: str) -> list[CodeAgreement]:
    """Every theme and marker in every closed round with stories that two people read; pooled where it is rare."""
    closed = select(Round.id).where(Round.state.in_((CLOSED, PUBLISHED))).order_by(Round.opens)
    by_round = {one: list(doubly_coded(session, one).values()) for one in session.scalars(closed)}
    order = [one for one, pairs in by_round.items() if pairs]
    members = {theme.id: codebook.members(theme.id) for theme in codebook.themes}
    members |= {code: frozenset({code}) for code in marker_codes(codebook)}
    found = []
    for place, round_id in enumerate(order):
        pooled = order[max(0, place + 1 - TWO_YEARS) : place + 1]
        for code in members:
            alone = _agreement(by_round[round_id], code, members[code], run_id, round_id, 1)
            if alone.positives < LEAST_POSITIVE:
                pairs = [pair for one in pooled for pair in by_round[one]]
                alone = _agreement(pairs, code, members[code], run_id, round_id, len(pooled))
            found.append(alone)
    return found


def _agreement(
    pairs: Sequence[Pair], code: str, ids: frozenset[str], run_id: str, round_id: str, rounds: int
) -> CodeAgreement:
    first, second = ratings(pairs, *ids)
    low, high = alpha_band(first, second)
    return CodeAgreement(
        run_id=run_id,
        round_id=round_id,
        rounds=rounds,
        code=code,
        pairs=len(pairs),
        first=sum(map(bool, first)),
        second=sum(map(bool, second)),
        both=sum(bool(one and other) for one, other in zip(first, second, strict=True)),
        alpha=_known(krippendorff_alpha([first, second], "nominal")),
        low=_known(low),
        high=_known(high),
        agreement=_known(positive_agreement([[bool(code) for code in row] for row in (first, second)])),
    )


def alpha_band(first: Row, second: Row, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float]:
    """95 % band of α for a code that two readers found (1) or not (0): a bootstrap over stories (Hayes & Krippendorff
    2007), percentiles of ``draws``. (nan, nan) without stories; draws in which nobody found it have no α and drop out.
    """
    if not first:
        return math.nan, math.nan
    found = np.array([first, second], dtype=float).sum(axis=0)
    shares = np.array([(found == times).mean() for times in (0, 1, 2)])
    drawn = np.random.default_rng(seed).multinomial(len(found), shares, size=draws)
    alphas = _alphas(drawn)
    alphas = alphas[~np.isnan(alphas)]
    if not len(alphas):
        return math.nan, math.nan
    low, high = np.percentile(alphas, [2.5, 97.5])
    return float(low), float(high)


def _alphas(drawn: Array) -> Array:
    """α = 1 − Do/De of many draws at once, for rows (neither, one, both): nominal, two readers, nothing missing."""
    neither, one, both = drawn.T
    named, unnamed = 2 * both + one, 2 * neither + one
    total = named + unnamed
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas: Array = 1 - (total - 1) * one / (named * unnamed)
    alphas[(named == 0) | (unnamed == 0)] = np.nan
    return alphas


def anchored(session: Session, run_id: str, codebook: Codebook) -> list[AnchorAgreement]:
    """How far every coder agrees with the codes of the anchor stories, in every round in which these were read."""
    master = settled_codes(session, codebook)
    read: dict[tuple[str, str], list[Coding]] = {}
    for coding in session.scalars(select(Coding).where(Coding.purpose == ANCHOR).order_by(Coding.id)):
        if coding.story_id in master:
            read.setdefault((coding.wave, coding.coder), []).append(coding)
    found = []
    for (wave, coder), codings in sorted(read.items()):
        given = [{*codebook.counted(one.themes), *one.markers} for one in codings]
        fixed = [master[one.story_id].themes | master[one.story_id].markers for one in codings]
        codes = sorted(set().union(*given, *fixed))
        rows = [[code in named for named in names for code in codes] for names in (given, fixed)]
        agreement = _known(positive_agreement(rows))
        found.append(
            AnchorAgreement(run_id=run_id, round_id=wave, coder=coder, stories=len(codings), agreement=agreement)
        )
    return found


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
