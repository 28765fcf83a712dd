"""Stage `find_mentions`: the names in the articles, and the entities they are linked to."""

import polars as pl

from clippings.common.external_sort import HashPartitions, partition_by
from clippings.enrich import entities as naming
from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import sort_by_primary_key

_MOST_PARTITIONS = 16
_COUNT_WORK = 1 / 64
"""Work of counting the names of a slice."""


@step(
    reads=("final_articles", "final_article_authors"),
    writes=("named", "final_mentions", "mention_problems"),
    by="article_id",
)
def name(batch: Batch) -> None:
    """Find the names in a slice of the articles."""
    rows = batch.rows()
    kinds = (
        rows["final_article_authors"]
        .filter(pl.col("role") == "author")
        .sort("article_id", "position")
        .group_by("article_id", maintain_order=True)
        .agg(author_kinds=pl.col("kind").cast(pl.String))
    )
    articles = rows["final_articles"]
    slow: list[str] = []
    mentions = naming.find(
        articles.join(kinds, on="article_id", how="left", maintain_order="left"), too_slow=slow.append
    )
    batch.put("mention_problems", problem_report.too_slow(articles, slow, "names"))
    batch.put("named", mentions)
    batch.put("final_mentions", sort_by_primary_key(TABLES["mentions"], mentions))


@step(reads=("named",), writes=("entity_counts",))
def count(batch: Batch, partitions: int) -> None:
    """Count how often a slice of the articles names each entity, and divide the counts by the entities' ids."""
    # an id is a hash, or the word of a listed entity: the ranges are those of the first character
    digit = pl.col("entity_id").str.head(1).str.to_integer(base=16, strict=False).fill_null(_MOST_PARTITIONS - 1)
    counts = naming.count(batch.rows()["named"])
    batch.put_pack("entity_counts", partition_by(counts, digit * partitions // _MOST_PARTITIONS, partitions))


@step(reads=("entity_counts",), writes=("final_entities", "final_entity_names"))
def add_up(batch: Batch) -> None:
    """List the entities of a partition of their ids, with their names."""
    entities, names = naming.summarise(batch.rows()["entity_counts"])
    batch.put("final_entities", entities)
    batch.put("final_entity_names", names)


def find_mentions(run: Run) -> None:
    """Find the names, and list the entities."""
    run.do(name, run.batches("final_articles", "final_article_authors"))
    named = run.table("named").parts
    partitions = min(_MOST_PARTITIONS, HashPartitions.counts(sum(part.size for part in named))[0])
    run.do(count, [Call(call.reads, (partitions,)) for call in run.batches("named")], work=_COUNT_WORK)
    run.do(add_up, run.across(["entity_counts"], partitions, len(named)), work=0)
