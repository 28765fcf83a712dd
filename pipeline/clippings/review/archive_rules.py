"""Rules over all articles of a site: titles that name the site, one title and day twice, lines that recur, languages."""

from collections.abc import Collection, Mapping
from typing import Any

import dataframely as dy
import polars as pl
from babel import Locale, UnknownLocaleError

from clippings.common.wording import shortened
from clippings.review.batch_tables import BatchTables, is_text
from clippings.schema.frames import as_rows
from clippings.schema.problem_report import Problem
from clippings.schema.working.texts import TextLines

_TITLE_SHARE = 0.5
"""Minimum share of a site's articles with one title for the title to count as template text."""
_LEAST_TITLES = 3
_LEAST_TEXTS = 5
_TEXT_SHARE = 0.2
"""Minimum share of the site's texts, with _LEAST_TEXTS, for a line to count as template text."""
_LONGEST_LINE = 300
_LEAST_LETTERS = 8
_LEAST_CHARACTERS = 150
"""Minimum length of a text in characters; in shorter texts the detected language is often wrong."""
_QUOTED, _QUOTED_WORDS = 40, 5
_NAMED = 4


def text_lines(batch: BatchTables) -> dy.DataFrame[TextLines]:
    """group, key, appearance_id, page_id and line_no of each line of a post's text; of a short one its first characters."""
    text = pl.col("text").str.strip_chars()
    lines = batch.lines.filter(is_text()).unique(["appearance_id", "key"], keep="first", maintain_order=True)
    shown = pl.when(text.str.len_chars() <= _LONGEST_LINE).then(text.str.head(_QUOTED + 1))
    return as_rows(TextLines, lines.select("group", "key", "appearance_id", "page_id", "line_no", text=shown))


def _repeated(articles: pl.DataFrame) -> pl.DataFrame:
    """group and folded of the titles that most articles of a site have, with different texts; where the first is."""
    titled = articles.with_columns(folded=pl.col("title").str.to_lowercase().str.strip_chars())
    whole = titled.group_by("group").agg(whole=pl.len())
    return (
        titled.drop_nulls("folded")
        .sort("path", "line_no")
        .group_by("group", "folded", maintain_order=True)
        .agg(
            count=pl.len(),
            lengths=pl.col("text_length").n_unique(),
            **{name: pl.col(name).first() for name in ("page_id", "path", "line_no", "title", "article_id")},
        )
        .join(whole, on="group")
        .filter((pl.col("lengths") > 1) & (pl.col("count") >= _TITLE_SHARE * pl.col("whole")))
        .filter((pl.col("count") >= _LEAST_TITLES) | (pl.col("count") == pl.col("whole")) & (pl.col("count") > 1))
    )


def repeated_titles(articles: pl.DataFrame) -> list[Problem]:
    """A row for each title that most articles of a site have."""
    return [
        _problem(
            "repeated_title",
            row,
            f"{row['count']} of the site's {row['whole']} articles have the title “{_cut(row['title'])}”.",
        )
        for row in _repeated(articles).sort("path").iter_rows(named=True)
    ]


def same_title_and_day(articles: pl.DataFrame) -> list[Problem]:
    """A row for each page with a title that two articles of the site have on one day, but for `repeated_titles`."""
    keyed = articles.filter(pl.col("title").is_not_null() & pl.col("published_on").is_not_null())
    keyed = keyed.with_columns(folded=pl.col("title").str.to_lowercase().str.strip_chars())
    same = (
        keyed.sort("path", "line_no")
        .group_by("group", "folded", "published_on", maintain_order=True)
        .agg("article_id", **{name: pl.col(name).first() for name in ("page_id", "path", "line_no", "title")})
        .filter(pl.col("article_id").list.len() > 1)
        .join(_repeated(articles), on=["group", "folded"], how="anti", maintain_order="left")
    )
    pages = same.group_by("page_id", "path", maintain_order=True).agg(
        pl.len(), pl.col("line_no", "title", "published_on", "article_id").first()
    )
    return [
        Problem("same_title_and_day", row["path"], _same(row), row["page_id"], row["line_no"], row["article_id"][0])
        for row in pages.iter_rows(named=True)
    ]


def _same(row: Mapping[str, Any]) -> str:
    ids, others = row["article_id"], row["len"] - 1
    named = f"{', '.join(ids[:_NAMED])}{' …' if len(ids) > _NAMED else ''}"
    more = f" {others} other titles of this page too." if others > 1 else " Another title of this page too."
    return (
        f"{len(ids)} articles of {row['published_on']} have the title “{_cut(row['title'])}”: {named}."
        f"{more if others else ''}"
    )


def repeated_lines(lines: dy.DataFrame[TextLines], articles: pl.DataFrame, appearances: pl.DataFrame) -> list[Problem]:
    """A row for each site with lines that are in the texts of many of its articles.

    Args:
        lines: What `text_lines` returns, of all batches.
        articles: Articles with group, page_id, path and line_no of their first appearance, and text_length.
        appearances: appearance_id, article_id, and path of the page: an article on many pages is one text.
    """
    texts = articles.group_by("group").agg(texts=pl.len())
    short = lines.filter(pl.col("text").str.count_matches(r"\p{L}") >= _LEAST_LETTERS)
    often = short.group_by("group", "key").len().filter(pl.col("len") >= _LEAST_TEXTS)
    many = (
        short.join(often, on=["group", "key"], how="semi", maintain_order="left")
        .join(appearances, on="appearance_id", maintain_order="left")
        .sort("path", "line_no")
        .group_by("group", "key", maintain_order=True)
        .agg(pl.col("article_id").n_unique().alias("posts"), pl.col("path", "page_id", "line_no", "text").first())
        .join(texts, on="group")
        .filter((pl.col("posts") >= _LEAST_TEXTS) & (pl.col("posts") >= _TEXT_SHARE * pl.col("texts")))
        .sort("posts", "path", "line_no", descending=[True, False, False])
    )
    sites = many.group_by("group", maintain_order=True).agg(
        pl.len(), pl.col("path", "page_id", "line_no", "text", "posts", "texts").first()
    )
    return [
        _problem(
            "repeated_text_line", row,
            f"“{_cut(row['text'])}” is in {row['posts']} of the site's {row['texts']} texts{_others(row['len'] - 1)}.",
        )
        for row in sites.sort("path").iter_rows(named=True)
    ]  # fmt: skip


def _others(count: int) -> str:
    what = "another line is" if count == 1 else f"{count} other lines are"
    return f"; {what} in {_LEAST_TEXTS} texts or more" if count else ""


def _problem(code: str, row: Mapping[str, Any], message: str) -> Problem:
    return Problem(code, row["path"], message, row["page_id"], row["line_no"], row.get("article_id"))


def languages(articles: pl.DataFrame, of_names: Collection[str], of_times: Collection[str]) -> list[Problem]:
    """A row for each site and language in which names, or names and times, are not read.

    Args:
        articles: The same.
        of_names: Languages in which names are read, ISO 639-1; times are read in them too.
        of_times: Languages in which times are read.
    """
    long = articles.filter(pl.col("text_length") >= _LEAST_CHARACTERS)
    other = long.filter(~pl.col("language").is_in([*of_names, "und"]))
    counts = (
        other.sort("path", "line_no")
        .group_by("group", "language", maintain_order=True)
        .agg(count=pl.len(), **{name: pl.col(name).first() for name in ("page_id", "path", "line_no")})
        .sort("path", "language")
    )
    problems = []
    for row in counts.iter_rows(named=True):
        which = f"{row['count']} articles, of which this is the first, are" if row["count"] > 1 else "This article is"
        what = "names" if row["language"] in of_times else "names and expressions of time"
        message = f"{which} in {_language(row['language'])}: {what} are not read."
        problems.append(_problem("language_not_read", row, message))
    return problems


def _language(code: str) -> str:
    try:
        name = Locale.parse(code).get_display_name("en")
    except (UnknownLocaleError, ValueError):
        return code
    return f"{name} ({code})" if name else code


def _cut(text: str) -> str:
    words = text.split()
    short = shortened(" ".join(words[:_QUOTED_WORDS]), _QUOTED)
    return short if len(words) <= _QUOTED_WORDS or short.endswith("…") else f"{short} …"
