"""The published tables: every column defined once.

The Table Schema, the checks, the column lists of the documentation and the tests are all made from these classes.
How a table is filled does not belong here.
"""

import re

import dataframely as dy

from clippings.schema import articles, names_and_dates, notices, pages, shared_texts

_IN_READING_ORDER: tuple[type[dy.Schema], ...] = (
    pages.Pages, pages.Lines, articles.Appearances, articles.Articles, articles.ArticleAuthors, articles.Evidence,
    articles.TextSpans, articles.Removals, shared_texts.Duplicates, pages.RecentPosts, names_and_dates.Dates,
    names_and_dates.Entities, names_and_dates.EntityNames, names_and_dates.Mentions, shared_texts.Passages,
    shared_texts.PassageUses, shared_texts.Reprints, shared_texts.ReprintPassages, notices.Problems,
    notices.Withdrawals,
)  # fmt: skip
TABLES = {re.sub(r"(?<!^)(?=[A-Z])", "_", table.__name__).lower(): table for table in _IN_READING_ORDER}
"""Every published table by name, in reading order."""
