"""What people coded, as labelled texts to learn from and to measure on; and what of it has to be left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.learning.themes import theme_ids
from analysis.quality.gold import Gold
from analysis.reading.language import language_of
from analysis.reading.models import POLARITY, THEMES
from corpus.codebook import reference
from corpus.coding import OTHER, settled_codes
from corpus.stories import Story, in_words
from corpus.vault import Vault

#: fixed, so that who is set apart stays apart; and the part of the texts that is only measured on
SEED, APART = 20260101, 0.3
#: labels to learn from, labels to measure on, and labels to measure on in every group
LEAST_LEARNT, LEAST_APART, LEAST_OF_GROUP = 200, 100, 30
NO_GROUP = "zonder groep"
_DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labelled texts of which nothing is known to the starter, and how many were left out for which reason."""

    texts: tuple[Gold, ...]
    left_out: Mapping[str, int]

    def count(self, task: str) -> int:
        """How many texts have a label for this task."""
        return sum(1 for _ in _only(self.texts, task))


@dataclass(frozen=True, slots=True)
class Split:
    """The texts to learn from and the texts to measure on; no teller is in both."""

    learnt: tuple[Gold, ...]
    apart: tuple[Gold, ...]

    def of(self, task: str) -> "Split":
        """Only what has a label for this task, without the label of the other one."""
        return Split(tuple(_only(self.learnt, task)), tuple(_only(self.apart, task)))

    def missing(self) -> str:
        """What is lacking, as the end of a Dutch sentence; empty when there is enough."""
        lacks = []
        if (short := LEAST_LEARNT - len(self.learnt)) > 0:
            lacks.append(f"nog {short} om van te leren")
        if (short := LEAST_APART - len(self.apart)) > 0:
            lacks.append(f"nog {short} om op te meten")
        groups = Counter(group(text) for text in self.apart)
        for name in sorted({group(text) for text in (*self.learnt, *self.apart)}):
            if (short := LEAST_OF_GROUP - groups[name]) > 0:
                lacks.append(f"nog {short} om op te meten in de groep {name}")
        return ", ".join(lacks)


def gather(session: Session, vault: Vault, given: Iterable[Gold], known: Collection[str]) -> Labels:
    """The codes of this installation and the labelled texts given beside them, as far as they can be used."""
    coded, left_out = from_codes(session, vault)
    found = usable([*coded, *given], known)
    return Labels(found.texts, left_out + Counter(found.left_out))


def from_codes(session: Session, vault: Vault) -> tuple[list[Gold], Counter[str]]:
    """The stories of this installation with the codes that count, and how many are left out for which reason.

    Only stories whose teller lets them be kept: a model lasts longer than a round. A class, group talk or household is
    one teller.
    """
    codes = settled_codes(session, reference())
    golds: list[Gold] = []
    left_out: Counter[str] = Counter()
    for story in session.scalars(select(Story).where(in_words()).order_by(Story.id)):
        if story.id not in codes:
            continue
        coded = codes[story.id]
        if coded.uncodable:
            left_out["niet te coderen"] += 1
        elif story.fictional:
            left_out["verzonnen"] += 1
        elif not story.may_keep:
            left_out["niet te bewaren volgens de verteller"] += 1
        else:
            cuts = {"group": (story.group,), "author": (story.session or story.id,)}
            named = coded.themes - {OTHER}
            golds.append(
                Gold(story.id, story.text(vault), coded.polarity, themes=named, language=story.language, cuts=cuts)
            )
    return golds, left_out


def usable(golds: Iterable[Gold], known: Collection[str]) -> Labels:
    """The Dutch texts, each once, without those that the starter learnt from (their texts are ``known``)."""
    taken = {_fingerprint(text) for text in known}
    left_out: Counter[str] = Counter()
    kept = []
    for gold in golds:
        same = _fingerprint(gold.text)
        if gold.polarity is None and gold.themes is None:
            left_out["zonder label"] += 1
        elif language_of(gold.text, gold.language or _DUTCH) != _DUTCH:
            left_out["niet in het Nederlands"] += 1
        elif same in taken:
            left_out["dubbel of al in het startmateriaal"] += 1
        else:
            taken.add(same)
            kept.append(gold)
    return Labels(tuple(kept), left_out)


def unknown_themes(golds: Iterable[Gold]) -> list[str]:
    """Theme ids that the codebook does not have."""
    return sorted({theme for gold in golds for theme in gold.themes or ()} - set(theme_ids()))


def split(texts: Sequence[Gold]) -> Split:
    """Set about a third of the texts apart, teller by teller in an order fixed by ``SEED``.

    A teller's place in that order depends on nobody else, so that who was measured on once hardly ever is learnt from
    when more labels come in.
    """
    of_teller: dict[str, list[Gold]] = {}
    for text in texts:
        of_teller.setdefault(teller(text), []).append(text)
    ordered = sorted(of_teller, key=lambda name: sha256(f"{SEED}:{name}".encode()).hexdigest())
    apart: list[Gold] = []
    while ordered and len(apart) < APART * len(texts):
        apart += of_teller[ordered.pop(0)]
    return Split(tuple(text for name in ordered for text in of_teller[name]), tuple(apart))


def teller(gold: Gold) -> str:
    """Whose text it is: the author where one is named, else the text stands alone."""
    return gold.cuts.get("author", (gold.id or _fingerprint(gold.text),))[0]


def group(gold: Gold) -> str:
    """The group of the teller."""
    return gold.cuts.get("group", (NO_GROUP,))[0]


def _only(texts: Iterable[Gold], task: str) -> Iterable[Gold]:
    for text in texts:
        if task == POLARITY and text.polarity is not None:
            yield replace(text, themes=None)
        if task == THEMES and text.themes is not None:
            yield replace(text, polarity=None, mixed=None)


def _fingerprint(text: str) -> str:
    """The same for texts that differ in capitals and white space only."""
    return sha256(" ".join(text.casefold().split()).encode("utf-8", "surrogatepass")).hexdigest()
