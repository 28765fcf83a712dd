"""Resolves relative web addresses. Fetches nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def whole_address(address: str | None, base: str | None) -> str | None:
    """Return `address` resolved against `base`, if it is relative and `base` is absolute; else unchanged."""
    if not address or not base or "://" not in base:
        return address
    try:
        return address if urlsplit(address).scheme else urljoin(base, address)
    except ValueError:
        return address
