"""The words of bylines from `data/bylines.toml`, as patterns. How a byline is read with them belongs in `byline_names`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

from clippings import data
from clippings.common.phrases import either


class Words(NamedTuple):
    """The patterns made of `data/bylines.toml`."""

    separator: re.Pattern[str]
    weak: re.Pattern[str]
    place: re.Pattern[str]
    role: re.Pattern[str]
    desk: re.Pattern[str]
    after: re.Pattern[str]
    lead: re.Pattern[str]
    kind: re.Pattern[str]
    work: re.Pattern[str]
    not_persons: frozenset[str]
    not_first: frozenset[str]
    not_last: frozenset[str]
    places: frozenset[str]


@cache
def words() -> Words:
    """Return the patterns, made once."""
    table = tomllib.loads((data.FOLDER / "bylines.toml").read_text("utf-8"))
    declared = tomllib.loads((data.FOLDER / "head_names.toml").read_text("utf-8"))["authors"]
    roles = _any(table["roles"])
    return Words(
        separator=re.compile(
            rf"(?P<joint>(?:(?<!\s)\s++)?(?:[,;]\s*)?(?<![\w&])(?-i:{_any(table['joints'])})(?![\w&])\s*)|(?P<comma>(?:(?<!\s)\s+)?,\s*)"
            r"|(?P<hard>(?:(?<!\s)\s+)?[;|•·⋅∙●()\[\]/\n،、，]+\s*|(?<!\s)\s+[–—-]+\s+|(?:(?<!\s)\s+)?[:：]\s+|\.{2,}|…)",
            re.IGNORECASE,
        ),
        weak=re.compile(rf"(?<!\s)\s+(?:(?:{_any(table['weak_joints'])})\s+|و(?=\w\w))"),
        place=re.compile(rf"(?<!\s)\s+(?:{_any(table['before_place'])})(?:\s+|$)"),
        role=re.compile(rf"(?:{roles})", re.IGNORECASE),
        desk=re.compile(rf"(?:{_any(table['desks'])}|{roles})", re.IGNORECASE),
        after=re.compile(
            rf"(?<!\s)\s+(?:{_any(table['after_name'])})(?:\s+(?:on|at|am|le|el|op)\b.*|\s*:.*)?$", re.IGNORECASE
        ),
        lead=re.compile(rf"(?:(?:{either('by')}|from|the|our|{_any(table['titles'])})\s+)+", re.IGNORECASE),
        kind=re.compile(rf"(?<!\W)\W*(?:{_any(table['kinds_before_colon'])})\s*:\s*(?=\S)", re.IGNORECASE),
        work=re.compile(
            rf"(?<!\w)(?:(?P<photographer>{_any(table['photography'])})|(?P<editor>{_any(table['editing'])})"
            rf"|(?P<other>{_any(table['other_work'])})|(?P<help>{_any(table['help'])})"
            rf"|(?P<text>{_any(table['texts'])})(?=\s+(?:(?:and|&)\s+\w+\s+)?by\s))"
            r"\s*(?:(?:and|&)\s+\w+\s+)?(?:by|:)(?!\w)\s*",
            re.IGNORECASE,
        ),
        not_persons=frozenset([*declared["not_persons"], *table["not_in_names"]]),
        not_first=frozenset(table["not_first"]),
        not_last=frozenset(table["not_last"]),
        places=frozenset(table["places"]),
    )


def _any(patterns: list[str]) -> str:
    return "|".join(sorted(dict.fromkeys(patterns), key=lambda pattern: (-len(pattern), pattern)))
