"""What a line shows by itself, as small integers: length, ends, letters, cues, days. No neighbour is looked at."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from clippings.common.large_patterns import all_contained
from clippings.common.phrases import either_of_lines
from clippings.common.prose import words_of
from clippings.enrich.dates.days_in_lines import day_pattern
from clippings.segment.cutter.name_facts import name_facts

Facts = npt.NDArray[np.uint8]
"""Rows are lines, columns are facts."""

_LOOKED_AT = 300
"""Characters of a line in which cues and days are sought."""
_CUES_WITHIN = 120
"""Cues are of short lines; in a longer one their words mean nothing."""
_MOST = 250
BULLET = r"^(?:[•·*▪‣◦–—+-]|\d{1,3}[.)])\s+"
_END_KINDS = (
    r"[.。．؟?!！？…][\s\"'”’»)\]]*$",
    r":$",
    r"[,،;、]$",
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*[)\]»]?$",
    r"[\"”’»)\]]$",
)
_START_KINDS = (r"^\p{Lu}", r"^\p{Ll}", r"^\p{Nd}", r"^[\"'“‘„«(\[]", r"^[#@]")
_HOLDS = (
    r"[|]", r"\s[-–—]\s", r"[/»›>]", r"https?://|www\.|\.com\b|\.org\b", r"@", r"\d{1,2}:\d\d", r"[.!?。！？]\s+\p{Lu}", r"[$€£¥]\s?\d",
    r"\p{Lu}{3,}", r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]", r"[\p{Arabic}\p{Hebrew}]",
    r"[=;{}<>_]{2}|\w\(", r"^\W*\d+\W*$", r"\?",
    r"^\p{Lu}[\p{L}\p{M}.'’-]+(?:\s(?:\p{Lu}[\p{L}\p{M}.'’-]*|de|van|von|al|bin|der|da|di)){1,3}$", r"\b(?:19|20)\d\d\b", r"^[^\p{L}]*$",
)  # fmt: skip


AGO = r"(?:\d|(?:^|\s)(?:an?|one|two))\s*(?:second|minute|min|hour|hr|day|week|month|year)s?(?:\W|$)|vor \d|hace \d|il y a \d|前$"
# pell.example/news › harbour   |   https://www.pell.example   |   Adwww.pell.example/
ADDRESS = r"^(?:\d{1,3}\.\s|[•·]\s)?(?:ad)?(?:https?://\S+|(?:[\w-]+\.)+(?:[a-z]{2,6})(?:/\S*)?)(?:\s?[›>/] ?\S+)*\W*$"
_CUES = {
    "byline": ("by", "byline"),
    "dated": ("posted", "posted_on", "updated"),
    "share": ("networks", "share", "share_buttons"),
    "account": ("skip", "newsletter"),
    "related": ("related", "read_also", "recent", "most_read", "about_author"),
    "comments": ("comments", "no_comments", "leave_comment", "thread"),
    "credit": ("photo_credit", "source"),
    "beside": ("watch", "advertisement", "key_points"),
    "filed": ("category", "tags", "archive_label", "archive_heading", "home"),
    "more": ("read_more", "more", "older_newer"),
    "forum": ("forum", "quoted"),
}
"""Cues: what lines that open with a phrase of these lists, or are one, are likely to be."""


@cache
def _cues() -> dict[str, str]:
    """Per cue the pattern of lines in small letters that open with it, or are nothing else."""
    cues = {}
    for name, lists in _CUES.items():
        phrase = either_of_lines(*lists)
        cues[f"opens_{name}"] = rf"^\W*{phrase}(?:\W|$)"
        cues[f"is_{name}"] = rf"^\W*{phrase}\W*$"
    cues["is_related"] += rf"|^\W*{either_of_lines('read_also')}\W"  # Read also: Harbour gates closed
    cues["has_ago"], cues["is_address"] = AGO, ADDRESS
    cues["has_counted"] = rf"\d\s*{either_of_lines('comments', 'minutes_read')}"
    cues["has_counted_forum"] = rf"\d\s*{either_of_lines('forum')}(?:\W|$)"
    return cues


@cache
def _mentions() -> dict[str, str]:
    """Per fact the pattern of words that mean the same in a line of any length."""
    return {
        "holds_promotion": rf"(?:^|\W|\p{{Han}}|\p{{Hiragana}}|\p{{Katakana}}){either_of_lines('promotion')}",
        "holds_credit": rf"(?:^|\W)(?:{either_of_lines('photo_credit')}\s*[:：]|{either_of_lines('photo_agencies')}(?:\W|$))",
    }


def is_photo_credit(line: str) -> bool:
    """Whether a line says who made a picture."""
    return re.search(_mentions()["holds_credit"], line.lower()) is not None


def scaled(column: pl.Expr) -> pl.Expr:
    """A count as a byte: exact to 16, then ever coarser."""
    value = column.cast(pl.Int64)
    coarse = [16 + (value - 16) // 4, 28 + (value - 64) // 16, 40 + (value - 256) // 64, 60 + (value - 1536) // 512]
    return (
        pl.when(value < 16).then(value)
        .when(value < 64).then(coarse[0])
        .when(value < 256).then(coarse[1])
        .when(value < 1536).then(coarse[2])
        .otherwise(coarse[3]).clip(0, _MOST).cast(pl.UInt8)
    )  # fmt: skip


def facts_of_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """The facts of lines (stripped), one column of UInt8 each, in the same order."""
    lines = lines.with_columns(
        bare=pl.col("stripped").str.replace(BULLET, "").str.slice(0, _LOOKED_AT),
        length=pl.col("stripped").str.len_chars(),
    )
    lines = lines.with_columns(lower=pl.col("bare").str.to_lowercase(), words=words_of("stripped"))
    short = pl.when(pl.col("length") <= _CUES_WITHIN).then("lower")
    letters = pl.col("bare").str.count_matches(r"\p{L}")
    capitals = pl.col("bare").str.count_matches(r"(?:^|\s|[\"“‘'(])\p{Lu}")
    bare_words = words_of("bare").clip(1)
    held = pl.col("bare").str.len_chars().clip(1)
    ending = pl.col("stripped").str.tail(8)
    columns = {
        "length": scaled(pl.col("length")),
        "words": scaled(pl.col("words")),
        "word_length": (held * 4 // bare_words).clip(0, _MOST).cast(pl.UInt8),
        "capitals": (capitals * 16 // bare_words).clip(0, 255).cast(pl.UInt8),  # "A"A"A is one word
        "letters": (letters * 16 // held).cast(pl.UInt8),
        "digits": (pl.col("bare").str.count_matches(r"\p{Nd}") * 16 // held).cast(pl.UInt8),
        "commas": scaled(pl.col("stripped").str.count_matches(r"[,،、，]")),
        "stops": scaled(pl.col("stripped").str.count_matches(r"[.!?。！？؟۔]")),
        "is_bullet": pl.col("stripped").str.contains(BULLET).cast(pl.UInt8),
        "has_day": pl.when(pl.col("bare").str.contains(r"\d")).then(pl.col("lower").str.contains(day_pattern())).fill_null(False).cast(pl.UInt8),
        "end": _first_of(ending, _END_KINDS),
        "start": _first_of(pl.col("bare"), _START_KINDS),
        **{f"holds_{at}": pl.col("bare").str.contains(pattern).cast(pl.UInt8) for at, pattern in enumerate(_HOLDS)},
    }  # fmt: skip
    for name, holds in all_contained(lines.select(short).to_series(), _cues()).items():
        columns[name] = pl.lit(holds.fill_null(value=False).cast(pl.UInt8))
    for name, pattern in _mentions().items():
        columns[name] = pl.col("lower").str.contains(pattern).cast(pl.UInt8)
    return pl.concat([lines.select(**columns), name_facts(lines)], how="horizontal")


def _first_of(text: pl.Expr, patterns: tuple[str, ...]) -> pl.Expr:
    """Number, from 1, of the first pattern that the text has; 0 for none."""
    return pl.coalesce(
        *(pl.when(text.str.contains(pattern)).then(pl.lit(at, pl.UInt8)) for at, pattern in enumerate(patterns, 1)),
        pl.lit(0, pl.UInt8),
    )
