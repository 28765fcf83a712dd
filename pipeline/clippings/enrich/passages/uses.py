"""The published tables of passages, made from the repeats: characters, wording, ids, and the first use.

An id is made from the words themselves: rows of one passage have the same words, even if hashes collide.
"""

import hashlib
from collections.abc import Sequence

import dataframely as dy
import polars as pl

from clippings.enrich.passages.words import Positions, normalised
from clippings.schema.articles import Articles
from clippings.schema.frames import as_rows, sort_by_primary_key
from clippings.schema.shared_texts import Passages, PassageUses
from clippings.schema.working.texts import LocatedPassages, Repeats, Stretches

_SLICE = 1 << 14
"""Uses whose wording is held in memory at once."""
_IN_ORDER = ["passage_id", "on", "article_id", "start"]
"""The first use of a passage is that of the earliest date; uses without a date come last."""


def located(
    articles: dy.DataFrame[Articles], stretches: dy.DataFrame[Stretches], repeats: dy.DataFrame[Repeats]
) -> dy.DataFrame[LocatedPassages]:
    """Return uses of passages in `articles`: `article_id`, `start`, `end`, `on`, `passage_id`, and of the first use of each
    passage its `text` and `word_count`; both are null in the others.

    Args:
        articles: article_id, text, published_on, source_published_on.
        stretches: of these articles, as from `stretches`.
        repeats: as from `repeats`; those in other articles are passed over.
    """
    before = pl.col("starts").list.len().cast(pl.Int64).cum_sum().shift(1, fill_value=0)
    on = pl.coalesce("source_published_on", "published_on")
    here = repeats.join(
        stretches.select("article_id", "begin", before=before), on=["article_id", "begin"], maintain_order="left"
    ).join(
        articles.select("article_id", on=on, row=pl.int_range(pl.len())), on="article_id", maintain_order="left"
    )  # fmt: skip
    word = (here["before"] + here["place"]).to_numpy()
    uses = here.select(
        "article_id",
        pl.Series("start", _flat(stretches, "starts")[word]),
        pl.Series("end", _flat(stretches, "ends")[word + here["word_count"].to_numpy() - 1]), "on", "row",
    )  # fmt: skip
    texts = articles["text"].to_list()
    slices = [uses.slice(first, _SLICE) for first in range(0, uses.height, _SLICE)] or [uses]
    return as_rows(LocatedPassages, _described(pl.concat(_worded(part, texts) for part in slices)))


def tables(located: dy.DataFrame[LocatedPassages]) -> tuple[dy.DataFrame[Passages], dy.DataFrame[PassageUses]]:
    """Return the tables passages and passage_uses, from what the function `located` found in all articles."""
    passages = (
        located.sort(_IN_ORDER, nulls_last=True)
        .group_by("passage_id", maintain_order=True)
        .agg(
            pl.col("text", "word_count").first(),
            article_count=pl.col("article_id").n_unique(),
            first_published_on=pl.col("on").min(),
        )
        .filter(pl.col("article_count") > 1)
    )
    is_earliest = (pl.col("on") == pl.col("first_published_on")).fill_null(False)
    earliest_articles = pl.col("article_id").filter(pl.col("is_earliest")).n_unique().over("passage_id")
    uses = (
        located.join(passages.select("passage_id", "first_published_on"), on="passage_id")
        .with_columns(is_earliest=is_earliest)
        .with_columns(is_first=pl.col("is_earliest") & (earliest_articles == 1))
    )
    return sort_by_primary_key(Passages, passages), sort_by_primary_key(PassageUses, uses)


def _flat(stretches: pl.DataFrame, column: str) -> Positions:
    return stretches[column].explode(empty_as_null=False).to_numpy()


def _worded(uses: pl.DataFrame, texts: Sequence[str]) -> pl.DataFrame:
    """Return `uses` with their `passage_id`, and of the first of each passage its `text` and `word_count`."""
    spans = uses.select("row", "start", "end").iter_rows()
    with_text = uses.drop("row").with_columns(text=pl.Series([texts[row][a:b] for row, a, b in spans], dtype=pl.String))
    surfaces = with_text["text"].unique()
    words = normalised(surfaces.to_list())
    wordings = pl.DataFrame(
        {
            "text": surfaces,
            "passage_id": pl.Series(
                [hashlib.sha256(word.encode()).hexdigest()[:16] for word in words], dtype=pl.String
            ),
            "word_count": pl.Series([word.count(" ") + 1 for word in words], dtype=pl.Int64),
        }
    )
    return _described(with_text.join(wordings, on="text"))


def _described(uses: pl.DataFrame) -> pl.DataFrame:
    """Return `uses` in order, `text` and `word_count` kept for the first use of each passage only."""
    is_first = pl.int_range(pl.len()).over("passage_id") == 0
    first_only = [pl.when(is_first).then(name).alias(name) for name in ("text", "word_count")]
    return uses.sort(_IN_ORDER, nulls_last=True).with_columns(first_only)
