"""The table `problems`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import PROBLEM_CODES, SEVERITIES


class Problems(dy.Schema):
    """What a person should look at, and what could not be read at all."""

    problem_id = col.key("Depends on what the problem is and where.")
    severity = dy.Enum(list(SEVERITIES), description="; ".join(f"{k}: {v}" for k, v in SEVERITIES.items()) + ".")
    code = dy.Enum(list(PROBLEM_CODES), description="; ".join(f"{k}: {v}" for k, v in PROBLEM_CODES.items()) + ".")
    path = col.text("The dump, relative to the raw folder; a site's name where the problem is of a whole site.")
    page_id = col.reference("pages.page_id", "The page, where it could be read.", nullable=True)
    line_no = col.ordinal("The line.", nullable=True)
    article_id = col.reference("articles.article_id", "The article.", nullable=True)
    message = col.text("What is wrong and what to do.")
