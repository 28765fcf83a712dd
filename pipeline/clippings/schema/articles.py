"""The table `articles`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import COMPLETENESS


class Articles(dy.Schema):
    """One row for each article, from the fullest of its appearances."""

    article_id = col.key("Depends on the title, the post date and the opening words of the article alone.")
    site = col.text("Name of the site's profile; unknown where no profile knows the page.")
    title = col.text("Title, white space at its ends taken off.", nullable=True)
    category = col.text("Category the site files it under.", nullable=True)
    published_on = col.day("Date of the post on the site.")
    completeness = dy.Enum(
        list(COMPLETENESS),
        description="Of the fullest appearance. " + "; ".join(f"{k}: {v}" for k, v in COMPLETENESS.items()) + ".",
    )
    text = col.verbatim(
        "Paragraphs, subheadings and list items joined by a blank line; no byline, source, caption, pull quote, deck or "
        "download; text glued into sentences taken out. Empty where the post has none."
    )
    deck = col.text("Standfirst or original headline below the title.", nullable=True)
    language = col.text("Language of the text, ISO 639-1; und where it cannot be told.", regex=r"^([a-z]{2}|und)$")
    word_count = col.count("Words of the text, split at white space.")
    author = col.text("Persons credited with the text, joined by '; '.", nullable=True)
    contributor = col.text("Persons credited with contributing, joined by '; '.", nullable=True)
    source_name = col.text("Outlet or agency the text is credited to.", nullable=True)
    source_url = col.text("Address the text is credited to.", nullable=True)
    source_published_on = col.day("Date the source bears.")
    dateline_place = col.text("Place in the dateline.", nullable=True)
    dateline_on = col.day("Date in the dateline.")
    translator = col.text("Who is credited with the translation.", nullable=True)
    comment_count = col.count("Comments the page counts.", nullable=True)
    url = col.text("Address of the post: where its title leads, or the form says it stands.", nullable=True)
    text_sha256 = col.text("SHA-256 of the text, in UTF-8.", regex=col.SHA256)
    appearance_count = dy.Int64(min=1, description="Number of its appearances.")
    first_page_id = col.reference("pages.page_id", "The page its fullest appearance stands on.")
    near_duplicate_of = col.reference(
        "articles.article_id", "An article it shares much of its wording with; both are kept.", nullable=True
    )
