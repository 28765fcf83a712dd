"""Errors that frictionless finds in a package, in its words."""

import json
import logging
import re
from pathlib import Path

from clippings.common import disk_cache
from clippings.common.code_versions import hash_of, installed
from clippings.common.wording import first_line
from clippings.publish import gate
from clippings.publish.package_layout import DESCRIPTOR

MAX_ROWS = 200_000
"""Maximum number of rows for which a build runs frictionless (about 20 seconds); `clippings validate` always runs it."""
_MAX_FINDINGS = 20
_SIZES, _HASHES = re.compile(r'"bytes": [1-9]\d*'), re.compile(r'"sha256:[0-9a-f]{64}"')
_NAME = re.compile(r"[-a-z0-9._]+")
"""What differs between the descriptors of two builds, and a name as the standard wants it."""


def of_package(root: Path) -> list[str]:
    """Return the errors that frictionless reports, in its words: descriptor, bytes, hashes, rows, keys."""
    from frictionless import validate as frictionless_validate  # a second's import, needed by few commands

    try:
        report = frictionless_validate(str(root / DESCRIPTOR))
    except OSError:
        raise
    except Exception as error:
        return [f"frictionless could not read the package: {first_line(error)}"]
    errors = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    errors += [error.message for error in report.errors]
    return errors[:_MAX_FINDINGS]


def of_descriptor(root: Path) -> list[str]:
    """The errors that frictionless finds in the descriptor alone. It is asked once of those that differ in names, sizes and hashes only."""
    descriptor = gate.read_descriptor(root)
    if _NAME.fullmatch(str(descriptor.get("name"))):
        descriptor["name"] = "archive"
    descriptor |= {key: key for key in ("title", "description") if isinstance(descriptor.get(key), str)}
    content = json.dumps(descriptor)
    asked = _HASHES.sub(f'"sha256:{"0" * 64}"', _SIZES.sub('"bytes": 1', content))
    return disk_cache.kept("descriptor", hash_of([asked, installed()]), lambda: _asked_of_frictionless(asked))


def _asked_of_frictionless(descriptor: str) -> list[str]:
    from frictionless import Package  # slow to import

    return [str(note) for note in Package.metadata_validate(json.loads(descriptor))]


logging.getLogger("frictionless").setLevel(logging.ERROR)
