"""Merges appearances of one article and chooses the published value of each column.

Posts are compared in pairs, wherever their texts are. What is decided here needs only the posts of related pairs.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dataframely as dy
import polars as pl

from clippings.dedupe import article_id as identity
from clippings.dedupe import published_rows
from clippings.dedupe.compare import UNKNOWN_SITE, ComparedPost, compare
from clippings.schema.frames import frame_of
from clippings.schema.problem_report import Problem
from clippings.schema.working.merging import NumberedPairs, SharedWording, Verdicts

_COMPLETENESS_RANK = {"full": 0, "truncated": 1, "excerpt": 2}
FILLED = ("category", "published_on", "comment_count", "title", "url")
"""Columns that an article takes from its next fullest appearance if the fullest has no value."""
_MOST_WORDS = 2**40

INDEX_COLUMNS = [
    "appearance_id", "page_id", "path", "site", "title", "category", "published_on", "comment_count", "completeness",
    "text_sha256", "opening", "word_count", "line_start", "url",
]  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """Result of merging the posts of related pairs.

    Attributes:
        members: The posts with article_id, is_canonical (its text is published), rank (within the article; 0 is the fullest).
        values: post (the one whose text is published), appearance_count, near_duplicate_of, and FILLED.
        duplicates: The table `duplicates`: every related pair.
        shared: Wording that two articles share, as `published_rows.SHARED`.
    """

    members: pl.DataFrame
    values: pl.DataFrame
    duplicates: pl.DataFrame
    shared: pl.DataFrame


def keyed(index: pl.DataFrame) -> pl.DataFrame:
    """Return `index` (INDEX_COLUMNS) with what posts are compared, grouped and ordered by.

    These are normalised `title_words`, `title_key` (hexadecimal, of those words), `own_article_id`, `page_posts` (posts on its
    page), and `order`: fullest first. Full comes before truncated before excerpt; a known site, a date and a title come before
    none; then the longer text. Of equal ones the text's hash and the appearance's id decide, so that the order is total.
    """
    words = [" ".join(identity.words(title)) for title in index["title"]]
    completeness = pl.col("completeness").replace_strict(_COMPLETENESS_RANK, return_dtype=pl.UInt64)
    lacking = (pl.col("site") == UNKNOWN_SITE, pl.col("published_on").is_null(), pl.col("title").is_null())
    order = completeness
    for is_lacking in lacking:
        order = order * 2 + is_lacking.cast(pl.UInt64)
    return index.with_columns(
        own_article_id=identity.own_ids(index),
        title_words=pl.Series(words, dtype=pl.String),
        title_key=pl.Series([hashlib.sha256(text.encode()).hexdigest()[:16] for text in words], dtype=pl.String),
        page_posts=pl.len().over("page_id"),
        order=order * _MOST_WORDS + (_MOST_WORDS - 1 - pl.col("word_count").cast(pl.UInt64)),
    )


def ranked(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `posts` (from `keyed`), fullest first, with that order as `rank`."""
    order = posts.sort("order", "text_sha256", "appearance_id").with_row_index("rank")
    return order.with_columns(pl.col("rank").cast(pl.Int64))


def judge(
    posts: pl.DataFrame, pairs: dy.DataFrame[NumberedPairs], text_of: Mapping[int, str]
) -> tuple[dy.DataFrame[Verdicts], dy.DataFrame[SharedWording]]:
    """Compare the texts of pairs; the related ones, and the wording that they share."""
    order = ranked(posts)
    rank_of = dict(order.select("post", "rank").iter_rows())
    post_of = {row["post"]: _post(row, text_of) for row in order.iter_rows(named=True)}
    verdicts: list[tuple[object, ...]] = []
    wording: list[tuple[object, ...]] = []
    for pair, first, second in pairs.select("key", "left", "right").iter_rows():
        is_turned = rank_of[first] < rank_of[second]
        left, right = (second, first) if is_turned else (first, second)
        verdict = compare(post_of[left], post_of[right])
        if verdict:
            values = (verdict.relation, verdict.merged, verdict.similarity, verdict.containment, verdict.rule)
            verdicts.append((pair, is_turned, *values))
        if verdict and verdict.wording:
            shares = verdict.wording.share, verdict.wording.other_share
            wording += [(pair, is_turned, *shares, *run) for run in verdict.wording.runs]
    return frame_of(Verdicts, verdicts), frame_of(SharedWording, wording)


def _post(row: Mapping[str, Any], text_of: Mapping[int, str]) -> ComparedPost:
    return ComparedPost(
        appearance_id=row["appearance_id"],
        page_id=row["page_id"],
        site=row["site"],
        title=row["title_words"],
        published_on=row["published_on"],
        completeness=row["completeness"],
        text_sha256=row["text_sha256"],
        text=text_of[row["post"]],
    )


def numbered(rows: pl.DataFrame, pairs: dy.DataFrame[NumberedPairs]) -> pl.DataFrame:
    """Verdicts or shared wording with `left` and `right`, the numbers of the posts."""
    both = rows.join(pairs, left_on="pair", right_on="key", maintain_order="left")
    turned = {"left": "right", "right": "left"}
    return both.with_columns(
        pl.when("is_turned").then(other).otherwise(side).alias(side) for side, other in turned.items()
    )


def with_heads(posts: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Return the posts of related pairs, `numbered`, with `head`: the post whose text their article publishes.

    Both were compared directly, never through a third.
    """
    rank = posts.select("post", "rank")
    merged = verdicts.filter("merged").join(rank, left_on="right", right_on="post").rename({"rank": "head"})
    merged = merged.join(rank, left_on="left", right_on="post").select("head", "rank").sort("head", "rank")
    pages = posts["page_id"]
    head_of = list(range(posts.height))
    taken: dict[int, set[str]] = {}
    for head_post, follower in merged.iter_rows():
        if head_of[head_post] != head_post or head_of[follower] != follower:
            continue
        taken_pages = taken.setdefault(head_post, {pages[head_post]})
        if pages[follower] not in taken_pages:
            head_of[follower] = head_post
            taken_pages.add(pages[follower])
    return posts.with_columns(head=posts["post"].gather(head_of))


def merge(posts: pl.DataFrame, verdicts: pl.DataFrame, wording: pl.DataFrame) -> Merged:
    """Merge the posts of related pairs, both `numbered`."""
    members = posts.with_columns(
        is_canonical=pl.col("head") == pl.col("post"),
        rank_in_article=pl.int_range(pl.len()).over("head", order_by="rank"),
    )
    pairs = verdicts.join(_side(posts, "left"), on="left").join(_side(posts, "right"), on="right")
    members = members.select("post", "article_id", "is_canonical", rank="rank_in_article")
    return Merged(members, _values(posts, pairs), _duplicates(pairs), _shared(posts, wording))


def _side(posts: pl.DataFrame, side: str) -> pl.DataFrame:
    names = ("rank", "appearance_id", "page_id", "page_posts", "article_id", "head")
    return posts.select(pl.col("post").alias(side), *(pl.col(name).alias(f"{side}_{name}") for name in names))


def _values(posts: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    values = (
        posts.sort("rank")
        .group_by(post="head", maintain_order=True)
        .agg(
            *(pl.col(column).drop_nulls().first() for column in FILLED),
            appearance_count=pl.len().cast(pl.Int64),
        )
    )
    apart = pairs.filter(pl.col("left_head") != pl.col("right_head"))
    nearest = apart.sort(
        "containment", "similarity", "left_rank", "right_rank", descending=[True, True, False, False]
    ).unique("left_head", keep="first", maintain_order=True)
    near = nearest.select(post="left_head", near_duplicate_of="right_article_id")
    return values.join(near, on="post", how="left", maintain_order="left")


def _duplicates(pairs: pl.DataFrame) -> pl.DataFrame:
    frame = pairs.with_columns(merged=pl.col("left_head") == pl.col("right_head"))
    # a pair that matches, but was merged with another, fuller appearance, is a near miss
    is_missed = pl.col("rule").str.starts_with("merge.") & ~pl.col("merged")
    is_equal = (pl.col("rule") == "merge.equal_text") & pl.col("merged")
    frame = frame.with_columns(
        rule=pl.when(is_missed).then(pl.lit("apart.other_article")).otherwise("rule"),
        equal=is_equal.sum().over("left_page_id", "right_page_id"),
    )
    is_page = (
        (pl.col("rule") == "merge.equal_text")
        & (pl.col("equal") == pl.col("left_page_posts"))
        & (pl.col("equal") == pl.col("right_page_posts"))
    )
    return frame.with_columns(
        left_id="left_appearance_id",
        right_id="right_appearance_id",
        relation=pl.when(is_page).then(pl.lit("same_page")).otherwise("relation"),
    )


def _shared(posts: pl.DataFrame, wording: pl.DataFrame) -> pl.DataFrame:
    """Return the wording that published texts share."""
    heads = posts.filter(pl.col("head") == pl.col("post"))
    for side in ("left", "right"):
        heads_of_side = heads.select(pl.col("post").alias(side), pl.col("article_id").alias(f"{side}_id"))
        wording = wording.join(heads_of_side, on=side, maintain_order="left")
    return wording.select(*published_rows.SHARED)


def problems(shared: pl.DataFrame) -> list[Problem]:
    """Return a row to review for each article (`shared`, with its article_id) whose own id another one has."""
    message = "Another post has the same title, date and opening words; their ids depend on more of the two texts."
    return [
        Problem("shared_identity", path, message, page_id, line_no, article_id)
        for path, page_id, line_no, article_id in shared.sort("appearance_id")
        .select("path", "page_id", "line_start", "article_id")
        .iter_rows()
    ]
