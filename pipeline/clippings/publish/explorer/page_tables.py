"""Which rows and columns of the published tables the explorer holds: in its index, for each article, for each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from clippings.publish.browse.list_problems import worst_first
from clippings.publish.explorer.columnar import plain
from clippings.schema.articles import CREDITS

Tables = Mapping[str, pl.LazyFrame]

_OTHERS, _BEGINS = "passage_others", "begins"
SHARED_WITH = 20
"""Other articles that are listed for a shared passage; their number is always given."""
_INDEX_ARTICLES = (
    "article_id", "title", "published_on", "category", "site", "completeness", "language", "word_count", "author",
    "source_name",
)  # fmt: skip
_INDEX_PAGES = (
    "page_id", "path", "kind", "kind_reason", "site", "url", "captured_on", "media_type", "encoding", "line_count",
    "article_count",
)  # fmt: skip
_ARTICLE_DETAILS = (
    "article_id", "text", "deck", *(name for name in CREDITS if name not in _INDEX_ARTICLES), "comment_count", "url",
)  # fmt: skip
_DUPLICATE = ("left_id", "right_id", "relation", "merged", "similarity", "containment", "rule")


def index_tables(tables: Tables) -> dict[str, pl.DataFrame]:
    """The tables every view needs: articles, whom each names, entities, pages."""
    articles = _only(tables["articles"], _INDEX_ARTICLES)
    entities = tables["entities"].filter(pl.col("mention_count") > 0).collect()
    return {
        "articles": articles,
        "entities": entities,
        "article_entities": _article_entities(tables["mentions"], articles, entities),
        "pages": _only(tables["pages"], _INDEX_PAGES),
    }


def shared_tables(tables: Tables) -> dict[str, pl.DataFrame]:
    """Tables that single views need whole: problems, and the names of the entities that are mentioned."""
    named = tables["entities"].filter(pl.col("mention_count") > 0).select("entity_id")
    names = tables["entity_names"].join(named, on="entity_id", how="semi").sort("entity_id", "name")
    return {"problems": worst_first(tables["problems"]).collect(), "entity_names": names.collect()}


def article_tables(tables: Tables, chosen: pl.Expr) -> dict[str, pl.DataFrame]:
    """What is shown of the articles for whose `article_id` the expression `chosen` holds, sorted by it."""
    tables_found: dict[str, pl.DataFrame] = {"article_details": _only(tables["articles"], _ARTICLE_DETAILS, chosen)}
    for name in ("evidence", "text_spans", "dates", "mentions"):
        tables_found[name] = tables[name].filter(chosen).collect()
    tables_found["appearances"] = tables["appearances"].filter(chosen).sort("article_id", "appearance_id").collect()
    tables_found["duplicates"] = _duplicates(tables, chosen)
    tables_found["passage_uses"], tables_found["passage_others"] = _passages(tables["passage_uses"], chosen)
    return tables_found


@dataclass(frozen=True)
class Chunk:
    """The rows of one chunk.

    Attributes:
        tables: Makes its tables.
        key: Hash of their rows; empty if it is not known.
    """

    tables: Callable[[], dict[str, pl.DataFrame]]
    key: str = ""


def divided(tables_found: Mapping[str, pl.DataFrame], column: str, prefixes: Sequence[str]) -> Iterator[Chunk]:
    """The rows of tables whose `column` begins with each of the prefixes, which are of one length.

    `passage_others` is divided as the passages are.
    """
    tables_found = {name: plain(frame) for name, frame in tables_found.items()}  # once, not once a chunk
    begins = pl.col(column).str.head(len(prefixes[0])).alias(_BEGINS)
    frames = {name: frame.with_columns(begins) for name, frame in tables_found.items() if name != _OTHERS}
    keys = _keys(frames, tables_found.get(_OTHERS))
    parts = {name: frame.partition_by(_BEGINS, as_dict=True, include_key=False) for name, frame in frames.items()}

    def chosen(prefix: str) -> dict[str, pl.DataFrame]:
        tables = {name: of_prefix.get((prefix,), tables_found[name].clear()) for name, of_prefix in parts.items()}
        if _OTHERS in tables_found:
            tables[_OTHERS] = tables_found[_OTHERS].join(
                tables["passage_uses"], on="passage_id", how="semi", maintain_order="left"
            )
        return tables

    for prefix in prefixes:
        yield Chunk(partial(chosen, prefix), f"{len(prefix)} {keys.get(prefix, '')}")


def _keys(frames: Mapping[str, pl.DataFrame], others: pl.DataFrame | None) -> dict[str, str]:
    """Beginning of an id to a hash of the rows with it."""
    hashed = [frame.select(_BEGINS, *_row_hashes(frame), table=pl.lit(name)) for name, frame in frames.items()]
    if others is not None:
        uses = frames["passage_uses"].select(_BEGINS, "passage_id")
        of_passages = others.select("passage_id", *_row_hashes(others), table=pl.lit(_OTHERS))
        hashed.append(uses.join(of_passages, on="passage_id").select(hashed[0].columns))
    sums = pl.concat(hashed).group_by(_BEGINS, "table").agg(pl.sum("first", "second"), pl.len()).sort(_BEGINS, "table")
    keys = sums.group_by(_BEGINS, maintain_order=True).agg(
        pl.format("{} {} {} {}", "table", "first", "second", "len").str.join("; ")
    )
    return dict(keys.iter_rows())


def _row_hashes(frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Two hashes of each row."""
    return frame.hash_rows(seed=1).alias("first"), frame.hash_rows(seed=2).alias("second")


def line_tables(tables: Tables, chosen: pl.Expr) -> dict[str, pl.DataFrame]:
    """The lines of the pages for whose `page_id` the expression `chosen` holds, and the articles on them."""
    tables_found = {name: tables[name].filter(chosen).collect() for name in ("lines", "removals", "recent_posts")}
    columns = ("page_id", "appearance_id", "article_id", "line_start", "line_end")
    return tables_found | {"page_appearances": _only(tables["appearances"], columns, chosen).sort("appearance_id")}


def _only(table: pl.LazyFrame, columns: tuple[str, ...], *where: pl.Expr) -> pl.DataFrame:
    held = table.collect_schema().names()
    return table.filter(*where).select(name for name in columns if name in held).collect()


def _article_entities(mentions: pl.LazyFrame, articles: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Which article mentions which entity how often: by their row numbers in the index."""
    counted = mentions.group_by("article_id", "entity_id").agg(pl.len().alias("count"))
    rows_of_articles = articles.lazy().select("article_id").with_row_index("article")
    rows_of_entities = entities.lazy().select("entity_id").with_row_index("entity")
    joined = counted.join(rows_of_articles, on="article_id").join(rows_of_entities, on="entity_id")
    return joined.select("article", "entity", "count").sort("article", "entity").collect()


def _duplicates(tables: Tables, chosen: pl.Expr) -> pl.DataFrame:
    """Merges and near misses from the side of each article they concern, with the article on the other side."""
    owners = tables["appearances"].select("appearance_id", "article_id")
    pairs = tables["duplicates"].select(_DUPLICATE)
    sided = [
        pairs.join(owners, left_on=id_column, right_on="appearance_id")
        .join(owners.rename({"article_id": "other_article_id"}), left_on=other, right_on="appearance_id")
        .select("article_id", "other_article_id", *_DUPLICATE)
        for id_column, other in (("left_id", "right_id"), ("right_id", "left_id"))
    ]
    return pl.concat(sided).filter(chosen).unique().sort("article_id", "left_id", "right_id").collect()


def _passages(uses: pl.LazyFrame, chosen: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Passages of each article; and for each passage the first articles that hold it, by id."""
    chosen_uses = uses.filter(chosen).sort("article_id", "start", "passage_id").collect()
    others = (
        uses.join(chosen_uses.lazy().select("passage_id").unique(), on="passage_id", how="semi")
        .sort("passage_id", "article_id", "start")
        .group_by("passage_id", maintain_order=True)
        .agg(
            pl.col("article_id").unique(maintain_order=True).head(SHARED_WITH + 1),
            pl.col("article_id").n_unique().alias("article_count"),
        )
        .explode("article_id")
    )
    return chosen_uses, others.collect()
