"""The table `passages`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Passages(dy.Schema):
    """Runs of 12 words or more that occur in several articles, each extended as far as all its occurrences agree."""

    passage_id = col.key("Identifier, computed from the words of the passage alone.")
    text = col.text("Text of the passage in the article that has it first.")
    word_count = dy.Int64(min=12, description="Number of words; comparison ignores case, apostrophes and punctuation.")
    article_count = dy.Int64(min=2, description="Number of articles that contain it.")
    first_published_on = col.day("Earliest date of an article that contains it: the source's date, else the post's.")
