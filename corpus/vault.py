"""Sealed columns: AES-256-GCM with the key outside the database and the row bound in."""

import base64
import hashlib
import hmac
import json
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
MASTER = 32


class VaultError(Exception):
    """A seal that does not open: wrong key, wrong row, or tampered with. Never carries what was inside."""


@dataclass(frozen=True)
class Vault:
    """The keys of one installation. ``masters`` maps a key number (1–255) to 32 random bytes; the highest seals."""

    masters: dict[int, bytes] = field(repr=False)

    @cached_property
    def newest(self) -> int:
        """Number of the key that seals from now on."""
        return max(self.masters)

    def derive(self, purpose: str, number: int | None = None) -> bytes:
        """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869), so that no key serves two ends."""
        master = self.masters[self.newest if number is None else number]
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"elk-verhaal-telt/" + purpose.encode()).derive(
            master
        )

    def apart(self, purpose: str) -> "Vault":
        """A vault of its own for one purpose: its keys open nothing sealed here, and the other way round."""
        return Vault({number: self.derive(f"apart/{purpose}", number) for number in self.masters})

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {number: AESGCM(self.derive("seal", number)) for number in self.masters}

    def seal(self, content: Any, column: str, row: str) -> bytes:
        """Seal a JSON value for one column of one row; the seal opens there and nowhere else."""
        return self.seal_bytes(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), column, row)

    def open(self, sealed: bytes, column: str, row: str) -> Any:
        """Open what ``seal`` closed for the same column and row. Raises VaultError when it does not open."""
        return json.loads(self.open_bytes(sealed, column, row))

    def seal_bytes(self, plain: bytes, column: str, row: str) -> bytes:
        """Seal bytes as they are, such as sound, for one column of one row."""
        nonce = os.urandom(NONCE)
        number = self.newest
        sealed = self._ciphers[number].encrypt(nonce, plain, self._bound(number, column, row))
        return bytes([number]) + nonce + sealed

    def open_bytes(self, sealed: bytes, column: str, row: str) -> bytes:
        """Open what ``seal_bytes`` closed for the same column and row. Raises VaultError when it does not open."""
        number = sealed[0] if sealed else 0
        if number not in self._ciphers or len(sealed) <= NONCE + 1:
            raise VaultError(f"{column} van {row}: verzegeld met een sleutel die hier niet is")
        try:
            return self._ciphers[number].decrypt(
                sealed[1 : NONCE + 1], sealed[NONCE + 1 :], self._bound(number, column, row)
            )
        except InvalidTag:
            raise VaultError(f"{column} van {row}: het zegel is verbroken of hoort bij een andere rij") from None

    def fingerprint(self, purpose: str, text: str) -> str:
        """Keyed SHA-256 (HMAC) as hex: equal texts are found again, but nobody without the key can test a guess."""
        oldest = min(self.masters)  # fingerprints must stay findable after a new key
        return hmac.new(self.derive(f"fingerprint/{purpose}", oldest), text.encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _bound(number: int, column: str, row: str) -> bytes:
        return f"{number}|{column}|{row}".encode()


def read_key_file(path: Path) -> Vault:
    """Read the keys: a line per key, its number and 32 bytes in base64.

    Raises VaultError when the file is missing, malformed, or readable by others than its owner.
    """
    try:
        lines = path.read_text(encoding="ascii").split("\n")
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise VaultError(f"VERHAAL_KEY_FILE: {path} is leesbaar voor anderen; doe eerst chmod 600.")
        pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        masters = {int(number): base64.b64decode(key, validate=True) for number, key in pairs}
    except FileNotFoundError:
        raise VaultError(
            f"VERHAAL_KEY_FILE: {path} is er niet; `verhaal db upgrade` maakt een nieuwe sleutel."
        ) from None
    except (OSError, ValueError):
        raise VaultError(f"VERHAAL_KEY_FILE: {path} is geen leesbaar sleutelbestand.") from None
    if not masters or any(not 1 <= n <= 255 or len(key) != MASTER for n, key in masters.items()):
        raise VaultError(f"VERHAAL_KEY_FILE: {path} bevat geen sleutel van 32 bytes.")
    return Vault(masters)


def make_key_file(path: Path) -> Vault:
    """Read the key file, or make it with a first random key when it does not exist yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        line = f"1 {base64.b64encode(os.urandom(MASTER)).decode()}\n"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("# Sleutels van Elk verhaal telt. Bewaar een kopie op een andere plek dan de database.\n" + line)
    return read_key_file(path)
