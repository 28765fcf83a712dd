"""The table `passages`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Passages(dy.Schema):
    """Runs of words that stand in several articles, each as long as it can be in all the places it stands in."""

    passage_id = col.key("Depends on the words of the passage alone.")
    text = col.text("The passage as it stands in the article that had it first.")
    word_count = dy.Int64(
        min=12, description="Words of the passage, compared without case, apostrophes and punctuation."
    )
    article_count = dy.Int64(min=2, description="Number of articles it stands in.")
    first_published_on = col.day("Earliest date of an article it stands in: the source's, else the post's.")
