"""Stage `find_mentions`: the names in the articles, and the entities they are linked to."""

from __future__ import annotations

import polars as pl

from clippings.enrich import entities as naming
from clippings.flow import too_slow
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.schema import TABLES
from clippings.schema.frames import sort_by_primary_key


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
    batch.put("mention_problems", too_slow.problems(articles, slow, "names"))
    batch.put("named", mentions)
    batch.put("final_mentions", sort_by_primary_key(TABLES["mentions"], mentions))


def find_mentions(run: Run) -> None:
    """Find the names, and list the entities."""
    run.do(name, run.batches("final_articles", "final_article_authors"))
    entities, names = naming.summarise(run.rows("named")["named"])
    run.write("final_entities", entities)
    run.write("final_entity_names", names)
