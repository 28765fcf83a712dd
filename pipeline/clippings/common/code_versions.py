"""Versions of code: for a module, one hash of it and of every module of this program that it imports, directly or not.

After a change of the code that reads dates, dates are made again, and results of modules that do not import it stay valid.
Curated data counts as part of every module, because imports do not show which file a function reads.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PACKAGE = _ROOT.name
_DATA = _ROOT / "data"
_ENGINE = frozenset(f"{_PACKAGE}.flow.{name}" for name in ("run", "stages", "step_cache", "step_calls", "executors"))
"""Modules that decide when and where a step runs, never what it makes: what they import is not part of a step."""
# as in: from clippings.flow import read_dumps, store \n import clippings.schema
_IMPORT = re.compile(
    rf"^\s*(?:from\s+({_PACKAGE}[\w.]*)\s+import\s+(\([^)]*\)|[^\n#]*)|import\s+({_PACKAGE}[\w.]*))", re.MULTILINE
)


@cache
def version_of(module: str) -> str:
    """The version of a module, with the curated data and with what is installed."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _imported(name)
    return hash_of([*(f"{name} {_digest(name)}" for name in sorted(seen)), _data(), installed()])


def program() -> str:
    """One hash of every file of the program: code, curated names, and profiles."""
    return hash_of(_files(_ROOT))


@cache
def installed() -> str:
    """Python and every installed library: names come from some, and the bytes of Parquet files from others."""
    folders = (Path(folder or ".") for folder in sys.path)
    return hash_of([sys.version, *sorted({path.name for folder in folders for path in folder.glob("*-info")})])


def hash_of(lines: Iterable[str]) -> str:
    """Return the SHA-256 of the lines, joined by line breaks."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _imported(module: str) -> frozenset[str]:
    """Modules of this program that a module imports, its packages among them; not those of the API at the root."""
    imported = {module.rpartition(".")[0]}
    if module not in (_PACKAGE, *_ENGINE):
        for source, names, plain in _IMPORT.findall(_source(module).decode("utf-8")):
            imported.add(source or plain)
            imported.update(f"{source}.{name}" for name in re.findall(r"\w+", names))
    return frozenset(imported & _modules().keys())


@cache
def _modules() -> dict[str, str]:
    """Every module of this program and its file."""
    above = len(str(_ROOT.parent)) + 1
    paths = (
        os.path.join(folder, name)  # noqa: PTH118 - a thousand times, at the start of each process
        for folder, _, names in os.walk(_ROOT)
        for name in names
        if name.endswith(".py")
    )
    return {path[above:-3].replace(os.sep, ".").removesuffix(".__init__"): path for path in paths}


@cache
def _source(module: str) -> bytes:
    path = _modules().get(module)
    return Path(path).read_bytes() if path else b""


@cache
def _digest(module: str) -> str:
    return hashlib.sha256(_source(module)).hexdigest() if module in _modules() else ""


@cache
def _data() -> str:
    return hash_of(_files(_DATA))


def _files(folder: Path) -> Iterator[str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return (f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)
