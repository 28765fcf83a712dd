"""Addresses in object storage, as `s3://bucket/prefix`: read, joined and shown as they were typed. Nothing is asked of a server."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCHEME = "s3://"
_BUCKET = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,62}")


class AddressError(ValueError):
    """What was given is no address of object storage."""


@dataclass(frozen=True)
class Address:
    """A place in object storage.

    Attributes:
        bucket: Name of the bucket.
        prefix: What the keys below the place begin with, without slashes at its ends; empty for the whole bucket.
    """

    bucket: str
    prefix: str = ""

    def __str__(self) -> str:
        """As it was typed, without a slash at its end."""
        return SCHEME + "/".join(part for part in (self.bucket, self.prefix) if part)

    def __truediv__(self, path: str) -> Address:
        """A place below this one."""
        return Address(self.bucket, "/".join(part for part in (self.prefix, path) if part))

    def overlaps(self, other: Address) -> bool:
        """Whether one of the two lies within the other."""
        one, two = f"{self}/", f"{other}/"
        return one.startswith(two) or two.startswith(one)


def is_address(text: str) -> bool:
    """Whether `text` is meant as an address of object storage."""
    return text.lower().startswith(SCHEME)


def parse(text: str) -> Address:
    """The address that `text` is.

    Raises:
        AddressError: It is none.
    """
    if not is_address(text):
        raise AddressError(f"{text} is no address of object storage. One looks like s3://bucket/folder.")
    bucket, _, prefix = text[len(SCHEME) :].partition("/")
    prefix = prefix.removesuffix("/")
    if not _BUCKET.fullmatch(bucket) or (prefix and not is_plain(prefix)):
        raise AddressError(f"{text} is no address of object storage. One looks like s3://bucket/folder.")
    return Address(bucket, prefix)


def is_plain(key: str) -> bool:
    """Whether a key is a relative path with no empty segment and none that leads elsewhere on a disk."""
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in key.split("/"))
