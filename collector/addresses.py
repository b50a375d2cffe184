"""Addresses of this site as they stand on paper: on posters, cards and kiosks."""

from flask import current_app, request


def public(path: str) -> str:
    """The whole address of a path; the setting SITE_ADDRESS goes before the address this request came to."""
    base = str(current_app.config.get("SITE_ADDRESS") or request.url_root)
    return base.rstrip("/") + path


def readable(address: str) -> str:
    """An address as people type it: without https:// and www, and without what stands behind a question mark."""
    return address.partition("://")[2].removeprefix("www.").partition("?")[0].partition("#")[0].rstrip("/")
