"""The stage: merges appearances of one article and chooses the published value of each column.

Works on an index of the posts without their texts; loads texts only for the pairs to compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from clippings.dedupe import article_id as identity
from clippings.dedupe import reprints
from clippings.dedupe.candidate_pairs import candidates
from clippings.dedupe.compare import UNKNOWN_SITE, Post, Verdict, compare
from clippings.schema.problem_report import Problem

_COMPLETENESS_RANK = {"full": 0, "truncated": 1, "excerpt": 2}
_FILLED = ("category", "published_on", "comment_count", "title", "url")
"""Columns that an article takes from its next fullest appearance if the fullest has no value."""
_COMPARED_AT_ONCE = 60_000
"""Maximum number of pairs whose texts are in memory at one time."""

INDEX_COLUMNS = [
    "appearance_id", "page_id", "path", "site", "title", "category", "published_on", "comment_count", "completeness",
    "text_sha256", "opening", "word_count", "line_start", "url",
]  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """Result of merging.

    Attributes:
        members: appearance_id, article_id, own_article_id, is_head (its text is published), rank (within the
            article; 0 is the fullest).
        values: article_id, appearance_count, near_duplicate_of, and the columns filled from other appearances.
        duplicates: The table `duplicates`: every related pair.
        shared: Wording that two articles share, one row a run: left_id, right_id (articles), left_share, right_share,
            and the run's places.
        problems: Rows for a person to review.
    """

    members: pl.DataFrame
    values: pl.DataFrame
    duplicates: pl.DataFrame
    shared: pl.DataFrame
    problems: list[Problem]


def keyed(index: pl.DataFrame) -> pl.DataFrame:
    """Return `index` (INDEX_COLUMNS) with normalised `title_words` and the `own_article_id` of each post."""
    return index.with_columns(
        own_article_id=identity.own_ids(index),
        title_words=pl.Series([" ".join(identity.words(title)) for title in index["title"]], dtype=pl.String),
    )


def ranked(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `posts` (from `keyed`) with `rank`, fullest first.

    Full comes before truncated before excerpt; a known site, a date and a title come before none; then the longer text.
    The text's hash and the appearance's id make the order total.
    """
    order = posts.with_columns(
        completeness_rank=pl.col("completeness").replace_strict(_COMPLETENESS_RANK, return_dtype=pl.Int8)
    ).sort(
        "completeness_rank",
        pl.col("site") == UNKNOWN_SITE,
        pl.col("published_on").is_null(),
        pl.col("title").is_null(),
        -pl.col("word_count"),
        "text_sha256",
        "appearance_id",
    )
    return order.drop("completeness_rank").with_row_index("rank").with_columns(pl.col("rank").cast(pl.Int64))


def merge(
    posts: pl.DataFrame, sketch_pairs: pl.DataFrame, texts: Callable[[Sequence[str]], Mapping[str, str]]
) -> Merged:
    """Compare appearances that may be one article, and merge those that are.

    Args:
        posts: Posts from `ranked`.
        sketch_pairs: `left` and `right` ranks of posts that may share wording.
        texts: Gives the clean texts of appearances by id.
    """
    pairs = candidates(posts.drop("title").rename({"title_words": "title"}), sketch_pairs)
    verdicts = _verdicts(posts, pairs, texts)
    head_of = _heads(posts, verdicts)
    members = posts.with_columns(head=pl.Series([head_of.get(rank, rank) for rank in posts["rank"]], dtype=pl.Int64))
    members = members.with_columns(is_head=pl.col("head") == pl.col("rank"))
    heads = members.filter("is_head")
    ids, is_shared = identity.told_apart(heads)
    heads = heads.with_columns(article_id=ids, is_shared=is_shared)
    members = members.join(heads.select("head", "article_id"), on="head", how="left", maintain_order="left")
    article_of = dict(members.select("rank", "article_id").iter_rows())
    return Merged(
        members=members.select(
            "appearance_id",
            "article_id",
            "own_article_id",
            "is_head",
            rank=pl.int_range(pl.len()).over("article_id", order_by="rank"),
        ),
        values=_values(members, verdicts, article_of),
        duplicates=_duplicates(posts, verdicts, article_of),
        shared=_shared(verdicts, dict(heads.select("rank", "article_id").iter_rows())),
        problems=_problems(heads),
    )


def _verdicts(
    posts: pl.DataFrame, pairs: pl.DataFrame, texts: Callable[[Sequence[str]], Mapping[str, str]]
) -> dict[tuple[int, int], Verdict]:
    """Return the verdict on each related pair of ranks."""
    verdicts = {}
    for start in range(0, pairs.height, _COMPARED_AT_ONCE):
        chunk = pairs.slice(start, _COMPARED_AT_ONCE)
        asked = posts.filter(pl.col("rank").is_in(pl.concat([chunk["left"], chunk["right"]]).unique().implode()))
        text_of = texts(asked["appearance_id"].to_list())
        post_of = {row["rank"]: _post(row, text_of) for row in asked.iter_rows(named=True)}
        for left, right in chunk.select("left", "right").iter_rows():
            verdict = compare(post_of[left], post_of[right])
            if verdict:
                verdicts[left, right] = verdict
    return verdicts


def _post(row: Mapping[str, Any], text_of: Mapping[str, str]) -> Post:
    return Post(
        appearance_id=row["appearance_id"],
        page_id=row["page_id"],
        site=row["site"],
        title=row["title_words"],
        published_on=row["published_on"],
        completeness=row["completeness"],
        text_sha256=row["text_sha256"],
        text=text_of[row["appearance_id"]],
    )


def _heads(posts: pl.DataFrame, verdicts: Mapping[tuple[int, int], Verdict]) -> dict[int, int]:
    """Return, for each merged rank, the rank of its published appearance. Both were compared directly, never through a third."""
    followers = defaultdict(list)
    for (left, right), verdict in verdicts.items():
        if verdict.merged:
            followers[right].append(left)
    page_of = dict(posts.select("rank", "page_id").iter_rows())
    head_of: dict[int, int] = {}
    for canonical in sorted(followers):
        if canonical in head_of:
            continue
        pages = {page_of[canonical]}
        for follower in sorted(followers[canonical]):
            if follower not in head_of and page_of[follower] not in pages:
                head_of[follower] = canonical
                pages.add(page_of[follower])
    return head_of


def _values(
    members: pl.DataFrame, verdicts: Mapping[tuple[int, int], Verdict], article_of: Mapping[int, str]
) -> pl.DataFrame:
    values = (
        members.sort("rank")
        .group_by("article_id", maintain_order=True)
        .agg(
            *(pl.col(column).drop_nulls().first() for column in _FILLED),
            appearance_count=pl.len().cast(pl.Int64),
        )
    )
    nearest: dict[str, tuple[float, float, str]] = {}
    for (left, right), verdict in sorted(verdicts.items()):
        ours, theirs = article_of[left], article_of[right]
        if ours != theirs and (verdict.containment, verdict.similarity) > nearest.get(ours, (0.0, 0.0, ""))[:2]:
            nearest[ours] = (verdict.containment, verdict.similarity, theirs)
    near = pl.DataFrame(
        {"article_id": list(nearest), "near_duplicate_of": [article for *_, article in nearest.values()]},
        schema={"article_id": pl.String, "near_duplicate_of": pl.String},
    )
    return values.join(near, on="article_id", how="left", maintain_order="left")


def _duplicates(
    posts: pl.DataFrame, verdicts: Mapping[tuple[int, int], Verdict], article_of: Mapping[int, str]
) -> pl.DataFrame:
    place = dict(zip(posts["rank"], posts.select("appearance_id", "page_id").iter_rows(), strict=True))
    rows = [
        (
            place[left][0],
            place[right][0],
            v.relation,
            article_of[left] == article_of[right],
            v.similarity,
            v.containment,
            v.rule,
            place[left][1],
            place[right][1],
        )
        for (left, right), v in verdicts.items()
    ]
    columns = {
        "left_id": pl.String, "right_id": pl.String, "relation": pl.String, "merged": pl.Boolean,
        "similarity": pl.Float64, "containment": pl.Float64, "rule": pl.String, "left_page": pl.String, "right_page": pl.String,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    # a pair that matches, but was merged with another, fuller appearance, is a near miss
    is_missed = pl.col("rule").str.starts_with("merge.") & ~pl.col("merged")
    counts = posts.group_by("page_id").agg(posts=pl.len())
    frame = frame.with_columns(
        rule=pl.when(is_missed).then(pl.lit("apart.other_article")).otherwise("rule"),
        equal=((pl.col("rule") == "merge.equal_text") & pl.col("merged")).sum().over("left_page", "right_page"),
    )
    frame = frame.join(counts.rename({"page_id": "left_page", "posts": "left_posts"}), on="left_page").join(
        counts.rename({"page_id": "right_page", "posts": "right_posts"}), on="right_page"
    )
    is_page = (
        (pl.col("rule") == "merge.equal_text")
        & (pl.col("equal") == pl.col("left_posts"))
        & (pl.col("equal") == pl.col("right_posts"))
    )
    return frame.with_columns(relation=pl.when(is_page).then(pl.lit("same_page")).otherwise("relation")).sort(
        "left_id", "right_id"
    )


def _shared(verdicts: Mapping[tuple[int, int], Verdict], article_of: Mapping[int, str]) -> pl.DataFrame:
    """Return the wording that published texts share; `article_of` has the ranks of these."""
    rows = [
        (article_of[left], article_of[right], verdict.wording.share, verdict.wording.other_share, *run)
        for (left, right), verdict in verdicts.items()
        if verdict.wording and left in article_of and right in article_of
        for run in verdict.wording.runs
    ]
    return pl.DataFrame(rows, schema=reprints.SHARED, orient="row")


def _problems(heads: pl.DataFrame) -> list[Problem]:
    shared = heads.filter("is_shared").sort("appearance_id")
    message = "Another post has the same title, date and opening words; their ids depend on more of the two texts."
    return [
        Problem("shared_identity", path, message, page_id, line_no, article_id)
        for path, page_id, line_no, article_id in shared.select(
            "path", "page_id", "line_start", "article_id"
        ).iter_rows()
    ]
