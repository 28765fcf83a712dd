"""Pages of the archive, their lines, and the posts that they list."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import PAGE_KINDS, ROLES


class Pages(dy.Schema):
    """One row per distinct dump. Files with the same bytes are one page."""

    page_id = col.key("First 16 hexadecimal digits of the SHA-256 of the dump's bytes.")
    path = col.text(
        "Path of the dump, relative to the raw folder, with forward slashes; records of a container are numbered. "
        "The first path by name if several files have the same bytes."
    )
    sha256 = col.text("SHA-256 of the dump's bytes.", regex=col.SHA256)
    byte_count = col.count("Size of the dump in bytes; for a record of a container, size as stored.")
    line_count = col.count("Number of lines; for HTML, feeds and JSON, number of text blocks.")
    line_break = dy.Enum(["lf", "crlf", "mixed"], description="Kind of line break.")
    media_type = col.text("Media type, detected from the content.")
    encoding = col.text("Character encoding used to read the dump.")
    site = col.text("Name of the site profile; unknown if no profile matches the page.")
    kind = dy.Enum(
        list(PAGE_KINDS),
        description="Kind of page. " + "; ".join(f"{k}: {v}" for k, v in PAGE_KINDS.items()) + ".",
    )
    kind_reason = col.text("Reason for the kind.")
    url = col.text("Address of the page, from its container or its own head.", nullable=True)
    captured_on = col.day(
        "Day the page was saved, from its container; else the day of the newest post it lists, as the earliest possible day."
    )
    language = col.text("Language that the page or its server declares, as a tag such as en-GB.", nullable=True)
    article_count = col.count("Number of posts found on the page.")


class Lines(dy.Schema):
    """The ledger: every line of every readable dump once, verbatim, with its role. Withdrawn lines have no text."""

    page_id = col.reference("pages.page_id", "Page of the line.", primary_key=True)
    line_no = col.ordinal("Line number on the page, from 1.", primary_key=True)
    role = dy.Enum(list(ROLES), description="What the line is; unknown if no rule recognises it.")
    appearance_id = col.reference(
        "appearances.appearance_id",
        "Post the line belongs to, from its title to its last line.",
        regex=col.APPEARANCE_ID,
        nullable=True,
    )
    text = col.verbatim("Text of the line as found, without its line break; empty for blank and withdrawn lines.")


class RecentPosts(dy.Schema):
    """Titles and dates listed in sidebars: posts known to exist, whether or not the archive holds them."""

    page_id = col.reference("pages.page_id", "Page with the list.", primary_key=True)
    line_no = col.ordinal("Line number of the title.", primary_key=True)
    title = col.text("Title listed.")
    published_on = col.day("Date listed.")
    article_id = col.reference("articles.article_id", "Article, if the archive holds it.", nullable=True)
