"""Working tables of cut posts: the posts, the source of their values and texts, listed posts, outlets without a match."""

import dataframely as dy

from clippings.schema import columns as col


def _line(description: str) -> dy.Int64:
    return dy.Int64(nullable=True, description=description)


def _text(description: str) -> dy.String:
    return dy.String(nullable=True, description=description)


def _lines(description: str) -> dy.List:
    return dy.List(dy.Int64(), nullable=True, description=description)


class PageKinds(dy.Schema):
    """The kind of each page, and why the cutter chose it."""

    page_id = col.key("Page.")
    site = col.text("Name of the site profile.")
    kind = _text("Kind of the page.")
    kind_reason = _text("What decided.")
    article_count = col.count("Number of posts.")
    not_before = col.day("Latest day that the page shows.")


class Posts(dy.Schema):
    """A post cut out of a page, with its values. Further columns of `articles` may be added without a line here."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    page_id = col.reference("pages.page_id", "Page.")
    path = col.text("Path of the page below the raw folder.")
    site = col.text("Name of the site profile.")
    captured_on = col.day("Day of the capture.")
    position = col.ordinal("Position on the page, from the top.")
    line_start = _line("First line.")
    line_end = _line("Last line.")
    author_lines = _lines("Lines of the page's head that name persons as authors.")
    marked_lines = _lines("Lines that the learned cutter marks as the post's credits.")
    credit_lines = _lines("Lines of the head that credit anybody else.")
    organisation_lines = _lines("Lines of the head that credit an organisation.")
    date_line = _line("Line of the day.")
    post_date_raw = _text("The day as found.")
    confidence = dy.Float64(nullable=True, description="Confidence of the learned cutter in the post.")
    title_confidence = dy.Float64(nullable=True, description="In its title.")
    date_confidence = dy.Float64(nullable=True, description="In its day.")
    author_confidence = dy.Float64(nullable=True, description="In its author.")
    opening = col.verbatim("Opening words of the text, which are part of the article's id.")
    title_raw = _text("Title as found.")
    category_raw = _text("Category as found.")
    completeness = col.text("full, truncated or excerpt.")
    title = _text("Title.")
    category = _text("Category.")
    published_on = col.day("Day of the post.")
    is_day_of_site = dy.Bool(
        nullable=True, description="Whether other pages of the site decide the order of day and month."
    )
    comment_count = _line("Number of comments.")
    url = _text("Address of the post.")
    text = col.verbatim("Clean text.")
    deck = _text("Standfirst.")
    language = col.text("Language, ISO 639-1 or und.")
    word_count = col.count("Number of words.")
    text_sha256 = col.text("SHA-256 of the text.")


class PostEvidence(dy.Schema):
    """Where a value of a post was read."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID, primary_key=False)
    field = col.text("Column of `articles`.")
    page_id = col.reference("pages.page_id", "Page.")
    line_no = col.ordinal("Line.")
    start = col.offset("First character.")
    end = col.offset("One past the last character.")
    value = col.text("Value.")
    raw = col.text("Value as found.")
    rule = col.text("Rule that read it.")


class PostTextSpans(dy.Schema):
    """Source of a part of a post's text."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    start = col.offset("First character of the text.", primary_key=True)
    end = col.offset("One past the last.")
    page_id = col.reference("pages.page_id", "Page.")
    line_no = col.ordinal("Line.")
    line_start = col.offset("First character of the line.")
    line_end = col.offset("One past the last.")


class ListedPosts(dy.Schema):
    """A title in a list of other posts."""

    page_id = col.key("Page.")
    line_no = col.ordinal("Line.", primary_key=True)
    title = col.text("Title.")
    published_on = col.day("Day beside or below it.")
    site = col.text("Site of the page.")


class UnmatchedOutlets(dy.Schema):
    """The name of a source that no list of outlets has."""

    name = col.text("Name.")
    path = col.text("Path of the page.")
    page_id = col.reference("pages.page_id", "Page.")
    line_no = col.ordinal("Line.")
