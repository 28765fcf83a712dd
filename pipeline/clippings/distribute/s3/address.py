"""Addresses in object storage, `s3://bucket/prefix`: parsed, joined and shown as typed. Makes no request to a server."""

import re
from dataclasses import dataclass

from clippings.common.addresses import S3, is_s3

_BUCKET = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,62}")


class AddressError(ValueError):
    """The text is not an address of object storage."""


@dataclass(frozen=True)
class Address:
    """A location in object storage.

    Attributes:
        bucket: Name of the bucket.
        prefix: Prefix of the keys below the location, without slashes at its ends; empty for the whole bucket.
    """

    bucket: str
    prefix: str = ""

    def __str__(self) -> str:
        """Return the address as typed, without a slash at its end."""
        return S3 + "/".join(part for part in (self.bucket, self.prefix) if part)

    def __truediv__(self, path: str) -> "Address":
        """Return a location below this one."""
        return Address(self.bucket, "/".join(part for part in (self.prefix, path) if part))

    def overlaps(self, other: "Address") -> bool:
        """Return whether one of the two locations contains the other."""
        left, two = f"{self}/", f"{other}/"
        return left.startswith(two) or two.startswith(left)


def parse(text: str) -> Address:
    """Parse `text` as an address.

    Raises:
        AddressError: It is not an address.
    """
    bucket, _, prefix = text[len(S3) :].partition("/")
    prefix = prefix.removesuffix("/")
    if not is_s3(text) or not _BUCKET.fullmatch(bucket) or (prefix and not is_plain(prefix)):
        raise AddressError(f"{text} is not an address of object storage. Write it as s3://bucket/folder.")
    return Address(bucket, prefix)


def is_plain(key: str) -> bool:
    """Return whether a key is a relative path without empty segments and without segments that leave the folder."""
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in key.split("/"))
