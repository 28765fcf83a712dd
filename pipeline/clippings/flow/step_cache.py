"""The step cache: results of the calls of steps, kept in the store under a hash of all that they depend on.

The cache holds, for each stage, the results of its last run and those of the published package. So it is at most twice
the size of the working tables of one package, and a failed run removes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clippings.flow.step import Reads, Result
from clippings.flow.store import Store
from clippings.flow.table import Part, are_parts

_FOLDER = "steps"
_LATEST, _PUBLISHED = "latest", "published"


class Saved(NamedTuple):
    """A call of an earlier run.

    Attributes:
        returned: What it returned.
        wrote: The parts that it wrote.
        line: What it has in common with the calls that may use it; empty if none may.
        reads: The parts that such a step read.
    """

    returned: Any
    wrote: Mapping[str, Sequence[Part]]
    line: str = ""
    reads: Reads = {}  # noqa: RUF012 - never changed


@dataclass
class StepCache:
    """Results by stage and key.

    Attributes:
        store: Where they are kept.
        is_used: Whether results of earlier runs are used.
    """

    store: Store
    is_used: bool = True
    recalled_count: int = 0
    made_count: int = 0
    _saved: dict[str, dict[str, Any]] = field(default_factory=dict)
    _new: dict[str, dict[str, Any]] = field(default_factory=dict)

    def recall(self, stage: str, key: str) -> Result | None:
        """The result of an earlier call with this key; None if it is not kept, or not whole."""
        if not self.is_used:
            return None
        saved = self._saved_of(stage)
        content = saved[_LATEST].get(key) or saved[_PUBLISHED].get(key)
        if content is None:
            return None
        call = _call(content)
        result = Result(call.returned, {name: [*parts] for name, parts in call.wrote.items()})
        if not all(self.store.is_whole(part) for part in result.parts):
            return None
        self.recalled_count += 1
        self._new.setdefault(stage, {})[key] = content
        return result

    def keep(self, stage: str, key: str, call: Saved) -> None:
        """Keep a call and its result."""
        self.made_count += 1
        self._new.setdefault(stage, {})[key] = list(call)

    def earlier(self, stage: str, line: str) -> list[Saved]:
        """The calls of this line in the last run, in order, with what they read and wrote."""
        if not self.is_used:
            return []
        saved = self._saved_of(stage)
        calls = (
            [_call(content) for content in saved[run].values() if content[2] == line] for run in (_LATEST, _PUBLISHED)
        )
        return next(filter(None, calls), [])

    def finish(self, stage: str) -> None:
        """Save the results of a stage that has run to its end, in place of those of its last run."""
        saved = self._saved_of(stage)
        saved[_LATEST] = self._new.pop(stage, {})
        self.store.write_list(f"{_FOLDER}/{stage}", saved)
        del self._saved[stage]  # the results of a stage are in memory while it runs

    def publish(self) -> None:
        """Keep, of each stage, the results of its last run alone: the published package was made with them."""
        for name in self.store.lists(_FOLDER):
            saved = self._saved_of(name.partition("/")[2])
            saved[_PUBLISHED] = saved[_LATEST]
            self.store.write_list(name, saved)

    def roll_back(self) -> None:
        """Keep what the published package was made with, and nothing else."""
        for name in self.store.lists(_FOLDER):
            published = self._saved_of(name.partition("/")[2])[_PUBLISHED]
            self.store.forget_list(name)  # its room may be what is missing
            if published:
                self.store.write_list(name, {_LATEST: published, _PUBLISHED: published})
        self._saved.clear()

    def parts(self) -> Iterator[Part]:
        """Yield the parts that cached results name; the store keeps these from run to run."""
        for name in self.store.lists(_FOLDER):
            saved = self._saved_of(name.partition("/")[2])
            for results in saved.values():
                for _, wrote, _, reads in results.values():
                    tables = (*wrote.values(), *reads.values())
                    yield from (Part(*part) for parts in tables for part in parts)

    def _saved_of(self, stage: str) -> dict[str, dict[str, Any]]:
        if stage not in self._saved:
            saved_list = self.store.read_list(f"{_FOLDER}/{stage}")
            self._saved[stage] = saved_list if _are_results(saved_list) else {_LATEST: {}, _PUBLISHED: {}}
        return self._saved[stage]


def _call(content: Sequence[Any]) -> Saved:
    returned, wrote, line, reads = content
    tables = [{name: [Part(*part) for part in parts] for name, parts in table.items()} for table in (wrote, reads)]
    return Saved(returned, tables[0], line, tables[1])


def _are_results(content: object) -> bool:
    """Whether a list holds results as this program writes them."""
    return (
        isinstance(content, dict)
        and content.keys() == {_LATEST, _PUBLISHED}
        and all(
            isinstance(results, dict)
            and all(
                isinstance(result, list)
                and len(result) == len(Saved._fields)
                and all(isinstance(tables, dict) and all(map(are_parts, tables.values())) for tables in result[1::2])
                for result in results.values()
            )
            for results in content.values()
        )
    )
