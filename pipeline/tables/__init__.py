"""The published tables: every column defined once.

The Table Schema, the checks, the column lists of the documentation and the tests are all made from these classes.
Nothing here knows how a table is filled.
"""

from __future__ import annotations

import dataframely as dy

from pipeline.tables.appearances import Appearances
from pipeline.tables.articles import Articles
from pipeline.tables.duplicates import Duplicates
from pipeline.tables.evidence import Evidence
from pipeline.tables.lines import Lines
from pipeline.tables.pages import Pages
from pipeline.tables.problems import Problems
from pipeline.tables.recent_posts import RecentPosts
from pipeline.tables.removals import Removals
from pipeline.tables.text_spans import TextSpans

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
    "problems": Problems,
}
"""Every published table by name, in reading order."""

__all__ = [
    "TABLES",
    "Appearances",
    "Articles",
    "Duplicates",
    "Evidence",
    "Lines",
    "Pages",
    "Problems",
    "RecentPosts",
    "Removals",
    "TextSpans",
]
