"""What a person should look at, and what must not be published."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.problem_codes import PROBLEM_CODES, SEVERITIES, described


class Problems(dy.Schema):
    """What a person should look at, including files that could not be read."""

    problem_id = col.key("Identifier, computed from the problem and its place.")
    severity = col.choice(SEVERITIES)
    code = dy.Enum(list(PROBLEM_CODES), description=described())
    path = col.text(
        "Path of the dump, relative to the raw folder; name of the site if the problem concerns a whole site."
    )
    page_id = col.reference("pages.page_id", "Page, if it could be read.", nullable=True)
    line_no = col.ordinal("Line number; the first, if the problem concerns several lines.", nullable=True)
    article_id = col.reference("articles.article_id", "Article, if the problem concerns one.", nullable=True)
    message = col.text("What is wrong in this place.")
    advice = col.text("What to do about it; the same for every row of a code.")


class Withdrawals(dy.Schema):
    """Articles that must not be published, by id alone. Their lines have no text in the table lines."""

    article_id = col.key("Identifier the article has, had, or would have on its own; no other table contains it.")
    reason = col.text("Reason it is not published.")
    withdrawn_on = col.day("Day of the withdrawal.")
    is_listed = dy.Bool(
        description="True if the withdrawal list names the id; false for other ids of a listed article."
    )
