"""The table `passage_uses`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class PassageUses(dy.Schema):
    """Where a passage stands. Passages may overlap: a long one of two articles may hold a shorter one of many."""

    passage_id = col.reference("passages.passage_id", "The passage.", primary_key=True)
    article_id = col.reference("articles.article_id", "The article.", primary_key=True)
    start = col.offset("First character of the passage in articles.text.", primary_key=True)
    end = col.offset("End of the passage in articles.text (exclusive).")
    is_first = dy.Bool(
        description="Whether this article had the passage first: of the earliest date; none where two share it or no date is known."
    )
