"""Line classes: the class of each line by the site's patterns, its folded letters, and whether it is prose.

All functions are polars expressions over the lines of a batch and ignore neighbouring lines.
"""

import polars as pl

from clippings.common.large_patterns import all_contained, contains
from clippings.common.prose import SENTENCE_ENDS
from clippings.segment.lines import day_lines
from clippings.segment.sites.patterns import declared, general, pattern
from clippings.segment.sites.profiles import Profile

SHORT = 250
"""Maximum length, in characters, of a line that patterns are tried on; known menu entries, titles and credits are shorter."""

_IN_ORDER = (
    "post_date", "share_bar", "read_more", "recent_heading", "pagination", "copyright", "footer",
    "breadcrumb", "page_heading", "related", "pointer", "date_stamp", "dated_by",
)  # fmt: skip
"""Patterns in the order of the tests; the first match names the class."""
FURTHER = (
    "date_label", "month_heading", "comments", "category_label", "tags", "share_label", "skip", "posted_by", "byline", "thread",
)  # fmt: skip
"""Patterns that are tried on a page's own way of cutting, and here, before all others, where a profile declares them."""
_NEAR_DAY = 40
"""Characters of the longest line without digits that may name a day: `Ada Quill Last Wednesday`."""
_OF_DATES = ("post_date", "dated_by")
_PHRASES = ("read_more", "recent_heading", "footer", "page_heading", "related", "pointer")
"""Shapes that a phrase opens, behind which anything may follow."""
_LONGEST_PHRASE = 120
"""Characters of the longest line that such a phrase opens: longer ones are of a text."""
_LONGEST_DATED = 250
"""Maximum number of bytes of a line with a date; an Arabic letter takes two bytes."""

TERMINAL = rf"""[{SENTENCE_ENDS}][\s"'”’»)\]」』）]*$"""
"""Pattern of the end of a sentence."""
_END = 12
"""Characters in which the end of a sentence shows: a full stop and the quotes and brackets behind it."""


def ends_sentence(column: str) -> pl.Expr:
    """Return an expression: whether the text ends as a sentence does."""
    return pl.col(column).str.tail(_END).str.contains(TERMINAL)


MAX_POST = 200_000
"""Maximum number of characters of a post whose lines are compared with each other: the work grows with the square,
and the longest known article has 12,000."""


def is_moderate(column: str) -> pl.Expr:
    """Return an expression: whether the post of the row is short enough to compare its lines with each other."""
    return pl.col(column).str.len_chars().sum().over("block") <= MAX_POST


def lead() -> pl.Expr:
    """Characters of white space before the first other character."""
    return (pl.col("text").str.len_chars() - pl.col("text").str.strip_chars_start().str.len_chars()).cast(pl.Int64)


def classify_lines(lines: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """`lines` (text) with `stripped` (text without the white space at its ends) and `line_class`.

    `line_class` is blank, the name of a pattern of the profile, a role of its template, `menu` or `bullet` for a bulleted
    line that is declared or not, or null.
    """
    lines = lines.with_columns(stripped=pl.col("text").str.strip_chars())
    is_blank = pl.col("stripped") == ""
    row = lines.with_row_index("nth")
    short = row.filter(~is_blank & (pl.col("stripped").str.len_chars() <= SHORT)).select("nth", "stripped")
    named = _with_matches(short, profile).select("nth", "stripped", line_class=_shape(profile))
    named = _with_worded_days(named).select("nth", "line_class").filter(pl.col("line_class").is_not_null())
    shaped = row.join(named, on="nth", how="left", maintain_order="left").with_columns(
        line_class=pl.when(is_blank).then(pl.lit("blank")).otherwise("line_class")
    )
    return _with_plain_menus(shaped, profile).drop("nth")


def _with_plain_menus(lines: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """`lines` with the class menu for entries of the profile's menu that are below each other without bullets.

    One that is alone, or that the run has already, is the category of a post.
    """
    entries = profile.template["navigation"]
    if not entries:
        return lines
    is_plain = pl.col("tag").is_null() | (pl.col("hint") == "link").fill_null(value=False)
    is_open = pl.col("line_class").is_null() & is_plain & pl.col("stripped").is_in(entries)
    written = lines.filter(pl.col("line_class").fill_null("") != "blank").select(
        "nth",
        "page",
        "stripped",
        is_entry=is_open | (pl.col("line_class") == "menu").fill_null(value=False),
        is_open=is_open,
    )
    if not written["is_open"].any():
        return lines
    written = written.with_columns(run=pl.col("is_entry").rle_id().over("page")).filter("is_entry")
    is_menu = (
        pl.col("is_open")
        & (pl.len().over("page", "run") > 1)
        & pl.col("stripped").is_first_distinct().over("page", "run")
    )
    menus = written.filter(is_menu)["nth"]
    return lines.with_columns(
        line_class=pl.when(pl.col("nth").is_in(menus.implode())).then(pl.lit("menu")).otherwise("line_class")
    )


def _with_matches(short: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """`short` with a column for each pattern. Those of dates are large, so they are tried where a line holds a digit."""
    worth = short.filter(
        (pl.col("stripped").str.len_bytes() <= _LONGEST_DATED) & pl.col("stripped").str.contains(r"\d")
    )
    patterns = {name: pattern(profile, name) for name in _OF_DATES}
    if all(regex == general(name) for name, regex in patterns.items()):
        worth = worth.filter(contains(worth["stripped"], f"(?i){general('day')}"))
    worth = worth.with_columns(post_date=contains(worth["stripped"], patterns["post_date"]))
    undated = worth.select(pl.when(~pl.col("post_date")).then("stripped")).to_series()  # the first match counts
    holds = worth.select("nth", "post_date", dated_by=contains(undated, patterns["dated_by"]))
    others = {name: pattern(profile, name) for name in (*_IN_ORDER, "bullet", "navigation") if name not in _OF_DATES}
    others |= {name: regex for name in FURTHER if (regex := declared(profile, name)) is not None}
    short = short.with_columns(*all_contained(short["stripped"], others).values())
    return short.join(holds.filter(pl.any_horizontal(_OF_DATES)), on="nth", how="left", maintain_order="left")


def _with_worded_days(named: pl.DataFrame) -> pl.DataFrame:
    """The class `dated_by` of lines that are a day in a language without patterns, or one like `3 hours ago`."""
    is_open = pl.col("line_class").is_null() & (pl.col("stripped").str.len_chars() <= day_lines.LONGEST)
    has_digit, is_short = pl.col("stripped").str.contains(r"\d"), pl.col("stripped").str.len_chars() <= _NEAR_DAY
    is_point = (pl.col("line_class") == "bullet").fill_null(value=False)
    is_open |= is_point & has_digit & is_short  # • Опубликовано: 3 марта 2015
    asked = named.filter(is_open & (has_digit | is_short))
    heads = asked["stripped"].unique(maintain_order=True)
    tests = (
        day_lines.is_worded_day,
        day_lines.name_and_day,
        day_lines.is_dateline,
        day_lines.is_labelled_day,
        day_lines.is_signed_day,
        day_lines.is_posted_ago,
    )
    days = [stripped for stripped in heads if any(test(stripped.lstrip("•·* ")) for test in tests)]
    is_heading = (pl.col("line_class") == "page_heading") & has_digit
    signed = [head for head in named.filter(is_heading)["stripped"].unique() if day_lines.is_signed_day(head)]
    days += signed  # Author: Ada Quill, 14 March 2015
    is_day = (is_open | is_heading & pl.col("stripped").is_in(signed)) & pl.col("stripped").is_in(days)
    return (
        named.with_columns(line_class=pl.when(is_day).then(pl.lit("dated_by")).otherwise("line_class"))
        if days
        else named
    )


def _shape(profile: Profile) -> pl.Expr:
    bare = pl.col("stripped").str.replace(pattern(profile, "bullet"), "")
    is_menu = pl.col("bullet") & bare.is_in(profile.template["navigation"]) | pl.col("navigation")
    is_brief = pl.col("stripped").str.len_chars() <= _LONGEST_PHRASE
    named = {
        "masthead": pl.col("stripped").is_in(profile.template["masthead"]),
        **{name: pl.col(name) for name in FURTHER if name in profile.declared},
        **{name: pl.col(name) & is_brief if name in _PHRASES else pl.col(name) for name in _IN_ORDER},
        "social": pl.col("bullet") & bare.is_in(profile.template["social"]),
        "menu": is_menu,
        "bullet": pl.col("bullet"),
    }
    return pl.coalesce(pl.when(holds).then(pl.lit(name)) for name, holds in named.items())
