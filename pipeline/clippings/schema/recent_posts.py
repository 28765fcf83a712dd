"""The table `recent_posts`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class RecentPosts(dy.Schema):
    """Titles and dates listed in sidebars: posts known to exist, whether or not the archive holds them."""

    page_id = col.reference("pages.page_id", "Page with the list.", primary_key=True)
    line_no = col.ordinal("Line number of the title.", primary_key=True)
    title = col.text("Title listed.")
    published_on = col.day("Date listed.")
    article_id = col.reference("articles.article_id", "Article, if the archive holds it.", nullable=True)
