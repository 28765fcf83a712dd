"""What a line of an HTML page shows: its words, its markup, the elements around it, its neighbours, and what the rules made of it.

All facts are bytes made with whole numbers only, so that they are the same on every machine.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clippings.schema.enums import TEXT_ROLES
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.html_review.element_tree import ElementTree, Ints, tree_of
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import CutPage, Line

Flags = npt.NDArray[np.bool_]

_ROLES = (
    "", "title", "repeated_title", "deck", "body", "subheading", "list_item", "caption", "byline", "post_date", "category", "comment_count",
    "read_more", "navigation", "page_heading", "related", "footer", "share_bar", "pagination", "copyright", "social", "masthead",
    "recent_heading", "recent_title", "recent_date",
)  # fmt: skip
_HINTS = ("", "link", "navigation", "caption", "title", "subheading", "list_item", "body", "byline", "category", "post_date",
          "comment_count", "excerpt_end")  # fmt: skip
_TAGS = ("", "p", "li", "b", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "th", "dt", "dd", "figcaption", "div",
         "section", "article", "span", "a", "button", "label", "time", "body")  # fmt: skip
_KINDS = ("listing", "excerpts", "article", "unknown")
_CODES = [{name: at for at, name in enumerate(names)} for names in (_ROLES, _HINTS, _TAGS)]
_OTHER = 40
_SENTENCE_END = frozenset(".!?…。！？؟۔।\"”»」』)）'’")
_OWN = ("words", "letters", "hint", "tag", "role", "is_own", "is_date", "depth", "same_text")
_NEAR = ("tag", "role", "name_near", "same_text")
_LEVELS = (0, 1, 2, 4)
"""The elements around a line that are counted: the innermost, the one around it, and so on."""
_MIDDLE = 125
"""Where a distance or score of 0 is in the byte that holds it."""


def facts_of_page(lines: Sequence[Line], page: CutPage) -> tuple[list[str], Facts]:
    """Names of the facts, and a row of them for each line of a page (without its head) that was cut as `page`."""
    roles, own_lines = dict(page.roles), set[int]()
    for post in page.posts:
        roles |= post.roles
        own_lines |= post.roles.keys()
    tree = tree_of(lines)
    columns = _own(lines, roles, own_lines)
    columns["name_near"] = tree.near[tree.of_line] + _MIDDLE
    columns["name_least"] = tree.least[tree.of_line] + _MIDDLE
    columns["name_most"] = tree.most[tree.of_line] + _MIDDLE
    words = columns["words"]
    is_linked = np.array([line.href is not None for line in lines])
    ends = np.array([line.stripped[-1] in _SENTENCE_END for line in lines])
    is_text = np.isin(columns["role"], [_ROLES.index(role) for role in TEXT_ROLES])
    is_long = np.array([line.is_prose for line in lines])
    masses = {
        "words": words,
        "linked": words * is_linked,
        "sentences": words * (ends & (words >= 6)),
        "is_text": words * is_text,
    }
    columns |= _neighbours(columns, tree)
    columns |= _containers(masses, tree)
    columns |= _recurrence(
        lines, words, {"linked": is_linked, "is_text": is_text, "ends": ends, "repeats": columns["same_text"] > 1}
    )
    columns |= _places(lines, page, masses, is_text, is_long)
    columns |= _of_page(page, masses, words * is_long, columns["is_date"])
    return list(columns), np.minimum(np.maximum(np.stack(list(columns.values()), axis=1), 0), 250).astype(np.uint8)


def _own(lines: Sequence[Line], roles: dict[int, str], own_lines: set[int]) -> dict[str, Ints]:
    role_code, hint_code, tag_code = _CODES
    texts = Counter([line.stripped for line in lines])
    rows = [
        (
            line.words if line.words < 250 else 250,
            len(line.stripped) // 4,
            hint_code.get(line.hint or "", _OTHER),
            tag_code.get(line.tag, _OTHER),
            role_code.get(roles.get(line.line_no, ""), _OTHER),
            line.line_no in own_lines,
            is_date(line),
            len(line.steps),
            texts[line.stripped],
        )
        for line in lines
    ]
    table = np.array(rows, np.int64).reshape(len(rows), len(_OWN))
    return {name: table[:, at] for at, name in enumerate(_OWN)}


def _neighbours(columns: dict[str, Ints], tree: ElementTree) -> dict[str, Ints]:
    edge = np.full(2, 250)
    size = len(tree.of_line)
    near: dict[str, Ints] = {}
    for name in _NEAR:
        padded = np.concatenate([edge, columns[name], edge])
        near |= {f"{name}{offset:+d}": padded[2 + offset : 2 + offset + size] for offset in (-2, -1, 1, 2)}
    return near | {"shared_above": tree.shared, "shared_below": np.append(tree.shared[1:], 0)[:size]}


def _share(part: Ints, whole: Ints | int) -> Ints:
    shares: Ints = part * 32 // np.maximum(whole, 1)
    return shares


def _containers(masses: dict[str, Ints], tree: ElementTree) -> dict[str, Ints]:
    """Counts of the elements around a line, from the inside out, and of the record that it is in."""
    size = len(tree.of_line)
    line_count = tree.end - tree.first
    sums = {name: np.append(0, np.cumsum(mass)) for name, mass in masses.items()}
    inside = {name: total[tree.end] - total[tree.first] for name, total in sums.items()}
    of_element = {
        "lines": line_count,
        "share": _share(inside["words"], int(inside["words"][0])),
        "linked": _share(inside["linked"], inside["words"]),
        "sentences": _share(inside["sentences"], inside["words"]),
        "is_text": _share(inside["is_text"], inside["words"]),
        "mean": inside["words"] // np.maximum(line_count, 1),
        "alike": tree.alike,
    }
    around: dict[str, Ints] = {}
    elements = tree.of_line
    for level in range(max(_LEVELS) + 1):
        if level in _LEVELS:
            around |= {f"up{level}_{name}": values[elements] for name, values in of_element.items()}
        elements = tree.parent[elements]
    record = tree.record[tree.of_line]
    around |= {f"record_{name}": values[record] for name, values in of_element.items()}
    around["in_record"] = np.arange(size) - tree.first[record]
    around["record_left"] = tree.end[record] - np.arange(size) - 1
    return around


def _recurrence(lines: Sequence[Line], words: Ints, marks: dict[str, Flags]) -> dict[str, Ints]:
    """What the lines in elements of the same names have in common."""
    keys: dict[tuple[str, ...], int] = {}
    kinds = [
        keys.setdefault((line.tag, *[step[: step.rfind("[")] for step in line.steps[-3:]]), len(keys)) for line in lines
    ]
    kind = np.array(kinds, np.int64)
    size = np.bincount(kind, minlength=len(keys))
    own_words = np.bincount(kind, words, minlength=len(keys)).astype(np.int64)
    shares = {
        f"kind_{name}": _share(np.bincount(kind, mark, minlength=len(keys)).astype(np.int64), size)[kind]
        for name, mark in marks.items()
    }
    return shares | {
        "kind_count": size[kind],
        "kind_mean": (own_words // np.maximum(size, 1))[kind],
        "kind_words_share": _share(own_words, int(words.sum()))[kind],
    }


def _places(
    lines: Sequence[Line], page: CutPage, masses: dict[str, Ints], is_text: Flags, is_long: Flags
) -> dict[str, Ints]:
    """Where a line is on the page, and from its title and text."""
    row = np.arange(len(lines))
    texts = np.flatnonzero(is_text)
    first, last = (int(texts[0]), int(texts[-1])) if len(texts) else (len(lines), len(lines))
    titles = {post.title_line for post in page.posts}
    title = next((at for at, line in enumerate(lines) if line.line_no in titles), first)
    words, text_words, long_words = (
        np.cumsum(masses["words"]),
        np.cumsum(masses["is_text"]),
        np.cumsum(masses["words"] * is_long),
    )
    return {
        "row": row,
        "from_end": len(lines) - 1 - row,
        "place": (words - masses["words"]) * 64 // max(int(words[-1]), 1),
        "from_title": row - title + _MIDDLE,
        "from_first": row - first + _MIDDLE,
        "from_last": row - last + _MIDDLE,
        "text_above": _share(text_words - masses["is_text"], int(text_words[-1])),
        "long_above": _share(long_words - masses["words"] * is_long, int(long_words[-1])),
    }


def _of_page(page: CutPage, masses: dict[str, Ints], long_words: Ints, is_date_line: Ints) -> dict[str, Ints]:
    size, words = len(long_words), int(masses["words"].sum())
    values = {
        "page_lines": size // 8,
        "page_words": words // 32,
        "page_text": int(masses["is_text"].sum()) * 32 // max(words, 1),
        "page_text_words": int(masses["is_text"].sum()) // 16,
        "page_linked": int(masses["linked"].sum()) * 32 // max(words, 1),
        "page_long": int(long_words.sum()) * 32 // max(words, 1),
        "page_posts": len(page.posts),
        "page_kind": _KINDS.index(page.kind),
        "page_dates": int(is_date_line.sum()),
    }
    return {name: np.full(size, value) for name, value in values.items()}
