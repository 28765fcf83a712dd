"""Drafts the signs that identify a site: lines and patterns of lines that are on no page of another site."""

import polars as pl

from clippings.common import addresses
from clippings.common.prose import prose_words_of
from clippings.segment.sites.patterns import general
from clippings.suggest.profile.boilerplate import MENU, copyright_lines
from clippings.suggest.profile.draft_file import DraftEntry, examples_of, literal
from clippings.suggest.profile.observe import Observed

_MOST = 4
"""Maximum number of lines, as a person reads them all."""
_LEAST_CHARACTERS, _LEAST_WORDS = 8, 2
"""Minimum length of a line: shorter lines can be on pages of any site."""
_LONGEST = 120
_OF_A_SITE = (None, "bullet", "masthead", "navigation", "copyright", "tags")
"""Classes of lines that may be the site's own; all sites have lines of the other classes."""


def entries(seen: Observed, others: pl.Series, masthead: str | None) -> list[DraftEntry]:
    """Return the entries of `[known_by]`. `others` are the short lines of all other sites."""
    foreign = others.unique()
    owners = copyright_lines(seen)
    is_own = [not foreign.str.contains(pattern).any() for pattern in owners["pattern"]]
    owners = owners.filter(pl.Series(is_own, dtype=pl.Boolean))
    patterns = owners["pattern"].unique(maintain_order=True).head(_MOST)
    owners = owners.filter(pl.col("pattern").is_in(patterns.implode()))
    owned = seen.short.join(owners, on="stripped", how="semi")["page_id"]
    lines = _lines(seen, foreign, set(seen.pages["page_id"]) - set(owned), masthead)
    drafted = []
    if lines.height:
        unsure = ", ".join(f"“{stripped}”" for stripped in lines.filter(~pl.col("is_sure"))["stripped"])
        notes = (f"TODO: {unsure} may be on pages of other sites too. Delete lines that are.",) if unsure else ()
        drafted.append(DraftEntry("known_by", "lines", lines["stripped"].to_list(), examples_of(lines), notes))
    if owners.height:
        drafted.append(DraftEntry("known_by", "patterns", patterns.to_list(), examples_of(owners), is_pattern=True))
    return drafted or _address(seen)


def _lines(seen: Observed, foreign: pl.Series, left: set[str], masthead: str | None) -> pl.DataFrame:
    """Return as few lines as possible that identify the remaining pages: the masthead first, long lines before short ones."""
    text = pl.col("stripped")
    bare = text.str.replace(general("bullet"), "").str.to_lowercase()
    is_sure = (prose_words_of("stripped") >= _LEAST_WORDS) & (text.str.len_chars() >= _LEAST_CHARACTERS)
    candidates = seen.repeated.filter(
        (pl.col("line_class").is_null() | pl.col("line_class").is_in(_OF_A_SITE[1:])) & (pl.col("place") != "posts")
        & ~text.is_in(foreign.implode()) & ~bare.is_in(sorted(MENU)) & ~text.str.contains(r"\d")
        & text.str.contains(r"\p{L}") & (text.str.len_chars() <= _LONGEST)
    ).with_columns(is_sure=is_sure, is_masthead=text == (masthead or ""))  # fmt: skip
    order = ["is_masthead", "is_sure", "page_count", "rank", "stripped"]
    candidates = candidates.sort(order, descending=[True, True, True, False, False])
    chosen: list[str] = []
    for stripped, sure in candidates.select("stripped", "is_sure").iter_rows():
        pages = set(seen.short.filter(text == stripped)["page_id"])
        if (pages & left or (sure and not chosen)) and len(chosen) < _MOST:
            chosen.append(stripped)
            left = left - pages
    return candidates.filter(text.is_in(chosen))


def _address(seen: Observed) -> list[DraftEntry]:
    """Return the host of most pages' addresses, if the pages give them and have no other sign."""
    urls = seen.lines.filter(pl.col("hint").fill_null("") == "meta.url")
    hosts = urls.select(addresses.host("text")).to_series().drop_nulls().value_counts()
    if hosts.is_empty():
        return []
    host, count = hosts.sort("count", "text", descending=[True, False]).row(0)
    note = "The address a page gives for itself. It also identifies a text that quotes such an address on a line of its own."
    pattern = rf"^https?://(www\.)?{literal(host)[1:-1]}(/|$)"
    return [DraftEntry("known_by", "patterns", [pattern], [(host, count)], (note,), is_pattern=True)]
