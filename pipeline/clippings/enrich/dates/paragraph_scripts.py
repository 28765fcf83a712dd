"""Reads a text whose paragraphs are in two scripts: each paragraph in a language of its own script.

A paragraph in another language of the same script is read as the rest of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from clippings.enrich.dates import read
from clippings.enrich.dates.timex import Timex

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "greek": re.compile(r"[Ͱ-Ͽ]"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "hebrew": re.compile(r"[א-ת]"),
    "arabic": re.compile(r"[\u0620-\u064a\u0671-\u06d3]"),
}
_SCRIPT_OF = {
    **dict.fromkeys(("fa", "ar", "ur", "ps", "ku", "sd", "ug"), "arabic"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be"), "cyrillic"),
    "he": "hebrew", "el": "greek", "zh": "han", "ja": "han", "ko": "hangul", "th": "thai", "hi": "devanagari",
}  # fmt: skip
"""Language to its script; others are in Latin letters."""
_FOREIGN = {
    "latin": re.compile(r"[Ͱ-Ͽ]|[Ѐ-ӿ]|[א-ת]|[\u0620-\u06d3]"),
    "other": re.compile(r"[A-Za-z]{2}"),
}
_PERSIAN_ALONE, _ARABIC_ALONE = re.compile("[پچژگکی]"), re.compile("[ةيىكأإؤ]")
_UKRAINIAN_ALONE = re.compile("[іїєґІЇЄҐ]")
_LEAST = 12
"""Letters of a paragraph that is read in another language; a quoted name has fewer."""


def read_paragraphs(text: str, anchor: dt.date | None, language: str) -> list[Timex]:
    """Return the expressions of time of a text, in order, each paragraph read in the language of its script."""
    foreign = list(_foreign(text, _SCRIPT_OF.get(language, "latin")))
    masked = text
    for start, end, _ in foreign:
        masked = masked[:start] + " " * (end - start) + masked[end:]
    expressions = read(masked, anchor, language)
    for start, end, other in foreign:
        expressions += [
            replace(timex, start=timex.start + start, end=timex.end + start)
            for timex in read(text[start:end], anchor, other)
        ]
    return sorted(expressions, key=lambda timex: timex.start) if foreign else expressions


def _foreign(text: str, script: str) -> Iterator[tuple[int, int, str]]:
    """Yield the paragraphs that are mostly in another script, with a language of it."""
    if not _FOREIGN["latin" if script == "latin" else "other"].search(text):
        return
    start = 0
    for paragraph in text.split("\n"):
        counts = {name: len(letters.findall(paragraph)) for name, letters in _SCRIPTS.items()}
        most = max(counts, key=lambda name: counts[name])
        if most != script and counts[most] >= _LEAST and counts[most] * 2 > sum(map(str.isalpha, paragraph)):
            yield start, start + len(paragraph), _language(most, paragraph)
        start += len(paragraph) + 1


def _language(script: str, text: str) -> str:
    """Return the likeliest language of a script, of those that are read."""
    if script == "arabic":
        return "fa" if len(_PERSIAN_ALONE.findall(text)) > len(_ARABIC_ALONE.findall(text)) else "ar"
    if script == "cyrillic":
        return "uk" if _UKRAINIAN_ALONE.search(text) else "ru"
    return {"latin": "en", "greek": "el", "hebrew": "he"}[script]
