"""Receipts: four Dutch words that carry at least 44 bits, follow from the story, and are stored nowhere."""

import math
import re
from uuid import uuid4

import pytest

from corpus import receipts
from corpus.vault import Vault

VAULT = Vault({1: bytes(range(32))})


def test_the_list_carries_at_least_44_bits_in_four_words():
    words = receipts.word_list()
    assert receipts.LENGTH * math.log2(len(words)) >= 44
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in words)


def test_a_receipt_is_four_words_of_the_list_and_always_the_same():
    story = str(uuid4())
    receipt = receipts.words_for(VAULT, story)
    assert receipt == receipts.words_for(VAULT, story)
    assert len(receipt.split("-")) == 4
    assert set(receipt.split("-")) <= set(receipts.word_list())


def test_receipts_of_other_stories_and_other_installations_differ():
    story = str(uuid4())
    other = Vault({1: bytes(32)})
    assert len({receipts.words_for(VAULT, str(uuid4())) for _ in range(200)}) == 200
    assert receipts.words_for(VAULT, story) != receipts.words_for(other, story)


@pytest.mark.parametrize("typed", ["vis-lamp-groen-fiets", " Vis, lamp  GROEN fiets. ", "vís–lamp–groen–fiets"])
def test_how_the_words_are_typed_does_not_matter(typed):
    assert receipts.normalised(typed) == "vis-lamp-groen-fiets"
    assert receipts.looks_like_one(typed)


@pytest.mark.parametrize("typed", ["", "vis lamp groen", "vis lamp groen fiets boom", "12345"])
def test_what_is_not_four_words_is_no_receipt(typed):
    assert not receipts.looks_like_one(typed)


def test_the_stored_hash_does_not_hold_the_words():
    receipt = receipts.words_for(VAULT, str(uuid4()))
    stored = receipts.slow_hash(VAULT, receipt)
    assert re.fullmatch(r"[0-9a-f]{64}", stored)
    assert stored != receipts.slow_hash(Vault({1: bytes(32)}), receipt)
