"""Addresses on the web: made whole. Fetches nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def whole_address(address: str | None, base: str | None) -> str | None:
    """`address` as a whole one, where it is relative and `base` is whole; else as it is."""
    if not address or not base or "://" not in base:
        return address
    try:
        return address if urlsplit(address).scheme else urljoin(base, address)
    except ValueError:
        return address
