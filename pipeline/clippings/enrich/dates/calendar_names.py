"""Names of months, weekdays and near days in Persian, Arabic and Albanian, and of other calendars' months in English.

Gregorian names come from babel, those of other calendars from `authority/calendar_names.yaml`.
"""

import re
from collections.abc import Iterable

from babel import Locale

from clippings.common.text import DIGITS
from clippings.enrich.dates import lexicon
from clippings.enrich.dates.calendars import Calendar
from clippings.enrich.dates.lexicon import load
from clippings.enrich.dates.scan import plain

BABEL_LOCALES = {
    "fa": ("fa", "fa_AF"),
    "ar": ("ar", "ar_SY", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN", "ar_MR"),
    "sq": ("sq",),
}
_DATA = load("calendar_names.yaml")

_FOLD = str.maketrans(
    {
        **DIGITS,
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("يىۍ", "ی"),
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "\u200c": " ",
        "İ": "i",
    }
)
YEAR_WORDS: dict[str, list[str]] = _DATA["year_words"]
_ALBANIAN_ENDINGS = ("", "i", "it", "in")


def fold(text: str) -> str:
    """Return `text` with digits as 0-9 and letters that are written in several ways in one way; every character keeps its place."""
    return plain(text).translate(_FOLD)


def _months(language: str) -> dict[str, tuple[Calendar, int]]:
    names: dict[str, tuple[Calendar, int]] = {}
    for locale in BABEL_LOCALES.get(language, ()):
        for context in ("format", "stand-alone"):
            for number, name in Locale.parse(locale).months[context]["wide"].items():
                names.setdefault(name.rstrip("ٔ"), ("gregorian", number))
    for number, further in enumerate(_DATA["months"].get(language, []), 1):
        names.update(dict.fromkeys(further, ("gregorian", number)))
    calendars: tuple[Calendar, ...] = ("jalali", "hijri")
    for calendar in calendars:
        for number, forms in enumerate(_DATA[calendar].get(language, []), 1):
            for name in forms:
                names.setdefault(name, (calendar, number))
    if language == "sq":
        names = {name + ending: month for name, month in names.items() for ending in _ALBANIAN_ENDINGS}
    return {fold(name).lower(): month for name, month in names.items()}


def _weekdays(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in BABEL_LOCALES[language]:
        names.update({name: number + 1 for number, name in Locale.parse(locale).days["format"]["wide"].items()})
    for number, further in enumerate(_DATA["weekdays"][language], 1):
        names.update(dict.fromkeys(further, number))
    return {fold(name).lower(): number for name, number in names.items()}


MONTHS = {language: _months(language) for language in (*BABEL_LOCALES, "en")}
"""Language to folded name to calendar and month; English has the months of other calendars only."""
WEEKDAYS = {language: _weekdays(language) for language in BABEL_LOCALES}
"""Language to folded name to ISO weekday."""

_WAYS = {"ا": "[اأإآٱ]", "ی": "[یيىۍ]", "ک": "[كک]", "ه": "[هةۀ]", "ë": "[eë]", " ": r"[ \u200c]?", "'": "['’]"}
"""Letters that are written in several ways, as `fold` makes them one."""


def _either(names: Iterable[str]) -> str:
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return f"(?i:{'|'.join(''.join(_WAYS.get(c, re.escape(c)) for c in name) for name in longest_first)})"


ENGLISH_MONTHS = frozenset({*lexicon.MONTHS, *lexicon.SHORT_MONTHS})
ENGLISH_WEEKDAYS = frozenset({*lexicon.WEEKDAYS, *lexicon.SHORT_WEEKDAYS})
ENGLISH_MONTH = _either(ENGLISH_MONTHS)
"""A month in English, in letters of any case."""
ENGLISH_WEEKDAY = _either(ENGLISH_WEEKDAYS)
MONTH = _either({*ENGLISH_MONTHS, *(name for names in MONTHS.values() for name in names)})
"""A month in any language of MONTHS."""
WEEKDAY = _either({*ENGLISH_WEEKDAYS, *(name for names in WEEKDAYS.values() for name in names)})
