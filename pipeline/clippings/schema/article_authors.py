"""The table `article_authors`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import AUTHOR_KINDS, AUTHOR_ROLES


class ArticleAuthors(dy.Schema):
    """Who is credited with an article, one row for each name, for counting. `articles` holds the same names, joined."""

    article_id = col.reference("articles.article_id", "Article with the credit.", primary_key=True)
    position = col.ordinal("Position among the names credited with the article: authors first.", primary_key=True)
    name = col.text("Name, normalised.")
    role = dy.Enum(
        list(AUTHOR_ROLES), description="What the person did. Editors and photographers are listed here only."
    )
    kind = dy.Enum(list(AUTHOR_KINDS), description="Kind of the name; a text that names no person may credit others.")
    page_id = col.reference("pages.page_id", "Page the name was first read on.")
    line_no = col.ordinal("Line the name was first read on.")
    start = col.offset("Offset of the first character read in that line.")
