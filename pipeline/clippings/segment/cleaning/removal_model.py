"""What `glued_text` reads and returns: lines of a post, and removals, the characters of a line that are not its text."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class OwnLine:
    """A line of a post: its text as it came and its role."""

    line_no: int
    text: str
    role: str


@dataclass(frozen=True)
class Removal:
    """Characters `start` to `end` of a line to remove; `joiner` replaces them in the text."""

    line_no: int
    start: int
    end: int
    kind: str
    rule: str
    joiner: str
    source_line: int | None = None

    def overlaps(self, others: Iterable["Removal"]) -> bool:
        """Return whether one of `others`, of the same line, shares characters with it."""
        return any(self.start < other.end and other.start < self.end for other in others)


def removal_of(line: OwnLine, start: int, end: int, kind: str, rule: str, source_line: int | None = None) -> Removal:
    """Return the removal of characters `start` to `end`, adjusted so that one space is left between words."""
    text = line.text
    has_left, has_right = bool(text[:start].strip()), bool(text[end:].strip())
    joiner = ""
    if has_left and has_right:
        if text[start - 1].isspace():
            while end < len(text) and text[end].isspace():
                end += 1
        elif text[end].isalnum() or text[end] in "‘“([–—":
            joiner = " "
    return Removal(line.line_no, start, end, kind, rule, joiner, source_line)
