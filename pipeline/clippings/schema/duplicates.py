"""The table `duplicates`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import RELATIONS


class Duplicates(dy.Schema):
    """Every merge and every near miss, so that it can be argued with. Each row compares the two texts themselves."""

    left_id = col.reference(
        "appearances.appearance_id", "The appearance that was compared.", regex=col.APPEARANCE_ID, primary_key=True
    )
    right_id = col.reference(
        "appearances.appearance_id",
        "The appearance it was compared with: the one whose text is published, where they are merged.",
        regex=col.APPEARANCE_ID,
        primary_key=True,
    )
    relation = dy.Enum(list(RELATIONS), description="; ".join(f"{k}: {v}" for k, v in RELATIONS.items()) + ".")
    merged = dy.Bool(description="Whether the two are published as one article.")
    similarity = col.share("Jaccard similarity of the word 5-grams of the two clean texts.")
    containment = col.share("Share of the word 5-grams of the shorter clean text that stand in the longer one.")
    rule = col.text("Name of the rule that decided.", regex=col.RULE)
