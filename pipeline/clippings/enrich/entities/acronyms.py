"""Acronyms that an article introduces in brackets, and the lists' knowledge of names that rules made.

How the names themselves are found is the business of `bodies`, `beside` and `names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clippings.enrich.entities.mention_model import Field, Found, owners
from clippings.enrich.entities.name_index import Names
from clippings.enrich.entities.word_lists import Lexicon

_ACRONYM = re.compile(r'\s?\(["\']?([A-Z][A-Za-z]?[A-Z]{1,6})["\']?[,;)]')
"""Example: "Harbour Workers Union (HWU)"."""

_LIKE = 2
"""Letters of an acronym that must begin words of its name."""


def resolved(made: Found, names: Names) -> Found:
    """Return a made name as the entity a list knows by it, if one does."""
    if not made.senses:
        for text in (made.name, made.name.removeprefix("The ")):
            if (senses := names.by_text.get(text)) and senses[0].entity.type == made.type:
                made.senses = senses
                break
    return made


def link(fields: list[Field], words: Lexicon) -> None:
    """Give the acronym in brackets after a name, wherever the article uses it, the entity of that name; or the other way round."""
    introduced = {acronym: body for each in fields for body, acronym in _introduced(each)}
    if not introduced:
        return
    for each in fields:
        owner = owners(each.prose, each.found)
        further = []
        for token, known in zip(each.prose.tokens, owner, strict=True):
            body = introduced.get(token.word)
            if body is None or token.word in words.not_names:
                continue
            if known is None:
                further.append(
                    Found(token.start, token.end, body.type, "organisation.acronym", 0.85, body.senses, name=body.name)
                )
            elif known.senses and not body.senses and known.start == token.start and known.type == body.type:
                body.senses = known.senses
        each.add(further)


def _introduced(each: Field) -> Iterator[tuple[Found, str]]:
    for found in each.found:
        if found.type in ("ORG", "EVENT") and (match := _ACRONYM.match(each.prose.text, found.end)):
            initials = [word[0] for word in re.findall(r"[A-Z][\w']*", each.prose.text[found.start : found.end])]
            if sum(letter in initials for letter in match[1].upper()) >= _LIKE:
                yield found, match[1]
