"""The table `articles`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import COMPLETENESS


class Articles(dy.Schema):
    """One row per article. Values come from its fullest appearance."""

    article_id = col.key(
        "Identifier, computed from the title, the post date and the opening words of the article alone."
    )
    site = col.text("Name of the site profile; unknown if no profile matches the page.")
    title = col.text("Title, trimmed.", nullable=True)
    category = col.text("Category the site gives the post.", nullable=True)
    published_on = col.day("Date of the post on the site.")
    completeness = dy.Enum(
        list(COMPLETENESS),
        description="How much of the post its fullest appearance holds. "
        + "; ".join(f"{k}: {v}" for k, v in COMPLETENESS.items())
        + ".",
    )
    text = col.verbatim(
        "Paragraphs, subheadings and list items, joined by a blank line. Bylines, sources, captions, pull quotes, decks and "
        "downloads are left out, and so is text glued into sentences. Empty if the post has no text."
    )
    deck = col.text("Standfirst or original headline below the title.", nullable=True)
    language = col.text("Language of the text, ISO 639-1; und if undetermined.", regex=r"^([a-z]{2}|und)$")
    word_count = col.count("Number of words in the text, by Unicode text segmentation (an ideograph is a word).")
    author = col.people(
        "People credited with the text, joined by '; '; if none, the outlet, team or account that the page credits."
    )
    contributor = col.people("People credited with contributing, joined by '; '.")
    source_name = col.credit("Outlet or agency credited with the text.")
    source_url = col.credit("Address given as the source of the text.")
    source_published_on = col.credited_day("Date given for the source.")
    dateline_place = col.credit("Place in the dateline.")
    dateline_on = col.credited_day("Date in the dateline.")
    translator = col.credit("People credited with the translation, joined by '; '.")
    comment_count = col.count("Number of comments the page gives.", nullable=True)
    url = col.text("Address of the post, from its title link or the page's metadata.", nullable=True)
    text_sha256 = col.text("SHA-256 of the text in UTF-8.", regex=col.SHA256)
    appearance_count = dy.Int64(min=1, description="Number of appearances.")
    first_page_id = col.reference("pages.page_id", "Page of the fullest appearance.")
    near_duplicate_of = col.reference(
        "articles.article_id", "Another article that shares much of its wording; both are published.", nullable=True
    )


CREDITS = {
    name: column.metadata["credit"] == "several"
    for name, column in Articles.columns().items()
    if column.metadata and "credit" in column.metadata
}
"""Columns that come from credit lines, and whether they hold several people. A rule of `enrich/credits` fills each."""
