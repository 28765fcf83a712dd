"""Names of persons glued into a line at a seam: a caption or alternative text that is nothing but a name.

A name has no words that mark a caption. So it is removed only if the remaining text or the signature confirms it.
"""

import re
from collections.abc import Iterator, Sequence

from clippings.segment.cleaning import seams

_SEAM = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][^\W\d_])")
"""Position between a small letter and a capital that begins a word."""
_CAPITALISED = r"[A-ZÀ-Þ][\w’'-]*"


def spans(text: str, whole: str, signatures: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of the names glued into `text`, a line of the post `whole`, which the lines `signatures` sign."""
    places = [seam.start() for seam in _SEAM.finditer(text)]
    others = whole.replace(text, "") if places else ""
    for at in places:
        before = re.search(rf"(?:{_CAPITALISED}\s)+{_CAPITALISED}$", text[max(0, at - seams.NAME) : at])
        after = re.match(rf"{_CAPITALISED}(?:\s{_CAPITALISED})+", text[at:])
        if before:
            yield from _before(text, at - len(before[0]), at, others)
        if after:
            yield from _after(text, at, at + after.end(), others, signatures)


def _before(text: str, start: int, seam: int, others: str) -> Iterator[tuple[int, int]]:
    """Return the name to remove if another line of the post has the words on both sides next to each other."""
    words = text[start:seam].split(" ")
    following = re.match(r"[\w’'-]+", text[seam:])
    for skip in range(len(words) - 1):
        name = " ".join(words[skip:])
        at = seam - len(name)
        previous = re.search(r"([\w’'-]+)\s$", text[:at])
        if " " in name and name in others and previous and following and f"{previous[1]} {following[0]}" in others:
            yield at, seam
            return


def _after(text: str, seam: int, end: int, others: str, signatures: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return the name to remove if it is the name that signs the post."""
    name = text[seam:end]
    if any(line.startswith(name) for line in signatures) and name in others:
        yield seam, end
