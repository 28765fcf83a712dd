"""Large regular expressions, each compiled once in a process.

Polars caches the last 32 expressions of each thread, and the lines of a page are matched with hundreds. It would compile
the large ones, those of dates in all languages, for each use. So they are used on a few threads of their own.

Word boundaries and wide repetition counts make Rust's engine many times slower. A pattern without them matches the same
lines and a few more; only these lines are matched with the pattern itself.
"""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import polars as pl

_THREADS, _OF_A_THREAD = 16, 14
_LONGEST = 20_000
"""Characters of a pattern that is compiled twice, at most."""
_BOUND, _COUNT = re.compile(r"(?<!\\)\\b"), re.compile(r"(?<!\\)\{(\d+),(?:\d{2,})?\}")
_TEXT = "\0"
"""Column of the texts: no pattern has this name."""
_thread_of: dict[str, int] = {}


@cache
def _thread(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def contains(texts: pl.Series, pattern: str) -> pl.Series:
    """Return whether each text contains the pattern; null for null."""
    return _of(pattern).submit(_contained, texts, pattern).result()


def all_contained(texts: pl.Series, patterns: Mapping[str, str]) -> dict[str, pl.Series]:
    """Return for each pattern, by its name, whether each text contains it. Lines of pages repeat: each text is matched once."""
    distinct = texts.drop_nulls().unique()
    waiting = {name: _of(pattern).submit(_contained, distinct, pattern) for name, pattern in patterns.items()}
    holds = pl.DataFrame({_TEXT: distinct, **{name: result.result() for name, result in waiting.items()}})
    rows = texts.to_frame(_TEXT).join(holds, on=_TEXT, how="left", maintain_order="left")
    return {name: rows[name] for name in patterns}


def groups(texts: pl.Series, pattern: str) -> pl.Series:
    """Return what each group of the pattern matches in each text, as structs. Ask only for texts that contain it."""
    return _of(pattern).submit(texts.str.extract_groups, pattern).result()


def _of(pattern: str) -> ThreadPoolExecutor:
    """The thread on which a pattern is used."""
    return _thread(_thread_of.setdefault(pattern, len(_thread_of) // _OF_A_THREAD % _THREADS))


def _contained(texts: pl.Series, pattern: str) -> pl.Series:
    if texts.null_count():  # polars looks at their old values too
        holds = pl.repeat(None, len(texts), dtype=pl.Boolean, eager=True)
        return holds.scatter(texts.is_not_null().arg_true(), _contained(texts.drop_nulls(), pattern))
    if texts.is_empty():
        return pl.Series([], dtype=pl.Boolean)  # nothing to compile a pattern for
    wider = _wider(pattern)
    holds = texts.str.contains(wider)
    lines = holds.arg_true()
    if wider == pattern or lines.is_empty():
        return holds
    return holds.scatter(lines, texts.gather(lines).str.contains(pattern))


@cache
def _wider(pattern: str) -> str:
    r"""A pattern of all texts that match, and of more: `.{3,90}\bquay` becomes `.+quay`."""
    if len(pattern) > _LONGEST:
        return pattern
    return _COUNT.sub(lambda count: "*" if count[1] == "0" else "+", _BOUND.sub("", pattern))
