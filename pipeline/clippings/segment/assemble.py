"""Builds the tables of the stage: the ledger, the posts with their clean text, and the location of each value.

The roles of lines are input; this module decides no role.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from clippings.common.addresses import whole_address
from clippings.common.prose import word_count
from clippings.schema.articles import Removals
from clippings.schema.enums import TEXT_ROLES
from clippings.schema.frames import as_rows, cast_to_schema
from clippings.schema.pages import Lines
from clippings.schema.problem_report import Problem
from clippings.schema.working.posts import ListedPosts, PageKinds, PostEvidence, Posts, PostTextSpans
from clippings.schema.working.read_tables import TemplateLines, UsedTemplateLines
from clippings.segment import language, listed_posts, review_problems, text_spans
from clippings.segment.fields import header_fields
from clippings.segment.sites.profiles import Profile

OPENING_WORDS = 12
"""Words of a text that its article's id depends on. Excerpts met so far are longer, so that an excerpt from the start
of a text has the opening of the full text; a later stage separates two posts with one title, one date and one opening."""
_NOT_OWN = ("category", "post_date", "share_bar", "read_more", "page_heading", "navigation", "comment_count", "meta")
_OF_THE_STAGE = (
    "block", "page", "day_first", "page_url", "page_language", "title_line", "title_line_text", "title_start",
    "head_date_line", "category_line", "category_start", "category_at", "date_start", "date_at", "date_rule", "day",
    "day_start", "day_length", "doubt", "comments_raw", "comments_start", "comments_at", "writer_raw", "writer_start",
    "name_raw", "name_start",
)  # fmt: skip
"""Columns of posts that only this stage reads."""


@dataclass(frozen=True)
class Segmented:
    """Result of segmenting a batch of pages.

    Attributes:
        ledger: Every line, in order.
        pages: Kind of each page, and how many posts it has.
        posts: One row an appearance, with its values and its clean text.
        evidence: Location of each value, by appearance_id.
        text_spans: Location of each part of the clean text, by appearance_id.
        removals: Strings removed from the lines.
        recent_posts: Titles listed beside posts.
        used_template_lines: Lines that have their role because they repeat over the site.
        problems: Problems for a person to review.
    """

    ledger: dy.DataFrame[Lines]
    pages: dy.DataFrame[PageKinds]
    posts: dy.DataFrame[Posts]
    evidence: dy.DataFrame[PostEvidence]
    text_spans: dy.DataFrame[PostTextSpans]
    removals: dy.DataFrame[Removals]
    recent_posts: dy.DataFrame[ListedPosts]
    used_template_lines: dy.DataFrame[UsedTemplateLines]
    problems: list[Problem]


def assemble(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    blocks: pl.DataFrame,
    cuts: pl.DataFrame,
    pages: pl.DataFrame,
    sites: Mapping[str, Profile],
    template: dy.DataFrame[TemplateLines],
) -> Segmented:
    """Return the tables of `segment_pages.segment`; `rows` are the non-blank lines of posts with their final roles."""
    posts = _posts(rows, blocks, pages)
    rows = rows.join(
        posts.select("block", "appearance_id", "line_start", "line_end"), on="block", how="left", maintain_order="left"
    )
    ledger, used_template_lines = _ledger(lines, rows, posts, template)
    recent = listed_posts.listed(ledger)
    read, problems = header_fields.values(rows, posts, sites)
    pieces = text_spans.pieces(rows, cuts)
    posts = _with_text(posts.join(read, on="block", how="left", maintain_order="left"), pieces, rows, sites)
    counts = posts.group_by("page_id").agg(article_count=pl.len().cast(pl.Int64))
    page_table = (
        pages.join(counts, on="page_id", how="left", maintain_order="left")
        .join(
            listed_posts.captured(recent).rename({"captured_on": "not_before"}),
            on="page_id",
            how="left",
            maintain_order="left",
        )
        .select("page_id", "site", "kind", "kind_reason", pl.col("article_count").fill_null(0), "not_before")
    )
    evidence = header_fields.evidence(rows, posts)
    spans = pieces.select("appearance_id", "start", "end", "page_id", "line_no", "line_start", "line_end")
    return Segmented(
        ledger=cast_to_schema(Lines, ledger),
        pages=as_rows(PageKinds, page_table),
        posts=as_rows(Posts, _uncredited(posts, evidence).drop(_OF_THE_STAGE)),
        evidence=as_rows(PostEvidence, evidence),
        text_spans=as_rows(PostTextSpans, spans),
        removals=cast_to_schema(Removals, text_spans.removals(rows, cuts)),
        recent_posts=recent,
        used_template_lines=as_rows(UsedTemplateLines, used_template_lines),
        problems=problems + review_problems.find_problems(posts, pages, ledger),
    )


def _uncredited(posts: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Return `posts`; if an author is named beside the date, further credits of the head are lines of the source only."""
    named = evidence.filter(pl.col("field") == "author")["appearance_id"].unique()
    is_named = pl.col("appearance_id").is_in(named.implode())
    further = pl.concat_list(pl.col("author_lines", "credit_lines", "organisation_lines").fill_null([]))
    return posts.with_columns(
        pl.when(is_named).then(further).otherwise("author_lines").alias("author_lines"),
        pl.when(~is_named).then(pl.col("credit_lines", "organisation_lines")).name.keep(),
    )


def _posts(rows: pl.DataFrame, blocks: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """One row a post that has a line of its own: ids, place on the page, lines of its values.

    Values from the head of a page are not lines of the post.
    """
    own_lines = rows.filter(pl.col("block").is_not_null() & ~pl.col("role").is_in([*_NOT_OWN, "unknown"]))
    title = own_lines.filter(pl.col("role") == "title").select("block", title_line="line_no")
    own_lines = own_lines.filter(~pl.col("is_metadata")).join(title, on="block", how="left", maintain_order="left")
    own_lines = own_lines.filter(pl.col("title_line").is_null() | (pl.col("line_no") >= pl.col("title_line")))
    extents = own_lines.group_by("block", maintain_order=True).agg(
        line_start=pl.col("line_no").min(), line_end=pl.col("line_no").max(), title_line=pl.col("title_line").first()
    )
    posts = (
        extents.join(blocks, on="block", how="left", maintain_order="left")
        .join(
            pages.select(
                "page", "page_id", "path", "site", "kind", "captured_on", "page_url", "page_language", "day_first"
            ),
            on="page",
            how="left",
            maintain_order="left",
        )
        .sort("page", "line_start")
    )
    posts = posts.with_columns(url=_absolute(posts)).with_columns(url=pl.coalesce("url", _own_address())).drop("kind")
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("page")
    return posts.with_columns(position=position).with_columns(
        appearance_id=pl.col("page_id") + "-" + pl.col("position").cast(pl.String).str.zfill(3)
    )


def _absolute(posts: pl.DataFrame) -> pl.Series:
    """The posts' addresses, made whole with the page's own where they are relative."""
    both = posts.select("url", "page_url").iter_rows()
    return pl.Series("url", [whole_address(url, page) for url, page in both], dtype=pl.String)


def _own_address() -> pl.Expr:
    """The address of the page, for a post that is alone on it."""
    is_alone = (pl.col("kind") == "article") & (pl.len().over("page") == 1)
    return pl.when(is_alone & pl.col("page_url").str.starts_with("http")).then("page_url")


def _ledger(
    lines: pl.DataFrame, rows: pl.DataFrame, posts: pl.DataFrame, template: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every line with its role and the post it belongs to; and the lines whose role comes from repetition."""
    middle = rows.select("row", middle="role")
    starts = lines.select("page", "line_no", "row").join(
        posts.select("page", "appearance_id", "line_end", line_no="line_start"),
        on=["page", "line_no"],
        how="inner",
        maintain_order="left",
    )
    repeated = template.filter("is_template").select("site", "stripped", template=pl.lit(True))
    ledger = (
        lines.join(middle, on="row", how="left", maintain_order="left")
        .join(repeated, on=["site", "stripped"], how="left", maintain_order="left")
        .join_asof(starts.select("row", "appearance_id", "line_end", owner="page").sort("row"), on="row")
    )
    blank = pl.when(pl.col("line_class") == "blank").then(pl.lit("blank"))
    role = pl.coalesce(blank, "middle", "role", pl.lit("unknown"))
    is_named = (role == "unknown") & pl.col("template").fill_null(False)
    is_own = (pl.col("owner") == pl.col("page")) & (pl.col("line_no") <= pl.col("line_end"))
    ledger = ledger.with_columns(
        role=pl.when(is_named).then(pl.lit("navigation")).otherwise(role),
        is_named=is_named,
        appearance_id=pl.when(is_own).then("appearance_id"),
    )
    from_posts = rows.filter("is_template_line").select("site", "stripped")
    outside = ledger.filter("is_named").select("site", "stripped")
    undeclared = ledger.filter(
        (pl.col("line_class") == "bullet")
        & (pl.col("zone") != "posts")
        & pl.col("template").fill_null(False)
        & (pl.col("role") == "navigation")
    )
    return ledger, pl.concat([from_posts, outside, undeclared.select("site", "stripped")]).unique().sort(
        "site", "stripped"
    )


def _with_text(
    posts: pl.DataFrame, pieces: pl.DataFrame, rows: pl.DataFrame, sites: Mapping[str, Profile]
) -> pl.DataFrame:
    texts = pieces.group_by("block", maintain_order=True).agg(text=pl.concat_str("joiner", "text").str.join(""))
    decks = (
        rows.filter(pl.col("role") == "deck").group_by("block", maintain_order=True).agg(deck=pl.col("clean").first())
    )
    openings = (
        rows.filter((pl.col("role").is_in(TEXT_ROLES) | pl.col("is_template_line")) & pl.col("block").is_not_null())
        .group_by("block", maintain_order=True)
        .agg(opening=pl.col("clean").drop_nulls().head(OPENING_WORDS).str.join(" "))
    )
    posts = (
        posts.join(texts, on="block", how="left", maintain_order="left")
        .join(decks, on="block", how="left", maintain_order="left")
        .join(openings, on="block", how="left", maintain_order="left")
        .with_columns(pl.col("text").fill_null(""), pl.col("opening").fill_null("").str.slice(0, 400))
    )
    site_language = posts["site"].replace_strict(
        {name: p.language for name, p in sites.items()}, return_dtype=pl.String
    )
    sample = posts.select(sample=pl.concat_str(pl.col("title").fill_null(""), pl.lit(" "), pl.col("text")))["sample"]
    return posts.with_columns(
        title_raw="title",
        category_raw="category",
        language=language.languages(sample, site_language, posts["page_language"]),
        word_count=word_count("text"),
        text_sha256=pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in posts["text"]], dtype=pl.String),
    )
