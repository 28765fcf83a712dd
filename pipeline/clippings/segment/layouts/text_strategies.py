"""Strategies to cut a page, in the order of the tests; the first one that matches cuts the page."""

from __future__ import annotations

from collections.abc import Callable

from clippings.segment.layouts import text_dated, text_fallback, text_pairs, text_single
from clippings.segment.layouts.page_model import BOILERPLATE, CutPage, Page

STRATEGIES: tuple[Callable[[Page], CutPage | None], ...] = (
    text_single.stamped,  # date 2020-06-28 The first words [...] / the text
    text_dated.cut,  # title / March 4, 2015 / text ..., or the date above the title, or below the text
    text_single.below_breadcrumb,  # Home » Harbour » Title / title / text
    text_pairs.cut_by_turns,  # title / an excerpt cut anywhe / title / an ex
    text_pairs.untitled,  # an excerpt cut anywhe / an ex
    text_single.cut_off,  # menu / category / title / text, and no more
    text_pairs.ended_by_dots,  # title / an excerpt that ends in dots ... / title / an excerpt ...
    text_single.titled,  # title / text
    text_pairs.by_turns,  # title / excerpt / title / excerpt
    text_fallback.whole,  # text: one record, and a problem
)


def cut_page(page: Page) -> CutPage:
    """Return the posts of a page, and the role of every line of its middle zone."""
    result = next(cut for strategy in STRATEGIES if (cut := strategy(page)))
    boilerplate = {line.line_no: BOILERPLATE[line.line_class] for line in page.lines if line.line_class in BOILERPLATE}
    result.roles |= boilerplate
    return result
