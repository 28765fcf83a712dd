"""What the page's head says, in a form the cutters can ask: is this line the page's title, is it the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clippings.segment.layouts.html_model import Line, core

# Title | Site   |   Title - Site   |   Site :: Title
_BETWEEN = re.compile(r"\s+[|–—»«·•:/-]+\s+|\s*\|\s*|:\s+|\s+::\s+")
_SHORTEST = 6
"""Letters of the shortest title that is compared in part."""


class Meta:
    """The facts of the head of one page.

    Attributes:
        moment_line: Number of the line with the date of the page's one article.
        section_line: Number of the line with its section.
        url: The page's own address.
        authors: Names of authors, as `model.core`.
        moments: Title of an article the head lists to the number of the line with its date.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.moment_line: int | None = None
        self.section_line: int | None = None
        self.url: str | None = None
        self.moments: dict[str, int] = {}
        self.authors = frozenset(core(line.head) for line in lines if line.hint == "meta.author")
        self.article_count = len({line.steps for line in lines if line.hint == "meta.title" and _is_listed(line)})
        self._titles: dict[str, None] = {}
        self._ends: dict[str, None] = {}
        listed: dict[tuple[str, ...], str] = {}
        for line in lines:
            if line.hint == "meta.title":
                if _is_listed(line):
                    listed[line.steps] = core(line.head)
                if not _is_listed(line) or self.article_count == 1:
                    self._add_title(line.head)
            elif line.hint == "meta.moment":
                if _is_listed(line):
                    self.moments.setdefault(listed.get(line.steps, ""), line.line_no)
                if self.moment_line is None and line.moment and (not _is_listed(line) or self.article_count == 1):
                    self.moment_line = line.line_no
            elif line.hint == "meta.section" and self.section_line is None and self.article_count <= 1:
                self.section_line = line.line_no
            elif line.hint == "meta.url" and self.url is None:
                self.url = line.href

    def _add_title(self, text: str) -> None:
        self._titles[core(text)] = None
        pieces = _BETWEEN.split(text)
        if len(pieces) > 1:
            for cut in range(1, len(pieces)):
                self._titles[core("".join(pieces[:cut]))] = None
                self._titles[core("".join(pieces[cut:]))] = None
            self._ends[core(pieces[-1])] = None
            self._ends[core(pieces[0])] = None

    def names(self, text: str) -> bool:
        """Whether the head gives `text` as the title, whole or without the site's name."""
        own = core(text)
        if not own:
            return False
        return own in self._titles or (len(own) >= 3 * _SHORTEST and any(own in title for title in self._titles))

    def is_site(self, text: str) -> bool:
        """Whether `text` is what stands before or behind a longer title: the site's name."""
        own = core(text)
        return (
            own in self._ends
            and any(own != other and own not in other for other in self._ends)
            and self._is_shorter(own)
        )

    def _is_shorter(self, own: str) -> bool:
        return all(len(own) <= len(other) for other in self._ends)


def _is_listed(line: Line) -> bool:
    return bool(line.steps) and line.steps[0].startswith("ld[")
