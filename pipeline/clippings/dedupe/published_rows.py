"""Published rows of articles, from the rows of posts and the result of merging; and of the wording that articles share."""

import dataframely as dy
import polars as pl

from clippings.dedupe.article_id import words
from clippings.schema.articles import CREDITS, ArticleAuthors, Articles
from clippings.schema.enums import AUTHOR_KINDS, AUTHOR_ROLES
from clippings.schema.frames import as_rows, cast_to_schema
from clippings.schema.pages import RecentPosts
from clippings.schema.shared_texts import ReprintPassages, Reprints
from clippings.schema.working.merging import (
    Members,
    TitleIndex,
    TitleKeys,
    UnsortedArticles,
    UnsortedEvidence,
    UnsortedTextSpans,
    Values,
)
from clippings.schema.working.posts import ListedPosts, PostEvidence, Posts, PostTextSpans

JOINT = "; "
"""Separator of the people in one column."""

SHARED = {
    "left_id": pl.String, "right_id": pl.String, "left_share": pl.Float64, "right_share": pl.Float64,
    "left_start": pl.Int64, "left_end": pl.Int64, "right_start": pl.Int64, "right_end": pl.Int64, "word_count": pl.Int64,
}  # fmt: skip
"""Columns of shared wording: the two articles, their shares, and one run of words with its places in both."""
_SIDES = ("left", "right")


def articles(
    posts: dy.DataFrame[Posts], members: dy.DataFrame[Members], values: dy.DataFrame[Values]
) -> dy.DataFrame[UnsortedArticles]:
    """Return the rows of `articles` whose text is in `posts`."""
    canonical = members.filter("is_canonical").select("appearance_id", "article_id")
    heads = posts.join(canonical, on="appearance_id", maintain_order="left")
    decided = [column for column in values.columns if column != "article_id" and column in heads.columns]
    valued = heads.drop(decided).join(values, on="article_id", how="left", maintain_order="left")
    return as_rows(UnsortedArticles, valued.with_columns(first_page_id="page_id"))


def evidence(
    values_found: dy.DataFrame[PostEvidence], members: dy.DataFrame[Members]
) -> dy.DataFrame[UnsortedEvidence]:
    """Return the rows of `evidence` of a batch, with `rank`, for all appearances; `agreeing` filters them."""
    ranks = members.select("appearance_id", "article_id", "rank")
    return as_rows(UnsortedEvidence, values_found.join(ranks, on="appearance_id", maintain_order="left"))


def agreeing(evidence_rows: dy.DataFrame[UnsortedEvidence]) -> dy.DataFrame[UnsortedEvidence]:
    """Return the evidence of published values, from the evidence of whole articles: the rows of the fullest appearance."""
    best = evidence_rows.filter(pl.col("rank") == pl.col("rank").min().over("article_id", "field"))
    published = best.select("article_id", "field", "value").unique(maintain_order=True)
    key = ["article_id", "field", "value"]
    return as_rows(UnsortedEvidence, evidence_rows.join(published, on=key, how="semi", maintain_order="left"))


def credited(
    articles_rows: dy.DataFrame[UnsortedArticles], evidence_rows: dy.DataFrame[UnsortedEvidence]
) -> dy.DataFrame[Articles]:
    """Return `articles_rows` with the credit columns from their evidence; people are in the order of the page."""
    given = evidence_rows.filter(pl.col("field").is_in(list(CREDITS))).sort(
        "article_id", "field", "rank", "page_id", "line_no", "start"
    )
    values = given.group_by("article_id", "field", maintain_order=True).agg(pl.col("value").unique(maintain_order=True))
    is_several = pl.col("field").is_in([field for field, is_several in CREDITS.items() if is_several])
    values = values.with_columns(
        value=pl.when(is_several).then(pl.col("value").list.join(JOINT)).otherwise(pl.col("value").list.first())
    )
    for field in CREDITS:
        value = pl.col("value").str.to_date() if field.endswith("_on") else pl.col("value")
        credits_of_field = values.filter(pl.col("field") == field).select("article_id", value.alias(field))
        articles_rows = articles_rows.join(credits_of_field, on="article_id", how="left", maintain_order="left")
    return cast_to_schema(Articles, articles_rows)


def article_authors(evidence_rows: dy.DataFrame[UnsortedEvidence]) -> dy.DataFrame[ArticleAuthors]:
    """Return the rows of `article_authors`: the people of `credited`, in the same order, each once a role."""
    given = evidence_rows.filter(pl.col("field").is_in(AUTHOR_ROLES)).with_columns(
        role=pl.col("field").cast(pl.Enum(AUTHOR_ROLES))
    )
    given = given.sort("article_id", "role", "rank", "page_id", "line_no", "start")
    people = given.unique(["article_id", "role", "value"], keep="first", maintain_order=True)
    people = people.filter((pl.col("role") != "translator") | pl.col("role").is_first_distinct().over("article_id"))
    rule = pl.col("rule").str.strip_prefix("author.")
    kind = pl.when(rule.is_in(list(AUTHOR_KINDS))).then(rule).otherwise(pl.lit("person"))
    people = people.select(
        "article_id", "role", "page_id", "line_no", "start", kind=kind.cast(pl.Enum(list(AUTHOR_KINDS))),
        name="value", position=pl.int_range(1, pl.len() + 1).over("article_id"),
    )  # fmt: skip
    return as_rows(ArticleAuthors, people)


def text_spans(spans: dy.DataFrame[PostTextSpans], members: dy.DataFrame[Members]) -> dy.DataFrame[UnsortedTextSpans]:
    """Return the rows of `text_spans` of the appearances whose text is published."""
    heads = members.filter("is_canonical").select("appearance_id", "article_id")
    return as_rows(UnsortedTextSpans, spans.join(heads, on="appearance_id", maintain_order="left"))


def title_index(articles: pl.DataFrame) -> dy.DataFrame[TitleIndex]:
    """Return `key`, `published_on`, `site` and `article_id` of the archive's titles."""
    titled = articles.filter(pl.col("title").is_not_null())
    keyed = titled.select("published_on", "site", "article_id", key=title_keys(titled["title"]))
    return as_rows(TitleIndex, keyed.sort("article_id"))


def recent_keys(listed: dy.DataFrame[ListedPosts]) -> dy.DataFrame[TitleKeys]:
    """Return `key` of the titles that sidebars list, each once."""
    return as_rows(TitleKeys, title_keys(listed["title"]).alias("key").unique().sort().to_frame())


def recent_posts(listed: dy.DataFrame[ListedPosts], titles: dy.DataFrame[TitleIndex]) -> dy.DataFrame[RecentPosts]:
    """Return `listed` (page_id, line_no, site, title, published_on) with the article of that title and the same date or no date.

    An entry without a date is of the only article of its site that has the title.
    """
    asked = listed.with_columns(key=title_keys(listed["title"]))
    dated = titles.unique(["key", "published_on"], keep="first", maintain_order=True).drop("site")
    undated = dated.filter(pl.col("published_on").is_null()).select("key", undated="article_id")
    of_site = (
        titles.group_by("site", "key").agg(pl.len(), of_site=pl.col("article_id").first()).filter(pl.col("len") == 1)
    )
    of_site = of_site.select("site", "key", "of_site", published_on=pl.lit(None, pl.Date))
    linked = (
        asked.join(dated, on=["key", "published_on"], how="left", maintain_order="left")
        .join(undated, on="key", how="left", maintain_order="left")
        .join(of_site, on=["site", "key", "published_on"], how="left", maintain_order="left", nulls_equal=True)
        .with_columns(article_id=pl.coalesce("article_id", "undated", "of_site"))
    )
    return cast_to_schema(RecentPosts, linked)


def title_keys(titles: pl.Series) -> pl.Series:
    """Return the key that equal titles share."""
    return pl.Series([" ".join(words(title)) for title in titles], dtype=pl.String)


def directed(shared: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return `shared` (SHARED) with each column of left and right as one of the later and the earlier article.

    Args:
        shared: Runs of words that two articles share.
        days: article_id and `on`, its date. Without two different dates the order is that of the ids.
    """
    for side in _SIDES:
        shared = shared.join(
            days.select(pl.col("article_id").alias(f"{side}_id"), pl.col("on").alias(f"{side}_on")),
            on=f"{side}_id", how="left", maintain_order="left",
        )  # fmt: skip
    apart = (pl.col("left_on") - pl.col("right_on")).dt.total_days()
    is_left_later = pl.when(apart.fill_null(0) != 0).then(apart > 0).otherwise(pl.col("left_id") > pl.col("right_id"))
    columns = [
        pl.when(is_left_later if name == "later" else ~is_left_later)
        .then(f"left_{column}").otherwise(f"right_{column}").alias(f"{name}_{column}")
        for name in ("later", "earlier")
        for column in ("id", "share", "start", "end")
    ]  # fmt: skip
    return shared.select(*columns, "word_count", days_apart=apart.abs())


def reprint_tables(runs: pl.DataFrame) -> tuple[dy.DataFrame[Reprints], dy.DataFrame[ReprintPassages]]:
    """Return the reprint_tables `reprints` and `reprint_passages` of `runs` from `directed`."""
    pair = ["later_id", "earlier_id"]
    reprints = runs.group_by(pair, maintain_order=True).agg(
        pl.col("days_apart", "later_share", "earlier_share").first(),
        word_count=pl.col("word_count").sum(),
        longest_run=pl.col("word_count").max(),
        passage_count=pl.len().cast(pl.Int64),
    )
    return as_rows(Reprints, reprints), as_rows(
        ReprintPassages, runs.select(*pair, "later_start", "later_end", "earlier_start", "earlier_end", "word_count")
    )
