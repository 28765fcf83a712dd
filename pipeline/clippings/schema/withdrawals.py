"""The table `withdrawals`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Withdrawals(dy.Schema):
    """Articles that must not be published, by id alone. Their lines have no text in the table lines."""

    article_id = col.key("Identifier the article has, had, or would have on its own; no other table contains it.")
    reason = col.text("Reason it is not published.")
    withdrawn_on = col.day("Day of the withdrawal.")
    is_listed = dy.Bool(
        description="True if the withdrawal list names the id; false for other ids of a listed article."
    )
