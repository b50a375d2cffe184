"""Receipts instead of accounts: four Dutch words with which a teller finds the own story again.

The words follow from the story's id and the key of the installation (HMAC-SHA256), so that the same story always gives
the same words and they need not be stored. The database holds only a slow hash of them (scrypt, RFC 7914).
"""

import hashlib
import hmac
import re
import unicodedata
from functools import cache
from pathlib import Path

from corpus.vault import Vault

WORDS = Path(__file__).parent / "reference" / "receipt-words.txt"
LENGTH = 4
# scrypt: 16 MB and some 50 ms a try. One salt for the installation, so that a receipt is found by one hash.
COST, BLOCK, PARALLEL = 2**14, 8, 1


@cache
def word_list() -> tuple[str, ...]:
    """The own list of simple Dutch words; at least 2,048, so that four of them carry at least 44 bits."""
    words = tuple(WORDS.read_text(encoding="ascii").split())
    if len(set(words)) != len(words) or len(words) < 2048:
        raise ValueError(f"{WORDS.name}: minder dan 2048 verschillende woorden")
    return words


def words_for(vault: Vault, story_id: str) -> str:
    """The receipt of a story: four words joined by hyphens, the same every time."""
    words = word_list()
    stream = hmac.new(vault.derive("receipts", min(vault.masters)), story_id.encode(), hashlib.sha512).digest()
    # Eight bytes a word: the bias of the modulo is below 2**-52.
    numbers = [int.from_bytes(stream[8 * place : 8 * place + 8], "big") for place in range(LENGTH)]
    return "-".join(words[number % len(words)] for number in numbers)


def slow_hash(vault: Vault, receipt: str) -> str:
    """What is stored of a receipt: scrypt over the normalised words, as hex. Lets other threads run meanwhile."""
    salt = vault.derive("receipt-salt", min(vault.masters))
    return hashlib.scrypt(normalised(receipt).encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=32).hex()


def normalised(typed: str) -> str:
    """What a teller typed, brought to one form: capitals, accents, spaces, commas and dashes do not matter."""
    letters = unicodedata.normalize("NFKD", typed.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z]+", plain))


def looks_like_one(typed: str) -> bool:
    """Whether this could be a receipt at all: four words."""
    return normalised(typed).count("-") == LENGTH - 1
