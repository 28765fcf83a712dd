"""JSON-LD of a page: its articles, also from broken scripts. The segmenter decides which fields count."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_ARTICLES_NAMES = """
    Article NewsArticle BlogPosting Report AnalysisNewsArticle OpinionNewsArticle ReportageNewsArticle
    ReviewNewsArticle BackgroundNewsArticle AskPublicNewsArticle AdvertiserContentArticle SocialMediaPosting
    LiveBlogPosting ScholarlyArticle MedicalScholarlyArticle TechArticle SatiricalArticle
"""
_ARTICLES = frozenset(_ARTICLES_NAMES.split())
_ORGANISATION = (
    "Organization", "NewsMediaOrganization", "Corporation", "NGO", "OrganizationRole", "GovernmentOrganization",
)  # fmt: skip
_PAGE = "WebPage"
_LARGEST = 2_000_000
"""Characters of the largest script that is read."""
_MOST = 100
"""Articles of one page that are read, at most."""
_MOST_NODES = 20_000
"""Objects of one page that are looked at, at most."""
_MOST_AUTHORS = 40


class Author(NamedTuple):
    """A name in the field `author`, and whether it is declared to be an organisation's."""

    name: str
    is_organisation: bool


class DeclaredArticle(NamedTuple):
    """The fields of an article, as they are given."""

    title: str | None
    url: str | None
    published: str | None
    authors: tuple[Author, ...]
    section: str | None
    publisher: str | None
    body: str | None
    changed: str | None = None
    is_page: bool = False
    """Whether this describes the page, not an article."""


def articles(scripts: Iterable[str]) -> list[DeclaredArticle]:
    """Return the articles of a page's scripts in their order, outer ones first; references to other objects of the page resolved."""
    roots = [_parsed(script) for script in scripts]
    nodes = list(_objects(roots))
    named: dict[str, dict[str, Any]] = {}
    for node in nodes:
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > len(named.get(identity, {"@id": ""})):
            named[identity] = node
    articles_found = [_article(node, named) for node in nodes if _is_article(node)][:_MOST]
    if not articles_found:
        articles_found = [_article(node, named)._replace(is_page=True) for node in nodes if _PAGE in _kinds(node)][:1]
    return articles_found


def _objects(roots: list[object]) -> Iterator[dict[str, Any]]:
    """Yield every object, outer ones first, without recursion; not those inside an article."""
    waiting: list[object] = list(reversed(roots))
    count = 0
    while waiting and count < _MOST_NODES:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            count += 1
            yield value
            if not _is_article(value):
                waiting += [v for v in reversed(value.values()) if isinstance(v, dict | list)]


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(node: dict[str, Any]) -> bool:
    return any(kind in _ARTICLES for kind in _kinds(node))


def _article(node: dict[str, Any], named: dict[str, dict[str, Any]]) -> DeclaredArticle:
    main = node.get("mainEntityOfPage")
    address = main if isinstance(main, str) else main.get("@id") if isinstance(main, dict) else None
    return DeclaredArticle(
        title=_string(node.get("headline")) or _string(node.get("name")),
        url=_plain(node.get("url")) or (address if isinstance(address, str) else None),
        published=_plain(node.get("datePublished")) or _plain(node.get("dateCreated")),
        authors=tuple(_authors(node.get("author") or node.get("creator"), named)),
        section=_string(node.get("articleSection")),
        publisher=next((author.name for author in _authors(node.get("publisher"), named)), None),
        changed=_plain(node.get("dateModified")),
        body=node["articleBody"] if isinstance(node.get("articleBody"), str) else None,
    )


def _authors(value: object, named: dict[str, dict[str, Any]]) -> Iterator[Author]:
    """Yield the names in a field that may hold a text, an object, a reference, or a list of them."""
    waiting, count = [value], 0
    while waiting and count < _MOST_AUTHORS:
        value = waiting.pop(0)
        count += 1
        if isinstance(value, list):
            waiting = [*value[:_MOST_AUTHORS], *waiting]
        elif isinstance(value, str):
            if value.strip():
                yield Author(html.unescape(value), is_organisation=False)
        elif isinstance(value, dict):
            whole = value if "name" in value or "@id" not in value else named.get(str(value["@id"]), value)
            is_organisation = any(kind in _ORGANISATION for kind in _kinds(whole))
            names = whole.get("name")
            for name in names if isinstance(names, list) else [names]:
                if isinstance(name, str) and name.strip():
                    yield Author(html.unescape(name), is_organisation)
            if names is None and (both := _of_parts(whole)):
                yield Author(both, is_organisation=False)


def _of_parts(node: dict[str, Any]) -> str:
    parts = [node.get("givenName"), node.get("familyName")]
    return html.unescape(" ".join(part.strip() for part in parts if isinstance(part, str) and part.strip()))


def _plain(value: object) -> str | None:
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else None


def _string(value: object) -> str | None:
    """Return a text, or the first of a list, or the name of an object, with its entities decoded."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value")
        else:
            break
    return html.unescape(value) if isinstance(value, str) else None


def _parsed(script: str) -> object:
    text = script[:_LARGEST].strip()
    for repaired in (text, _repaired(text)):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return _picked(text)


def _repaired(text: str) -> str:
    """Return `text` without the comments around it, commas before closing brackets, and commas or brackets behind the end."""
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$", "", text
    )
    return re.sub(r",(\s*[}\]])", r"\1", text).rstrip("; \n")


_TEXT = r'"((?:[^"\\]|\\.){1,500})"'
_FIELD = re.compile(rf'"(headline|datePublished|articleSection|url)"\s*:\s*{_TEXT}')
_AUTHOR = re.compile(rf'"author"\s*:\s*(?:\[\s*)?(?:{_TEXT}|\{{[^{{}}]{{0,400}}?"name"\s*:\s*{_TEXT})')


def _picked(text: str) -> dict[str, Any]:
    """Return the plain fields of an article in JSON that cannot be read as a whole."""
    if not any(f'"{kind}"' in text for kind in _ARTICLES):
        return {}
    fields: dict[str, Any] = {"@type": "Article"}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, _unquoted(value))
    authors = [_unquoted(alone or named) for alone, named in _AUTHOR.findall(text)]
    return fields | ({"author": authors[0]} if authors else {})


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
