"""Stage `find_passages`: runs of words that several articles share."""

import polars as pl

from clippings.enrich import passages as sharing
from clippings.flow.run import Run
from clippings.flow.step import Batch, step

_WORK = 1 / 8
"""Work of each step on a slice: starting processes costs more than some slices."""


@step(reads=("final_articles",), writes=("fingerprints",))
def fingerprint(batch: Batch) -> None:
    """Take the fingerprints of the texts of a slice."""
    batch.put("fingerprints", sharing.fingerprints(batch.rows()["final_articles"], sharing.MIN_WORDS))


@step(reads=("final_articles", "fingerprints", "shared_fingerprints"), writes=("stretches",))
def stretch(batch: Batch) -> None:
    """Find the stretches of text that may be in other articles too."""
    rows = batch.rows()
    articles, prints, shared = rows["final_articles"], rows["fingerprints"], rows["shared_fingerprints"]
    batch.put("stretches", sharing.stretches(articles, prints, shared, sharing.MIN_WORDS))


@step(reads=("final_articles", "stretches", "repeats"), writes=("located",))
def locate(batch: Batch) -> None:
    """Find where the shared passages are in the articles of a slice."""
    rows = batch.rows()
    batch.put("located", sharing.located(rows["final_articles"], rows["stretches"], rows["repeats"]))


def find_passages(run: Run) -> None:
    """Find the stretches that several articles share, and the passages in them."""
    run.do(fingerprint, run.batches("final_articles"), work=_WORK)
    prints = run.table("fingerprints")
    shared = sharing.own_shared(prints, sharing.shared_fingerprints(prints, prints.row_count))
    calls = run.batches("final_articles", "fingerprints")
    run.do(stretch, run.with_frames(calls, ({"shared_fingerprints": frame} for frame in shared)), work=_WORK)
    stretches = run.table("stretches").read(["article_id", "begin", "words"])
    repeats = sharing.repeats(stretches, sharing.MIN_WORDS).drop("passage")
    ids = (part["article_id"].unique().implode() for part in run.table("stretches").each("article_id"))
    slices = ({"repeats": repeats.filter(pl.col("article_id").is_in(slice_ids))} for slice_ids in ids)
    run.do(locate, run.with_frames(run.batches("final_articles", "stretches"), slices), work=_WORK)
    passages, uses = sharing.tables(run.rows("located")["located"])
    run.write("final_passages", passages)
    run.write("final_passage_uses", uses)
