"""The stages run one after the other in memory, without Dagster: for tests that need many small archives."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from clippings.dedupe import merge_articles as merging
from clippings.dedupe import minhash, published_rows
from clippings.extract import entities, passages
from clippings.extract.credits import Credits, of_posts
from clippings.extract.dates import table
from clippings.ingest.formats import text
from clippings.schema import TABLES
from clippings.schema.frames import by_key, typed
from clippings.segment import profiles, segment_pages, template_lines


def tables_of(dumps: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """The published tables of an archive given as page id to text; pages and problems in part."""
    sites = profiles.load()
    ids = sorted(dumps)
    lines = text.lines(ids, [dumps[page_id] for page_id in ids])
    counts = [dumps[page_id].count("\n") + 1 for page_id in ids]
    pages = pl.DataFrame({"page_id": ids, "path": ids, "media_type": "text/plain", "line_count": counts})
    pages = pages.join(profiles.recognise(lines, sites.values()), on="page_id", maintain_order="left")
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
        "pages": cut.pages.join(pages.select("page_id", "line_count"), on="page_id"),
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
    asked = cut.posts.select("appearance_id", "page_id", "path", "published_on", "category", "language")
    return of_posts(asked, cut.ledger, cut.removals)


def _ranked_texts(index: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    return index.select("appearance_id", post="rank").join(cut.select("appearance_id", "text"), on="appearance_id")
