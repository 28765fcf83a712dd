"""The stages run one after the other in memory, without Dagster: for tests that need many small archives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from clippings.dedupe import merge_articles as merging
from clippings.dedupe import minhash, published_rows
from clippings.extract import entities, passages
from clippings.extract.credits import POSTS, Credits, of_posts
from clippings.extract.dates import table
from clippings.ingest import read_pages
from clippings.ingest.formats import text
from clippings.ingest.sources import find_files
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import by_key, typed
from clippings.schema.problem_report import Problem
from clippings.segment import profiles, segment_pages, template_lines


def tables_of(dumps: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """The published tables of an archive given as page id to text; pages and problems in part."""
    ids = sorted(dumps)
    lines = text.lines(ids, [dumps[page_id] for page_id in ids])
    counts = [dumps[page_id].count("\n") + 1 for page_id in ids]
    pages = pl.DataFrame({"page_id": ids, "path": ids, "media_type": "text/plain", "line_count": counts})
    return _tables(lines, pages, [])


def tables_of_files(raw: Path) -> dict[str, pl.DataFrame]:
    """The published tables of the files below a folder, in any form; pages in part, all problems of reading and cutting."""
    dumps, problems = find_files.find(raw, raw.with_name(f"{raw.name}-unpacked"))
    found = read_pages.read(raw, dumps)
    return _tables(found.lines, found.pages, [*problems, *found.problems])


def _tables(lines: pl.DataFrame, pages: pl.DataFrame, problems: list[Problem]) -> dict[str, pl.DataFrame]:
    sites = profiles.load()
    pages = pages.join(profiles.recognise(lines, sites.values()), on="page_id", maintain_order="left")
    pages = pages.with_columns(pl.col("site").fill_null(profiles.UNKNOWN))
    with_site = lines.join(pages.select("page_id", "site"), on="page_id", how="left", maintain_order="left")
    cut = segment_pages.segment(
        lines, pages.drop("line_count"), sites, template_lines.learn([template_lines.count(with_site, sites)])
    )
    credited = credits_of(cut)
    index = merging.ranked(merging.keyed(cut.posts.select(merging.INDEX_COLUMNS)))
    text_of = dict(cut.posts.select("appearance_id", "text").iter_rows())
    merged = merging.merge(
        index,
        minhash.pairs(minhash.sketch(_ranked_texts(index, cut.posts))),
        lambda asked: {i: text_of[i] for i in asked},
    )
    members = merged.members
    appearances = cut.posts.join(
        members.select("appearance_id", "article_id", "own_article_id"), on="appearance_id", maintain_order="left"
    )
    found = pl.concat([cut.evidence, credited.evidence], how="diagonal")
    evidence = published_rows.agreeing(published_rows.evidence(found, members))
    final = {
        "pages": cut.pages.join(pages.drop("site"), on="page_id"),
        "problems": problem_report.table([*problems, *cut.problems, *credited.problems]),
        "lines": cut.ledger,
        "appearances": appearances,
        "articles": published_rows.credited(published_rows.articles(cut.posts, members, merged.values), evidence),
        "evidence": evidence,
        "text_spans": published_rows.text_spans(cut.text_spans, members),
        "removals": cut.removals,
        "duplicates": merged.duplicates,
        "withdrawals": typed(TABLES["withdrawals"], []),
    }
    tables = {name: by_key(TABLES[name], frame) for name, frame in final.items()}
    return tables | _read(tables["articles"])


def _read(articles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What is read off the articles' texts."""
    found = entities.find(articles)
    named, names = entities.summarise(found)
    shared, uses = passages.passages(articles)
    return {
        "dates": table.dates(articles),
        "mentions": by_key(TABLES["mentions"], found),
        "entities": named,
        "entity_names": names,
        "passages": shared,
        "passage_uses": uses,
    }


def credits_of(cut: segment_pages.Segmented) -> Credits:
    """Who the posts that were cut are credited to."""
    return of_posts(cut.posts.select(POSTS), cut.ledger, cut.removals)


def _ranked_texts(index: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    return index.select("appearance_id", post="rank").join(cut.select("appearance_id", "text"), on="appearance_id")
