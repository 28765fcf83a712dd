"""Facts in the head of a page, one a line: titles, days, authors, section, addresses, site; from meta elements and JSON-LD.

The segmenter decides which facts are about the article, and resolves conflicts. The libraries for this
(extruct, mf2py) parse the page a second time with a parser some fifty times slower, and bring RDF along.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from clippings import data
from clippings.ingest.formats import iso_datetime, json_ld


class Fact(NamedTuple):
    """One fact in the head: its text, address, date-time, hint and position."""

    text: str
    href: str | None
    timestamp: str | None
    hint: str
    place: str


_META = data.read("head_names.toml")["meta"]
_NAMES = {name: f"meta.{kind}" for kind, names in _META.items() for name in names}
"""Names of meta elements (name, property or itemprop, in lower case) to what they say."""
# published   |   w-published-date   |   article:publication_time
_PUBLISHED = re.compile(r"(?:[a-z]+[-_.:])*publi(?:sh(?:ed)?|cation)(?:[-_. ]?(?:date|time|on|at)){0,2}")
_VOCABULARY = re.compile(r"^https?://(?:www\.)?ogp\.me/ns/([a-z]+)#")
# <span itemprop="author"><meta itemprop="name" content="Ada Quill">
_OWNER = {"author": "meta.author", "creator": "meta.author", "publisher": "meta.site"}
_OF_READERS = ("comment", "answer")
"""Ends of the types of elements that are not the page's own text, in lower case: schema.org/Comment, schema.org/Answer."""
_CONTINUES = frozenset({"next", "prev", "previous"})
_CONTINUED = "meta.continued"
_TIMESTAMPS = ("meta.timestamp", "meta.page_timestamp", "meta.change")
_LONGEST = 2_000
"""Characters of the longest value that is kept."""
_LONGEST_BODY = 200_000
_WHITE = re.compile(r"\s+")
_BODY_SHARE = 2
"""The text of an article in JSON-LD is read where it is more than this many times as long as what the page shows."""


@dataclass(frozen=True)
class Head:
    """The facts of a head in order, and the article texts that its JSON-LD holds."""

    facts: list[Fact]
    texts: tuple[str, ...]


def read(tree: LexborHTMLParser) -> Head:
    """Return the facts in the head in document order, without repetitions at the same position."""
    facts: dict[tuple[str, str, str], Fact] = {}
    scripts: list[str] = []
    for node in tree.css('title, meta, link[rel], script[type*="ld+json"]'):
        if node.tag == "script":
            scripts.append(node.text())
        for fact in _of_element(node):
            facts.setdefault((fact.hint, fact.text, fact.place), fact)
    articles = json_ld.articles(scripts)
    for number, article in enumerate(articles):
        for fact in _of_article(article, f"ld[{number}]"):
            facts.setdefault((fact.hint, fact.text, fact.place), fact)
    texts = {article.body: None for article in articles if article.body and article.body.strip()}
    return Head(list(facts.values()), tuple(texts))


def paragraphs(page_head: Head, shown: int) -> Iterator[Fact]:
    """Yield the text of the page's one article as JSON-LD gives it, where the page shows less than half of it.

    Args:
        page_head: What the head says.
        shown: Characters of text that the page shows.
    """
    if len(page_head.texts) != 1:
        return
    text = page_head.texts[0][:_LONGEST_BODY]
    if len(text) <= _BODY_SHARE * shown:
        return
    if "</" in text:
        text = "\n".join(node.text() for node in LexborHTMLParser(text).css("p")) or text
    for paragraph in text.split("\n"):
        if line := _WHITE.sub(" ", paragraph).strip():
            yield Fact(line, None, None, "meta.body", "ld[text]")


def _of_element(node: LexborNode) -> Iterator[Fact]:
    if node.tag == "title":
        if node.parent is not None and node.parent.tag != "svg":
            yield from _fact("meta.title", node.text(), "title")
    elif node.tag == "meta":
        yield from _of_meta(node)
    elif node.tag == "link" and (kinds := _CONTINUES & set((node.attributes.get("rel") or "").lower().split())):
        yield from _fact(_CONTINUED, node.attributes.get("href"), min(kinds))
    elif node.tag == "link" and "canonical" in (node.attributes.get("rel") or "").lower().split():
        yield from _fact("meta.url", node.attributes.get("href"), "link")


def _of_meta(node: LexborNode) -> Iterator[Fact]:
    attributes = node.attributes
    named = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
    name = _VOCABULARY.sub(r"\1:", named.strip().lower()[:80])
    hint = _NAMES.get(name) or ("meta.timestamp" if _PUBLISHED.fullmatch(name) else None)
    if hint is None and name == "name" and node.parent is not None:
        hint = _OWNER.get((node.parent.attributes.get("itemprop") or "").strip().lower())
    if hint is not None and not (hint in ("meta.author", *_TIMESTAMPS) and _is_of_reader(node)):
        yield from _fact(hint, attributes.get("content"), "meta")


def _is_of_reader(node: LexborNode) -> bool:
    """Return whether an element is in a comment on the text or an answer to it."""
    while (parent := node.parent) is not None:
        if (parent.attributes.get("itemtype") or "").lower().endswith(_OF_READERS):
            return True
        node = parent
    return False


def _fact(hint: str, value: object, place: str, href: object = None) -> Iterator[Fact]:
    if not isinstance(value, str):
        return
    text = _WHITE.sub(" ", value[:_LONGEST]).strip()
    if not text or (hint in ("meta.author", "meta.site") and "://" in text):
        return
    timestamp = iso_datetime.iso(text) if hint in _TIMESTAMPS else None
    address = text if hint in ("meta.url", _CONTINUED) else href if isinstance(href, str) else None
    yield Fact(text, address, timestamp, hint, place)


def _of_article(article: json_ld.DeclaredArticle, place: str) -> Iterator[Fact]:
    if article.is_page:
        yield from _fact("meta.page_timestamp", article.published, "page")
        yield from _fact("meta.change", article.changed, "page")
        for author in article.authors:
            if not author.is_organisation:
                yield from _fact("meta.author", author.name, "page")
        return
    yield from _fact("meta.title", article.title, place, article.url)
    yield from _fact("meta.timestamp", article.published, place)
    if article.published is None:
        yield from _fact("meta.change", article.changed, place)
    for author in article.authors:
        yield from _fact("meta.organisation" if author.is_organisation else "meta.author", author.name, place)
    yield from _fact("meta.section", article.section, place)
    yield from _fact("meta.site", article.publisher, place)
