"""Strategies to cut a page, in the order of the tests; the first one that matches cuts the page."""

from collections.abc import Callable

from clippings.segment.layouts import text_dated, text_pairs, text_ruled, text_single
from clippings.segment.layouts.page_model import BOILERPLATE, CutPage, Page, Post
from clippings.segment.layouts.text_looks import is_prose

STRATEGIES: tuple[Callable[[Page], CutPage | None], ...] = (
    text_single.stamped,  # date 2020-06-28 The first words [...] / the text
    text_ruled.cut,  # title / text / -------- / title / text
    text_dated.cut,  # title / March 4, 2015 / text ..., or the date above the title, or below the text
    text_single.below_breadcrumb,  # Home » Harbour » Title / title / text
    text_pairs.cut_by_turns,  # title / an excerpt cut anywhe / title / an ex
    text_pairs.untitled,  # an excerpt cut anywhe / an ex
    text_single.cut_off,  # menu / category / title / text, and no more
    text_pairs.ended_by_dots,  # title / an excerpt that ends in dots ... / title / an excerpt ...
    text_single.titled,  # title / text
    text_pairs.by_turns,  # title / excerpt / title / excerpt
)


def cut_page(page: Page) -> CutPage:
    """Return the posts of a page, and the role of every line of its middle zone."""
    result = next((cut for strategy in STRATEGIES if (cut := strategy(page))), None) or _whole(page)
    boilerplate = {line.line_no: BOILERPLATE[line.line_class] for line in page.lines if line.line_class in BOILERPLATE}
    result.roles |= boilerplate
    return result


def _whole(page: Page) -> CutPage:
    """All prose as one record with unknown boundaries."""
    prose = [line for line in page.content if is_prose(line)]
    if not prose:
        return CutPage("unknown", "no prose", roles={line.line_no: "unknown" for line in page.content})
    post = Post("full" if page.has_foot and len(prose) == 1 else "truncated")
    first, last = prose[0].line_no, prose[-1].line_no
    post.roles = {line.line_no: "body" for line in page.content if first <= line.line_no <= last}
    outside = {line.line_no: "unknown" for line in page.content if line.line_no not in post.roles}
    return CutPage("unknown", "prose without boundaries", [post], outside)
