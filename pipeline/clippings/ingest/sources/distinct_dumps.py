"""Which dumps have the same bytes: one of them is read, and each other name is a row in `problems`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, Self, TypeVar

from clippings.ingest.sources.member import Revisit
from clippings.schema.problem_report import Problem


class _Hashed(Protocol):
    @property
    def sha256(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def page_id(self) -> str: ...

    def __lt__(self, other: Self, /) -> bool: ...


_D = TypeVar("_D", bound=_Hashed)


class Distinct(Generic[_D]):
    """The dumps found so far by hash, each under the first of its names, and the names of the others."""

    def __init__(self) -> None:
        self.by_hash: dict[str, _D] = {}
        self.revisits: list[Revisit] = []
        self._copies: list[tuple[str, str]] = []
        self._hash_of_name: dict[str, str] = {}

    def add(self, dump: _D, names: tuple[str, ...] = (), stored: Callable[[_D], _D] = lambda dump: dump) -> None:
        """Add a dump.

        Args:
            dump: The dump.
            names: What revisits may call it.
            stored: Stores the content, if the dump is the one to be read.
        """
        for name in names:
            self._hash_of_name.setdefault(name, dump.sha256)
        earlier = self.by_hash.get(dump.sha256)
        if earlier is not None:
            self._copies.append((max(earlier.path, dump.path), dump.sha256))
        if earlier is None or dump < earlier:
            self.by_hash[dump.sha256] = stored(dump)

    def problems(self) -> Iterator[Problem]:
        """Yield a row for each copy, and for each revisit."""
        for path, sha256 in self._copies:
            dump = self.by_hash[sha256]
            message = f"The content is that of {dump.path}, byte for byte: that file is read, this one is not."
            yield Problem("copy_of_another_file", path, message, dump.page_id)
        for revisit in self.revisits:
            yield self._of_revisit(revisit)

    def _of_revisit(self, revisit: Revisit) -> Problem:
        hashes = [self._hash_of_name[name] for name in revisit.names if name in self._hash_of_name]
        day = f" on {revisit.captured_on}" if revisit.captured_on else ""
        if hashes:
            dump = self.by_hash[hashes[0]]
            message = f"The page had not changed{day}: its content is that of {dump.path}, which is read."
            return Problem("copy_of_another_file", revisit.path, message, dump.page_id)
        message = f"The page {revisit.url or ''} had not changed{day} since a record that the archive does not hold."
        return Problem("missing_original", revisit.path, message)
