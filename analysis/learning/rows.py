"""Labelled readings as rows to learn from: their terms counted once, and only terms that lead to nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.reading.linear import Matrix
from analysis.reading.reader import Reading
from analysis.reading.terms import PIECE, terms_of

#: the group of rows that are always learnt from and never measured on
ALWAYS = ""


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled readings: ``targets`` (stories, labels) of 0 and 1, ``extra`` (stories, extras), a group (author) each.

    ``table`` holds 1 + log(count) of every term of ``terms`` (pieces of words last). ``sizes`` weighs the rows. Rows of
    the group ``ALWAYS`` are learnt from in every fold and never measured on.
    """

    targets: Matrix
    groups: Sequence[str]
    extra: Matrix
    sizes: Matrix
    never: frozenset[str]
    terms: NDArray[np.str_]
    table: csr_matrix


def examples(
    stories: Sequence[Reading | str],
    targets: Matrix,
    groups: Sequence[str],
    extra: Matrix | None = None,
    sizes: Matrix | None = None,
    never: frozenset[str] = frozenset(),
) -> Examples:
    """Counts the terms of the stories once; no extras and equal sizes where those are not given."""
    counts = [Counter(terms_of(story, never)) for story in stories]
    spread = Counter(term for count in counts for term in count)
    terms = sorted((term for term, many in spread.items() if many > 1), key=lambda term: (term[0] == PIECE, term))
    place = {term: column for column, term in enumerate(terms)}
    cells = [[(place[term], many) for term, many in count.items() if term in place] for count in counts]
    ends = np.cumsum([0, *map(len, cells)])
    columns = np.fromiter((column for row in cells for column, _ in row), np.intp, ends[-1])
    values = 1 + np.log(np.fromiter((many for row in cells for _, many in row), float, ends[-1]))
    return Examples(
        targets=np.asarray(targets, dtype=float),
        groups=groups,
        extra=np.zeros((len(stories), 0)) if extra is None else extra,
        sizes=np.ones(len(stories)) if sizes is None else sizes,
        never=never,
        terms=np.array(terms, dtype=str),
        table=csr_matrix((values, columns, ends), shape=(len(stories), len(terms))),
    )


def shared(given: Examples, of_people: Sequence[bool], tellers: int) -> Examples:
    """The examples with only the terms of invented rows, and those that so many tellers use in rows ``of_people``.

    A term of fewer tellers could lead back to one of them, and a model is kept longer than a story.
    """
    people = np.array(of_people, dtype=bool)
    if not people.any():
        return given
    used = given.table > 0
    invented = np.asarray(used[np.flatnonzero(~people)].sum(axis=0)).ravel() > 0
    _, teller = np.unique(np.array(given.groups)[people], return_inverse=True)
    of_teller = csr_matrix((np.ones(len(teller)), (teller, np.arange(len(teller)))))
    by_teller = of_teller @ used[np.flatnonzero(people)].astype(float)
    many = np.asarray((by_teller > 0).sum(axis=0)).ravel() >= tellers
    kept = np.flatnonzero(invented | many)
    return replace(given, terms=given.terms[kept], table=given.table[:, kept])
