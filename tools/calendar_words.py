"""Prints the calendar words of babel: `python tools/calendar_words.py > pipeline/clippings/data/authority/calendar_words.json`."""

import json
import sys
from typing import Any

from babel import Locale, localedata
from babel.dates import get_day_names, get_month_names

from clippings.enrich.dates.calendar_words import fold

_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


def from_babel() -> dict[str, Any]:
    """Return the content of the file, as this version of babel has it."""
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
    sys.stdout.write(json.dumps(from_babel(), ensure_ascii=False, indent=0, sort_keys=True) + "\n")
