"""The table `recent_posts`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class RecentPosts(dy.Schema):
    """Titles and dates listed in sidebars: articles known to exist, held or not."""

    page_id = col.reference("pages.page_id", "The page.", primary_key=True)
    line_no = col.ordinal("The line of the title.", primary_key=True)
    title = col.text("The title listed.")
    published_on = col.day("The date listed.")
    article_id = col.reference("articles.article_id", "The article, where it is held.", nullable=True)
