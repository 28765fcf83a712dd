"""Drafts the signs that identify a site: lines, patterns and headings that are on no page of another site."""

from __future__ import annotations

import re

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.patterns import general
from clippings.suggest.profile.boilerplate import copyright_form
from clippings.suggest.profile.entry import Entry, examples_of
from clippings.suggest.profile.generalise import literal
from clippings.suggest.profile.observe import Observed
from clippings.suggest.profile.site_words import MENU

_MOST = 4
"""Maximum number of lines, as a person reads them all."""
_MOST_HEADINGS = 12
_LEAST_CHARACTERS, _LEAST_WORDS = 8, 2
"""Minimum length of a line in characters: shorter lines can be on pages of any site."""
_LONGEST = 120
_ANYWHERE = ("read_more", "dated_by", "post_date", "share_bar", "pagination", "recent_heading", "related", "page_heading",
             "comments", "byline", "category_label", "tags", "share_label", "skip", "social", "menu", "footer", "breadcrumb")  # fmt: skip


def entries(seen: Observed, others: pl.Series, masthead: str | None) -> list[Entry]:
    """Return the entries of `[known_by]`.

    Args:
        seen: The pages of the site.
        others: The short lines of the pages of all other sites.
        masthead: Name of the site on its pages, if known.
    """
    entries_found: list[Entry] = []
    left = set(seen.pages["page_id"])
    foreign = others.unique()
    patterns, pattern_heads = _copyrights(seen, foreign)
    if patterns:
        entries_found.append(
            Entry(
                "known_by",
                "patterns",
                patterns,
                examples_of(pattern_heads),
                _pages(seen, pattern_heads).n_unique(),
                is_pattern=True,
            )
        )
        left -= set(_pages(seen, pattern_heads))
    lines = _lines(seen, foreign, left, masthead)
    if lines.height:
        notes = _doubt(lines)
        entries_found.insert(
            0,
            Entry(
                "known_by", "lines", tuple(lines["stripped"]), examples_of(lines), _pages(seen, lines).n_unique(), notes
            ),
        )
        left -= set(_pages(seen, lines))
    headings = _headings(seen, foreign, left)
    if headings.height:
        note = "First lines of pages without any of the above: a page that begins with one belongs to the site. Delete lines of other sites."
        entries_found.append(
            Entry(
                "known_by",
                "headings",
                tuple(headings["stripped"]),
                examples_of(headings),
                _pages(seen, headings).n_unique(),
                (note,),
            )
        )
    return entries_found or _address(seen)


def _pages(seen: Observed, heads: pl.DataFrame) -> pl.Series:
    return seen.short.filter(pl.col("stripped").is_in(heads["stripped"].implode()))["page_id"]


def _copyrights(seen: Observed, foreign: pl.Series) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return patterns of copyright lines that name an owner, with any years."""
    own_heads = seen.heads.filter((pl.col("line_class") == "copyright") & pl.col("stripped").str.contains(r"\p{L}{3,}"))
    forms: dict[str, list[str]] = {}
    for stripped in own_heads["stripped"]:
        pattern = f"^{copyright_form(stripped)}$"
        if _says_whose(stripped) and not foreign.str.contains(pattern).any():
            forms.setdefault(pattern, []).append(stripped)
    used = [stripped for heads in list(forms.values())[:_MOST] for stripped in heads]
    return tuple(list(forms)[:_MOST]), own_heads.filter(pl.col("stripped").is_in(used))


_EVERYONES = re.compile(r"©|\(c\)|copyright|all rights? reserved|\d{4}|[\W_]+", re.IGNORECASE)


def _says_whose(stripped: str) -> bool:
    return len(_EVERYONES.sub("", stripped)) >= 4


def _lines(seen: Observed, foreign: pl.Series, left: set[str], masthead: str | None) -> pl.DataFrame:
    """Return as few lines as possible that identify the remaining pages: the masthead first, long lines before short ones."""
    words = prose_words_of("stripped")
    bare = pl.col("stripped").str.replace(general("bullet"), "").str.to_lowercase()
    held = seen.repeated.filter(
        ~pl.col("line_class").fill_null("").is_in(_ANYWHERE)
        & ~pl.col("stripped").is_in(foreign.implode())
        & ~pl.col("stripped").str.contains(r"\d")
        & (pl.col("stripped").str.len_chars() <= _LONGEST)
        & (pl.col("place") != "posts")
        & pl.col("stripped").str.contains(r"\p{L}")
        & ~bare.is_in(sorted(MENU))
    ).with_columns(is_sure=(words >= _LEAST_WORDS) & (pl.col("stripped").str.len_chars() >= _LEAST_CHARACTERS))
    is_masthead = pl.col("stripped") == (masthead or "")
    held = held.sort(
        is_masthead, "is_sure", "page_count", "rank", "stripped", descending=[True, True, True, False, False]
    )
    chosen: list[str] = []
    for stripped, is_sure in held.select("stripped", "is_sure").iter_rows():
        pages_with_line = set(seen.short.filter(pl.col("stripped") == stripped)["page_id"])
        if (pages_with_line & left or (is_sure and not chosen)) and len(chosen) < _MOST:
            chosen.append(stripped)
            left = left - pages_with_line
    return held.filter(pl.col("stripped").is_in(chosen))


def _doubt(lines: pl.DataFrame) -> tuple[str, ...]:
    if lines["is_sure"].all():
        return ()
    short = ", ".join(f"“{stripped}”" for stripped in lines.filter(~pl.col("is_sure"))["stripped"])
    return (f"TODO: {short} may be on pages of other sites too. Delete lines that are.",)


def _address(seen: Observed) -> list[Entry]:
    """Return the host of the pages' addresses, if the pages give them and have no other sign."""
    urls = seen.lines.filter(pl.col("hint").fill_null("") == "meta.url")
    hosts = urls.select("page_id", "text", host=pl.col("text").str.extract(r"^https?://(?:www\.)?([^/\s:]+)"))
    hosts = hosts.filter(pl.col("host").is_not_null())
    if hosts.is_empty():
        return []
    host = hosts["host"].value_counts().sort("count", "host", descending=[True, False])["host"][0]
    own_hosts = hosts.filter(pl.col("host") == host)
    heads = own_hosts.group_by(stripped="text").agg(page_count=pl.col("page_id").n_unique()).sort("stripped")
    pattern = rf"^https?://(www\.)?{literal(host)}(/|$)"
    note = "The address a page gives for itself. It also identifies a text that quotes such an address on a line of its own."
    return [
        Entry(
            "known_by",
            "patterns",
            (pattern,),
            examples_of(heads),
            own_hosts["page_id"].n_unique(),
            (note,),
            is_pattern=True,
        )
    ]


def _headings(seen: Observed, foreign: pl.Series, left: set[str]) -> pl.DataFrame:
    """Return the first lines of the remaining pages that more than one page begins with."""
    opening = seen.short.filter(
        (pl.col("line_no") == 1) & pl.col("page_id").is_in(sorted(left)) & ~pl.col("stripped").is_in(foreign.implode())
        & pl.col("line_class").is_null() & (pl.col("stripped").str.len_chars() <= _LONGEST)
    )  # fmt: skip
    counted = opening.group_by("stripped").agg(page_count=pl.col("page_id").n_unique()).filter(pl.col("page_count") > 1)
    counted = counted.filter(~pl.col("stripped").str.to_lowercase().is_in(sorted(MENU)))
    return counted.sort("page_count", "stripped", descending=[True, False]).head(_MOST_HEADINGS)
