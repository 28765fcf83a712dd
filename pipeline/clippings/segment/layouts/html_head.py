"""Facts from the page's head: the article of the page, its title, and the name of the site."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from clippings.enrich.credits import declared
from clippings.enrich.credits.person_names import given_names
from clippings.segment.layouts.html_addresses import host_of, is_part, site_names
from clippings.segment.layouts.html_dates import is_plain_date
from clippings.segment.layouts.html_model import Line, core
from clippings.segment.layouts.html_part_names import is_thread

# Title | Site   |   Title - Site   |   Site :: Title
_BETWEEN = re.compile(r"(?<!\s)\s+[|–—»«·•:/-]+\s+|(?:(?<!\s)\s+)?\|\s*|:\s+|(?<!\s)\s+::\s+")
# https://www.example.org/2013/05/20/harbour-dues
_DAY_IN_ADDRESS = re.compile(r"/(?:19|20)\d\d/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?=/)")
WEAK_TITLES = (("title",), ("container",))
"""Places of titles that may be those of the site: `<title>`, and what a container says."""
_DAY = len("2013-05-20")
_SHORTEST = 6
"""Letters of the shortest title that is compared in part."""


@dataclass
class _Article:
    """Facts of one article in JSON-LD."""

    title: Line | None = None
    timestamp: Line | None = None
    section: Line | None = None
    authors: list[Line] = field(default_factory=list)


class Meta:
    """Facts of the head of one page.

    Attributes:
        title: The line with the title of the page's one article, if it is not the site's name.
        timestamp_line: Number of the line with its date.
        page_timestamp_line: Number of the line with the day of the page itself, which is its article's where nothing else is.
        change_line: Number of the line with the day of the last change.
        address_line: Number of the line with the page's address, where that holds a day.
        section_line: Number of the line with its section.
        author_lines: Numbers of the lines with its authors: of the most reliable source that names a person.
        credit_lines: Numbers of the lines that credit it to somebody who is not surely a person: an outlet, a team, an account.
        organisation_lines: The same of names that the head declares to be an organisation's.
        continued_line: The line with the address of another part of the same text.
        body_lines: The lines of its text, where the page does not show it.
        description_lines: The longest description of the page.
        url: The page's own address.
        article_url: The address that JSON-LD gives for the article of the page.
        authors: Names of authors, as `core`.
        timestamps: Title of an article the head lists to the number of the line with its date.
        article_count: Number of articles that the head lists.
    """

    def __init__(self, lines: Sequence[Line], shown: Sequence[Line] = ()) -> None:
        """Read the lines of the head; `shown` are those of the page, of which some say the site's name."""
        of = defaultdict(list)
        for line in lines:
            of[line.hint].append(line)
        self.url = next((line.href for line in of["meta.url"]), None)
        self.continued_line = next((line for line in of["meta.continued"] if is_part(line.href, self.url)), None)
        self.body_lines = of["meta.body"]
        self.description_lines = sorted(of["meta.description"], key=lambda line: -line.words)[:1]
        titles = {core(line.stripped) for line in of["meta.title"]}
        self._sites = site_names(of["meta.site"], shown, self.url, titles)
        self._titles: dict[str, None] = {}
        self._ends: dict[str, None] = {}
        self._named: dict[str, bool] = {}
        self._title_lines = of["meta.title"]
        for line in self._title_lines:
            if not _is_listed(line):
                self._add_title(line.stripped)
        listed = _listed_articles(lines)
        self.article_count = len({core(article.title.stripped) for article in listed if article.title})
        main = self._main(listed)
        if main and main.title:
            self._add_title(main.title.stripped)
        address = main.title.href if main and main.title else None
        self.article_url = address if address and "://" in address else None
        self.timestamps = {
            core(article.title.stripped): article.timestamp.line_no
            for article in reversed(listed)
            if article.title and article.timestamp
        }
        is_one = main is not None or self.article_count == 0
        dated_lines = [line for line in of["meta.timestamp"] if not _is_listed(line) and _is_dated(line)]
        timestamps = [main.timestamp] if main and main.timestamp and _is_dated(main.timestamp) else []
        timestamp = min([*timestamps, *dated_lines[:1]], key=lambda line: (line.timestamp or "9")[:_DAY], default=None)
        self.timestamp_line = timestamp.line_no if timestamp else None
        self.page_timestamp_line = next((line.line_no for line in of["meta.page_timestamp"] if _is_dated(line)), None)
        changes = [line for line in of["meta.change"] if _is_dated(line) and (is_one or not _is_listed(line))]
        self.change_line = changes[0].line_no if changes else None
        self.address_line = next(
            (line.line_no for line in of["meta.url"] if _DAY_IN_ADDRESS.search(line.stripped)), None
        )
        sections = [line for line in of["meta.section"] if not _is_listed(line)] if is_one else []
        section = main.section if main and main.section else next(iter(sections), None)
        self.section_line = section.line_no if section else None
        author_lines = [line for line in of["meta.author"] if not _is_listed(line)] if is_one else []
        self._credit(main, author_lines[:1] if is_thread(self.url) else author_lines)
        self.authors = frozenset(core(line.stripped) for line in of["meta.author"])
        self.title = self._title(main, [line for line in of["meta.title"] if not _is_listed(line)])

    def _main(self, listed: list[_Article]) -> _Article | None:
        """The article of the page itself: the only one listed, or the first whose title the page's own title names."""
        if self.article_count <= 1:
            return max(listed, key=lambda article: (bool(article.authors), bool(article.timestamp)), default=None)
        return next((article for article in listed if article.title and self.names(article.title.stripped)), None)

    def _credit(self, main: _Article | None, meta: list[Line]) -> None:
        """Credits of the first source that names a person, and of the first that names anybody else: JSON-LD, then meta elements."""
        self.author_lines: list[int] = []
        self.credit_lines: list[int] = []
        self.organisation_lines: list[int] = []
        for source in (main.authors if main else [], meta):
            persons = [
                line for line in source if line.hint == "meta.author" and declared.persons(line.stripped, self._sites)
            ]
            if persons and not self.author_lines:
                self.author_lines = [line.line_no for line in persons]
            others = [line for line in source if line not in persons and declared.credit(line.stripped)]
            if others and not self.credit_lines + self.organisation_lines:
                self.organisation_lines = [line.line_no for line in others if self._is_organisation(line)]
                self.credit_lines = [line.line_no for line in others if line.line_no not in self.organisation_lines]

    def _is_organisation(self, line: Line) -> bool:
        """Whether the head declares an organisation, or names the site by a name that does not open with a person's."""
        is_site = core(line.stripped) in self._sites and line.stripped.split()[0] not in given_names()
        return line.hint == "meta.organisation" or is_site

    def _title(self, main: _Article | None, dated_lines: list[Line]) -> Line | None:
        """The title of JSON-LD, else the shortest of meta elements and `<title>`: longer ones hold the site's name too."""
        titles = [main.title] if main and main.title else dated_lines
        titles = [
            line for line in titles if not self.is_site_name(line.stripped) and any(c.isalpha() for c in line.stripped)
        ]
        first = next((line for line in titles if line.steps not in WEAK_TITLES), next(iter(titles), None))
        return min(
            (t for t in titles if first and core(t.stripped) in core(first.stripped)),
            key=lambda t: len(t.stripped),
            default=None,
        )

    def spelled_as(self, text: str) -> list[Line]:
        """Return the titles in the head that have the letters and digits of `text`, those of JSON-LD and meta elements first."""
        same = [line for line in self._title_lines if core(line.stripped) == core(text)]
        return sorted(same, key=lambda line: line.steps in WEAK_TITLES)

    def persons(self, line: Line) -> list[str]:
        """The persons that a line names, if it is an author's."""
        return [name.value for name in declared.persons(line.stripped, self._sites)]

    def is_site_name(self, text: str) -> bool:
        """Return whether `text` is only the name of the site in the head."""
        return core(text) in self._sites

    def _add_title(self, text: str) -> None:
        self._titles[core(text)] = None
        self._named.clear()
        pieces = _BETWEEN.split(text)
        if len(pieces) > 1:
            for cut in range(1, len(pieces)):
                self._titles[core("".join(pieces[:cut]))] = None
                self._titles[core("".join(pieces[cut:]))] = None
            self._ends[core(pieces[-1])] = None
            self._ends[core(pieces[0])] = None

    def names(self, text: str) -> bool:
        """Return whether `text` is the title in the head, with or without the site's name."""
        core_text = core(text)
        if core_text not in self._named:
            self._named[core_text] = self._names(core_text)
        return self._named[core_text]

    def _names(self, core_text: str) -> bool:
        if not core_text or core_text in self._sites:
            return False
        if core_text in self._titles:
            return True
        is_long = len(core_text) >= 3 * _SHORTEST
        return is_long and any(core_text in title for title in self._titles)

    def opens(self, text: str) -> bool:
        """Return whether the title in the head opens with `text`: `Ferry runs again. The island has its boat back`."""
        core_text = core(text)
        is_long = len(core_text) >= 2 * _SHORTEST and not self.is_site(text)
        return is_long and any(title.startswith(core_text) for title in self._titles)

    def is_site(self, text: str) -> bool:
        """Return whether `text` is the part before or after a longer title: the site's name."""
        core_text = core(text)
        if core_text and core_text in self._sites:
            return True
        return (
            core_text in self._ends
            and any(core_text != other and core_text not in other for other in self._ends)
            and self._is_shorter(core_text)
        )

    def is_own(self, address: str | None) -> bool:
        """Return whether an address is on the page's own site, as far as the page states its own address."""
        host, own_host = host_of(address), host_of(self.url)
        longer, shorter = sorted((f".{host}", f".{own_host}"), key=len, reverse=True)
        return not host or not own_host or longer.endswith(shorter)

    def _is_shorter(self, own_title: str) -> bool:
        return all(len(own_title) <= len(other) for other in self._ends)


def _listed_articles(lines: Sequence[Line]) -> list[_Article]:
    """The articles of JSON-LD in order, those that say nothing left out."""
    articles: dict[tuple[str, ...], _Article] = {}
    for line in lines:
        if not _is_listed(line) or line.hint == "meta.body":
            continue
        article = articles.setdefault(line.steps, _Article())
        if line.hint == "meta.title":
            article.title = line
        elif line.hint == "meta.timestamp":
            article.timestamp = line
        elif line.hint == "meta.section":
            article.section = article.section or line
        elif line.hint in ("meta.author", "meta.organisation"):
            article.authors.append(line)
    return [described for described in articles.values() if described.title or described.timestamp or described.authors]


def _is_dated(line: Line) -> bool:
    return line.timestamp is not None or is_plain_date(line)


def _is_listed(line: Line) -> bool:
    return bool(line.steps) and line.steps[0].startswith("ld[")
