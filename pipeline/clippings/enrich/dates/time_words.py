"""Words of time by language, from `authority/time_words.yaml`, folded as texts are compared; months and weekdays from babel."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from babel.dates import get_day_names, get_month_names

from clippings.enrich.dates.calendar_names import fold
from clippings.enrich.dates.lexicon import load

_GENERAL = ("before_year", "year_end")
_HEBREW_IN = "ב"


class TimeWords(NamedTuple):
    """Folded words in small letters, and what they mean. `relative` is a unit and its distance; `ago` is before and behind."""

    near: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    pairs: Mapping[str, str]
    ago: tuple[tuple[str, str], ...]
    relative: Mapping[str, tuple[str, int]]
    present: tuple[str, ...]
    past: tuple[str, ...]
    nights: Mapping[str, int]
    ages: tuple[str, ...]
    joints: tuple[str, ...]
    years: tuple[str, ...]
    articles: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return load("time_words.yaml")


def languages() -> frozenset[str]:
    """Return the languages that have words of time, ISO 639-1."""
    return frozenset(_data()) - frozenset(_GENERAL)


def low(text: str) -> str:
    """Return `text` as words are compared."""
    return fold(text).lower()


def general(name: str) -> frozenset[str]:
    """Return a list that holds for all languages: before_year or year_end."""
    return frozenset(map(low, _data()[name]))


def _meaning(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {low(form): unit for unit, forms in table.items() for form in forms}


def _counted(entries: Iterable[str]) -> dict[str, int]:
    return {low(form): number for number, forms in enumerate(entries, 1) for form in forms.split("/")}


def of(language: str) -> TimeWords:
    """Return the words of one language."""
    entry = _data()[language]
    return TimeWords(
        near={low(word): days for word, days in entry["near"].items()},
        numbers=_counted(entry["numbers"]),
        ordinals=_counted(entry.get("ordinals", ())),
        units=_meaning(entry["units"]),
        pairs=_meaning(entry.get("pairs", {})),
        ago=tuple((low(before), low(behind)) for before, behind in entry["ago"]),
        relative={
            low(phrase): (unit, step)
            for unit, sides in entry["relative"].items()
            for step, phrases in zip((-1, 0, 1), sides, strict=True)
            for phrase in phrases
        },
        present=tuple(map(low, entry["present"])),
        past=tuple(map(low, entry["past"])),
        nights={low(word): days for word, days in entry.get("nights", {}).items()},
        ages=tuple(map(low, entry.get("ages", ()))),
        joints=tuple(map(low, entry.get("joints", ()))),
        years=tuple(map(low, entry.get("years", ()))),
        articles=tuple(map(low, entry.get("articles", ()))),
    )


def months(language: str) -> dict[str, int]:
    """Return the full names of months in babel, with the Hebrew prefix that means "in"."""
    names = {
        low(name): number
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
    }
    return names | {_HEBREW_IN + name: number for name, number in names.items() if language == "he"}


def weekdays(language: str) -> dict[str, int]:
    """Return the full names of weekdays in babel and their further forms, as ISO weekdays."""
    names = {
        low(name): number + 1
        for context in ("format", "stand-alone")
        for number, name in get_day_names("wide", context, language).items()
    }
    for number, forms in enumerate(_data()[language].get("weekdays", ()), 1):
        names.update(dict.fromkeys(map(low, forms), number))
    return names
