"""The table `passage_uses`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class PassageUses(dy.Schema):
    """Where a passage occurs. Passages may overlap: a long one shared by two articles can contain a short one shared by many."""

    passage_id = col.reference("passages.passage_id", "Passage that occurs.", primary_key=True)
    article_id = col.reference("articles.article_id", "Article it occurs in.", primary_key=True)
    start = col.offset("Offset of the first character in articles.text.", primary_key=True)
    end = col.offset("Offset after the last character in articles.text.")
    is_first = dy.Bool(
        description="True if this article has the earliest date among those sharing the passage; false for ties and undated articles."
    )
