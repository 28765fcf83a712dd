"""The published tables: every column defined once.

The Table Schema, the checks, the column lists of the documentation and the tests are all made from these classes.
Nothing here knows how a table is filled.
"""

from __future__ import annotations

import dataframely as dy

from pipeline.tables.appearances import Appearances
from pipeline.tables.articles import Articles
from pipeline.tables.dates import Dates
from pipeline.tables.duplicates import Duplicates
from pipeline.tables.entities import Entities
from pipeline.tables.entity_names import EntityNames
from pipeline.tables.evidence import Evidence
from pipeline.tables.lines import Lines
from pipeline.tables.mentions import Mentions
from pipeline.tables.pages import Pages
from pipeline.tables.passage_uses import PassageUses
from pipeline.tables.passages import Passages
from pipeline.tables.problems import Problems
from pipeline.tables.recent_posts import RecentPosts
from pipeline.tables.removals import Removals
from pipeline.tables.text_spans import TextSpans
from pipeline.tables.withdrawals import Withdrawals

TABLES: dict[str, type[dy.Schema]] = {
    "pages": Pages,
    "lines": Lines,
    "appearances": Appearances,
    "articles": Articles,
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
    "problems": Problems,
    "withdrawals": Withdrawals,
}
"""Every published table by name, in reading order."""

__all__ = [
    "TABLES",
    "Appearances",
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
    "TextSpans",
    "Withdrawals",
]
