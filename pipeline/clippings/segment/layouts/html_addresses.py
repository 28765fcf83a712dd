"""Addresses in the head of a page: whose site they are of, and which lead to parts of one text."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from clippings.segment.layouts.html_model import Line, core

# /   |   /index.html   |   https://www.example.org/
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.(?:html?|php))?")
_ENDING = re.compile(r"(?:/|\.\w{2,5})$")
# /2   |   _2   |   /page/2   |   nothing, where only the query differs
_PART = re.compile(r"(?:[-_/](?:page[-_/]?)?\d{1,3})?")
_NAME_WORDS = 8


def site_names(
    lines: Sequence[Line], shown: Sequence[Line], url: str | None, titles: Collection[str]
) -> frozenset[str]:
    """Return the names of the site: declared names, link texts to its front page, its heading, and its host name.

    A long name that the head declares as the title (`titles`, as `core`) too is that of the article.
    """
    host = host_of(url)
    names = {core(line.stripped) for line in lines if line.words <= _NAME_WORDS or core(line.stripped) not in titles}
    names |= {
        core(line.stripped)
        for line in shown
        if line.href is not None and line.words <= _NAME_WORDS and _is_home(line.href, host)
    }
    names |= _heading_of_site(shown, titles)
    if host:
        names |= {core(host), core(host.rpartition(".")[0]), core(host.split(".")[0])}
    return frozenset(names - {""})


def _heading_of_site(shown: Sequence[Line], titles: Collection[str]) -> frozenset[str]:
    """Return the only title of the head where a line above the only first-level heading has its words: the page is named after the site."""
    headings = [line for line in shown if line.tag == "h1"]
    if len(headings) != 1 or len(titles) != 1 or any(core(headings[0].stripped) in title for title in titles):
        return frozenset()
    above = frozenset(core(line.stripped) for line in shown if line.line_no < headings[0].line_no)
    return above.intersection(titles)


def host_of(url: str | None) -> str:
    """The host of an address, without `www.`."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_home(href: str, host: str) -> bool:
    """Whether an address is that of the site's first page."""
    if not _HOME.fullmatch(href):
        return False
    return (href.startswith("/") and not href.startswith("//")) or (bool(host) and host_of(href) == host)


def is_part(address: str | None, text_address: str | None) -> bool:
    """Whether an address is another part of the text at `text_address`: `.../ferry/2`, `?page=2`, `.../ferry_2.html`. Else: another post."""
    if not address or address == text_address:
        return False
    if not text_address or address.startswith("?"):
        return address.startswith("?")
    shorter, longer = sorted((_stem(address), _stem(text_address)), key=len)
    return bool(shorter) and longer.startswith(shorter) and _PART.fullmatch(longer.removeprefix(shorter)) is not None


def _stem(address: str) -> str:
    """Return the path of an address without its ending."""
    try:
        return _ENDING.sub("", urlsplit(address).path)
    except ValueError:
        return ""
