"""The elements of a page as a table, made from the places of its lines.

Lines come in the order of the document, so the lines of an element are a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clippings.segment.html_review.element_words import score
from clippings.segment.layouts.html_model import Line, Steps, common

Ints = npt.NDArray[np.int64]
_RECORD = 3
"""Elements of one name side by side from this number on are records, such as posts, comments, cards."""


@dataclass(frozen=True)
class ElementTree:
    """The elements that hold the lines of a page; element 0 is the whole page.

    Attributes:
        of_line: The innermost element of each line.
        shared: The number of elements that hold both the line and the one above it.
        parent: The element around each element; 0 is its own.
        first: The first line of each element.
        end: The line behind its last.
        alike: The number of elements of its name beside it, itself among them.
        record: The element around it, or itself, of whose name most are side by side; 0 where there are fewer than three.
        near: The scores of its name and of the two around it.
        least: The least score of its name and of all around it.
        most: The greatest.
    """

    of_line: Ints
    shared: Ints
    parent: Ints
    first: Ints
    end: Ints
    alike: Ints
    record: Ints
    near: Ints
    least: Ints
    most: Ints


def tree_of(lines: Sequence[Line]) -> ElementTree:
    """Return the elements around the lines of a page."""
    parent, first, end, key_of, scores = [0], [0], [len(lines)], [0], [0]
    near, least, most = [0], [0], [0]
    counts = [1]
    keys: dict[tuple[int, str], int] = {}
    of_line, all_shared = [], []
    stack = [0]
    above: Steps = ()
    for at, line in enumerate(lines):
        steps = line.steps
        shared = common(above, steps)
        while len(stack) > shared + 1:
            end[stack.pop()] = at
        for step in steps[shared:]:
            around = stack[-1]
            name = step[: step.rfind("[")]
            key = keys.setdefault((around, name), len(counts))
            if key == len(counts):
                counts.append(0)
            counts[key] += 1
            own_score = score(name)
            stack.append(len(parent))
            parent.append(around)
            first.append(at)
            end.append(0)
            key_of.append(key)
            scores.append(own_score)
            near.append(own_score + scores[around] + scores[parent[around]])
            least.append(min(own_score, least[around]))
            most.append(max(own_score, most[around]))
        of_line.append(stack[-1])
        all_shared.append(shared)
        above = steps
    for element in stack:
        end[element] = len(lines)
    alike = [counts[key] for key in key_of]
    columns = (of_line, all_shared, parent, first, end, alike, _records(parent, alike), near, least, most)
    return ElementTree(*(np.array(column, np.int64) for column in columns))


def _records(parent: list[int], alike: list[int]) -> list[int]:
    best = [0] * len(parent)
    for element in range(1, len(parent)):
        outer = best[parent[element]]
        best[element] = element if alike[element] >= max(_RECORD, alike[outer]) else outer
    return best
