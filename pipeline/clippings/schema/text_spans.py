"""The table `text_spans`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class TextSpans(dy.Schema):
    """The line and characters each stretch of an article's text comes from. Only blank lines between paragraphs and the
    spaces put in place of removed text have no row.
    """

    article_id = col.reference("articles.article_id", "Article with the text.", primary_key=True)
    start = col.offset("Offset of the first character in articles.text.", primary_key=True)
    end = col.offset("Offset after the last character in articles.text.")
    page_id = col.reference("pages.page_id", "Page the stretch comes from.")
    line_no = col.ordinal("Line the stretch comes from.")
    line_start = col.offset("Offset of the first character in the line.")
    line_end = col.offset("Offset after the last character in the line.")
