"""`checksums.sha256` of a package: reads what it lists, and accepts only plain paths inside the package."""

import re
from pathlib import PurePosixPath

from clippings.publish.package_layout import CHECKSUMS

MOST_BYTES = 1 << 20
"""A line has about a hundred bytes."""
MOST_FILES = 9_000
"""A package has some sixty files, and a large one up to 8,192 chunks of the explorer."""
# like `<64 hexadecimal digits>  data/ferries.csv`
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
MOST_OF_PATH = 200
"""Maximum number of characters of a path; the longest of a package has some sixty."""
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class NotFitError(Exception):
    """The package is not what was published."""


def listed(content: bytes) -> dict[str, str]:
    """Path to SHA-256 of each file that a `checksums.sha256` lists.

    Raises:
        NotFitError: It cannot be read, or names a place outside the package.
    """
    digests: dict[str, str] = {}
    lines = content.decode("utf-8", errors="replace").splitlines()
    if len(lines) > MOST_FILES:
        raise NotFitError(f"{CHECKSUMS} lists more than {MOST_FILES:,} files: no package has as many.")
    for number, line in enumerate(lines, 1):
        read = _LINE.fullmatch(line)
        if read is None:
            raise NotFitError(f"{CHECKSUMS}: line {number} is not a hash and a path.")
        if not is_inside(read[2]):
            raise NotFitError(f"{CHECKSUMS}: line {number} names a path that a package never has.")
        digests[read[2]] = read[1]
    if not digests:
        raise NotFitError(f"{CHECKSUMS} lists no files.")
    return digests


def is_inside(path: str) -> bool:
    """Whether `path` is a plain relative path: no root, no `..`, no backslash, nothing hidden."""
    parts = path.split("/")
    return (
        len(path) <= MOST_OF_PATH
        and PurePosixPath(path).as_posix() == path
        and all(_PART.fullmatch(part) for part in parts)
    )
