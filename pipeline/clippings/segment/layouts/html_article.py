"""One post on a page: its title among the headings, its text in the subtree that holds most prose, its facts near them."""

from collections.abc import Sequence

from clippings.common.prose import ends_as_sentence
from clippings.segment.layouts import html_post
from clippings.segment.layouts.html_article_head import complete
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_head import Meta
from clippings.segment.layouts.html_line_kinds import is_fact, is_more
from clippings.segment.layouts.html_model import Line, Post, Steps, common, unnumbered

_SHARE = 0.7
"""Minimum share of the prose in a subtree for the search to descend into it."""
_NEAR = 12
"""Number of lines above and below title and text to search for facts."""
_FEW_WORDS = 25
"""Minimum number of words of a text without a title, where it is not most of the page."""


def post_of_page(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> Post | None:
    """Return the one post of the page; None if it has no text."""
    body = _body(lines, boilerplate)
    first = body[0] if body else len(lines)
    title = _title(lines, boilerplate, meta, first)
    if not body:
        return None
    at = first if title is None else title
    start, end = min(first, at), body[-1] + 1
    own_positions = _own(lines, boilerplate, body, title, start, end)
    post = html_post.post_of(own_positions, None if title is None else lines[title], boilerplate, meta.authors)
    if title is None and post.prose < _FEW_WORDS and 2 * post.prose <= sum(line.words for line in lines):
        return None
    complete(post, lines, boilerplate, meta, title)
    return post


def post_of_head(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta, text: Sequence[Line]) -> Post:
    """Return the post if its text is only in the head, with the title that the page shows."""
    title = _title(lines, boilerplate, meta, len(lines))
    if title is not None and not meta.names(lines[title].stripped):
        title = None
    post = Post(roles={line.line_no: "body" for line in text})
    if title is not None:
        post.roles[lines[title].line_no] = "title"
        post.title_line = lines[title].line_no
    post.prose = sum(line.words for line in text)
    complete(post, lines, boilerplate, meta, title)
    return post


def _body(lines: Sequence[Line], boilerplate: Boilerplate) -> list[int]:
    """Return the positions of text lines: those declared as text, or the densest subtree."""
    free = [i for i, line in enumerate(lines) if line not in boilerplate]
    total = sum(lines[i].words for i in free if lines[i].is_prose)
    declared = [i for i in free if lines[i].hint in ("body", "list_item", "subheading")]
    if declared and 2 * sum(lines[i].words for i in declared if lines[i].is_prose) >= total:
        return _trimmed(lines, declared)
    prose = [i for i in free if lines[i].is_prose]
    if not prose:
        return [
            i for i in free if lines[i].words >= html_post.PLAIN and lines[i].hint is None and not lines[i].is_heading
        ]
    own_prose = [i for i in _in_main(lines, prose) if not _is_teaser(lines, i)]
    prefix = _densest([lines[i] for i in own_prose or prose], is_thread=boilerplate.is_thread)
    return _trimmed(lines, [i for i in free if lines[i].steps[: len(prefix)] == prefix])


def _in_main(lines: Sequence[Line], prose: list[int]) -> list[int]:
    """Return the prose in the page's main element, where the title and enough of the page's prose are there; else all."""
    inside = [i for i in prose if _is_in_main(lines[i])]
    words, total = sum(lines[i].words for i in inside), sum(lines[i].words for i in prose)
    has_title = any(line.tag == "h1" and _is_in_main(line) for line in lines)
    is_enough = len(inside) > 1 and words >= _MAIN_WORDS and _MAIN_SHARE * words >= total
    return inside if has_title and is_enough else prose


def _is_in_main(line: Line) -> bool:
    return any(step.startswith(("main.", "main[", "main#")) for step in line.steps)


_MAIN_WORDS, _MAIN_SHARE = 60, 5
"""Words of prose in the main element for it to hold the text, and how many times as many the page may have."""
_TEASER_WORDS = 60
"""Maximum number of words of a teaser below a link."""


def _leads_away(line: Line) -> bool:
    """Return whether a whole line is a link with enough words for the title of another text."""
    if line.href is None or line.hint not in ("link", "title") or line.href.startswith("#"):
        return False
    return (line.is_heading or line.words >= _TITLE_WORDS) and not is_more(line)


_TITLE_WORDS = 4


def _is_teaser(lines: Sequence[Line], index: int) -> bool:
    """Return whether a paragraph is directly below a link in a shared element, as a teaser of the linked text."""
    line = lines[index]
    for above in range(index - 1, max(index - 3, -1), -1):
        shared = common(lines[above].steps, line.steps)
        if shared < max(len(line.steps), len(lines[above].steps)) - 3:
            return False
        if _leads_away(lines[above]):
            return line.words <= _TEASER_WORDS and lines[above].hint == "link" and lines[above].is_heading
    return False


def _without_cards(lines: Sequence[Line], own_positions: list[int]) -> list[int]:
    """`own_positions` without the links to other texts at its end, two or more, each with hardly a paragraph below it.

    Where they hold more than twice the words above them, they are what the page is for.
    """
    end, count = len(own_positions), 0
    for at in range(len(own_positions) - 1, 0, -1):
        if not _leads_away(lines[own_positions[at]]):
            continue
        below = [lines[i] for i in own_positions[at + 1 : end]]
        if sum(line.is_prose for line in below) > 1 or sum(line.words for line in below) > _TEASER_WORDS:
            break
        end, count = at, count + 1
    is_end = sum(lines[i].words for i in own_positions[end:]) <= 2 * sum(lines[i].words for i in own_positions[:end])
    are_cards = count > 1 and is_end and any(lines[i].is_prose for i in own_positions[:end])
    return own_positions[:end] if are_cards else own_positions


def _densest(prose: list[Line], *, is_thread: bool) -> Steps:
    """The smallest subtree with most of the prose, that holds more than one of its lines or all of them.

    The posts of a thread lie side by side in elements of one name: the element around them holds the text.
    """
    prefix: Steps = ()
    inside = prose
    while True:
        depth = len(prefix)
        mass: dict[str, int] = {}
        for line in inside:
            if len(line.steps) > depth + 1:
                mass[line.steps[depth]] = mass.get(line.steps[depth], 0) + len(line.stripped)
        if not mass:
            return prefix
        step, size = max(mass.items(), key=lambda item: item[1])
        alike = sum(unnumbered(other) == unnumbered(step) for other in mass)
        if size < _SHARE * sum(len(line.stripped) for line in inside) or (is_thread and alike > 1):
            return prefix
        prefix = (*prefix, step)
        inside = [line for line in inside if line.steps[: depth + 1] == prefix]


def _trimmed(lines: Sequence[Line], own_positions: list[int]) -> list[int]:
    """`own_positions` without the headings, links and facts before its first text and behind its last."""
    own_positions = _without_cards(lines, own_positions)
    text = [
        i
        for i in own_positions
        if lines[i].is_prose
        or lines[i].hint in ("body", "list_item")
        or (lines[i].words >= 3 and ends_as_sentence(lines[i].stripped) and not is_date(lines[i]))
    ]
    if not text:
        return own_positions
    prose = [i for i in text if lines[i].is_prose] or text
    first = min((i for i in text if i <= prose[0]), default=text[0])
    return [i for i in own_positions if first <= i <= text[-1]]


def _title(lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta, first: int) -> int | None:
    """Return the position of the title: named in the head, declared, or the highest heading near the text."""
    own_titles = [i for i, line in enumerate(lines) if line.is_own_title]
    if own_titles:
        return max((i for i in own_titles if i <= first), default=own_titles[0])
    best, best_score = None, 0.0
    for i, line in enumerate(lines):
        is_long = line.words > 40 or len(line.stripped) > 300
        if is_long or line.hint in ("byline", "caption", "comment_count") or is_date(line):
            continue
        level = int(line.tag[1]) if line.is_heading else 0
        is_named = meta.names(line.stripped) or (level == 1 and meta.opens(line.stripped))
        score = 4.0 * is_named + 3.0 * (line.hint == "title")
        score += (0, 3, 2, 1, 0.6, 0.4, 0.2)[level] + 0.9 * (line.tag == "b" and i <= first)
        if line in boilerplate:
            score -= 2.5 + 2 * (boilerplate.role(line) in ("related", "navigation") and level != 1)
        if i > first:
            score -= 1.5 if i - first < _NEAR and is_named else 4
        elif first - i > 3 * _NEAR:
            score -= 0.8
        if not is_named and line.hint != "title" and level not in (1,):
            score -= 0.3 * (line.hint == "link")
        if meta.is_site(line.stripped):
            score -= 3
        if score > best_score + 1e-9 and score >= 0.5 and any(c.isalpha() for c in line.stripped):
            best, best_score = i, score
    return best


def _own(
    lines: Sequence[Line], boilerplate: Boilerplate, body: list[int], title: int | None, start: int, end: int
) -> list[Line]:
    """Return the lines of the post: title, text, lines between them, and adjacent facts above and below."""
    in_body = set(body)
    kept = []
    low, high = max(start - _NEAR, 0), min(end + _NEAR, len(lines))
    anchor = lines[start if title is None else title].steps
    shared = anchor[: min(common(anchor, lines[i].steps) for i in (start, body[len(body) // 2], body[-1]))]
    for i in range(low, high):
        line = lines[i]
        if i in in_body or i == title:
            kept.append(line)
        elif start < i < end:
            if line not in boilerplate or boilerplate.kinds[line.line_no] not in ("sidebar", "comments", "recent"):
                kept.append(line)
        elif line not in boilerplate:
            is_own_fact = is_fact(line) and _shares(line, shared[:-1] if i < start else shared)
            if is_own_fact or (title is not None and _is_kicker(line, title - i, shared)):
                kept.append(line)
    return kept


def _is_kicker(line: Line, above: int, shared: Steps) -> bool:
    """Return whether a short link just above the title, in its element, is the category of the post."""
    is_near = 0 < above <= _KICKER_LINES and bool(shared) and line.steps[: len(shared)] == shared
    return is_near and line.hint == "link" and line.words <= _KICKER_WORDS


def _shares(line: Line, shared: Steps) -> bool:
    """Return whether a line is in the element of title and text; if that element is the body, at most slightly deeper."""
    return line.steps[: len(shared)] == shared if shared else len(line.steps) <= _SHALLOW


_KICKER_LINES = 3
_KICKER_WORDS = 4
_SHALLOW = 3
"""Steps of a fact's place on a page whose title and text share no element."""
