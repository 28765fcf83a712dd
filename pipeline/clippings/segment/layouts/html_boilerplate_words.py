"""Boilerplate by the words of one line: rights, tags, notes, links to other texts, numbers of comments."""

import re

from clippings.common.phrases import either, whole
from clippings.common.prose import ends_as_sentence
from clippings.common.text import lazily_compiled
from clippings.segment.layouts.html_model import Line
from clippings.segment.threads.comment_headings import NUMBER
from clippings.segment.unwrapping import printed_pages

# Written with a text editor. © 2004 Example
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_WORDS = 30
# Advertisement   |   - Advertisement -   |   Article continues below
_NOTES = whole("advertisement", before=r"\W*", after=r"\W*")
_NOTE_WORDS = 10
# #boats #coast   |   #boats #coast 3 notes Reblog
_HASHTAGS = re.compile(r"#[^\s#]++(?:\s++#[^\s#]++)++(?:\s+\d.*)?")
# Read also: Harbour gates closed   |   MORE: Harbour gates closed   |   Lest auch
_RELATED = re.compile(rf"\W*(?:{either('related')}\s*[:：]|{either('read_also')}\W)\s*\S")
_RELATED_MOST = 18
"""Words of the longest such line that needs no link."""
_POINTER = re.compile(rf"\W*(?:{either('related', 'read_also', 'read_more', 'more', 'watch')})\s*[:：|>»]\s*\S")


# Read also New boats for the harbour
_LABEL_AND_LINK = lazily_compiled(rf"\W*{either('related', 'read_also')}\s+\S")


def _is_beside_label(line: Line) -> bool:
    """Whether a line is a label and the title of another text, in two elements side by side."""
    return not line.is_heading and not ends_as_sentence(line.stripped) and _LABEL_AND_LINK.match(line.lower) is not None


def kind_by_words(line: Line) -> str | None:
    """Return the kind of a line by its own words."""
    if line.words > _RIGHTS_WORDS or line.hint == "title":
        return None
    if _RIGHTS.search(line.stripped):
        return "copyright"
    if line.words <= _NOTE_WORDS and (_NOTES.fullmatch(line.lower) or _HASHTAGS.fullmatch(line.stripped)):
        return "navigation"
    if printed_pages.is_print(line.stripped):
        return "footer"
    if line.href is not None and line.words <= _RIGHTS_WORDS and _POINTER.match(line.lower):
        return "related"
    if line.href is not None and line.hint is None and _is_beside_label(line):
        return "related"
    is_related = line.words <= _RELATED_MOST and not line.is_heading and _RELATED.match(line.lower)
    return "related" if is_related else None


# 3 comments   |   No responses   |   Leave a comment   |   Comments (3)
COUNT = re.compile(
    rf"[|·•\s]*(?:{NUMBER} ?{either('comments')}|{either('leave_comment', 'no_comments')}"
    rf"|{either('comments')}\s*[:(（]\s*\d{{1,6}}[)）]?)[\s»|·•]*"
)
"""A line, in small letters, that says how many comments a post has."""
_FACT_WORDS = 10


def is_fact_of_post(line: Line) -> bool:
    """Return whether a line in a share bar holds the date or the comment count of the post."""
    if line.line_class in ("post_date", "dated_by") or line.hint in ("post_date", "comment_count", "byline"):
        return line.hint != "byline" or line.words <= _FACT_WORDS
    return line.href is not None and COUNT.fullmatch(line.lower) is not None
