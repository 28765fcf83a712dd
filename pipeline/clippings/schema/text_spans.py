"""The table `text_spans`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class TextSpans(dy.Schema):
    """Which characters of which line each stretch of an article's text is. Between the stretches stand only
    the blank line between two paragraphs and the space put where glued text was taken out.
    """

    article_id = col.reference("articles.article_id", "The article.", primary_key=True)
    start = col.offset("First character in articles.text.", primary_key=True)
    end = col.offset("End in articles.text (exclusive).")
    page_id = col.reference("pages.page_id", "The page.")
    line_no = col.ordinal("The line.")
    line_start = col.offset("First character in the line.")
    line_end = col.offset("End in the line (exclusive).")
