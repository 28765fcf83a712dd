"""Dates and entities in an article, each with its location, and passages that other articles share."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from rich.text import Text

from clippings.publish.explain.package_rows import Package, Row
from clippings.publish.explain.source_lines import SourceLines

_OTHERS = 3
"""Maximum number of articles to name that share a passage."""
_OPENING = 60
"""Number of characters of a passage to show."""


def days(package: Package, article: Row, places: SourceLines) -> Iterator[Text]:
    """Yield each temporal expression: its value, its text, the days it covers, and the rule."""
    for row in package.rows("dates", pl.col("article_id") == article["article_id"]):
        covers = (
            f" · {row['begin_on']} to {row['end_on']}" if row["begin_on"] and row["begin_on"] != row["end_on"] else ""
        )
        anchor = f" · seen from {row['anchor_on']}" if row["anchor_on"] else ""
        mod = f" {row['mod']}" if row["mod"] else ""
        place = places.of(row["field"], row["start"], row["end"])
        yield Text.assemble(
            f"{row['type']} {row['value']}{mod}",
            (f"  from “{row['text']}”", "green"),
            (f"  {place}{covers}{anchor} · {row['rule']}", "dim"),
        )


def names(package: Package, article: Row, places: SourceLines) -> Iterator[Text]:
    """Yield each entity with its spellings, the most frequent entity first."""
    mentions = package.rows("mentions", pl.col("article_id") == article["article_id"])
    entities = {
        row["entity_id"]: row
        for row in package.rows("entities", pl.col("entity_id").is_in([row["entity_id"] for row in mentions]))
    }
    mentions_of: dict[str, list[Row]] = {}
    for row in mentions:
        mentions_of.setdefault(row["entity_id"], []).append(row)
    for entity_id, entity_mentions in sorted(mentions_of.items(), key=lambda item: (-len(item[1]), item[0])):
        entity = entities[entity_id]
        curation = "curated" if entity["is_curated"] else "not curated"
        item = f" · {entity['wikidata_id']}" if entity["wikidata_id"] else ""
        yield Text.assemble(entity["name"], (f"  {entity['type']} · {curation} · {entity_id}{item}", "dim"))
        spellings: dict[tuple[str, str], list[Row]] = {}
        for row in entity_mentions:
            spellings.setdefault((row["text"], row["rule"]), []).append(row)
        for (text, rule), rows in spellings.items():
            first = rows[0]
            place = places.of(first["field"], first["start"], first["end"])
            times = f" ×{len(rows)}, first at " if len(rows) > 1 else " "
            yield Text.assemble((f"  “{text}”", "green"), (f"{times}{place} · {rule} · {first['score']:.2f}", "dim"))


def shared(package: Package, article: Row) -> Iterator[Text]:
    """Yield each passage that other articles share, the longest first."""
    uses = package.rows("passage_uses", pl.col("article_id") == article["article_id"])
    ids = pl.col("passage_id").is_in([row["passage_id"] for row in uses])
    others: dict[str, list[str]] = {}
    for row in package.rows("passage_uses", ids, pl.col("article_id") != article["article_id"]):
        others.setdefault(row["passage_id"], []).append(row["article_id"])
    is_first = {row["passage_id"] for row in uses if row["is_first"]}
    for row in sorted(package.rows("passages", ids), key=lambda row: (-row["word_count"], row["passage_id"])):
        held = others.get(row["passage_id"], [])
        more = f" and {len(held) - _OTHERS} more" if len(held) > _OTHERS else ""
        here = " · here first" if row["passage_id"] in is_first else ""
        yield Text.assemble(
            f"{row['word_count']} words",
            (f"  “{row['text'][:_OPENING]}…”", "green"),
            (f"  also in {', '.join(held[:_OTHERS])}{more}{here}", "dim"),
        )
