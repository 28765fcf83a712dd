"""The tables `reprints` and `reprint_passages`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Reprints(dy.Schema):
    """Pairs of articles of which one repeats much of the other's wording outside quotations, the later one first."""

    later_id = col.reference("articles.article_id", "Article with the later date.", primary_key=True)
    earlier_id = col.reference("articles.article_id", "Article with the earlier date.", primary_key=True)
    days_apart = col.count(
        "Days between the dates (the source's, else the post's); if 0 or null, the order of the two is not known.",
        nullable=True,
    )
    later_share = col.share("Share of the later article's words that are in shared runs.")
    earlier_share = col.share("Share of the earlier article's words that are in shared runs.")
    word_count = col.count("Number of equal words in shared runs.")
    longest_run = col.count("Number of equal words in the longest run.")
    passage_count = col.count("Number of shared runs: rows of reprint_passages.")


class ReprintPassages(dy.Schema):
    """Where the two articles of a row of `reprints` share wording. A run may hold a few changed words."""

    later_id = col.reference("articles.article_id", "Article with the later date.", primary_key=True)
    earlier_id = col.reference("articles.article_id", "Article with the earlier date.", primary_key=True)
    later_start = col.offset("Offset of the first character in the later article's text.", primary_key=True)
    later_end = col.offset("Offset after the last character in the later article's text.")
    earlier_start = col.offset("Offset of the first character in the earlier article's text.")
    earlier_end = col.offset("Offset after the last character in the earlier article's text.")
    word_count = col.count("Number of equal words.")
