"""The published tables: every column defined once.

The Table Schema, the checks, the column lists of the documentation and the tests are all made from these classes.
Nothing here knows how a table is filled.
"""

from __future__ import annotations

import dataframely as dy

from clippings.schema.appearances import Appearances
from clippings.schema.article_authors import ArticleAuthors
from clippings.schema.articles import Articles
from clippings.schema.dates import Dates
from clippings.schema.duplicates import Duplicates
from clippings.schema.entities import Entities
from clippings.schema.entity_names import EntityNames
from clippings.schema.evidence import Evidence
from clippings.schema.lines import Lines
from clippings.schema.mentions import Mentions
from clippings.schema.pages import Pages
from clippings.schema.passage_uses import PassageUses
from clippings.schema.passages import Passages
from clippings.schema.problems import Problems
from clippings.schema.recent_posts import RecentPosts
from clippings.schema.removals import Removals
from clippings.schema.reprints import ReprintPassages, Reprints
from clippings.schema.text_spans import TextSpans
from clippings.schema.withdrawals import Withdrawals

TABLES: dict[str, type[dy.Schema]] = {
    "pages": Pages,
    "lines": Lines,
    "appearances": Appearances,
    "articles": Articles,
    "article_authors": ArticleAuthors,
    "evidence": Evidence,
    "text_spans": TextSpans,
    "removals": Removals,
    "duplicates": Duplicates,
    "recent_posts": RecentPosts,
    "dates": Dates,
    "entities": Entities,
    "entity_names": EntityNames,
    "mentions": Mentions,
    "passages": Passages,
    "passage_uses": PassageUses,
    "reprints": Reprints,
    "reprint_passages": ReprintPassages,
    "problems": Problems,
    "withdrawals": Withdrawals,
}
"""Every published table by name, in reading order."""

__all__ = [
    "TABLES",
    "Appearances",
    "ArticleAuthors",
    "Articles",
    "Dates",
    "Duplicates",
    "Entities",
    "EntityNames",
    "Evidence",
    "Lines",
    "Mentions",
    "Pages",
    "PassageUses",
    "Passages",
    "Problems",
    "RecentPosts",
    "Removals",
    "ReprintPassages",
    "Reprints",
    "TextSpans",
    "Withdrawals",
]
