"""Whether a page is a thread of a forum, by the phrases beside its posts."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from clippings.common.phrases import either

_FACTS, _LABEL = 2, 4
"""Facts of a kind beside the members of a forum, at least; and the letters that show their kind."""
_NUMBER, _YEAR = re.compile(r"#\d+"), re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 120
"""Characters of the longest line with the day of a post."""


def counts_posts(heads: Sequence[str]) -> bool:
    """Whether lines of the page count posts, or say who wrote one and when, as those of a thread do."""
    heads = [head.lstrip("•*« ") for head in heads]
    if sum(_opens_post().match(head) is not None for head in heads) > 1:
        return True
    numbers = {head: at for at, head in reversed([*enumerate(heads)]) if _NUMBER.fullmatch(head)}
    places = [numbers.get(f"#{number}", -1) for number in range(1, _FACTS + 2)]
    return min(places) >= 0 and all(
        any(_YEAR.search(head) for head in heads[low:high] if len(head) <= _LONGEST) for low, high in pairwise(places)
    )


def is_thread(heads: Sequence[str]) -> bool:
    """Whether the page names members of a forum beside their posts: two kinds of lines give facts of members, each several times."""
    if counts_posts(heads):
        return True
    facts = [head for head in (head.lstrip("•* ") for head in heads) if _beside_member().fullmatch(head)]
    counts = Counter(re.sub(r"[\W\d]", "", head)[:_LABEL].lower() for head in facts)
    most, *others = [count for _, count in counts.most_common(2)] or [0]
    return most > _FACTS and any(count >= _FACTS for count in others)


@cache
def _opens_post() -> re.Pattern[str]:
    # Post by Ada Quill » 3 March 2015   |   Reply #2 on: March 3, 2015   |   answered Mar 3, 2015 by Ada Quill
    return re.compile(rf"(?i){either('thread_post')}\b.{{0,60}}\b\d{{4}}\b.{{0,60}}")


@cache
def _beside_member() -> re.Pattern[str]:
    # Joined   |   Messages: 20   |   Re: Cracked handles   |   answered Mar 4, 2015 at 9:12   |   oakbark wrote:
    fact = rf"{either('forum')}(?:\s*:.{{0,40}}| .{{0,20}}\d{{4}}.{{0,20}})?"
    return re.compile(rf"(?i)(?:{fact}|{either('quoted')}\s*:?.?|re: .{{4,120}})")
