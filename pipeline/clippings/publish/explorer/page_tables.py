"""Which rows and columns of the published tables the explorer holds: in its index, for each article, for each page."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from clippings.publish.browse.list_problems import worst_first
from clippings.publish.explorer.page_file import plain
from clippings.schema.articles import CREDITS

Tables = Mapping[str, pl.LazyFrame]
Found = dict[str, pl.DataFrame]

_OTHERS, _BEGINS = "passage_others", "begins"
SHARED_WITH = 20
"""Other articles that are listed for a shared passage; their number is always given."""
_COUNTED_AT_ONCE = 16_384
"""Articles whose mentions are counted in memory."""
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


def article_rows(tables: Tables, chosen: pl.Expr) -> Found:
    """Return the rows of the tables divided by article for the articles for which `chosen`, an expression of `article_id`, is true."""
    tables_found: Found = {"article_details": _only(tables["articles"], _ARTICLE_DETAILS, chosen)}
    return tables_found | {
        name: tables[name].filter(chosen).collect() for name in ("evidence", "text_spans", "dates", "mentions")
    }


def article_relations(tables: Tables, chosen: pl.Expr) -> Found:
    """What relates the same articles to others, sorted by their ids."""
    uses, others = _passages(tables["passage_uses"], chosen)
    return {
        "appearances": tables["appearances"].filter(chosen).sort("article_id", "appearance_id").collect(),
        "duplicates": tables["duplicates"].filter(chosen).collect(), "passage_uses": uses, "passage_others": others,
    }  # fmt: skip


def divided(tables_found: Found, column: str, prefixes: Sequence[str]) -> Iterator[Found]:
    """The rows of tables whose `column` begins with each of the prefixes, which are of one length.

    `passage_others` is divided as the passages are.
    """
    begins = pl.col(column).str.head(len(prefixes[0])).alias(_BEGINS)
    found = {name: plain(frame) for name, frame in tables_found.items()}
    parts = {
        name: frame.with_columns(begins).partition_by(_BEGINS, as_dict=True, include_key=False)
        for name, frame in found.items()
        if name != _OTHERS
    }
    nothing = {name: frame.clear() for name, frame in found.items()}
    for prefix in prefixes:
        tables = {name: of.get((prefix,), nothing[name]) for name, of in parts.items()}
        if _OTHERS in found:
            uses = tables["passage_uses"]
            tables[_OTHERS] = found[_OTHERS].join(uses, on="passage_id", how="semi", maintain_order="left")
        yield tables


def hash_of_rows(tables_found: Found) -> str:
    """One hash of the rows of tables, in whatever order."""
    sums = [
        f"{name} {frame.height} {' '.join(str(frame.hash_rows(seed=seed).sum()) for seed in (1, 2))}"
        for name, frame in tables_found.items()
    ]
    return "; ".join(sums)


def page_rows(tables: Tables, chosen: pl.Expr) -> Found:
    """Return the rows of the tables divided by page for the pages for which `chosen`, an expression of `page_id`, is true."""
    return {name: tables[name].filter(chosen).collect() for name in ("lines", "removals", "recent_posts")}


def page_relations(tables: Tables, chosen: pl.Expr) -> Found:
    """The articles on the same pages."""
    columns = ("page_id", "appearance_id", "article_id", "line_start", "line_end")
    return {"page_appearances": _only(tables["appearances"], columns, chosen).sort("appearance_id")}


def _only(table: pl.LazyFrame, columns: tuple[str, ...], *where: pl.Expr) -> pl.DataFrame:
    held = table.collect_schema().names()
    return table.filter(*where).select(name for name in columns if name in held).collect()


def _article_entities(mentions: pl.LazyFrame, articles: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Which article mentions which entity how often: by their row numbers in the index."""
    rows_of_entities = entities.lazy().select("entity_id").with_row_index("entity")
    ids, number = pl.col("article_id"), pl.UInt32()
    counts = [pl.DataFrame(schema={"article": number, "entity": number, "count": number})]
    for some in articles.select("article_id").with_row_index("article").iter_slices(_COUNTED_AT_ONCE):
        first, last = (pl.lit(str(end)) for end in (some["article_id"].min(), some["article_id"].max()))
        of_some = mentions.filter(ids >= first, ids <= last)
        pairs = of_some.join(some.lazy(), on="article_id").join(rows_of_entities, on="entity_id")
        counts.append(pairs.group_by("article", "entity").agg(pl.len().alias("count")).collect())
    return pl.concat(counts).sort("article", "entity")


def with_sides(tables: Tables) -> Tables:
    """The tables, with merges and near misses from the side of each article they concern, and the article on the other side."""
    owners = tables["appearances"].select("appearance_id", "article_id")
    pairs = tables["duplicates"].select(_DUPLICATE)
    sided = [
        pairs.join(owners, left_on=id_column, right_on="appearance_id")
        .join(owners.rename({"article_id": "other_article_id"}), left_on=other, right_on="appearance_id")
        .select("article_id", "other_article_id", *_DUPLICATE)
        for id_column, other in (("left_id", "right_id"), ("right_id", "left_id"))
    ]
    both = pl.concat(sided).unique().sort("article_id", "left_id", "right_id").collect()
    return {**tables, "duplicates": both.lazy()}


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
