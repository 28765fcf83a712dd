"""Web addresses, resolved and compared by host, and the form of addresses in object storage. Fetches nothing."""

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import polars as pl

S3 = "s3://"
"""Beginning of an address in object storage."""


def is_s3(place: str) -> bool:
    """Return whether a location is meant as an address in object storage."""
    return place.lower().startswith(S3)


def host(column: str) -> "pl.Expr":
    """Return the host of each web address in a column, without `www`; null for other text."""
    import polars as pl  # here, since `clippings --help` reads this module

    return pl.col(column).str.extract(r"^https?://(?:www\.)?([^/:?#\s]+)")


def whole_address(address: str | None, base: str | None) -> str | None:
    """Return `address` resolved against `base`, if it is relative and `base` is absolute; else unchanged."""
    return resolved(address, base) if address and base and "://" in base else address


def resolved(address: str, base: str) -> str:
    """Return `address` resolved against `base`, which may be relative too."""
    try:
        return address if urlsplit(address).scheme else urljoin(base, address)
    except ValueError:
        return address
