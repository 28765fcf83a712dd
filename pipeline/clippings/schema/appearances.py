"""The table `appearances`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import COMPLETENESS


class Appearances(dy.Schema):
    """An article as met on one page."""

    appearance_id = col.key("The page's id and the post's position on it.", regex=col.APPEARANCE_ID)
    page_id = col.reference("pages.page_id", "The page.")
    position = col.ordinal("Position of the post on the page, from 1, top to bottom.")
    article_id = col.reference("articles.article_id", "The article this is an appearance of.")
    own_article_id = col.text(
        "The id the article would have if this were its only appearance: an id published before a merge is found here.",
        regex=col.HEX16,
    )
    line_start = col.ordinal("Its title line, or its first own line where it has no title.")
    line_end = col.ordinal(
        "Its last own line that is not blank: byline, source and download lines included, category and date lines not."
    )
    completeness = dy.Enum(
        list(COMPLETENESS), description="; ".join(f"{k}: {v}" for k, v in COMPLETENESS.items()) + "."
    )
    title_raw = col.text("The title line as it stands.", nullable=True)
    category_raw = col.text("The category line as it stands.", nullable=True)
    post_date_raw = col.text("The date of the post as it stands.", nullable=True)
    text_sha256 = col.text("SHA-256 of the clean text of this appearance, in UTF-8.", regex=col.SHA256)
