"""The table `pages`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import PAGE_KINDS


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
