"""Cuts pages that close no post with a line of its own: single posts, dated posts, bare pairs of title and excerpt.

Works on one page at a time. Where no boundary can be known the page is one record, and says so. A way to cut is a
module with a function from a page to a cut page or None; `strategies` names them in the order in which they are tried.
"""

from clippings.segment.layouts.text_pages import cut_pages

__all__ = ["cut_pages"]
