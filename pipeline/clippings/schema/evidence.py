"""The table `evidence`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Evidence(dy.Schema):
    """Where each value of an article was read. `raw` equals the characters `start` to `end` of the line."""

    article_id = col.reference("articles.article_id", "Article with the value.", primary_key=True)
    field = col.text(
        "Column of articles; source_candidate for an outlet that is named but not published as the source; editor and photographer.",
        primary_key=True,
        regex=r"^[a-z_]+$",
    )
    page_id = col.reference("pages.page_id", "Page the value was read on.", primary_key=True)
    line_no = col.ordinal("Line the value was read on.", primary_key=True)
    start = col.offset("Offset of the first character read in that line.", primary_key=True)
    end = col.offset("Offset after the last character read.")
    value = col.text("Value read, normalised, as text.")
    raw = col.text("Characters as found.")
    rule = col.text("Name of the rule that read the value.", regex=col.RULE)
