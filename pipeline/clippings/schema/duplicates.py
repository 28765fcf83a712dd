"""The table `duplicates`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import RELATIONS


class Duplicates(dy.Schema):
    """Every merge and every near miss, with the figures behind it. Each row compares two texts directly."""

    left_id = col.reference(
        "appearances.appearance_id", "First appearance of the pair.", regex=col.APPEARANCE_ID, primary_key=True
    )
    right_id = col.reference(
        "appearances.appearance_id",
        "Second appearance of the pair; if merged, the one whose text is published.",
        regex=col.APPEARANCE_ID,
        primary_key=True,
    )
    relation = dy.Enum(list(RELATIONS), description="; ".join(f"{k}: {v}" for k, v in RELATIONS.items()) + ".")
    merged = dy.Bool(description="True if the two are published as one article.")
    similarity = col.share("Jaccard similarity of the word 5-grams of the two clean texts.")
    containment = col.share("Share of the shorter text's word 5-grams that the longer text contains.")
    rule = col.text("Name of the rule that decided.", regex=col.RULE)
