"""Lines of a page that repeat text: quotations of a text above, and texts that the page shows twice."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from clippings.schema.enums import TEXT_ROLES
from clippings.segment.layouts.html_model import CutPage, Line, Steps, core, parts
from clippings.segment.layouts.html_part_names import is_in_forum

_WORDS = 20
"""Words of the shortest line that a text shows twice; shorter ones may be a refrain."""
_QUOTED_WORDS = 8
"""Words of the shortest line that quotes another."""
# blockquote   |   div.quote_container   |   div.ipsQuote_contents   |   div.bbCodeBlock--quote   |   div.quotebox
_QUOTE = re.compile(
    r"(?!js-)(?:.*[-_])?(?:block)?quot(?:ed?|es|ations?)(?:[-_]?(?:block|body|box|container|contents?|text).*)?"
)


def leave_out_repeats(lines: Sequence[Line], page: CutPage) -> None:
    """Take lines out of each post of `page` that it shows twice, and quotations that mostly repeat lines above, with who is quoted.

    A page of one text outside forums stays as it is: its author may repeat a line on purpose.
    """
    if len(page.posts) < 2 and not is_in_forum(lines):
        return
    post_of = {no: post for post in page.posts for no, role in post.roles.items() if role in TEXT_ROLES}
    above: dict[str, set[int]] = {}
    for quote, group in groupby((line for line in lines if line.line_no in post_of), lambda line: _quote(line.steps)):
        part = list(group)
        repeated = []
        for line in part:
            text, post = core(line.stripped), id(post_of[line.line_no])
            is_quoted = bool(quote) and line.words >= _QUOTED_WORDS and any(text in other for other in above)
            if is_quoted or (line.words >= _WORDS and post in above.get(text, ())):
                repeated.append(line)
            above.setdefault(text, set()).add(post)
        if quote and 2 * sum(line.words for line in repeated) > sum(line.words for line in part):
            repeated = part
        for line in repeated:
            post_of[line.line_no].roles[line.line_no] = "navigation"


def _quote(steps: Steps) -> Steps:
    """Return the steps to the outermost quotation around a line."""
    return next((steps[:depth] for depth, step in enumerate(steps, 1) if _is_quote(step)), ())


@lru_cache(maxsize=65536)
def _is_quote(step: str) -> bool:
    tag, names = parts(step)
    return tag == "blockquote" or any(_QUOTE.fullmatch(name) for name in names)
