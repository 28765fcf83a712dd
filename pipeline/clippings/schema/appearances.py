"""The table `appearances`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import COMPLETENESS


class Appearances(dy.Schema):
    """One row per article per page it appears on."""

    appearance_id = col.key("Page identifier and position of the post on the page.", regex=col.APPEARANCE_ID)
    page_id = col.reference("pages.page_id", "Page of the appearance.")
    position = col.ordinal("Position of the post on the page, from 1, top to bottom.")
    article_id = col.reference("articles.article_id", "Article this is an appearance of.")
    own_article_id = col.text(
        "Article identifier if this were its only appearance; use it to look up ids published before a merge.",
        regex=col.HEX16,
    )
    line_start = col.ordinal("Line number of the title, or of the post's first line if it has no title.")
    line_end = col.ordinal(
        "Line number of the post's last non-blank line, counting byline, source and download lines but not category and date lines."
    )
    completeness = dy.Enum(
        list(COMPLETENESS), description="; ".join(f"{k}: {v}" for k, v in COMPLETENESS.items()) + "."
    )
    title_raw = col.text("Title as found on the page.", nullable=True)
    category_raw = col.text("Category as found on the page.", nullable=True)
    post_date_raw = col.text("Post date as found on the page.", nullable=True)
    text_sha256 = col.text("SHA-256 of the clean text of this appearance in UTF-8.", regex=col.SHA256)
    confidence = col.share(
        "Estimated probability that the post begins and ends where it was cut; null if rules or markup gave the boundaries.",
        nullable=True,
    )
    title_confidence = col.share(
        "Estimated probability that the title line is the title; null as for confidence.", nullable=True
    )
    date_confidence = col.share(
        "Estimated probability that the date line is the post's; null as for confidence.", nullable=True
    )
    author_confidence = col.share(
        "Estimated probability that the byline line names the author; null as for confidence.", nullable=True
    )
