"""Names in the credit columns: persons unless their kind says otherwise, outlets and places by definition, unless a list has them.

Reading credits from pages does not belong here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.name_index import Names, Sense
from clippings.enrich.entities.person_registry import Persons
from clippings.enrich.entities.spelling import fold
from clippings.schema.enums import PROSE_FIELDS

_SPLIT = {
    "author": re.compile(r"[^;]+"), "contributor": re.compile(r"[^;]+"), "translator": re.compile(r"[^;]+"),
    "source_name": re.compile(r".+", re.DOTALL), "dateline_place": re.compile(r"[^,/;]+"),
}  # fmt: skip
"""Pattern of one name in each column: "A; B", "TOWN, Country"."""

_TYPE = {"source_name": "ORG", "dateline_place": "GPE"}
_LAST_PLACE = 1 << 60


def read(article: Mapping[str, Any], persons: Persons, names: Names) -> Iterator[tuple[str, str, MentionSpan]]:
    """Yield the column, value and span of each credited name. An outlet or a place that the article's own words name is not named again."""
    is_asked = any(article.get(column) for column in _TYPE)
    words_of_article = "\n".join(article.get(name) or "" for name in PROSE_FIELDS).casefold() if is_asked else ""
    for column, pattern in _SPLIT.items():
        value = article.get(column) or ""
        kinds = iter(article.get("author_kinds") or ()) if column == "author" else iter(())
        for match in pattern.finditer(value):
            author_kind = next(kinds, "person")
            text = match.group().strip()
            if not text or (column in _TYPE and text.casefold() in words_of_article) or author_kind == "unclear":
                continue
            start = match.start() + match.group().index(text)
            yield column, value, _credit(column, text, start, persons, names, author_kind)


def _credit(column: str, text: str, start: int, persons: Persons, names: Names, author_kind: str) -> MentionSpan:
    senses = _known(text, names)
    kind = senses[0].entity.type if senses else _TYPE.get(column, "ORG" if author_kind == "organisation" else "PERSON")
    mention = MentionSpan(start, start + len(text), kind, f"credit.{column}", 0.95, senses, name=text)
    if kind == "PERSON":
        mention.person = persons.meet(text, senses[0].entity if senses else None, _LAST_PLACE)
    return mention


def _known(text: str, names: Names) -> tuple[Sense, ...]:
    folded = fold(text)
    return names.by_text.get(folded) or names.by_text.get(folded.title()) or ()
