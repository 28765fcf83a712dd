"""What is done to one slice of articles, or to one bucket of them: reads its parts, calls a stage, writes its parts.

A slice is the articles whose ids lie between two bounds; a bucket is several slices, sorted at once. No Dagster here.
"""

from __future__ import annotations

import polars as pl

from clippings.common.external_sort import Buckets
from clippings.dedupe import published_rows
from clippings.extract import entities as naming
from clippings.extract import passages as sharing
from clippings.extract.dates import table as dating
from clippings.flow.batch import Batch
from clippings.flow.step import step
from clippings.schema import TABLES
from clippings.schema.frames import by_key


def sort_articles(call: tuple[Batch, Buckets]) -> None:
    """Sort one bucket of articles, with the credits its evidence gives: slices of `final_articles` and `final_evidence`."""
    bucket, buckets = call
    evidence = published_rows.agreeing(_dealt(bucket, buckets, "evidence"))
    articles = published_rows.credited(_dealt(bucket, buckets, "articles"), evidence)
    _put_slices(bucket, buckets, "articles", articles)
    _put_slices(bucket, buckets, "evidence", evidence)


def sort_spans(call: tuple[Batch, Buckets]) -> None:
    """Sort one bucket of text spans: slices of `final_text_spans`."""
    bucket, buckets = call
    _put_slices(bucket, buckets, "text_spans", _dealt(bucket, buckets, "text_spans"))


def _dealt(bucket: Batch, buckets: Buckets, table: str) -> pl.DataFrame:
    return bucket.parts(buckets.names(table)[bucket.number]).read()


def _put_slices(bucket: Batch, buckets: Buckets, table: str, rows: pl.DataFrame) -> None:
    for number, found in buckets.slices(bucket.number, by_key(TABLES[table], rows)):
        bucket.parts(f"final_{table}").write(number, found)


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


@step(reads=("final_articles", "fingerprints"), writes=("stretches",))
def stretch(call: tuple[Batch, pl.DataFrame]) -> None:
    """Stretches of the articles' texts that may stand in others too: part of `stretches`.

    Args:
        call: The slice; those of its fingerprints that stand in two articles.
    """
    part, shared = call
    articles, prints = part.get("final_articles"), part.get("fingerprints")
    part.put("stretches", sharing.stretches(articles, prints, shared, sharing.MIN_WORDS))


@step(reads=("final_articles", "stretches"), writes=("located",))
def locate(call: tuple[Batch, pl.DataFrame]) -> None:
    """Where the shared passages stand in the articles: part of `located`.

    Args:
        call: The slice; the repeats that stand in its articles.
    """
    part, repeats = call
    part.put("located", sharing.located(part.get("final_articles"), part.get("stretches"), repeats))
