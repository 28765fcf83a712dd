"""The table `lines`: the ledger."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ROLES


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
