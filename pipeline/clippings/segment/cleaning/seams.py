"""Helpers for characters of a line: seams, ends of sentences, common openings of two lines."""

import re

from clippings.common.text import core, fold

NAME = 100
"""Maximum length of a name in characters."""

_TITLES = frozenset(  # words read best as words
    "Mr Mrs Ms Dr Gen Maj Col Capt Lt Sgt Sen Rep Gov Prof St No Jr Sr Hon Rev Brig Adm Cmdr vs Inc Ltd Co".split()  # noqa: SIM905
)


def with_edges(text: str, start: int, end: int, source: str) -> tuple[int, int]:
    """The span widened by the quotes and full stops the source itself begins and ends with."""
    lead = re.match(r"[^\w\s]*", source)
    tail = re.search(r"[^\w\s]*$", source)
    left = len(lead[0]) if lead else 0
    right = len(tail[0]) if tail else 0
    if left and fold(text[max(0, start - left) : start]) == fold(source[:left]):
        start -= left
    if right and fold(text[end : end + right]) == fold(source[-right:]):
        end += right
    return start, end


def has_seam(text: str, start: int, end: int) -> bool:
    """Return whether the span lacks a space at its edges, or follows the end of a sentence."""
    before, after = text[:start], text[end:]
    left = bool(before) and not before[-1].isspace() and before[-1] not in "([{‘“\"'«-–—/"
    right = bool(after) and (after[0].isalnum() or after[0] in "‘“([" or bool(re.match(r"[–—]\s", after)))
    if not core(before):
        return right
    if not core(after):
        return left or bool(re.search(r"[.!?…][\"'”’)\]]*\s*$", before))
    return left or right


def touches_word(text: str, start: int, end: int) -> bool:
    """Return whether a letter, a digit or the end of a sentence is directly before the span, or a letter, digit or opening quote after it."""
    before = text[start - 1 : start] if start else ""
    after = text[end : end + 1]
    return (
        before.isalnum() or (before != "" and before in ".!?") or after.isalnum() or (after != "" and after in "‘“„«")
    )


def common_length(left: str, right: str) -> int:
    """Return the length of the longest common opening that ends at a word's end in `left`."""
    length = 0
    for length, (left_char, other) in enumerate(zip(left, right, strict=False)):  # noqa: B007
        if left_char != other:
            break
    else:
        length = min(len(left), len(right))
    while length > 0 and length < len(left) and left[length].isalnum() and left[length - 1].isalnum():
        length -= 1
    return len(left[:length].rstrip(" ,;:-"))


def is_abbreviation(text: str, stop: int) -> bool:
    """Return whether the full stop belongs to a title or initials: Gen. Example, U. S. Example, Mr. Example."""
    word = re.split(r"[^\w.]", text[max(0, stop - NAME) : stop])[-1]
    return text[stop] == "." and (len(word) <= 1 or "." in word or word in _TITLES)
