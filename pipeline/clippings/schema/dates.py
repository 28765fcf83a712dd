"""The table `dates`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import DATE_FIELDS, TIMEX_MODS, TIMEX_TYPES


class Dates(dy.Schema):
    """Temporal expressions in titles and texts, as TIMEX3 (ISO-TimeML), with the days they cover."""

    article_id = col.reference("articles.article_id", "The article.", primary_key=True)
    field = dy.Enum(list(DATE_FIELDS), primary_key=True, description="Column of articles the expression stands in.")
    start = col.offset("First character of the expression in that column.", primary_key=True)
    end = col.offset("End of the expression (exclusive).")
    text = col.text("The expression as it stands.")
    type = dy.Enum(list(TIMEX_TYPES), description="; ".join(f"{k}: {v}" for k, v in TIMEX_TYPES.items()) + ".")
    value = col.text(
        "TIMEX3 value: 2013-09-01, 2013-09, 198X, 2013-W37, P8Y, PRESENT_REF, 1980/1988; X stands for what is not known."
    )
    mod = dy.Enum(
        list(TIMEX_MODS),
        nullable=True,
        description="TIMEX3 modifier. " + "; ".join(f"{k}: {v}" for k, v in TIMEX_MODS.items()) + ".",
    )
    begin_on = col.day("First day it covers, where that can be told.")
    end_on = col.day("Last day it covers, where that can be told.")
    anchor_on = col.day("Date it was resolved against, where it needs one: the source's, else the post's.")
    rule = col.text("Name of the rule that read it.", regex=col.RULE)
