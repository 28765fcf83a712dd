"""Reads title, category, date and comment count from their lines, with the characters of each value."""

from collections.abc import Mapping

import polars as pl

from clippings.schema.problem_report import Problem
from clippings.segment.dated_titles import only_days, without_days
from clippings.segment.fields import head_dates, locate_dates, post_categories, post_comments, post_dates
from clippings.segment.fields.site_names import without_site_names
from clippings.segment.lines.line_classes import lead
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import Profile


def values(rows: pl.DataFrame, posts: pl.DataFrame, sites: Mapping[str, Profile]) -> tuple[pl.DataFrame, list[Problem]]:
    """Return title, category, date and comment count of each post, each with its line and characters.

    Dates that do not exist, and dates after the save date of the page, are rejected.
    """
    line = rows.select("page", "line_no", "text", "stripped", "timestamp", "joined", "is_metadata", lead=lead())
    title = posts.select("block", "page", "site", line_no="title_line").join(
        line, on=["page", "line_no"], how="left", maintain_order="left"
    )
    title = title.select(
        "block",
        "page",
        "site",
        "is_metadata",
        title=pl.coalesce("joined", "stripped"),
        title_line_text="stripped",
        title_start="lead",
    )
    bullet = pl.col("title_line_text").str.extract(f"({general('bullet')})").str.len_chars().fill_null(0)
    title = title.with_columns(
        pl.col("title", "title_line_text").str.slice(bullet), title_start=pl.col("title_start") + bullet
    )
    title = without_days(without_site_names(title, rows, sites), posts).drop("site", "is_metadata")
    line = line.with_columns(stripped=pl.coalesce("joined", "stripped")).drop("joined", "is_metadata")
    dated = posts.filter(pl.col("date_line").is_not_null()).select(
        "block",
        "page",
        "page_id",
        "path",
        "site",
        "captured_on",
        "day_first",
        "day",
        "day_start",
        "day_length",
        "url",
        line_no="date_line",
    )
    dated = only_days(dated.join(line, on=["page", "line_no"], how="left", maintain_order="left"), posts)
    dated = locate_dates.with_days_of_cutter(locate_dates.located(dated, sites))
    dates, problems = post_dates.read(dated, rows, sites)
    dates, disagreements = _with_heads(dates, dated, posts, line, rows, sites)
    problems += disagreements
    beside = dated.select("block", "category_raw", "category_start", "comments_raw", "comments_start", at="line_no")
    writers = dated.select("block", "writer_raw", "writer_start", "name_raw", "name_start")
    posted = post_categories.posted(rows, sites)
    named = pl.concat([beside.select(posted.columns).filter(pl.col("category_raw").is_not_null()), posted])
    category = post_categories.categories(
        posts, line, title, named.unique("block", keep="first", maintain_order=True), sites
    )
    comments = post_comments.comment_counts(rows, beside, sites)
    values_of_posts = title.drop("page")
    for values_read in (category, dates, comments, writers):
        values_of_posts = values_of_posts.join(values_read, on="block", how="left", maintain_order="left")
    return values_of_posts, problems


def _with_heads(
    dates: pl.DataFrame,
    dated: pl.DataFrame,
    posts: pl.DataFrame,
    line: pl.DataFrame,
    rows: pl.DataFrame,
    sites: Mapping[str, Profile],
) -> tuple[pl.DataFrame, list[Problem]]:
    """`dates` with `date_at`, the line; and with the days that the heads of the pages declare."""
    dates = dates.join(dated.select("block", date_at="line_no"), on="block", how="left", maintain_order="left")
    if not posts["head_date_line"].count():
        return dates, []
    heads = posts.filter(pl.col("head_date_line").is_not_null()).select(
        "block", "page", "page_id", "path", "site", "captured_on", "day_first", line_no="head_date_line"
    )
    heads = locate_dates.located(heads.join(line, on=["page", "line_no"], how="left", maintain_order="left"), sites)
    declared, problems = post_dates.read(heads, rows, sites)
    of_line = heads.select("block", "timestamp", date_at="line_no")
    declared = declared.join(of_line, on="block", how="left", maintain_order="left")
    dates, more = head_dates.reconciled(dates, declared, dated.select("block", "path", "page_id", "line_no"))
    return dates, problems + more


def _authors(posts: pl.DataFrame, columns: list[str]) -> list[pl.DataFrame]:
    """Evidence of the authors named beside the date where the post's own lines do not show them to the credits.

    `Posted by Ada Quill on March 4, 2015`; or `March 4, 2015 by Ada Quill` above the title or below the text. Not where the
    page's head names the authors.
    """
    is_outside = ~pl.col("date_line").is_between("line_start", "line_end")
    posts = posts.filter(pl.col("author_lines").list.len().fill_null(0) == 0)
    return [
        posts.filter(pl.col(f"{part}_raw").is_not_null() & holds).select(
            "appearance_id", "page_id", field=pl.lit("author"), line_no="date_line", start=f"{part}_start",
            raw=f"{part}_raw", value=f"{part}_raw", rule=pl.lit("author.beside_date"),
        ).select(columns)
        for part, holds in (("writer", pl.lit(True)), ("name", is_outside))
    ]  # fmt: skip


def evidence(rows: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """appearance_id, field, page_id, line_no, start, end, value, raw, rule of every value of every post."""
    length = pl.col("raw").str.len_chars().cast(pl.Int64)
    is_beside = pl.col("category_at") == pl.col("date_line")
    category_rule = (
        pl.when(is_beside.fill_null(False)).then(pl.lit("category.beside_date")).otherwise(pl.lit("category.line"))
    )
    is_alone = (pl.col("comments_at") != pl.col("date_line")).fill_null(True)
    comment_rule = pl.when(is_alone).then(pl.lit("comments.line")).otherwise("date_rule")
    fields = (
        ("title", "title_line_text", "title", "title_line", "title_start", pl.lit("title.line")),
        ("category", "category", "category", "category_at", "category_start", category_rule),
        ("published_on", "post_date_raw", "published_on", "date_at", "date_start", pl.col("date_rule")),
        ("comment_count", "comments_raw", "comment_count", "comments_at", "comments_start", comment_rule),
    )
    evidence_rows = [
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
    signed = rows.filter((pl.col("role") == "byline") & pl.col("appearance_id").is_not_null())
    signed = signed.select("appearance_id", date_line="line_no").unique()
    # a line with the day that is a byline too is read with the credits
    unsigned = posts.join(signed, on=["appearance_id", "date_line"], how="anti", maintain_order="left")
    evidence_rows += _authors(unsigned, evidence_rows[0].columns)
    evidence_rows.append(
        decks.select(
            "appearance_id", page_id=pl.col("appearance_id").str.head(16), field=pl.lit("deck"), line_no="line_no",
            start=lead(), raw="stripped", value="clean", rule=pl.lit("deck.line"),
        ).select(evidence_rows[0].columns)
    )  # fmt: skip
    found = in_their_lines(pl.concat(evidence_rows), rows, posts)
    return found.with_columns(end=pl.col("start") + length).sort("appearance_id", "field")


def in_their_lines(found: pl.DataFrame, rows: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Evidence as characters of its line; the whole line where the value was read across a break or the number of a link.

    `Posted in [9]Boats, [10]Piers` has the categories `Boats, Piers`.
    """
    texts = rows.join(posts.select("page", "page_id").unique(), on="page").select("page_id", "line_no", "text")
    found = found.join(texts.unique(), on=["page_id", "line_no"], how="left", maintain_order="left")
    is_own = pl.col("text").str.slice(pl.col("start"), pl.col("raw").str.len_chars()) == pl.col("raw")
    is_there = is_own.fill_null(pl.col("text").is_null())  # without characters: a day that a break divides
    before = pl.col("text").str.split(pl.col("raw")).list.first().str.len_chars().cast(pl.Int64)
    has_it = pl.col("text").str.contains(pl.col("raw"), literal=True).fill_null(value=False)
    return found.with_columns(
        start=pl.when(is_there).then("start").when(has_it).then(before).otherwise(lead()),
        raw=pl.when(is_there | has_it).then("raw").otherwise(pl.col("text").str.strip_chars()),
    ).drop("text")
