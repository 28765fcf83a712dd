"""Places that hold several packages and name the newest one in `latest`: releases, and packages in object storage."""

import re
from pathlib import Path

from clippings.distribute.releases.release_names import RECORD
from clippings.publish.package_layout import CHECKSUMS

LATEST = "latest"
MOST_BYTES = 200
"""Maximum size of `latest` in bytes: it holds one name."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


class LatestError(Exception):
    """The file `latest` does not name a package."""


def named(content: bytes) -> list[str]:
    """Return the path of the package that `latest` names, as segments below the location: a package or a release.

    Raises:
        LatestError: `latest` does not name a package.
    """
    newest = content.decode("utf-8", errors="replace").strip()
    if not _NAME.fullmatch(newest):
        raise LatestError(f"{LATEST} does not name a package.")
    return [newest, f"{newest}/package"]


def within(folder: Path) -> Path:
    """Return the package of a folder: the folder itself, the one that its `latest` names, or that of one release."""
    latest, released = folder / LATEST, folder / "package"
    if (folder / RECORD).is_file() and (released / CHECKSUMS).is_file():
        return released
    if (folder / CHECKSUMS).exists() or not latest.is_file() or latest.stat().st_size > MOST_BYTES:
        return folder
    places = [folder / path for path in named(latest.read_bytes())]
    return next((place for place in places if (place / CHECKSUMS).is_file()), folder)
