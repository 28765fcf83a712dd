"""Passages that several articles share: runs of words that occur in each of them, and where.

`passages` does all steps in memory. For archives larger than memory its steps take batches of articles, also in
parallel: `fingerprints` of each batch; `shared_fingerprints` of all; `own_shared` and `stretches` of each batch; `repeats`
of all stretches; `located` of each batch; `tables` of all results.
"""

from typing import cast

import dataframely as dy

from clippings.enrich.passages.maximal_repeats import repeats
from clippings.enrich.passages.uses import located, tables
from clippings.enrich.passages.windows import fingerprints, own_shared, shared_fingerprints, stretches
from clippings.schema.articles import Articles
from clippings.schema.shared_texts import Passages, PassageUses

MIN_WORDS = 12
"""Fewest words of a passage: enough that two authors rarely write them by chance."""


def passages(
    articles: dy.DataFrame[Articles], min_words: int = MIN_WORDS
) -> tuple[dy.DataFrame[Passages], dy.DataFrame[PassageUses]]:
    """Return the tables passages and passage_uses of `articles` (article_id, text, published_on, source_published_on)."""
    articles = cast("dy.DataFrame[Articles]", articles.sort("article_id"))
    prints = fingerprints(articles, min_words)
    shared_stretches = stretches(articles, prints, shared_fingerprints([prints]), min_words)
    return tables(located(articles, shared_stretches, repeats(shared_stretches, min_words)))


__all__ = [
    "MIN_WORDS", "fingerprints", "located", "own_shared", "passages", "repeats", "shared_fingerprints",
    "stretches", "tables",
]  # fmt: skip
