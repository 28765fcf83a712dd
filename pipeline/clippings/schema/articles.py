"""Articles: where they were met, who is credited, and where each value and stretch of text was read."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import AUTHOR_KINDS, AUTHOR_ROLES, COMPLETENESS, REMOVAL_KINDS


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
    url = col.text(
        "Address of the post: its title's link, the page's metadata, or the page's address if no other post is on it.",
        nullable=True,
    )
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
    completeness = col.choice(COMPLETENESS)
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


class Removals(dy.Schema):
    """Text glued into a line and removed from the article's text. The table lines still has it."""

    page_id = col.reference("pages.page_id", "Page of the removed text.", primary_key=True)
    line_no = col.ordinal("Line of the removed text.", primary_key=True)
    start = col.offset("Offset of the first character removed from that line.", primary_key=True)
    end = col.offset("Offset after the last character removed.")
    appearance_id = col.reference("appearances.appearance_id", "Post the line belongs to.", regex=col.APPEARANCE_ID)
    raw = col.text("Characters removed.")
    kind = col.choice(REMOVAL_KINDS)
    rule = col.text("Name of the rule that removed them.", regex=col.RULE)
