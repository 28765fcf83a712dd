"""What is done to one batch of pages: reads its parts, calls a stage, writes its parts. No Dagster here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from clippings.common.external_sort import Buckets
from clippings.dedupe import merge_articles as merging
from clippings.dedupe import minhash, published_rows
from clippings.dedupe import withdraw as withdrawal
from clippings.extract import credits as crediting
from clippings.flow.batch import Batch, table
from clippings.flow.step import step
from clippings.ingest import read_pages as reading
from clippings.ingest.sources.find_files import Dump
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import conformed
from clippings.segment import profiles, template_lines
from clippings.segment import segment_pages as posts

DEALT = ("articles", "evidence", "text_spans")
"""Tables whose key is the article's id: their rows are dealt into buckets to be sorted."""

_READ_OFF = ("cut_evidence", "cut_credits")
"""Working tables of the values that were read off posts."""
_CUT = ("cut_posts", "cut_evidence", "cut_text_spans", "cut_recent_posts")
_FLEETING = frozenset(("unreadable_file", "file_changed", "file_grew"))
"""Problems of files that were whole a moment before they were read: the next look may find something else."""


@step(reads=(), writes=("pages", "lines", "read_problems"))
def read(call: tuple[Batch, Path, Sequence[Dump]]) -> int:
    """Read dumps: parts of `pages`, `lines` and `read_problems`. Gives the number of files that changed meanwhile."""
    batch, raw, dumps = call
    found = reading.read(raw, list(dumps))
    batch.put("pages", found.pages)
    batch.put("lines", found.lines)
    batch.put("read_problems", problem_report.table(found.problems))
    return sum(one.code in _FLEETING for one in found.problems)


@step(reads=("lines", "pages"), writes=("sites", "counts"))
def recognise(batch: Batch) -> None:
    """Tell the site of each page: part of `sites`; and count its short lines: part of `counts`."""
    lines, pages, sites = batch.get("lines"), batch.get("pages"), profiles.load()
    site = profiles.recognise(lines, sites.values())
    batch.put("sites", pages.join(site, on="page_id", how="left", maintain_order="left"))
    batch.put("counts", template_lines.count(lines.join(site, on="page_id", how="left", maintain_order="left"), sites))


@step(
    reads=("lines", "sites"),
    writes=("final_pages", "final_lines", "final_removals", *_CUT, "cut_learned_lines", "cut_problems"),
)
def segment(call: tuple[Batch, pl.DataFrame]) -> None:
    """Cut the posts out: parts of what `posts.Segmented` holds."""
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
    for name in (*_CUT, "cut_learned_lines"):
        batch.put(name, getattr(cut, name.removeprefix("cut_")))
    batch.put("cut_problems", problem_report.table(cut.problems))


@step(
    reads=("cut_posts", "final_lines", "final_removals"),
    writes=("cut_credits", "unmatched_outlets", "credit_problems"),
)
def read_credits(batch: Batch) -> None:
    """Read who the posts are credited to: parts of `cut_credits`, `unmatched_outlets` and `credit_problems`."""
    posts = batch.get("cut_posts").select(crediting.POSTS)
    found = crediting.of_posts(posts, batch.get("final_lines"), batch.get("final_removals"))
    batch.put("cut_credits", found.evidence)
    batch.put("unmatched_outlets", found.unmatched)
    batch.put("credit_problems", problem_report.table(found.problems))


@step(reads=("cut_posts",), writes=("keyed_posts",))
def key_posts(batch: Batch) -> None:
    """What merging knows the posts by: part of `keyed_posts`."""
    batch.put("keyed_posts", merging.keyed(batch.get("cut_posts").select(merging.INDEX_COLUMNS)))


@step(reads=("cut_posts",), writes=("sketches",))
def sketched(batch: Batch) -> None:
    """Sketch the texts of the posts: part of `sketches`, by row of `cut_posts`, each distinct text once."""
    texts = batch.get("cut_posts").select("text", "text_sha256").with_row_index("post")
    batch.put("sketches", minhash.sketch(texts.unique("text_sha256", keep="first", maintain_order=True)))


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


def _dealt(_members: pl.DataFrame, _values: pl.DataFrame, buckets: Buckets) -> list[str]:
    return [*(name for table in DEALT for name in buckets.names(table)), "final_appearances"]


@step(reads=(*_CUT, *_READ_OFF), writes=_dealt)
def deal(call: tuple[Batch, pl.DataFrame, pl.DataFrame, Buckets]) -> None:
    """Deal the batch's articles, evidence and text spans into buckets; part of `final_appearances`.

    Args:
        call: The batch; members and values, as merging decided, of its posts; how many buckets.
    """
    batch, members, values, buckets = call
    cut = batch.get("cut_posts")
    evidence = pl.concat([batch.get("cut_evidence"), batch.get("cut_credits")], how="diagonal")
    dealt = {
        "articles": published_rows.articles(cut, members, values),
        "evidence": published_rows.evidence(evidence, members),
        "text_spans": published_rows.text_spans(batch.get("cut_text_spans"), members),
    }
    for table_name, frame in dealt.items():
        for name, rows in buckets.dealt(table_name, frame):
            batch.put(name, rows)
    ids = members.select("appearance_id", "article_id", "own_article_id")
    appearances = cut.drop("text").join(ids, on="appearance_id", how="left", maintain_order="left")
    batch.put("final_appearances", conformed(TABLES["appearances"], appearances))


def list_recent(batch: Batch) -> None:
    """Link what sidebars list to the articles held: part of `final_recent_posts`."""
    found = published_rows.recent_posts(batch.get("cut_recent_posts"), table(batch.parts("titles")))
    batch.put("final_recent_posts", conformed(TABLES["recent_posts"], found))
