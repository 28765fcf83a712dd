"""Finds the marks of Markdown in text pages, as html2text, pandoc and web clippers write them: headings, links, images, emphasis.

A reader sees `# [Ferry sails](/ferry)` as `Ferry sails`. The marks are cut out of the reading; the ledger keeps them.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

MAYBE = r"^\s*#{1,6} \S|\]\((?:https?:|/|#|\.|mailto:)|\]\[\d{1,4}\]"
"""A part of lines with such marks: only pages with one are looked at."""
_LEAST_SIGNS = 2
_ADDRESS = r"(?:[^\s()<>]|(?<=-)\n)*"
"""The rest of an address; html2text wraps it behind a hyphen."""
_TARGET = (
    rf"\(\s*<?(?P<target>(?:https?:|/|#|\.|mailto:|data:){_ADDRESS}(?:\([^\s()]*\){_ADDRESS})?)>?"
    r"(?:\s+[\"'][^\"']{0,300}[\"'])?\s*\)"
)
_IMAGE = re.compile(rf"!\[[^\[\]]*\]{_TARGET}")
_LINK = re.compile(
    rf"(?P<open>\[)(?=[^\[\]\n]*(?:\n[^\[\]\n]*){{0,12}}\](?:\(|\[\d))[^\[\]]*(?P<close>\](?:{_TARGET}|\[(?P<number>\d{{1,4}})\]))"
)
_DEFINITION = re.compile(r"^ {0,3}\[(\d{1,4})\]:\s+<?(\S+?)>?(?:\s+[\"'(].*)?$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}(?P<open>#{1,6}[ \t]+)(?=\S)(?P<rest>[^\n]*)", re.MULTILINE)
_UNDERLINE = re.compile(r"(?<=\S\n)(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<![\w*\\])(?P<open>\*{1,3}|_{1,3})(?=[^\s*_])[^*_\n]{0,300}?(?<=[^\s*_\\])(?P<close>(?P=open))(?![\w*])"
)
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>~|-])")


@dataclass
class Marks:
    """The marks of a page, by position of their line.

    Attributes:
        spans: Start and end of each mark, in order.
        links: The address that the first link of a line leads to.
        outside: Lines that are nothing but marks: images, underlines of headings, lists of addresses.
        top_headings: Lines that are headings of the first level.
    """

    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)
    top_headings: list[int] = field(default_factory=list)

    def without(self, at: int, text: str) -> str:
        """The line without its marks."""
        for start, end in reversed(self.spans.get(at, ())):
            text = text[:start] + text[end:]
        return text


def marks(texts: Sequence[str]) -> Marks:
    """Return the marks of the lines of a page; none if it has too few signs of Markdown."""
    content = "\n".join(texts)
    patterns = (_LINK, _HEADING, _UNDERLINE)
    images = list(_IMAGE.finditer(content))
    # a link may be around a picture: [![A pier](/pier.jpg) Pier opens](/pier)
    without_images = _IMAGE.sub(lambda image: re.sub(r"[^\n]", " ", image[0]), content)
    links, headings, underlines = (list(pattern.finditer(without_images)) for pattern in patterns)
    found = Marks()
    if sum(map(len, (images, links, headings, underlines))) < _LEAST_SIGNS:
        return found
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    definitions = {int(match[1]): match for match in _DEFINITION.finditer(content)}
    spans = [match.span() for match in images]
    for match in links:
        target = match["target"] or (
            definitions[int(match["number"])][2] if int(match["number"] or 0) in definitions else ""
        )
        if target:
            spans += [match.span("open"), match.span("close")]
            found.links.setdefault(bisect_right(starts, match.start()) - 1, target.replace("\n", ""))
    for match in headings:
        spans.append(match.span("open"))
        bare = match["rest"].rstrip(" \t").rstrip("#")
        if bare[-1:] in (" ", "\t") and bare != match["rest"]:  # ## Ferry sails ##
            spans.append((match.start("rest") + len(bare.rstrip(" \t")), match.end("rest")))
    for match in _EMPHASIS.finditer(content):
        spans += [match.span(name) for name in ("open", "close")]
    spans += [match.span() for match in _ESCAPE.finditer(content)]
    spans += [match.span() for match in (*underlines, *definitions.values())]
    end_of_last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        start = max(start, end_of_last)
        while start < end:  # a mark over several lines is one on each
            at = bisect_right(starts, start) - 1
            stop = min(end, starts[at + 1] - 1)
            if start < stop:
                found.spans.setdefault(at, []).append((start - starts[at], stop - starts[at]))
            start = max(stop, start) if stop < end and stop == starts[at + 1] - 1 else end
            start += start < end
        end_of_last = max(end_of_last, end)
    tops = [match.start("open") for match in headings if len(match["open"].strip()) == 1]
    tops += [match.start() - 1 for match in underlines if match[0].startswith("=")]
    found.top_headings = [bisect_right(starts, place) - 1 for place in sorted(tops)]
    found.outside = {
        at for at in found.spans if texts[at].strip() and not found.without(at, texts[at]).strip(" \t>*-+")
    }
    return found
