"""Where a page asks for consent to cookies: a window of many lines, often more than the text behind it."""

import re
from collections.abc import Sequence
from functools import cache

from clippings.common.phrases import either, whole
from clippings.segment.cutter.labels import OUTSIDE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN

_LEAST, _GAP = 3, 8
"""Sentences of a window, at least, and lines between two of them, at most."""


def without_consent(heads: Sequence[str], likely: Facts) -> Facts:
    """`likely`, where the windows that ask for consent are outside: sentences on cookies and a button or a label among them."""
    lowered = [head.lower() for head in heads]
    button = whole("consent_buttons", before=r"\W*", after=r"\W*")
    windows: list[list[int]] = []
    for at in (at for at, head in enumerate(lowered) if _sentence().search(head)):
        if windows and at - windows[-1][-1] <= _GAP:
            windows[-1].append(at)
        else:
            windows.append([at])
    for lines in windows:
        low, high = lines[0] - 1, lines[-1] + _GAP
        if len(lines) >= _LEAST and any(map(button.fullmatch, lowered[max(0, low) : high])):
            likely = likely.copy()
            likely[lines[0] : lines[-1] + 1] = 0
            likely[lines[0] : lines[-1] + 1, OUTSIDE] = CERTAIN
    return likely


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(rf"\b{either('consent')}")
