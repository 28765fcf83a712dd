"""The table `withdrawals`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col


class Withdrawals(dy.Schema):
    """Articles that must not be published: their ids and nothing else of them. In `lines` their lines have no text."""

    article_id = col.key("Id of the article, or an id it had or would have had by itself. It stands in no other table.")
    reason = col.text("Why it is not published.")
    withdrawn_on = col.day("Day it was withdrawn.")
