"""The table `lines`: the ledger."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ROLES


class Lines(dy.Schema):
    """The ledger: every line of every readable dump, once, verbatim, with its role; without text where it was withdrawn."""

    page_id = col.reference("pages.page_id", "The page the line stands on.", primary_key=True)
    line_no = col.ordinal("Position of the line on its page, from 1.", primary_key=True)
    role = dy.Enum(list(ROLES), description="What the line is for; unknown where no rule knows it.")
    appearance_id = col.reference(
        "appearances.appearance_id",
        "The post the line belongs to, from its title to its last own line.",
        regex=col.APPEARANCE_ID,
        nullable=True,
    )
    text = col.verbatim(
        "The line as it came, without its line break. Empty for an empty line, and for one that was withdrawn."
    )
