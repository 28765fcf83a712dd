"""Facts for the second look at a line: what the first look thought of it, of its neighbours, and of its page.

One layout holds over a page: a line that looks like the page's sure titles is a title, and below the one sure title of a
page no other is expected. The first look cannot use that, since it judges each line without the results for the others.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.page_facts import Ints, PageFacts, byte, densest_run, distances, shifted
from clippings.segment.cutter.trees import CERTAIN

_NEAR = 6
_WINDOWS = (3, 10, 30)
_LABEL_NAMES = {TITLE: "title", TEXT: "text", DATE: "date", BYLINE: "byline"}
_KIND_NAMES = ("likely_posts", "likely_thread", "likely_items")
_LIKELY = CERTAIN * 3 // 10
_LIKELY_TEXT = CERTAIN * 4 // 10
_TENTH = CERTAIN // 10
_MIDDLE = 125
"""Value of a distance of 0 lines, up or down."""
_LOOKS = ("is_bullet", "end", "gap", "has_day", "start")


def with_kind(second: PageFacts, kinds: Facts) -> PageFacts:
    """The facts with how likely the page of each line is of each kind."""
    of_line = np.repeat(kinds[:, 1:], np.diff(second.starts), axis=0)
    return PageFacts([*second.names, *_KIND_NAMES], np.column_stack([second.values, of_line]), second.starts)


def second_facts(first: PageFacts, likely: Facts) -> PageFacts:
    """The facts of the first look and those of the second; `likely` is the likelihood of each label of each line."""
    starts = first.starts
    page_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    begin, last = starts[:-1][page_of], starts[1:][page_of] - 1
    row = np.arange(len(likely))
    columns = {f"likely_{name}": likely[:, label] for label, name in _LABEL_NAMES.items()}
    columns["likely_outside"] = likely[:, OUTSIDE]
    for label, name in _LABEL_NAMES.items():
        label_likelihood = np.ascontiguousarray(likely[:, label])
        for offset in range(1, _NEAR + 1):
            columns[f"likely_{name}-{offset}"] = shifted(label_likelihood, -offset, begin, last)
            columns[f"likely_{name}+{offset}"] = shifted(label_likelihood, offset, begin, last)
        columns |= _sums(name, label_likelihood, row, begin, last)
        columns |= _peaks(name, label_likelihood, starts)
    columns |= _alike(first, likely, page_of)
    columns |= _masses(first, likely[:, TEXT], row, begin, last)
    columns |= _structure(first, likely, row, begin, last)
    names, values = [*first.names, *columns], np.column_stack([first.values, *columns.values()])
    return PageFacts(names, values, starts)


def _sums(name: str, label_likelihood: Facts, row: Ints, begin: Ints, last: Ints) -> dict[str, Facts]:
    """Expected lines of the label in windows, above, below and on the page, in tenths."""
    sums = np.r_[0, np.cumsum(label_likelihood, dtype=np.int64)]
    columns = {
        f"expected_{name}_above": sums[row] - sums[begin],
        f"expected_{name}_below": sums[last + 1] - sums[row + 1],
        f"expected_{name}": sums[last + 1] - sums[begin],
    }
    for window in _WINDOWS:
        columns[f"expected_{name}_above_{window}"] = sums[row] - sums[np.maximum(row - window, begin)]
        columns[f"expected_{name}_below_{window}"] = sums[np.minimum(row + window, last) + 1] - sums[row + 1]
    return {key: byte(value // _TENTH) for key, value in columns.items()}


def _peaks(name: str, label_likelihood: Facts, starts: Ints) -> dict[str, Facts]:
    """The likeliest line above, below and of the page; the line's rank on the page; how many are likely."""
    above, below, most = (np.zeros(len(label_likelihood), np.uint8) for _ in range(3))
    rank, many = (np.zeros(len(label_likelihood), np.int64) for _ in range(2))
    for low, high in pairwise(starts.tolist()):
        here = label_likelihood[low:high]
        above[low + 1 : high] = np.maximum.accumulate(here)[:-1]
        below[low : high - 1] = np.maximum.accumulate(here[::-1])[::-1][1:]
        order = np.argsort(-here.astype(np.int16), kind="stable")
        rank[low + order] = np.arange(high - low)
        most[low:high] = here.max()
        many[low:high] = int((here > _LIKELY).sum())
    return {
        f"peak_{name}_above": above,
        f"peak_{name}_below": below,
        f"peak_{name}": most,
        f"rank_{name}": byte(rank),
        f"likely_{name}_lines": byte(many),
    }


def _alike(first: PageFacts, likely: Facts, page_of: Ints) -> dict[str, Facts]:
    """How likely the labels are, on the mean, of the lines of the page that look the same."""
    column = {name: at for at, name in enumerate(first.names)}
    look = page_of.astype(np.int64)
    for name in _LOOKS:
        look = look * 8 + np.minimum(first.values[:, column[name]], 7)
    look = look * 4 + np.minimum(first.values[:, column["words"]] // 5, 3)
    _, group = np.unique(look, return_inverse=True)
    sizes = np.bincount(group)
    columns: dict[str, Facts] = {"alike": byte(sizes[group])}
    for label, name in _LABEL_NAMES.items():
        sums = np.zeros(len(sizes), np.int64)
        np.add.at(sums, group, likely[:, label].astype(np.int64))
        columns[f"likely_{name}_alike"] = byte(sums[group] // sizes[group])
    return columns


def _masses(first: PageFacts, text: Facts, row: Ints, begin: Ints, last: Ints) -> dict[str, Facts]:
    """Share of the page's expected text above the line, and its amount."""
    words = first.values[:, first.names.index("words")].astype(np.int64)
    sums = np.r_[0, np.cumsum(words * text)]
    whole = sums[last + 1] - sums[begin]
    return {
        "text_above_share": byte((sums[row] - sums[begin]) * 64 // np.maximum(whole, 1)),
        "text_of_page": byte(whole // (CERTAIN * 32)),
    }


def _structure(first: PageFacts, likely: Facts, row: Ints, begin: Ints, last: Ints) -> dict[str, Facts]:
    """Place of a line to the likely text, and to the likeliest title, date and byline of its page."""
    words = first.values[:, first.names.index("words")].astype(np.int64)
    is_text = likely[:, TEXT] > _LIKELY_TEXT
    run_begin, run_end = densest_run(np.where(is_text, words + 3, -5), first.starts)
    facts = {"from_run_begin": byte(row - run_begin + _MIDDLE), "from_run_end": byte(row - run_end + _MIDDLE)}
    facts["to_previous_text"], facts["to_next_text"] = distances(is_text, row, begin, last)
    after, before = np.minimum(row + facts["to_next_text"], last), np.maximum(row - facts["to_previous_text"], begin)
    for label, name in _LABEL_NAMES.items():
        if label == TEXT:
            continue
        likelihood = likely[:, label].astype(np.int64)
        best = np.concatenate(
            [[low + int(likelihood[low:high].argmax())] * (high - low) for low, high in pairwise(first.starts.tolist())]
        )
        facts[f"from_best_{name}"] = byte(row - best + _MIDDLE)
        sums = np.r_[0, np.cumsum(likelihood)]
        facts[f"expected_{name}_to_text"] = byte((sums[after + 1] - sums[row + 1]) // _TENTH)
        facts[f"expected_{name}_from_text"] = byte((sums[row] - sums[before]) // _TENTH)
    page = np.repeat(np.arange(len(first.starts) - 1), np.diff(first.starts))
    facts["peak_title_to_text"] = _peak_until(
        likely[:, TITLE][::-1], is_text[::-1], page[::-1].max(initial=0) - page[::-1]
    )[::-1]
    facts["peak_title_from_text"] = _peak_until(likely[:, TITLE], is_text, page)
    return facts


def _peak_until(values: Facts, is_text: npt.NDArray[np.bool_], page: Ints) -> Facts:
    """The greatest value of the rows before each row, back to the last row of text or the page's first."""
    part = np.cumsum(is_text) + page
    peak = np.maximum.accumulate(part * 256 + np.where(is_text, 0, values)) - part * 256
    previous = np.r_[0, peak[:-1]]
    is_first = np.r_[True, page[1:] != page[:-1]]
    return np.where(is_first, 0, previous).astype(np.uint8)
