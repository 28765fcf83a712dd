"""The heading above the comments on a post: their number and the title of the post, in any language."""

import re
from functools import cache

from clippings.common.phrases import either

NUMBER = r"(?:\d{1,6}|no|one|two|three)"
"""A number of comments, as a pattern."""
_MOST = 200
"""Letters of the title, at most."""


@cache
def counted() -> re.Pattern[str]:
    """A pattern of such lines, without regard to case."""
    # 2 thoughts on “An inventory of sheds”   |   「An inventory of sheds」への2件のコメント
    return re.compile(
        rf"(?i:{NUMBER} {either('thread_on')}\W.{{0,{_MOST}}}|.{{1,{_MOST}}}{either('thread_behind')}\W*)"
    )
