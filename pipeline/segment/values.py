"""Reads title, category, date and comment count off the lines that hold them, with the characters each was read from."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipeline.segment.profiles import Profile
from pipeline.segment.shapes import lead
from pipeline.tables.problem import Problem

_COUNT_WORDS = {"no": "0", "one": "1"}


MIN_RECENT = 3
"""So many dated titles beside the posts are the newest of the site: no post of the page is newer."""


def values(
    rows: pl.DataFrame, posts: pl.DataFrame, sites: Mapping[str, Profile], recent: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    """Title, category, date and comment count of each post, each with the line and the characters it was read from.

    Dates no calendar has are refused, and dates after the newest that the page itself lists as recent.
    """
    line = rows.select("page", "line_no", "text", "head", lead=lead())
    title = posts.select("block", "page", line_no="title_line").join(
        line, on=["page", "line_no"], how="left", maintain_order="left"
    )
    values = title.select("block", title="head", title_start="lead")
    category = posts.select("block", "page", line_no="category_line").join(
        line, on=["page", "line_no"], how="left", maintain_order="left"
    )
    crumb = pl.col("head").str.extract(r"[»›>/]\s*([^»›>/]+?)\s*[»›>/][^»›>/]*$")
    is_crumb = pl.col("head").str.contains(r"^Home\s*[»›>/]")
    category = category.with_columns(category=pl.when(is_crumb).then(crumb).otherwise("head"))
    before = pl.col("head").str.split(pl.col("category")).list.first().str.len_chars().cast(pl.Int64)
    values = values.hstack(
        category.select("category", category_start=pl.col("lead") + pl.when(is_crumb).then(before).otherwise(0))
    )
    newest = (
        recent.group_by("page_id")
        .agg(newest=pl.col("published_on").max(), n=pl.col("published_on").count())
        .filter(pl.col("n") >= MIN_RECENT)
    )
    posts = posts.join(newest.drop("n"), on="page_id", how="left", maintain_order="left")
    dates, problems = _dates(posts, line, sites)
    return values.join(dates, on="block", how="left", maintain_order="left"), problems


def _dates(posts: pl.DataFrame, line: pl.DataFrame, sites: Mapping[str, Profile]) -> tuple[pl.DataFrame, list[Problem]]:
    columns = [
        "block",
        "published_on",
        "post_date_raw",
        "date_start",
        "comment_count",
        "comments_raw",
        "comments_start",
        "date_rule",
    ]
    found, problems = [], []
    dated = posts.filter(pl.col("date_line").is_not_null()).select(
        "block", "page", "page_id", "path", "site", "newest", line_no="date_line"
    )
    dated = dated.join(line, on=["page", "line_no"], how="left", maintain_order="left")
    for name in dated["site"].unique().sort():
        profile = sites[name]
        for rule in ("post_date", "dated_by", "date_stamp"):
            pattern = profile.patterns[rule]
            own = dated.filter((pl.col("site") == name) & pl.col("head").str.contains(pattern))
            dated = dated.filter(~((pl.col("site") == name) & pl.col("head").str.contains(pattern)))
            group = pl.col("head").str.extract_groups(pattern)
            comments = group.struct.field("comments") if rule == "post_date" else pl.lit(None, pl.String)
            own = own.with_columns(raw=group.struct.field("date"), comments_raw=comments)
            before = pl.col("head").str.split(pl.col("raw")).list.first().str.len_chars().cast(pl.Int64)
            own = own.with_columns(date_start=pl.col("lead") + before)
            rest = pl.col("text").str.slice(pl.col("date_start") + pl.col("raw").str.len_chars())
            gap = rest.str.split(pl.col("comments_raw")).list.first().str.len_chars().cast(pl.Int64)
            parsed = pl.coalesce(pl.col("raw").str.to_date(shape, strict=False) for shape in profile.date_formats)
            own = own.with_columns(
                published_on=parsed,
                comments_start=pl.col("date_start") + pl.col("raw").str.len_chars().cast(pl.Int64) + gap,
                comment_count=pl.col("comments_raw")
                .str.to_lowercase()
                .replace(_COUNT_WORDS)
                .cast(pl.Int64, strict=False),
                date_rule=pl.lit(f"date.{rule}"),
            )
            for path, page_id, line_no, raw in (
                own.filter(pl.col("published_on").is_null()).select("path", "page_id", "line_no", "raw").iter_rows()
            ):
                message = f"“{raw}” closes a post and is no date of the calendar: the post has none."
                problems.append(Problem("impossible_date", path, message, page_id, line_no))
            is_future = (pl.col("published_on") > pl.col("newest")).fill_null(False)
            for path, page_id, line_no, raw, newest in (
                own.filter(is_future).select("path", "page_id", "line_no", "raw", "newest").iter_rows()
            ):
                message = (
                    f"“{raw}” closes a post, and the newest post the page lists is of {newest}: the post has no date."
                )
                problems.append(Problem("future_date", path, message, page_id, line_no))
            own = own.with_columns(published_on=pl.when(~is_future).then("published_on"))
            found.append(own.select(pl.col(c) if c in own.columns else pl.col("raw").alias(c) for c in columns))
    schema = {
        "block": pl.UInt32, "published_on": pl.Date, "post_date_raw": pl.String, "date_start": pl.Int64,
        "comment_count": pl.Int64, "comments_raw": pl.String, "comments_start": pl.Int64, "date_rule": pl.String,
    }  # fmt: skip
    return pl.concat([pl.DataFrame(schema=schema), *found]), problems


def evidence(rows: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """appearance_id, field, page_id, line_no, start, end, value, raw, rule of every value of every post."""
    length = pl.col("raw").str.len_chars().cast(pl.Int64)
    fields = (
        ("title", "title", "title", "title_line", "title_start", pl.lit("title.line")),
        ("category", "category", "category", "category_line", "category_start", pl.lit("category.line")),
        ("published_on", "post_date_raw", "published_on", "date_line", "date_start", pl.col("date_rule")),
        ("comment_count", "comments_raw", "comment_count", "date_line", "comments_start", pl.col("date_rule")),
    )
    found = [
        posts.filter(pl.col(value).is_not_null()).select(
            "appearance_id", "page_id", field=pl.lit(name), line_no=line, start=start, raw=raw,
            value=pl.col(value).cast(pl.String), rule=rule,
        )
        for name, raw, value, line, start, rule in fields
    ]  # fmt: skip
    decks = (
        rows.filter((pl.col("role") == "deck") & pl.col("appearance_id").is_not_null())
        .group_by("block", maintain_order=True)
        .first()
    )
    found.append(
        decks.select(
            "appearance_id", page_id=pl.col("appearance_id").str.head(16), field=pl.lit("deck"), line_no="line_no",
            start=lead(), raw="head", value="clean", rule=pl.lit("deck.line"),
        ).select(found[0].columns)
    )  # fmt: skip
    return pl.concat(found).with_columns(end=pl.col("start") + length).sort("appearance_id", "field")
