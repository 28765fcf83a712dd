"""The table `dates`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import DATE_FIELDS, TIMEX_MODS, TIMEX_TYPES


class Dates(dy.Schema):
    """Temporal expressions in titles, decks and texts, as TIMEX3 (ISO-TimeML), with the days they cover."""

    article_id = col.reference("articles.article_id", "Article that holds the expression.", primary_key=True)
    field = dy.Enum(list(DATE_FIELDS), primary_key=True, description="Column of articles that holds the expression.")
    start = col.offset("Offset of the first character in that column.", primary_key=True)
    end = col.offset("Offset after the last character.")
    text = col.text("Expression as found.")
    type = dy.Enum(list(TIMEX_TYPES), description="; ".join(f"{k}: {v}" for k, v in TIMEX_TYPES.items()) + ".")
    value = col.text(
        "TIMEX3 value, such as 2013-09-01, 2013-09, 198X, 2013-W37, P8Y, PRESENT_REF or 1980/1988; X marks an unknown digit."
    )
    mod = dy.Enum(
        list(TIMEX_MODS),
        nullable=True,
        description="TIMEX3 modifier. " + "; ".join(f"{k}: {v}" for k, v in TIMEX_MODS.items()) + ".",
    )
    begin_on = col.day("First day it covers, if known.")
    end_on = col.day("Last day it covers, if known.")
    anchor_on = col.day("Date it was resolved against, for relative expressions: the source's date, else the post's.")
    rule = col.text("Name of the rule that read it.", regex=col.RULE)
