"""The table `pages`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import PAGE_KINDS


class Pages(dy.Schema):
    """One row for each distinct dump: a file whose bytes stand twice in the archive is one page."""

    page_id = col.key("First 16 hexadecimal digits of the SHA-256 of the dump's bytes.")
    path = col.text(
        "Where the dump lies, relative to the raw folder, with forward slashes; a record of a container by its place in it. "
        "Of several, the first by name."
    )
    sha256 = col.text("SHA-256 of the dump's bytes.", regex=col.SHA256)
    byte_count = col.count("Size of the dump in bytes; of a record of a container, of its block as stored there.")
    line_count = col.count("Number of lines of the dump; of HTML, feeds and JSON, of the blocks of text in it.")
    line_break = dy.Enum(["lf", "crlf", "mixed"], description="How its lines end.")
    media_type = col.text("Media type of the dump, told from its content.")
    encoding = col.text("Character encoding the dump was read with.")
    site = col.text("Name of the site's profile; unknown where no profile knows the page.")
    kind = dy.Enum(
        list(PAGE_KINDS),
        description="What the page holds: " + "; ".join(f"{k}: {v}" for k, v in PAGE_KINDS.items()) + ".",
    )
    kind_reason = col.text("Why the page was taken for that kind.")
    url = col.text("Address the page was saved from, as its container or its own head says.", nullable=True)
    captured_on = col.day(
        "Day the page was saved, as its container says; else the day of the newest post it lists as recent: not before it."
    )
    article_count = col.count("Number of posts found on the page.")
