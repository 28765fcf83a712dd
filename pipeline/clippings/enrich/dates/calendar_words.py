"""Months, weekdays and phrases like `3 hours ago` in every language babel has, read from a file that is generated from babel.

`tools/calendar_words.py` rewrites the file; a test fails if it differs from babel. Loading all of babel's languages takes
seconds, the file takes milliseconds.
"""

import json
import unicodedata
from functools import cache
from typing import Any

from clippings.enrich.dates.lexicon import AUTHORITY, load

FILE = AUTHORITY / "calendar_words.json"
_IN_HEBREW = "\u05d1"
"""The letter before a month in a Hebrew date: 8 in-March 2016."""


def fold(text: str) -> str:
    """Return `text` as names are compared: small letters, composed, without the dot of a short form."""
    return unicodedata.normalize("NFC", text).casefold().strip().rstrip(".")


@cache
def _file() -> dict[str, Any]:
    words_of_babel: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return words_of_babel


@cache
def months() -> dict[str, dict[str, int]]:
    """Return the number of a month by its folded name and by language."""
    names = {
        name: {language: int(number) for number, languages in numbers.items() for language in languages.split()}
        for name, numbers in _file()["months"].items()
    }
    spelled = {
        fold(name): {language: number}
        for language, by_month in load("calendar_names.yaml")["spelled_months"].items()
        for number, forms in enumerate(by_month, 1)
        for name in forms
    }
    hebrew = {f"{_IN_HEBREW}{name}": {"he": of["he"]} for name, of in names.items() if "he" in of}
    return spelled | hebrew | names


@cache
def weekdays() -> dict[str, int]:
    """Return the ISO weekday by folded name, for names that mean one weekday in every language."""
    return {name: int(number) for name, number in _file()["weekdays"].items()}


@cache
def ago() -> dict[tuple[str, str], str]:
    """Return the unit by the folded words before and after the number of a phrase like `3 hours ago`."""
    pairs = ((unit, pair) for unit, pairs in _file()["ago"].items() for pair in pairs)
    return {(before.replace(".", ""), behind.replace(".", "")): unit for unit, (before, behind) in pairs}
