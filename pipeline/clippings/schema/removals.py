"""The table `removals`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import REMOVAL_KINDS


class Removals(dy.Schema):
    """Text glued into a line and removed from the article's text. The table lines still has it."""

    page_id = col.reference("pages.page_id", "Page of the removed text.", primary_key=True)
    line_no = col.ordinal("Line of the removed text.", primary_key=True)
    start = col.offset("Offset of the first character removed from that line.", primary_key=True)
    end = col.offset("Offset after the last character removed.")
    appearance_id = col.reference("appearances.appearance_id", "Post the line belongs to.", regex=col.APPEARANCE_ID)
    raw = col.text("Characters removed.")
    kind = dy.Enum(list(REMOVAL_KINDS), description="; ".join(f"{k}: {v}" for k, v in REMOVAL_KINDS.items()) + ".")
    rule = col.text("Name of the rule that removed them.", regex=col.RULE)
