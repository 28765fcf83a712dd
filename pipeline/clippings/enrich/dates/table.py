"""Expressions of time in titles and texts, as rows of the table `dates`. `clippings.enrich.dates` gives their meaning."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter

import dataframely as dy
import polars as pl

from clippings.common import cpu_budget
from clippings.enrich.dates import Timex, read
from clippings.schema.articles import Articles
from clippings.schema.enums import PROSE_FIELDS
from clippings.schema.frames import schema_of, sort_by_primary_key
from clippings.schema.names_and_dates import Dates

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"), "greek": re.compile(r"[Ͱ-Ͽ]"), "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "hebrew": re.compile(r"[א-ת]"), "arabic": re.compile(r"[\u0620-\u064a\u0671-\u06d3]"),
}  # fmt: skip
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


def dates(articles: dy.DataFrame[Articles], too_slow: Callable[[str], object] = str) -> dy.DataFrame[Dates]:
    """Return rows of the table `dates`, from articles with article_id, the fields read, language and the two dates.

    The anchor is the date of the source where it is known, else that of the post. An article that exceeds its budget of
    processor time has no rows; `too_slow` is called with its id.
    """

    def expressions(some: pl.DataFrame) -> list[tuple[object, ...]]:
        return [
            (article_id, field, *values(timex))
            for article_id, language, anchor, *texts in some.iter_rows()
            for field, text in zip(PROSE_FIELDS, texts, strict=True)
            if text
            for timex in read_paragraphs(text, anchor, language)
        ]

    columns, values = schema_of(Dates), attrgetter(*Timex.__slots__)
    anchored = articles.select(
        "article_id", "language", pl.coalesce("source_published_on", "published_on").alias("anchor"), *PROSE_FIELDS
    )
    rows = cpu_budget.of_articles(anchored, PROSE_FIELDS, expressions, too_slow)
    schema = {name: columns[name] for name in ("article_id", "field", *Timex.__slots__)}
    return sort_by_primary_key(Dates, pl.DataFrame(rows, schema=schema, orient="row"))
