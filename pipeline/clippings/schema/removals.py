"""The table `removals`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import REMOVAL_KINDS


class Removals(dy.Schema):
    """Text that was glued into a line and was taken out of the article's text. `lines` keeps it."""

    page_id = col.reference("pages.page_id", "The page.", primary_key=True)
    line_no = col.ordinal("The line.", primary_key=True)
    start = col.offset("First character of the line that was taken out.", primary_key=True)
    end = col.offset("End of the characters that were taken out (exclusive).")
    appearance_id = col.reference("appearances.appearance_id", "The post.", regex=col.APPEARANCE_ID)
    raw = col.text("The characters that were taken out.")
    kind = dy.Enum(list(REMOVAL_KINDS), description="; ".join(f"{k}: {v}" for k, v in REMOVAL_KINDS.items()) + ".")
    rule = col.text("Name of the rule that found them.", regex=col.RULE)
