"""What is done to one batch of pages, or to one bucket of articles: reads its parts, calls a stage, writes its parts.

A batch is a folder and a number, so that each can be worked on in a process of its own. No Dagster here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipeline.checks import identity, ledger, provenance, schema
from pipeline.merge import publishable, sketch
from pipeline.read import text
from pipeline.read.dumps import Dump
from pipeline.segment import learned, posts, profiles
from pipeline.tables import TABLES
from pipeline.tables.buckets import Buckets
from pipeline.tables.frames import by_key, conformed, typed
from pipeline.tables.parts import Parts
from pipeline.tables.problem import Problem

DEALT = ("articles", "evidence", "text_spans")
"""Tables whose key is the article's id: their rows are dealt into buckets to be sorted."""


@dataclass(frozen=True)
class Batch:
    """A batch: the run's folder and the number of its parts."""

    folder: Path
    number: int

    def parts(self, name: str) -> Parts:
        """The table `name` of all batches."""
        return Parts(self.folder / "parts" / name)

    def get(self, name: str) -> pl.DataFrame:
        """The batch's part of the table `name`."""
        return self.parts(name).get(self.number)

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Store the batch's part of the table `name`."""
        self.parts(name).write(self.number, frame)


def read(call: tuple[Batch, Path, Sequence[Dump]]) -> list[Problem]:
    """Read dumps: parts of `pages` and `lines`."""
    batch, raw, dumps = call
    found = text.read(raw, list(dumps))
    batch.put("pages", found.pages)
    batch.put("lines", found.lines)
    return found.problems


def recognise(batch: Batch) -> pl.DataFrame:
    """Tell the site of each page: part of `sites`; and count its short lines."""
    lines, pages, sites = batch.get("lines"), batch.get("pages"), profiles.load()
    site = profiles.recognise(lines, sites.values())
    batch.put("sites", pages.join(site, on="page_id", how="left", maintain_order="left"))
    return learned.count(lines.join(site, on="page_id", how="left", maintain_order="left"), sites)


def segment(call: tuple[Batch, pl.DataFrame]) -> tuple[pl.DataFrame, list[Problem]]:
    """Cut the posts out: parts of what `posts.Segmented` holds. Gives the lines that were learned, and problems."""
    batch, repeated = call
    pages = batch.get("sites")
    asked = pages.select("page_id", "path", "media_type", "site")
    cut = posts.segment(batch.get("lines"), asked, profiles.load(), repeated)
    kinds = pages.join(cut.pages.drop("site"), on="page_id", how="left", maintain_order="left")
    batch.put("final_pages", conformed(TABLES["pages"], kinds))
    batch.put("final_lines", conformed(TABLES["lines"], cut.ledger))
    batch.put("final_removals", conformed(TABLES["removals"], cut.removals))
    for name in ("posts", "evidence", "text_spans", "recent_posts"):
        batch.put(f"cut_{name}", getattr(cut, name))
    return cut.learned_lines, cut.problems


def sketched(batch: Batch) -> pl.DataFrame:
    """Sketches of the texts of the batch, each distinct text of the archive once, by rank."""
    ranks = _table(batch.parts("ranks"))
    texts = batch.get("cut_posts").select("appearance_id", "text")
    return sketch.sketch(texts.join(ranks, on="appearance_id", how="inner", maintain_order="left"))


def deal(call: tuple[Batch, dict[str, Buckets]]) -> None:
    """Deal the batch's articles, evidence and text spans into buckets; part of `final_appearances`."""
    batch, buckets = call
    members, values = _table(batch.parts("members")), _table(batch.parts("values"))
    cut = batch.get("cut_posts")
    members = members.filter(pl.col("appearance_id").is_in(cut["appearance_id"].implode()))
    values = values.filter(pl.col("article_id").is_in(members["article_id"].unique().implode()))
    buckets["articles"].deal(batch.number, publishable.articles(cut, members, values))
    buckets["evidence"].deal(batch.number, publishable.evidence(batch.get("cut_evidence"), members))
    buckets["text_spans"].deal(batch.number, publishable.text_spans(batch.get("cut_text_spans"), members))
    ids = members.select("appearance_id", "article_id", "own_article_id")
    appearances = cut.drop("text").join(ids, on="appearance_id", how="left", maintain_order="left")
    batch.put("final_appearances", conformed(TABLES["appearances"], appearances))


def sort(call: tuple[Batch, str, Buckets]) -> None:
    """Sort one bucket: part of `final_articles`, `final_evidence` or `final_text_spans`."""
    batch, name, buckets = call
    rows = buckets.get(batch.number)
    if rows is not None and name == "evidence":
        rows = publishable.agreeing(rows)
    table = TABLES[name]
    batch.put(f"final_{name}", typed(table, []) if rows is None else by_key(table, rows))


def list_recent(batch: Batch) -> None:
    """Link what sidebars list to the articles held: part of `final_recent_posts`."""
    found = publishable.recent_posts(batch.get("cut_recent_posts"), _table(batch.parts("titles")))
    batch.put("final_recent_posts", conformed(TABLES["recent_posts"], found))


def lines_missing(batch: Batch) -> int:
    """Breaches of the ledger: pages with missing or double lines."""
    return ledger.missing_or_double_lines(batch.get("lines"), batch.get("pages")).height


def lines_misassigned(batch: Batch) -> int:
    """Breaches of the ledger: posts that overlap, or do not own the lines between their first and last."""
    lines, cut = batch.get("final_lines"), batch.get("cut_posts")
    return ledger.overlapping_appearances(cut).height + ledger.misassigned_lines(lines, cut).height


def removals_unfounded(batch: Batch) -> int:
    """Removals that are not the characters they name."""
    return provenance.unfounded_evidence(batch.get("final_removals"), batch.get("final_lines")).height


def evidence_unfounded(batch: Batch) -> int:
    """Evidence that is not the characters it names."""
    return provenance.unfounded_evidence(batch.get("cut_evidence"), batch.get("final_lines")).height


def spans_broken(batch: Batch) -> int:
    """Stretches of a text that are not the characters they name, and texts that hold more than their stretches."""
    texts = batch.get("cut_posts").select("text", article_id="appearance_id")
    spans = batch.get("cut_text_spans").rename({"appearance_id": "article_id"})
    return (
        provenance.broken_text_spans(spans, texts, batch.get("final_lines")).height
        + provenance.gaps_in_text(spans, texts).height
    )


def values_unfounded(bucket: Batch) -> int:
    """Values of articles without evidence."""
    return provenance.values_without_evidence(bucket.get("final_articles"), bucket.get("final_evidence")).height


def articles_wrong(bucket: Batch) -> int:
    """Articles whose id stands twice, or whose text has another hash."""
    articles = bucket.get("final_articles")
    return identity.repeated_keys(articles, ["article_id"]).height + identity.wrong_text_hashes(articles).height


def schema_breaches(call: tuple[Batch, str]) -> dict[str, int]:
    """Rule to number of rows of the part of a published table that break it."""
    batch, name = call
    return {f"{name}: {rule}": n for rule, n in schema.rule_breaches(name, batch.get(f"final_{name}")).items()}


@cache
def _table(parts: Parts) -> pl.DataFrame:
    """A table that is small beside the texts, read once a process and run: the folder of a run is its own."""
    return parts.read()
