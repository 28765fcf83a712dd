"""The tables keyed by article, sorted in two maps: each batch of posts divides its rows among hash partitions, one object per
batch; then each partition is sorted alone and stored in slices.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from clippings.common.external_sort import HashPartitions
from clippings.dedupe import corrected, published_rows
from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.project import additions, corrections
from clippings.schema import TABLES
from clippings.schema.frames import as_rows, cast_to_schema, frame_of, sort_by_primary_key
from clippings.schema.problem_report import Problem
from clippings.schema.working.merging import Members, TitleIndex
from clippings.schema.working.posts import PostEvidence

_UNSORTED = ("articles", "evidence", "text_spans")
_SORTED = (*(f"final_{name}" for name in _UNSORTED), "final_article_authors")
"""Published tables whose key begins with the article's id."""
_SORT_WORK = 1 / 8
"""Work of sorting a partition."""
_TITLE_WORK = 1 / 64
"""Work of taking the keys of the titles of a slice."""
_DAYS = {"article_id": pl.String, "on": pl.Date}
_TITLED = ("article_id", "site", "title", "published_on")
_PLACE = ("appearance_id", "field", "line_no", "start")
"""Where a value is read: one value of a field begins at a place."""


@step(
    reads=("posts", "evidence", "credits", "text_spans", "members", "values"),
    writes=("final_appearances", *(f"unsorted_{name}" for name in _UNSORTED)),
)
def partition_articles(batch: Batch, count: int) -> None:
    """Divide the batch's articles, evidence and text spans into hash partitions of the articles' ids."""
    rows = batch.rows()
    posts = rows["posts"]
    members = posts.select("appearance_id").join(rows["members"], on="appearance_id", maintain_order="left")
    members = as_rows(Members, members)
    evidence = pl.concat([rows["evidence"], rows["credits"]], how="diagonal")
    evidence = evidence.unique(_PLACE, keep="first", maintain_order=True)  # the line of the day may be a byline too
    evidence = as_rows(PostEvidence, evidence)
    partitions = HashPartitions("article_id", count)
    tables = {
        "articles": published_rows.articles(posts, members, rows["values"]),
        "evidence": published_rows.evidence(evidence, members),
        "text_spans": published_rows.text_spans(rows["text_spans"], members),
    }
    for name, frame in tables.items():
        batch.put_pack(f"unsorted_{name}", partitions.partition(frame))
    ids = members.select("appearance_id", "article_id", "own_article_id")
    appearances = posts.drop("text").join(ids, on="appearance_id", how="left", maintain_order="left")
    batch.put("final_appearances", cast_to_schema(TABLES["appearances"], appearances))


@step(reads=tuple(f"unsorted_{name}" for name in _UNSORTED), writes=_SORTED)
def sort_articles(batch: Batch, number: int, count: int, slice_count: int) -> None:
    """Sort one partition of the articles, corrected, with the credits that their evidence gives, and store it in slices."""
    right = corrections.of(additions.current())
    rows = batch.rows()
    articles = corrected.articles(rows["unsorted_articles"], right)
    evidence = published_rows.agreeing(rows["unsorted_evidence"])
    evidence = corrected.evidence(evidence, rows["unsorted_text_spans"], articles, right)
    tables = {
        "articles": published_rows.credited(articles, evidence),
        "evidence": evidence,
        "article_authors": published_rows.article_authors(evidence),
        "text_spans": rows["unsorted_text_spans"],
    }
    slices, slices_per_partition = HashPartitions("article_id", slice_count), slice_count // count
    for name, table in tables.items():
        sliced_rows = slices.partition(sort_by_primary_key(TABLES[name], table))
        batch.put(f"final_{name}", *sliced_rows[number * slices_per_partition : (number + 1) * slices_per_partition])


@step(reads=("final_articles",), writes=("article_titles",))
def index_titles(batch: Batch) -> None:
    """Take the keys of the titles of a slice."""
    batch.put("article_titles", published_rows.title_index(pl.concat(batch.each("final_articles", columns=_TITLED))))


@step(reads=("recent", "title_index"), writes=("final_recent_posts",))
def list_recent(batch: Batch) -> None:
    """Link what sidebars list to the articles held."""
    rows = batch.rows()
    batch.put("final_recent_posts", published_rows.recent_posts(rows["recent"], rows["title_index"]))


def write(run: Run) -> list[Problem]:
    """Write the published tables of articles, sorted by their keys. Returns the corrections of articles that are not there."""
    size = sum(part.size for part in run.table("posts").parts)
    partitions, slices = HashPartitions.counts(size)
    calls = run.batches("posts", "evidence", "credits", "text_spans", "members", "values")
    partitioned = list(run.map(partition_articles, [replace(call, args=(partitions,)) for call in calls]))
    run.let_be("final_appearances", [result.wrote["final_appearances"][0] for result in partitioned])
    sorts = []
    for number in range(partitions):
        reads = {}
        for name in _UNSORTED:
            parts = [result.wrote[f"unsorted_{name}"][number] for result in partitioned]
            reads[f"unsorted_{name}"] = [part for part in parts if part.row_count] or parts[:1]
        sorts.append(Call(reads, (number, partitions, slices)))
    run.do(sort_articles, sorts if partitioned else [], work=_SORT_WORK)
    run.do(list_recent, run.with_frames(run.batches("recent"), _titles(run)))
    right = corrections.of(additions.current())
    ids = [part["article_id"] for part in run.table("final_articles").each("article_id")] if right else []
    return corrected.problems(right, pl.concat(ids)) if ids else []


def write_reprints(run: Run, shared: pl.DataFrame) -> None:
    """Write which article is the earlier one of two that share wording, and the wording."""
    ids = pl.concat([shared["left_id"], shared["right_id"]]).unique().implode()
    on = pl.coalesce("source_published_on", "published_on")
    articles = run.table("final_articles").each("article_id", "source_published_on", "published_on")
    asked = (part.filter(pl.col("article_id").is_in(ids)) for part in articles)
    days = pl.concat([pl.DataFrame(schema=_DAYS), *(part.select("article_id", on=on) for part in asked)])
    tables = published_rows.reprint_tables(published_rows.directed(shared, days))
    for name, rows in zip(("reprints", "reprint_passages"), tables, strict=True):
        run.write(f"final_{name}", sort_by_primary_key(TABLES[name], rows))


def _titles(run: Run) -> Iterator[dict[str, pl.DataFrame]]:
    """For each batch the articles whose titles its sidebars list."""
    listed = pl.concat(run.table("recent_keys")).unique()
    run.do(index_titles, run.batches("final_articles"), work=_TITLE_WORK)
    asked = (part.join(listed, on="key", how="semi", maintain_order="left") for part in run.table("article_titles"))
    titles = pl.concat([frame_of(TitleIndex, []), *asked], how="diagonal").sort("article_id")
    for keys in run.table("recent_keys"):
        yield {"title_index": titles.join(keys, on="key", how="semi", maintain_order="left")}
