"""Layouts of pages without closing lines: single posts, dated posts, pairs of title and excerpt.

Each page is cut on its own. A page without known boundaries is one record and a problem. A strategy is a module with a
function from a page to a cut page or None; `text_strategies` lists them in the order of the tests.
"""

from clippings.segment.layouts.text_pages import cut_pages

__all__ = ["cut_pages"]
