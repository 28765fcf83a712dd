"""Pages with unknown post boundaries."""

from __future__ import annotations

from clippings.segment.layouts.page_model import CutPage, Page, Post
from clippings.segment.layouts.text_looks import is_prose


def whole(page: Page) -> CutPage:
    """Return all prose as one record with unknown boundaries."""
    prose = [line for line in page.content if is_prose(line)]
    if not prose:
        return CutPage("unknown", "no prose", roles={line.line_no: "unknown" for line in page.content})
    post = Post("full" if page.has_foot and len(prose) == 1 else "truncated")
    first, last = prose[0].line_no, prose[-1].line_no
    post.roles = {line.line_no: "body" for line in page.content if first <= line.line_no <= last}
    outside = {line.line_no: "unknown" for line in page.content if line.line_no not in post.roles}
    return CutPage("unknown", "prose without boundaries", [post], outside)
