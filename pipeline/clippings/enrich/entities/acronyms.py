"""Acronyms that an article introduces in brackets, and entities of the lists for names that rules made.

`headword_names`, `cue_names` and `name_index` find the names themselves.
"""

import re
from collections.abc import Iterator

from clippings.enrich.entities.mention_model import Field, MentionSpan, owners
from clippings.enrich.entities.name_index import Names
from clippings.enrich.entities.word_lists import Lexicon

_ACRONYM = re.compile(
    r'(?:\s?\(["\']?|,? (?:also |better )?known as (?:the )?["\']?)([A-Z][A-Za-z]?[A-Z]{1,6})["\']?(?:[,;.)]|\s)'
)
"""Examples: "Harbour Workers Union (HWU)", "Harbour Workers Union, known as the HWU,"."""

_THE = re.compile(r"(?<!\w)the \Z", re.IGNORECASE)
_LIKE = 2
"""Letters of an acronym that must begin words of its name."""


def resolved(made: MentionSpan, names: Names) -> MentionSpan:
    """Return a made name with the entities that a list has under it, if any."""
    if not made.senses:
        for text in (made.name, made.name.removeprefix("The ")):
            if (senses := names.by_text.get(text)) and senses[0].entity.type == made.type:
                made.senses = senses
                break
    return made


def link(fields: list[Field], words: Lexicon) -> None:
    """Give the acronym in brackets after a name, wherever the article uses it, the entity of that name; or the other way round."""
    introduced = {acronym: body for field in fields for body, acronym in _introduced(field)}
    if not introduced:
        return
    for field in fields:
        owner = owners(field.prose, field.mentions)
        further = []
        for token, mention in zip(field.prose.tokens, owner, strict=True):
            body = introduced.get(token.word)
            if body is None or token.word in words.not_names:
                continue
            if mention is None:
                facts = (body.type, "organisation.acronym", 0.85, body.senses)
                further.append(MentionSpan(token.start, token.end, *facts, name=body.name))
            elif mention.senses and not body.senses and mention.start == token.start and mention.type == body.type:
                body.senses = mention.senses
        field.add(further)


def link_tails(fields: list[Field]) -> None:
    """Give the end of a name, after "the", the entity of the one longer name that the article has: the Port Authority."""
    bodies = [mention for field in fields for mention in field.mentions if mention.type == "ORG"]
    full = {mention.name: mention for mention in reversed(bodies) if mention.name}
    for field in fields:
        for mention in field.mentions:
            is_tail = mention.type == "ORG" and not mention.senses and _THE.search(field.prose.text, 0, mention.start)
            longer = [name for name in full if name.endswith(f" {mention.name}")] if is_tail and mention.name else []
            if len(longer) == 1:
                mention.name, mention.senses = longer[0], full[longer[0]].senses


def _introduced(field: Field) -> Iterator[tuple[MentionSpan, str]]:
    for mention in field.mentions:
        if mention.type in ("ORG", "EVENT") and (match := _ACRONYM.match(field.prose.text, mention.end)):
            initials = [word[0] for word in re.findall(r"[A-Z][\w']*", field.prose.text[mention.start : mention.end])]
            if sum(letter in initials for letter in match[1].upper()) >= _LIKE:
                yield mention, match[1]
