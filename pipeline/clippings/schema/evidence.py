"""The table `evidence`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Evidence(dy.Schema):
    """Where a value of an article came from. `raw` is exactly the line's text from start to end."""

    article_id = col.reference("articles.article_id", "The article.", primary_key=True)
    field = col.text(
        "Column of articles; source_candidate for an outlet that is named and not published as the source.",
        primary_key=True,
        regex=r"^[a-z_]+$",
    )
    page_id = col.reference("pages.page_id", "The page.", primary_key=True)
    line_no = col.ordinal("The line.", primary_key=True)
    start = col.offset("First character of the line that was read.", primary_key=True)
    end = col.offset("End of the characters that were read (exclusive).")
    value = col.text("The value read, as text.")
    raw = col.text("The characters as found.")
    rule = col.text("Name of the rule that read them.", regex=col.RULE)
