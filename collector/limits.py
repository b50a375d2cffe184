"""Rate limits without keeping an address: counted in memory under a hash that changes every day."""

import hashlib
import ipaddress
import secrets
from datetime import date
from functools import lru_cache

from flask import Flask, request
from flask_limiter import Limiter

from collector.store import Store

# A class of thirty behind one school connection hands in at the same moment: that must pass, a flood must not.
HAND_IN = "300 per minute"
# Guessing four words of two thousand is hopeless anyway; this keeps the slow hash from being used as a load.
RECEIPT = "10 per minute; 60 per hour"
#: what follows after the four words were right; a class that reads back together must pass
OWN_STORY = "120 per minute"
#: a recording of ten minutes is forty parts, and a class may speak at the same moment; who is refused tries again later
AUDIO = "300 per minute"
SIGN_IN = "10 per minute"


def visitor() -> str:
    """A key for the network part of the visitor's address, under today's salt; never stored, never logged."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
        prefix = 24 if address.version == 4 else 48
        network = str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
    except ValueError:
        network = "unknown"
    return about(network)


def about(whom: str) -> str:
    """A key for somebody or something under today's salt, so that a count tells nothing about whom."""
    return hashlib.blake2b(whom.encode(), key=_salt(date.today()), digest_size=12).hexdigest()


@lru_cache(maxsize=1)
def _salt(_day: date) -> bytes:
    return secrets.token_bytes(32)


limiter = Limiter(key_func=visitor, storage_uri="memory://")


def prepare(app: Flask, _store: Store) -> None:
    """Switch the limits on; the setting RATELIMIT_ENABLED switches them off in tests that need no limit."""
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)
