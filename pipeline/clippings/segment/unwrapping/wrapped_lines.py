"""Finds the wrapped lines of text pages, and the text that a text browser or a print inserts.

`joined_lines` applies what is found to the tables.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from clippings.common.phrases import either, either_of_lines
from clippings.common.text import lazily_compiled
from clippings.segment.lines.day_lines import is_day
from clippings.segment.unwrapping import markdown_marks, printed_pages
from clippings.segment.unwrapping.address_list import references

WIDEST = 100
"""Maximum width of wrapped text in characters."""
_NARROWEST = 40
_LEAST_LINES = 3
"""Minimum number of lines of a wrapped text."""
_LEAST_PAIRS, _FEW_PAIRS, _WIDTH_OF_FEW = 3, 2, 80
"""Minimum number of nearly full lines with a line below them; fewer are enough if all stop where the next word would not fit, and no
line is longer than this."""
_FULL = 0.8
"""A line with this share of the column's width is nearly full."""
_SHARE = 0.6
"""Share of the nearly full lines that stop where the next word would not fit."""
_SPREAD = 8
"""The widest lines of a wrapped text differ by hardly more characters than this."""
_OF_COLUMN = re.compile(r"\s{0,16}[^\s\w]{0,3}\w(?!.*\S {3,}\S)")
"""A line that may be wrapped text: not a rule, nor a title in the middle of a screen, nor a running head with gaps."""
_RULE = re.compile(r"[\W_]+")
_TOLERANCE = 3
"""Maximum number of characters beyond the estimated width: hanging punctuation, link numbers."""
_LINK_NUMBER = re.compile(r"\[\d{1,4}\](?=[^\s(\[])")
# with a list of addresses:   * [12] Ferry runs again
_LISTED_NUMBER = re.compile(r"(?<![^\s(])\[\d{1,4}\] (?=\S)|\[\d{1,4}\](?=[^\s(])")
_FEW_LINKS = 3
_BULLET = re.compile(r"(?:[*+•·-]|\d{1,3}[.)])\s")
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*\s*\Z")
_FACT = 80
"""Characters of the longest line that is a day or a byline."""
_BYLINE = lazily_compiled(rf"(?i:{either('by', 'byline', 'posted')})\b:?\s+[^\W\d_a-z]")
_HYPHEN = re.compile(r"[^\W\d_]-\Z")
_COMPOUND = re.compile(
    r"(?:\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|well|self|long|half|anti|non|ex|so)|-\w+)-\Z",
    re.IGNORECASE,
)
"""A hyphen at the end of a line that is of its word: `twenty-` before `three`."""
_MAY_BE_PRINT = r"^\s*(?:https?://|file:).*\d\W*$|(?i)" + either_of_lines("page_count", "printed", "archive_banner")
"""A part of lines of prints: only pages with one are looked at."""


@dataclass
class View:
    """Reading of a batch of lines with wrapped lines joined.

    Attributes:
        joined: page, line_no, first (the line it is read with), joiner (text between it and the line above).
        heads: page, line_no, joined_head of the lines whose reading differs from their text.
        numbers: page, line_no, start, end of the link numbers.
        marks: The same of the marks of Markdown.
        hyphens: The same of hyphens at line ends that are not part of a word.
        print_lines: page, line_no of what a tool adds to the page: heads of a print, lists of addresses, marks.
        top_headings: page, line_no of headings of the first level.
        urls: page, number, url of the addresses listed.
        links: page, line_no, url of the first Markdown link of a line.
        pages: Numbers of the pages with wrapped lines.
    """

    joined: list[tuple[int, int, int, str]] = field(default_factory=list)
    heads: list[tuple[int, int, str]] = field(default_factory=list)
    numbers: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: list[tuple[int, int, int, int]] = field(default_factory=list)
    hyphens: list[tuple[int, int, int, int]] = field(default_factory=list)
    print_lines: list[tuple[int, int]] = field(default_factory=list)
    top_headings: list[tuple[int, int]] = field(default_factory=list)
    urls: dict[tuple[int, int], str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)


def view(lines: pl.DataFrame) -> View:
    """Return the view of the text pages among `lines` (page, line_no, text)."""
    reading = View()
    length = pl.col("text").str.strip_chars_end().str.len_chars()
    sizes = lines.group_by("page").agg(
        full=((length >= _NARROWEST) & (length <= WIDEST)).sum(),
        long=(length > WIDEST).sum(),
        links=pl.col("text").str.contains(r"\[\d{1,4}\] ?\S").sum(),
        is_markdown=pl.col("text").str.contains(markdown_marks.MAYBE).any(),
        prints=(
            pl.col("text").str.contains("\f", literal=True)
            | (length <= WIDEST) & pl.col("text").str.contains(_MAY_BE_PRINT)
        ).any(),
    )
    asked = sizes.filter(
        ((pl.col("full") >= _LEAST_LINES) & (20 * pl.col("long") <= pl.col("full")))
        | (pl.col("links") >= _FEW_LINKS)
        | pl.col("prints")
        | pl.col("is_markdown")
    )
    own_lines = lines.filter(pl.col("page").is_in(asked["page"].implode()))
    for (page,), part in own_lines.partition_by("page", as_dict=True, include_key=False).items():
        _view_page(reading, int(page), part["line_no"].to_list(), part["text"].to_list())
    return reading


def _view_page(reading: View, page: int, numbers: Sequence[int], texts: Sequence[str]) -> None:
    printed = printed_pages.print_lines(texts)
    listed = references(texts)
    reading.print_lines += [(page, numbers[at]) for at in sorted(printed | listed.keys())]
    reading.urls |= {(page, number): url for number, url in listed.values() if number}
    link_number = _LISTED_NUMBER if listed else _LINK_NUMBER
    is_browser = sum(link_number.search(text) is not None for text in texts) >= _FEW_LINKS
    clean = [link_number.sub("", text) if is_browser and at not in listed else text for at, text in enumerate(texts)]
    marked = markdown_marks.Marks() if is_browser else markdown_marks.marks(texts)
    for at, spans in marked.spans.items():
        reading.marks += [(page, numbers[at], *span) for span in spans]
        clean[at] = marked.without(at, texts[at]) if at not in marked.outside else texts[at]
    reading.top_headings += [(page, numbers[at]) for at in marked.top_headings]
    reading.links |= {(page, numbers[at]): url for at, url in marked.links.items()}
    reading.print_lines += [(page, numbers[at]) for at in sorted(marked.outside)]
    outside = listed.keys() | printed | marked.outside
    wrapped = texts if marked.spans else clean
    width = _width([text for at, text in enumerate(wrapped) if at not in outside])
    is_short = bool(marked.spans) and max(map(len, texts)) <= WIDEST
    least = _NARROWEST if is_short else WIDEST + 1
    firsts = _firsts(wrapped, outside, printed, width, least) if width or printed or is_short else {}
    if not firsts and clean == list(texts):
        if listed:
            reading.pages.add(page)
        return
    reading.pages.add(page)
    paragraphs: dict[int, str] = {}
    last_of: dict[int, int] = {}
    for at, text in enumerate(clean):
        first = firsts.get(at, at)
        if first == at:
            paragraphs[at] = text.strip()
            continue
        is_hyphened = _HYPHEN.search(paragraphs[first]) is not None and text.strip()[:1].islower()
        if is_hyphened and _COMPOUND.search(paragraphs[first]) is None:
            paragraphs[first] = paragraphs[first][:-1] + text.strip()
            above = last_of.get(first, first)
            end = len(texts[above].rstrip())
            reading.hyphens.append((page, numbers[above], end - 1, end))
        else:
            paragraphs[first] += ("" if is_hyphened else " ") + text.strip()
        last_of[first] = at
        reading.joined.append((page, numbers[at], numbers[first], "" if is_hyphened else " "))
    joined = set(firsts.values())
    for at, text in enumerate(texts):
        if is_browser and at not in listed:
            reading.numbers += [(page, numbers[at], *match.span()) for match in link_number.finditer(text)]
        if at in paragraphs and (at in joined or clean[at] != text):
            reading.heads.append((page, numbers[at], paragraphs[at]))


def _is_fact(text: str) -> bool:
    """Whether a line begins something of its own, however wide the line above is: a day, a byline."""
    return len(text) <= _FACT and (_BYLINE.match(text) is not None or is_day(text))


def _width(texts: Sequence[str]) -> int:
    """Return the width at which the lines are wrapped; 0 if they are not wrapped."""
    lengths = sorted(len(text.rstrip()) for text in texts if _OF_COLUMN.match(text))
    if len(lengths) < _LEAST_LINES:
        return 0
    least = max(2, len(lengths) // 10)
    near = (size for at, size in enumerate(lengths) if at + 1 >= least and size - lengths[at + 1 - least] <= _SPREAD)
    width = max((size for size in near if size <= WIDEST), default=0)
    if not _NARROWEST <= width <= WIDEST:
        return 0
    full = fits = lower = 0
    for above, below in pairwise(texts):
        if len(above.rstrip()) < _FULL * width or not below.strip() or _BULLET.match(below.lstrip()):
            continue
        if _is_fact(below.strip()):
            continue
        full += 1
        fits += len(above.rstrip()) + 1 + len(below.split(None, 1)[0]) > width - _TOLERANCE
        lower += below.lstrip()[:1].islower() and not _ENDS.search(above)
    is_short = full >= _FEW_PAIRS and fits == full and lengths[-1] <= _WIDTH_OF_FEW
    is_wrapped = full >= _LEAST_PAIRS or is_short
    return width if is_wrapped and fits >= _SHARE * full and 3 * lower >= full else 0


def _firsts(texts: Sequence[str], outside: Set[int], printed: Set[int], width: int, least: int) -> dict[int, int]:
    """Return the position of each continuation line, with the position of its paragraph's first line.

    Args:
        texts: The lines.
        outside: Positions of lines that are not text.
        printed: Those of them that printing puts between two pages.
        width: Width at which the lines are wrapped; 0 if only page breaks cut paragraphs.
        least: A line of at least this many characters goes on in the next one whatever the width, as in Markdown.
    """
    firsts: dict[int, int] = {}
    for at in range(1, len(texts)):
        above, text = texts[at - 1].rstrip(), texts[at]
        if not text.strip() or at in outside or _BULLET.match(text.lstrip()) or _RULE.fullmatch(above):
            continue
        if not above.strip() or at - 1 in outside:
            before = _above_break(texts, printed, at)
            if before is not None and text.lstrip()[:1].islower() and not _ENDS.search(texts[before]):
                firsts[at] = firsts.get(before, before)
            continue
        is_soft = len(above) >= least or (least <= WIDEST and at - 1 in firsts)
        if not width and not is_soft:
            continue
        is_full = is_soft or len(above) + 1 + len(text.split(None, 1)[0]) > width - _TOLERANCE
        is_lower = text.lstrip()[:1].islower()
        goes_on = (
            is_lower and not _ENDS.search(above) and (len(above) >= width // 2 or _HYPHEN.search(above) is not None)
        )
        if (is_full or goes_on) and not _is_fact(text.strip()):
            firsts[at] = firsts.get(at - 1, at - 1)
    return firsts


def _above_break(texts: Sequence[str], printed: Set[int], at: int) -> int | None:
    """Return the last line of text above a page break directly above `at`; None without a break."""
    before = at - 1
    while before >= 0 and (before in printed or not texts[before].strip()):
        before -= 1
    return before if before >= 0 and any(other in printed for other in range(before + 1, at)) else None
