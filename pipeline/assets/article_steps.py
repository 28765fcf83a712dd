"""What is done to one slice of articles, or to one bucket of them: reads its parts, calls a stage, writes its parts.

A slice is the articles whose ids lie between two bounds; a bucket is several slices, sorted at once. No Dagster here.
"""

from __future__ import annotations

import polars as pl

from pipeline.assets.batch import Batch, table
from pipeline.assets.step import step
from pipeline.enrich import dates as dating
from pipeline.enrich import entities as naming
from pipeline.enrich import passages as sharing
from pipeline.merge import publishable
from pipeline.tables import TABLES, TextSpans
from pipeline.tables.buckets import Buckets
from pipeline.tables.frames import by_key, typed


def sort_articles(call: tuple[Batch, Buckets, Buckets]) -> None:
    """Sort one bucket of articles, with the credits its evidence gives: slices of `final_articles` and `final_evidence`."""
    bucket, articles, evidence = call
    rows, read = articles.get(bucket.number), evidence.get(bucket.number)
    if rows is not None and read is not None:
        read = publishable.agreeing(read)
        rows = publishable.credited(rows, read)
    for name, buckets, found in (("articles", articles, rows), ("evidence", evidence, read)):
        _put_slices(
            bucket, f"final_{name}", buckets, typed(TABLES[name], []) if found is None else by_key(TABLES[name], found)
        )


def sort_spans(call: tuple[Batch, Buckets]) -> None:
    """Sort one bucket of text spans: slices of `final_text_spans`."""
    bucket, text_spans = call
    rows = text_spans.get(bucket.number)
    found = typed(TextSpans, []) if rows is None else by_key(TextSpans, rows)
    _put_slices(bucket, "final_text_spans", text_spans, found)


def _put_slices(bucket: Batch, name: str, buckets: Buckets, rows: pl.DataFrame) -> None:
    for number, found in buckets.slices(bucket.number, rows):
        bucket.parts(name).write(number, found)


@step(reads=("final_articles",), writes=("final_dates",))
def read_dates(part: Batch) -> None:
    """Read the temporal expressions of the articles: part of `final_dates`."""
    part.put("final_dates", dating.dates(part.get("final_articles")))


@step(reads=("final_articles",), writes=("named", "final_mentions"))
def find_mentions(part: Batch) -> None:
    """Find whom and what the articles name: parts of `final_mentions`, and of `named` with what is known of each."""
    found = naming.find(part.get("final_articles"))
    part.put("named", found)
    part.put("final_mentions", by_key(TABLES["mentions"], found))


@step(reads=("final_articles",), writes=("fingerprints",))
def fingerprint(part: Batch) -> None:
    """Fingerprints of the articles' texts: part of `fingerprints`."""
    part.put("fingerprints", sharing.fingerprints(part.get("final_articles"), sharing.MIN_WORDS))


def stretch(part: Batch) -> pl.DataFrame:
    """Stretches of the articles' texts that may stand in others too: part of `stretches`. Gives them."""
    shared, prints = table(part.parts("shared_fingerprints")), part.get("fingerprints")
    found = sharing.stretches(part.get("final_articles"), prints, shared, sharing.MIN_WORDS)
    part.put("stretches", found)
    return found.select("article_id", "begin", "words")


def locate(part: Batch) -> pl.DataFrame:
    """Where the shared passages stand in the articles."""
    return sharing.located(part.get("final_articles"), part.get("stretches"), table(part.parts("repeats")))
