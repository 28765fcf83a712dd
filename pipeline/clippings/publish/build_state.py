"""State file beside the published package: names and hashes of its inputs; and a lock for one run at a time.

The caller provides the names and hashes. The state file is not a part of the package. If it is missing or does not match
the package, the next run builds.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from clippings.common.file_lock import lock
from clippings.publish.package_layout import CHECKSUMS
from clippings.publish.validate import hash_errors
from clippings.publish.write_tables import file_facts

_PACKAGE = "package"


@contextmanager
def one_run(out: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Hold the place `out` for one run; call `waits` and wait where another run holds it.

    The kernel frees the place of a run that was killed.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with _opened(out) as file:
        if not lock(file, waits=False):
            waits()
            lock(file)
        yield


def remember(out: Path, finished: Path, inputs: Mapping[str, str]) -> None:
    """Note that the package in `finished`, about to be put at `out`, was made from `inputs`, each a name and a hash.

    Before it is published: a disk with no room for the note stops the run while nothing has changed. Until it is
    published the note does not fit the old package, and the next run builds.
    """
    with _opened(out) as file:
        file.truncate(0)  # a state file that a kill cut short is not JSON and counts as missing
        json.dump({**inputs, _PACKAGE: _seal(finished)}, file)


def differences(out: Path, inputs: Mapping[str, str]) -> list[str]:
    """Return the reasons why the package at `out` is not the result of `inputs`; an empty list if it is.

    Reads every byte of the package, so a damaged package counts as different.
    """
    try:
        noted = json.loads(_path(out).read_text("utf-8"))
        seal = _seal(out)
    except (OSError, ValueError, RecursionError):
        return ["the inputs of the package are unknown"]
    if not isinstance(noted, dict) or noted.get(_PACKAGE) != seal or any(hash_errors(out)):
        return ["the package is not the one that was published here last"]
    return [f"{name} changed" for name, value in inputs.items() if noted.get(name) != value]


def _path(out: Path) -> Path:
    return out.parent / f".{out.name}.state"


def _opened(out: Path) -> IO[str]:
    return _path(out).open("a", encoding="utf-8")  # appending: to open it to wait must not empty it


def _seal(out: Path) -> str:
    """Return the hash of the checksum file; it covers the whole package."""
    return file_facts(out, out / CHECKSUMS).sha256
