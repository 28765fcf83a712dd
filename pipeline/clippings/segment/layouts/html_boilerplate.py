"""Boilerplate lines of a page: menus, sidebars, comments, related posts, share bars, footers.

The names of elements around a line (`boilerplate.toml`), headings that open a part (`phrases/`) and the line's own class
identify boilerplate. A part with most of the page's prose is never boilerplate.
"""

from collections.abc import Iterable, Sequence

from clippings.segment.layouts.html_boilerplate_words import is_fact_of_post, kind_by_words
from clippings.segment.layouts.html_model import Line, Steps
from clippings.segment.layouts.html_opened_parts import end_of_part, is_box, opener, scope_of
from clippings.segment.layouts.html_part_names import is_thread, part_of
from clippings.segment.layouts.page_model import BOILERPLATE
from clippings.segment.threads.thread_phrases import counts_posts

_KIND_OF_CLASS = {
    name: BOILERPLATE[name]
    for name in (
        "share_bar", "share_label", "pagination", "copyright", "footer", "breadcrumb", "tags", "skip", "social", "masthead", "menu",
    )
}  # fmt: skip
"""Kinds of lines that are boilerplate by their own class."""
ROLE_OF_KIND = {
    "comments": "footer",
    "sidebar": "navigation",
    "consent": "navigation",
    "signature": "footer",
    "newsletter": "navigation",
}
"""Published roles of kinds that are not roles themselves."""
_OPENER_LENGTH = 90
_BESIDE = ("sidebar", "related", "recent")
"""Kinds of parts that hold texts of their own."""
_LISTED = ("related", "recent", "navigation", "newsletter")
"""Kinds of parts of which a third of the lines are links."""
_NEARLY_ALL = 0.85
_OTHER_TEXT = 400
"""Characters of prose that a thread of a forum has at most outside its posts."""
_THREAD = 3
_FREE = 10
"""One part of the page's prose in this many is outside boilerplate, at least."""
_MOST = 0.5
"""Maximum share of the page's prose in a boilerplate part."""


class Boilerplate:
    """The kind of boilerplate each line of a page is, by number; lines that may belong to a post are not in it."""

    def __init__(self, lines: Sequence[Line], address: str | None = None) -> None:
        """Read the lines of the page at `address`."""
        self.kinds: dict[int, str] = {}
        self._kind_of_place: dict[Steps, str | None] = {}
        self.is_thread = is_thread(address)
        self._signs = not self.is_thread and not counts_posts([line.stripped for line in lines])
        own_text = [line for line in lines if line.is_prose or line.tag == "h1"]
        self._refused = self._wrappers([line for line in own_text if not _is_consent(line)])
        for line in lines:
            kind = _KIND_OF_CLASS.get(line.line_class or "") or self._by_place(line.steps) or kind_by_words(line)
            if kind is not None and not (kind in ("share_bar", "comments") and is_fact_of_post(line)):
                self.kinds[line.line_no] = kind
        self._open_parts(lines)
        for line in lines:
            if line.is_own_title:
                self.kinds.pop(line.line_no, None)

    def __contains__(self, line: Line) -> bool:
        """Return whether a line is boilerplate."""
        return line.line_no in self.kinds

    def role(self, line: Line) -> str:
        """Return the published role of a boilerplate line."""
        kind = self.kinds[line.line_no]
        return ROLE_OF_KIND.get(kind, kind)

    def _wrappers(self, lines: Sequence[Line]) -> set[str]:
        """Names of elements that read as boilerplate and hold most of the prose, one of them or all together.

        A sidebar beside the page's own heading must hold nearly all prose.

        Args:
            lines: Prose, and main headings.
        """
        total = 0
        mass: dict[str, int] = {}
        headed: set[str] = set()
        for line in lines:
            if line.is_prose:
                total += len(line.stripped)
            for name in {part.name for part in map(part_of, line.steps) if part.kind not in (None, "comments")}:
                if line.is_prose:
                    mass[name] = mass.get(name, 0) + len(line.stripped)
                else:
                    headed.add(name)
        has_heading = any(line.tag == "h1" for line in lines)
        refused = set()
        for name, size in mass.items():
            is_beside = has_heading and name not in headed and part_of(f"{name}[0]").kind in _BESIDE
            if size > (_NEARLY_ALL if is_beside else _MOST) * total:
                refused.add(name)
        refused |= _threads(lines)
        return refused | _of_largest_kind(lines, refused, total)

    def _by_place(self, steps: Steps) -> str | None:
        """The kind by the elements around a line; lines of one element share it."""
        if steps not in self._kind_of_place:
            self._kind_of_place[steps] = self._kind_of_steps(steps)
        return self._kind_of_place[steps]

    def _kind_of_steps(self, steps: Steps) -> str | None:
        in_article = False
        for kind, tag, name in map(part_of, steps):
            is_own_foot = in_article and tag == "footer" and kind == "footer"
            is_post = (kind == "comments" and self.is_thread) or (kind == "signature" and self._signs)
            if kind is not None and not is_post and not is_own_foot and name not in self._refused:
                return kind
            in_article = in_article or tag in ("article", "main")
        return None

    def _part(self, lines: Sequence[Line], index: int, kind: str, free: int) -> Sequence[Line]:
        """The lines of the part that the heading at `index` opens; none where most of the page would be in it."""
        scope = scope_of(lines, index)
        whole_part = lines[index : end_of_part(lines, index, scope, "")]
        opens_scope = index == 0 or lines[index - 1].steps[: len(scope)] != scope
        if kind == "newsletter" and opens_scope and is_box(whole_part):
            return whole_part
        if kind != "comments" and _prose(whole_part) > _MOST * free:
            return ()
        return lines[index : end_of_part(lines, index, scope, kind)]

    def _open_parts(self, lines: Sequence[Line]) -> None:
        """Parts that a heading opens: `Related posts` and what follows it in the same element."""
        free = _prose(line for line in lines if line not in self)
        for index, line in enumerate(lines):
            if len(line.stripped) > _OPENER_LENGTH or line.hint == "title":
                continue
            kind = opener(line)
            if kind is None or (kind == "comments" and self.is_thread):
                continue
            part = self._part(lines, index, kind, free)
            is_listed = kind in _LISTED and not (kind == "newsletter" and is_box(part))
            if not part or (is_listed and 3 * sum(inner.href is not None for inner in part) < len(part) - 1):
                continue
            for part_line in part:
                self.kinds.setdefault(part_line.line_no, kind)
                if kind == "recent":
                    self.kinds[part_line.line_no] = "recent"


def _prose(lines: Iterable[Line]) -> int:
    """Characters of prose."""
    return sum(len(line.stripped) for line in lines if line.is_prose)


def _is_consent(line: Line) -> bool:
    return any(part_of(step).kind == "consent" for step in line.steps)


def _threads(lines: Sequence[Line]) -> set[str]:
    """Names of the elements of comments where hardly any other text is on the page: a thread of a forum."""
    named: set[str] = set()
    comments = others = 0
    for line in lines:
        if not line.is_prose:
            continue
        parts = [part_of(step) for step in line.steps]
        kinds = {part.kind for part in parts}
        if "comments" in kinds:
            comments += len(line.stripped)
            named |= {part.name for part in parts if part.kind == "comments"}
        elif kinds <= {None}:
            others += len(line.stripped)
    return named if others < _OTHER_TEXT and comments > _THREAD * others else set()


def _of_largest_kind(lines: Sequence[Line], refused: set[str], total: int) -> set[str]:
    """Names of the kind that holds most of the prose where next to none is outside boilerplate: there they name the page's own parts."""
    mass: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    for line in lines:
        if not line.is_prose:
            continue
        kinds = {part.name: part.kind for part in map(part_of, line.steps) if part.kind}
        for kind in {kind for name, kind in kinds.items() if name not in refused} or {""}:
            mass[kind] = mass.get(kind, 0) + len(line.stripped)
            names.setdefault(kind, set()).update(name for name, own in kinds.items() if own == kind)
    largest = max(mass, key=lambda kind: mass[kind], default="")
    is_all = _FREE * mass.get("", 0) < total and mass.get(largest, 0) > _MOST * total
    return names[largest] if is_all and largest not in ("", "comments") else set()
