"""Index pages, which list articles as links with days. The result is a list of titles, not of articles."""

from collections.abc import Sequence
from itertools import pairwise

from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import PROSE, CutPage, Line, core
from clippings.segment.lines.day_lines import day_at_edge

_LEAST = 3
_NO_TEXT = ("navigation", "caption")
_TITLE_WORDS = 2
_LONGEST = 120
_PARAGRAPH = 25


def index_of(lines: Sequence[Line], boilerplate: Boilerplate) -> CutPage | None:
    """Return the page as an index if it consists of links with days and has no paragraph of its own."""
    free = [line for line in lines if line not in boilerplate]
    texts = _texts(free)
    roles: dict[int, str] = {}
    titles: list[str] = []
    for at, line in enumerate(free):
        is_title = line.href is not None and line.words >= _TITLE_WORDS and len(line.stripped) <= _LONGEST
        if not is_title or line.line_no in texts or is_date(line):
            continue
        beside = [other for other in free[max(at - 1, 0) : at] + free[at + 1 : at + 2] if is_date(other)]
        if _holds_day(line.stripped):
            roles[line.line_no] = "recent_title"
        elif beside:
            roles[line.line_no] = "recent_title"
            roles[beside[-1].line_no] = "recent_date"
        else:
            continue
        titles.append(core(line.stripped))
    rest = sum(line.words for line in free if line.line_no in texts and line.line_no not in roles)
    listed = sum(line.words for line in free if line.line_no in roles)
    if len(set(titles)) < _LEAST or 2 * len(set(titles)) < len(titles) or rest > listed // 2:
        return None
    return CutPage("unknown", f"an index: {len(titles)} links with days and no texts", roles=roles)


def _texts(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that are text or excerpts, also where a whole card with its title is one link."""
    text_lines = {line.line_no for line in lines if line.is_prose and (line.href is None or _is_paragraph(line))}
    for above, line in pairwise(lines):
        is_of_card = line.href in (None, above.href) and not line.is_heading and line.hint not in _NO_TEXT
        if is_of_card and line.words >= PROSE and not is_date(line):
            text_lines.add(line.line_no)
    return text_lines


def _is_paragraph(line: Line) -> bool:
    """Whether a line with a link in it is too long for an entry."""
    return line.hint != "link" and line.words >= _PARAGRAPH


def _holds_day(text: str) -> bool:
    """Return whether a line begins or ends with a day and has a title beside it."""
    day = day_at_edge(text)
    return day is not None and len(text) > day.end - day.start + 10
