"""The folder of reserve copies: sealed parts named by their content, an index for each copy, one list of deletions.

A part that did not change since an earlier copy has the same name and is not written again. Everything is sealed with
AES-256-GCM under keys of its own; the key file itself is never in it.
"""

import hashlib
import json
import os
import time
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.vault import Vault, VaultError

INDEX, PART, HALF = ".index", ".part", ".half"
DELETIONS = "deletions.sealed"
#: seconds after which something half-written or no longer pointed to is nobody's any more
STALE = 24 * 3600


class CopyRefusedError(ValueError):
    """A reserve copy that cannot be made or used; the message is the Dutch sentence."""


@dataclass(frozen=True)
class Store:
    """One folder of reserve copies, under the keys of one installation."""

    folder: Path
    vault: Vault

    @classmethod
    def under(cls, folder: Path, vault: Vault) -> "Store":
        """The store in a folder, for the keys of an installation."""
        return cls(folder, vault.apart("backup"))

    def put(self, plain: bytes) -> tuple[str, bool]:
        """Keep a part; returns its name, and whether it is new here."""
        name = self.vault.fingerprint("part", hashlib.sha256(plain).hexdigest())
        path = self._part(name)
        if path.exists():
            os.utime(path)  # in use again: a clearing that goes on meanwhile leaves it alone
            return name, False
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, self.vault.seal_bytes(zlib.compress(plain), "backup.part", name))
        return name, True

    def part(self, name: str) -> bytes:
        """The content of a part. Raises CopyRefusedError when it is gone or does not open."""
        try:
            return zlib.decompress(self.vault.open_bytes(self._part(name).read_bytes(), "backup.part", name))
        except (OSError, VaultError):
            raise CopyRefusedError("Deze reservekopie is niet heel: er is een stuk weg of beschadigd.") from None

    def _part(self, name: str) -> Path:
        return self.folder / "parts" / name[:2] / (name + PART)

    def write(self, name: str, content: Any) -> Path:
        """Keep an index or the list of deletions, as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / name
        write_whole(path, self.vault.seal(content, "backup.index", name))
        return path

    def read(self, name: str) -> Any:
        """What ``write`` kept. Raises CopyRefusedError when it is not there or opens with another key."""
        try:
            return self.vault.open((self.folder / name).read_bytes(), "backup.index", name)
        except OSError:
            raise CopyRefusedError(f"In {self.folder} staat geen leesbaar bestand {name}.") from None
        except (VaultError, json.JSONDecodeError):
            raise CopyRefusedError(
                "Deze reservekopie gaat met deze sleutel niet open: zet de sleutel terug waarmee zij is gemaakt."
            ) from None

    def indexes(self) -> list[str]:
        """Names of all finished copies, the oldest first."""
        return sorted(path.name for path in self.folder.glob(f"*{INDEX}"))

    def clear(self, keep: Collection[str], now: float | None = None) -> int:
        """Remove indexes not named in ``keep``, and the parts and remains that are then nobody's; returns how many."""
        gone = [self.folder / name for name in self.indexes() if name not in keep]
        used = {part for name in keep for part in parts_of(self.read(name))}
        over = (time.time() if now is None else now) - STALE
        loose = (path for path in self.folder.rglob(f"*{PART}") if path.stem not in used)
        gone += [path for path in (*loose, *self.folder.rglob(f"*{HALF}")) if path.stat().st_mtime < over]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)


def parts_of(index: dict[str, Any]) -> Iterator[str]:
    """The names of all parts an index points to."""
    for names in (*index["tables"].values(), *index["files"].values()):
        yield from names


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all, also when the process or the power stops."""
    half = path.with_name(f"{path.name}.{os.getpid()}{HALF}")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)
