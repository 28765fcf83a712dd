"""What is done to one batch of pages, or to one bucket of articles: reads its parts, calls a stage, writes its parts.

A batch is a folder and a number, so that each can be worked on in a process of its own. No Dagster here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipeline.enrich import credits as crediting
from pipeline.enrich import dates as dating
from pipeline.enrich import entities as naming
from pipeline.enrich import passages as sharing
from pipeline.merge import publishable, sketch, withdrawal
from pipeline.read import pages as reading
from pipeline.read.dumps import Dump
from pipeline.segment import learned, posts, profiles
from pipeline.tables import TABLES, TextSpans
from pipeline.tables.buckets import Buckets
from pipeline.tables.frames import by_key, conformed, typed
from pipeline.tables.parts import Parts
from pipeline.tables.problem import Problem

DEALT = ("articles", "evidence", "text_spans")
"""Tables whose key is the article's id: their rows are dealt into buckets to be sorted."""


_READ_OFF = ("cut_evidence", "cut_credits")
"""Working tables of the values that were read off posts."""


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

    def replace(self, name: str, frame: pl.DataFrame) -> None:
        """Store another part in the place of the batch's part of the table `name`, in a file of its own."""
        self.parts(name).discard(self.number)  # what is linked to the old file keeps it
        self.put(name, frame)

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Store the batch's part of the table `name`."""
        self.parts(name).write(self.number, frame)


def read(call: tuple[Batch, Path, Sequence[Dump]]) -> list[Problem]:
    """Read dumps: parts of `pages` and `lines`."""
    batch, raw, dumps = call
    found = reading.read(raw, list(dumps))
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
    asked = pages.select("page_id", "path", "media_type", "site", "captured_on")
    cut = posts.segment(batch.get("lines"), asked, profiles.load(), repeated)
    kinds = pages.join(cut.pages.drop("site"), on="page_id", how="left", maintain_order="left").with_columns(
        captured_on=pl.coalesce("captured_on", "not_before")
    )
    batch.put("final_pages", conformed(TABLES["pages"], kinds))
    batch.put("final_lines", conformed(TABLES["lines"], cut.ledger))
    batch.put("final_removals", conformed(TABLES["removals"], cut.removals))
    for name in ("posts", "evidence", "text_spans", "recent_posts"):
        batch.put(f"cut_{name}", getattr(cut, name))
    return cut.learned_lines, cut.problems


def read_credits(batch: Batch) -> tuple[pl.DataFrame, list[Problem]]:
    """Read who the posts are credited to: part of `cut_credits`. Gives the outlets that are not known, and problems."""
    posts = batch.get("cut_posts").select("appearance_id", "page_id", "path", "published_on", "category", "language")
    found = crediting.of_posts(posts, batch.get("final_lines"), batch.get("final_removals"))
    batch.put("cut_credits", found.evidence)
    return found.unmatched, found.problems


def sketched(batch: Batch) -> pl.DataFrame:
    """Sketches of the texts of the batch, each distinct text of the archive once, by rank."""
    ranks = table(batch.parts("ranks"))
    texts = batch.get("cut_posts").select("appearance_id", "text")
    return sketch.sketch(texts.join(ranks, on="appearance_id", how="inner", maintain_order="left"))


def withdraw(call: tuple[Batch, pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """Take the withdrawn posts out of all that was cut of the batch. Gives page and number of the lines withheld.

    Args:
        call: The batch; appearance_id of what is withdrawn; title and published_on of it, over all batches.
    """
    batch, gone, titles = call
    lines, recent = batch.get("final_lines"), batch.get("cut_recent_posts")
    evidence = pl.concat([batch.get(name).select("appearance_id", "page_id", "line_no") for name in _READ_OFF])
    places = withdrawal.withheld(lines, recent, evidence, gone, titles)
    if not places.height:
        return places
    cut = batch.get("cut_posts")
    kept = cut.join(gone, on="appearance_id", how="anti", maintain_order="left")
    left = set(cut["page_id"]) - set(kept["page_id"])
    nothing_left = pl.col("page_id").is_in(left)  # the address of a page of one post tells its title
    pages = batch.get("final_pages").with_columns(url=pl.when(~nothing_left).then("url"))
    batch.replace("final_pages", pages)
    batch.replace("final_lines", withdrawal.blanked(lines, places))
    batch.replace("cut_recent_posts", recent.join(places, on=["page_id", "line_no"], how="anti", maintain_order="left"))
    batch.replace("cut_posts", kept)
    for name in (*_READ_OFF, "cut_text_spans", "final_removals"):
        rows = batch.get(name)
        batch.replace(name, rows.join(gone, on="appearance_id", how="anti", maintain_order="left"))
    return places


def deal(call: tuple[Batch, dict[str, Buckets]]) -> None:
    """Deal the batch's articles, evidence and text spans into buckets; part of `final_appearances`."""
    batch, buckets = call
    members, values = table(batch.parts("members")), table(batch.parts("values"))
    cut = batch.get("cut_posts")
    members = members.filter(pl.col("appearance_id").is_in(cut["appearance_id"].implode()))
    values = values.filter(pl.col("article_id").is_in(members["article_id"].unique().implode()))
    buckets["articles"].deal(batch.number, publishable.articles(cut, members, values))
    evidence = pl.concat([batch.get("cut_evidence"), batch.get("cut_credits")], how="diagonal")
    buckets["evidence"].deal(batch.number, publishable.evidence(evidence, members))
    buckets["text_spans"].deal(batch.number, publishable.text_spans(batch.get("cut_text_spans"), members))
    ids = members.select("appearance_id", "article_id", "own_article_id")
    appearances = cut.drop("text").join(ids, on="appearance_id", how="left", maintain_order="left")
    batch.put("final_appearances", conformed(TABLES["appearances"], appearances))


def sort_articles(call: tuple[Batch, Buckets, Buckets]) -> None:
    """Sort one bucket of articles, with the credits its evidence gives: part of `final_articles` and `final_evidence`."""
    bucket, articles, evidence = call
    rows, read = articles.get(bucket.number), evidence.get(bucket.number)
    if rows is not None and read is not None:
        read = publishable.agreeing(read)
        rows = publishable.credited(rows, read)
    for name, found in (("articles", rows), ("evidence", read)):
        bucket.put(f"final_{name}", typed(TABLES[name], []) if found is None else by_key(TABLES[name], found))


def sort_spans(call: tuple[Batch, Buckets]) -> None:
    """Sort one bucket of text spans: part of `final_text_spans`."""
    bucket, text_spans = call
    rows = text_spans.get(bucket.number)
    bucket.put("final_text_spans", typed(TextSpans, []) if rows is None else by_key(TextSpans, rows))


def read_dates(bucket: Batch) -> None:
    """Read the temporal expressions of the articles: part of `final_dates`."""
    bucket.put("final_dates", dating.dates(bucket.get("final_articles")))


def find_mentions(bucket: Batch) -> None:
    """Find whom and what the articles name: parts of `final_mentions`, and of `named` with what is known of each."""
    found = naming.find(bucket.get("final_articles"))
    bucket.put("named", found)
    bucket.put("final_mentions", by_key(TABLES["mentions"], found))


def fingerprint(bucket: Batch) -> pl.DataFrame:
    """Fingerprints of the articles' texts: part of `fingerprints`. Gives them, each once."""
    prints = sharing.fingerprints(bucket.get("final_articles"), sharing.MIN_WORDS)
    bucket.put("fingerprints", prints)
    return prints.select("fingerprint")


def stretch(bucket: Batch) -> pl.DataFrame:
    """Stretches of the articles' texts that may stand in others too: part of `stretches`. Gives them."""
    shared, prints = table(bucket.parts("shared_fingerprints")), bucket.get("fingerprints")
    found = sharing.stretches(bucket.get("final_articles"), prints, shared, sharing.MIN_WORDS)
    bucket.put("stretches", found)
    return found.select("article_id", "begin", "words")


def locate(bucket: Batch) -> pl.DataFrame:
    """Where the shared passages stand in the articles."""
    return sharing.located(bucket.get("final_articles"), bucket.get("stretches"), table(bucket.parts("repeats")))


def list_recent(batch: Batch) -> None:
    """Link what sidebars list to the articles held: part of `final_recent_posts`."""
    found = publishable.recent_posts(batch.get("cut_recent_posts"), table(batch.parts("titles")))
    batch.put("final_recent_posts", conformed(TABLES["recent_posts"], found))


@cache
def table(parts: Parts) -> pl.DataFrame:
    """A table that is small beside the texts, read once a process and run: the folder of a run is its own."""
    return parts.read()
