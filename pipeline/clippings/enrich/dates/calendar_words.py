"""Months, weekdays and phrases like `3 hours ago` in every language babel has, read from a file that is generated from babel.

`python -m clippings.enrich.dates.calendar_words` rewrites the file; a test fails if it differs from babel. Loading all of babel's
languages takes seconds, the file takes milliseconds.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import Any

from clippings.enrich.dates.lexicon import AUTHORITY

FILE = AUTHORITY / "calendar_words.json"
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


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
    return {
        name: {language: int(number) for number, languages in numbers.items() for language in languages.split()}
        for name, numbers in _file()["months"].items()
    }


@cache
def weekdays() -> dict[str, int]:
    """Return the ISO weekday by folded name, for names that mean one weekday in every language."""
    return {name: int(number) for name, number in _file()["weekdays"].items()}


@cache
def ago() -> dict[tuple[str, str], str]:
    """Return the unit by the folded words before and after the number of a phrase like `3 hours ago`."""
    pairs = ((unit, pair) for unit, pairs in _file()["ago"].items() for pair in pairs)
    return {(before.replace(".", ""), behind.replace(".", "")): unit for unit, (before, behind) in pairs}


def from_babel() -> dict[str, Any]:
    """Return the content of the file, as this version of babel has it."""
    from babel import Locale, localedata
    from babel.dates import get_day_names, get_month_names

    month_names: dict[str, dict[str, set[str]]] = {}
    day_names: dict[str, set[int]] = {}
    phrases: dict[str, set[tuple[str, str]]] = {unit: set() for unit in _UNITS}
    for language in sorted(code for code in localedata.locale_identifiers() if "_" not in code and code != "root"):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    key = fold(name)
                    if len(key) > 1 and not any(c.isdigit() for c in key):
                        month_names.setdefault(key, {}).setdefault(str(number), set()).add(language)
                for number, name in get_day_names(width, context, language).items():
                    if len(fold(name)) > 1:
                        day_names.setdefault(fold(name), set()).add(number + 1)
        fields = Locale.parse(language)._data["date_fields"]
        for unit in _UNITS:
            for phrase in dict(fields.get(unit, {}).get("past", {})).values():
                before, mark, behind = phrase.partition("{0}")
                if mark and (before.strip() or behind.strip()):
                    phrases[unit].add((fold(before), fold(behind)))
    taken = {pair: unit for unit in reversed(_UNITS) for pair in phrases[unit]}
    return {
        "months": {
            name: {number: " ".join(sorted(languages)) for number, languages in sorted(numbers.items())}
            for name, numbers in sorted(month_names.items())
        },
        "weekdays": {name: numbers.pop() for name, numbers in sorted(day_names.items()) if len(numbers) == 1},
        "ago": {unit: sorted(list(pair) for pair, pair_unit in taken.items() if pair_unit == unit) for unit in _UNITS},
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(from_babel(), ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
