"""Stage `find_mentions`: the names in the articles, and the entities they are linked to."""

from __future__ import annotations

from clippings.enrich import entities as naming
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.schema import TABLES
from clippings.schema.frames import sort_by_primary_key


@step(reads=("final_articles",), writes=("named", "final_mentions"))
def name(batch: Batch) -> None:
    """Find the names in a slice of the articles."""
    mentions = naming.find(batch.get("final_articles"))
    batch.put("named", mentions)
    batch.put("final_mentions", sort_by_primary_key(TABLES["mentions"], mentions))


def find_mentions(run: Run) -> None:
    """Find the names, and list the entities."""
    run.do(name, run.batches("final_articles"))
    entities, names = naming.summarise(run.table("named").read())
    run.write("final_entities", entities)
    run.write("final_entity_names", names)
