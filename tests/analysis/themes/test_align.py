"""Topics of two runs laid beside each other; every number here can be worked out by hand."""

from dataclasses import dataclass, field

import pytest

from analysis.themes.align import align, cosine, jaccard


@dataclass
class Topic:
    weights: dict[str, float] = field(default_factory=dict)
    members: frozenset[str] = frozenset()


def test_cosine_and_jaccard_by_hand():
    assert cosine({"a": 3.0, "b": 4.0}, {"a": 3.0, "b": 4.0}) == pytest.approx(1)
    assert cosine({"a": 1.0, "b": 1.0}, {"a": 1.0}) == pytest.approx(2**-0.5)
    assert cosine({}, {"a": 1.0}) == 0
    assert jaccard({1, 2, 3}, {2, 3, 4}) == 0.5
    assert jaccard(set(), set()) == 0


def test_topics_match_one_to_one_by_words_and_stories():
    park = Topic({"boom": 1.0}, frozenset("abc"))
    school = Topic({"juf": 1.0}, frozenset("def"))
    known = frozenset("abcdef")
    matches = align([park, school], [school, park], known, known)
    assert [(match.one, match.other) for match in matches] == [(0, 1), (1, 0)]


def test_the_same_words_over_other_stories_are_no_match():
    one, other = Topic({"boom": 1.0}, frozenset("abc")), Topic({"boom": 1.0}, frozenset("def"))
    assert align([one], [other], frozenset("abcdef"), frozenset("abcdef")) == []


def test_stories_that_only_one_run_had_do_not_count_against_a_match():
    old, new = Topic({"boom": 1.0}, frozenset("ab")), Topic({"boom": 1.0}, frozenset("abxyz"))
    (match,) = align([new], [old], frozenset("abxyz"), frozenset("abcd"))
    assert match.jaccard == 1
