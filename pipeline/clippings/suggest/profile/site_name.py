"""Name, address and language of a site, as far as its pages show them."""

import re
from collections import Counter

import polars as pl

from clippings.common import addresses
from clippings.segment.language import UNDETERMINED, languages
from clippings.suggest.profile.draft_file import DraftEntry
from clippings.suggest.profile.observe import Observed

_LANGUAGE_SHARE = 0.8
_NAME_SHARE = 0.5
_SAMPLE_LINE = 60
"""Minimum number of characters of a line of a text."""
TITLE_PARTS = re.compile(r"(?<!\s)\s+[-–—|»·:]\s+|(?:(?<!\s)\s+)?[|»]\s*")
_OWNER = re.compile(r"©|\(c\)|copyright|all rights? reserved|powered by.*|\d{4}|[-–—,.|]\s*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<![\w.-])(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6})\b", re.IGNORECASE)


def entries(seen: Observed, name: str, masthead: str | None) -> list[DraftEntry]:
    """Return the entries above all sections: name, title, url, language, with a TODO for each unknown value."""
    sources = {"ends the titles of its pages": site_title(seen), "opens its pages": masthead,
               "is in its copyright line": owner(seen)}  # fmt: skip
    title, note = next(((title, f"; this one {source}") for source, title in sources.items() if title), (name, ""))
    return [
        DraftEntry("", "name", name),
        DraftEntry("", "title", title, notes=(f"TODO: the site's name for people{note}.",)),
        _url(seen),
        _language(seen),
    ]


def site_title(seen: Observed) -> str | None:
    """Return the common ending of the titles of most HTML pages: `Ferry delayed - Harbour Gazette`."""
    titles = seen.lines.filter(pl.col("hint").fill_null("") == "meta.title")
    ends = Counter(
        (page_id, parts[-1].strip())
        for page_id, text in titles.select("page_id", "text").iter_rows()
        if len(parts := TITLE_PARTS.split(text.strip())) > 1
    )
    pages = Counter(end for _, end in ends)
    if not pages:
        return None
    end, count = min(pages.items(), key=lambda pair: (-pair[1], pair[0]))
    return end if count > 1 and count >= _NAME_SHARE * titles["page_id"].n_unique() else None


def owner(seen: Observed) -> str | None:
    """Return the owner in the most frequent copyright line."""
    lines = seen.heads.filter(pl.col("line_class") == "copyright")["stripped"]
    if lines.is_empty():
        return None
    left = lines[0]
    for _ in range(3):
        left = _OWNER.sub(" ", left).strip(" -–—,.|·")
    return " ".join(left.split()) or None


def host(seen: Observed) -> str | None:
    """Return the host of most pages' addresses."""
    return _most(seen.pages.select(addresses.host("url")).to_series())


def opening(seen: Observed) -> str | None:
    """Return the first line of most pages, if several pages share it."""
    first = seen.short.group_by("page_id", maintain_order=True).first()["stripped"].value_counts()
    first = first.filter(pl.col("count") > 1).sort("count", "stripped", descending=[True, False])
    return None if first.is_empty() else str(first["stripped"][0])


def _url(seen: Observed) -> DraftEntry:
    origin = _most(seen.pages["url"].str.extract(r"^(https?://[^/\s]+)"))
    if origin:
        return DraftEntry("", "url", f"{origin}/")
    named = [
        match[1].lower()
        for stripped in seen.heads.filter(pl.col("line_class") == "copyright")["stripped"]
        if (match := _DOMAIN.search(stripped))
    ]
    note = f"TODO: the site's address{f'; its copyright line names {named[0]}' if named else ''}."
    return DraftEntry("", "url", f"https://{named[0] if named else 'example.org'}/", notes=(note,), is_left_out=True)


def _most(values: pl.Series) -> str | None:
    counts = values.drop_nulls().value_counts()
    if counts.is_empty():
        return None
    return str(counts.sort("count", values.name, descending=[True, False])[values.name][0])


def _language(seen: Observed) -> DraftEntry:
    is_text = (pl.col("tag").fill_null("") != "meta") & (pl.col("text").str.len_chars() >= _SAMPLE_LINE)
    texts = (
        seen.lines.filter(is_text).group_by("page_id", maintain_order=True).agg(pl.col("text").head(8).str.join(" "))
    )
    codes = (
        languages(texts["text"], pl.Series([None] * texts.height, dtype=pl.String))
        if texts.height
        else pl.Series([], dtype=pl.String)
    )
    counts = Counter(code for code in codes if code != UNDETERMINED)
    if not counts:
        return DraftEntry(
            "", "language", "en", notes=("TODO: the language, if all pages are in one.",), is_left_out=True
        )
    code, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shares = ", ".join(
        f"{language} {n}" for language, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    if count < _LANGUAGE_SHARE * sum(counts.values()):
        note = f"TODO: the language, if all pages are in one. Pages by language: {shares}."
        return DraftEntry("", "language", code, notes=(note,), is_left_out=True)
    return DraftEntry("", "language", code, notes=(f"Pages by language: {shares}.",))
