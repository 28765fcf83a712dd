"""Which lines of a page are text: by their likelihood, their position, and on pages of one post by their neighbours."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence, width
from clippings.segment.cutter.labels import ARTICLE, ITEMS, TEXT, THREAD, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN

_DAY_WORDS = 5
"""A line of fewer words that holds a day is not text."""
LONG_LINE = 45
"""Characters of a line of a page's text, at least: an index has titles only."""
_TEXT, _MORE_ALONE = CERTAIN * 38 // 100, CERTAIN * 14 // 100
"""How likely a line must be text, and how much likelier the surer it is that the page has one post."""
_LESS_OF_ITEMS, _LEAST_ITEM = CERTAIN * 65 // 100, CERTAIN * 18 // 100
"""How much less likely a line may be text on a page of entries, by how likely it is one; and how likely it must be at least."""
_HEADING = CERTAIN * 25 // 100
"""How likely a line is text, at least, that is alone between two lines of the text."""
_PARTED, _CONTINUED, _MAYBE_HEADING = CERTAIN * 5 // 100, CERTAIN * 30 // 100, CERTAIN * 10 // 100
"""How likely a sentence is text, at least, that is below the label of an advertisement in the text, or below its last line or a heading."""
_GAP, _ISLAND, _SURE_ISLAND = 6, 4, CERTAIN * 80 // 100
"""Lines between two stretches of text; the longest stretch to one that is text although less likely, at most; and how likely one is that is
text although short."""
_DISTINCT, _QUESTION = 8, ("?", "？", "؟")
"""Lines of the text of an article that differ, at least, for others to be copies; and the ends of a line that an interview may repeat."""
# 14:32   |   9.05 Uhr   |   2:15 p.m. GMT
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: (?:uhr|h|hrs?|[a-z]{3,4}))?", re.IGNORECASE)


def likely_texts(heads: Sequence[str], likely: Facts, has_day: Sequence[bool], kinds: Sequence[int]) -> list[int]:
    """The lines that are text; on a page of a thread or of entries also headings of its parts, and less likely lines of entries."""
    chances = (
        likely[:, TEXT].astype(np.int64) + likely[:, TITLE].astype(np.int64) * (kinds[THREAD] + kinds[ITEMS]) // CERTAIN
    )
    least = _TEXT + (kinds[ARTICLE] * _MORE_ALONE - kinds[ITEMS] * _LESS_OF_ITEMS) // CERTAIN
    timed = [at + 1 for at, stripped in enumerate(heads[:-1]) if _CLOCK.fullmatch(stripped)]
    bounds = np.full(len(heads), max(_LEAST_ITEM, least))
    bounds[timed if len(timed) > 1 else []] = _LEAST_ITEM  # entries of a live report
    return [
        at for at in map(int, np.flatnonzero(chances >= bounds))
        if not (has_day[at] and heads[at].count(" ") < _DAY_WORDS)
    ]  # fmt: skip


def without_islands(heads: Sequence[str], likely: Facts, texts: list[int]) -> list[int]:
    """The lines of the text of one post, without short stretches of less likely lines far from the longest: teasers, notes of the site."""
    bounds = [n for n in range(1, len(texts)) if texts[n] - texts[n - 1] > _GAP]
    stretches = [texts[low:high] for low, high in pairwise([0, *bounds, len(texts)])]
    masses = [sum(len(heads[at]) * int(likely[at, TEXT]) for at in stretch) for stretch in stretches]
    lengths = [sum(len(heads[at]) for at in stretch) for stretch in stretches]
    most = max(masses, default=0)
    return [
        at for stretch, mass, length in zip(stretches, masses, lengths, strict=True)
        if _ISLAND * mass >= most or mass > _SURE_ISLAND * length for at in stretch
    ]  # fmt: skip


def with_headings(likely: Facts, texts: list[int]) -> list[int]:
    """The lines of a text with those that are alone between two of them and may be a heading."""
    between = [at + 1 for at, below in pairwise(texts) if below == at + 2 and likely[at + 1, TEXT] >= _HEADING]
    return sorted([*texts, *between])


@cache
def _parting() -> re.Pattern[str]:
    # Advertisement   |   Read also: Old pier closes
    return re.compile(rf"{either('advertisement')}\W*|\W*{either('read_also')}\s*[:：|>»→]\s*\S.{{0,160}}")


def continued(heads: Sequence[str], likely: Facts, texts: list[int]) -> list[int]:
    """The lines of a text with less likely sentences below its lines, also below a heading, an advertisement or a link."""
    label = _parting()
    lines = set(texts)
    for at in texts:
        if at + 1 >= len(heads) or at + 1 in lines:
            continue
        is_parted = label.fullmatch(heads[at + 1].lower()) is not None
        is_heading = likely[at + 1, TEXT] >= _MAYBE_HEADING and width(heads[at + 1]) < LONG_LINE
        step = 2 if is_parted or is_heading else 1
        below, least = at + step, _PARTED if is_parted else _CONTINUED
        if (
            below < len(heads) and below not in lines and likely[below, TEXT] >= least
            and width(heads[below]) >= LONG_LINE and ends_as_sentence(heads[below])
        ):  # fmt: skip
            lines |= {below} if is_parted else set(range(at + 1, below + 1))
    return sorted(lines)


def without_copies(heads: Sequence[str], texts: list[int], *, is_article: bool) -> list[int]:
    """The lines of the text of one post, long ones once: a thread quotes its posts, a page shows an article again for another screen."""
    keys = {at: re.sub(r"\W+", "", heads[at]).casefold() for at in texts}
    first = {key: at for at, key in reversed(keys.items())}
    if is_article and len(first) < _DISTINCT:
        return texts
    asked = _QUESTION if is_article else ()
    return [at for at in texts if first[keys[at]] == at or width(heads[at]) < LONG_LINE or heads[at].endswith(asked)]
