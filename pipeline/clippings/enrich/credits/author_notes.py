"""Notes on the author below a text: Adam Example is the editor of the Quay Gazette. Read only where nothing else names an author."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

from clippings import data
from clippings.enrich.credits import byline_names, declared
from clippings.enrich.credits.credit_model import CreditValue, Post, at
from clippings.enrich.credits.person_names import normal_case

ROLE = "author_note"
"""Role, among the lines that credits are read off, of the last paragraph of a text, if it may be a note."""
LONGEST = 300
"""Characters of the longest note."""
MAYBE = r"^[^\p{L}]{0,3}\p{Lu}[^.!?:,;“”\x{22}]{3,60} (?:is|was|ist|est|es|è|é|är|er|jest) "
"""Prefilter for notes."""
_QUOTE = re.compile(r"[“”\"«»]")


@cache
def _note() -> re.Pattern[str]:
    table = tomllib.loads((data.FOLDER / "bylines.toml").read_text("utf-8"))
    verbs, roles = "|".join(table["note_verbs"]), "|".join(table["note_roles"])
    return re.compile(
        rf"^\W{{0,3}}(?P<who>[^.!?:,;]{{3,60}}?) (?:{verbs}) (?:[\w'’-]+ ){{0,6}}(?:{roles})(?!\w)(?! (?:who|said|told))",
        re.IGNORECASE,
    )


def author_notes(post: Post) -> Iterator[CreditValue]:
    """Yield the author that a note names, if no byline and no head of a page names one."""
    if post.of_role("byline", declared.ROLE):
        return
    for line in post.of_role(ROLE):
        match = None if _QUOTE.search(line.text) else _note().match(line.text)
        if match and byline_names.name_in(match["who"]) == (0, len(match["who"])):
            yield at(line, "author", *match.span("who"), normal_case(match["who"]), "author.note")
