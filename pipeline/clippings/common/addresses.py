"""Resolves relative web addresses. Fetches nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def whole_address(address: str | None, base: str | None) -> str | None:
    """Return `address` resolved against `base`, if it is relative and `base` is absolute; else unchanged."""
    return resolved(address, base) if address and base and "://" in base else address


def resolved(address: str, base: str) -> str:
    """Return `address` resolved against `base`, which may be relative too."""
    try:
        return address if urlsplit(address).scheme else urljoin(base, address)
    except ValueError:
        return address
