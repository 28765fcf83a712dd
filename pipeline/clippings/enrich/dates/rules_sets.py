"""Rules for recurring times: "every day", "annually", "on Fridays", "twice a week". Single times do not belong here."""

from __future__ import annotations

import re

from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import (
    CONTEXTS,
    DAY_PARTS,
    MONTHS,
    SEASONS,
    SET_ADVERBS,
    WEEKDAYS,
    either,
    number,
    ordinal,
    pattern,
    unit_letter,
    weekday_number,
)
from clippings.enrich.dates.rule import Rule
from clippings.enrich.dates.rules_durations import length
from clippings.enrich.dates.timex import Reading, Stretch

_WEEKEND = Stretch("XXXX-WXX-WE")
_AMOUNT_BEFORE = re.compile(
    rf"(?:\d%?|(?<!\w){either(CONTEXTS['before_a_rate'])}|(?<!\w)\d[\d,.]*(?: [a-z]+)? (?!was|has|is)[a-z]+s(?: of [a-z]+)?) \Z",
    re.IGNORECASE,
)


def _set(value: Stretch) -> Reading:
    return Reading("SET", value)


def _recurring(name: str) -> Stretch:
    """Return the value of a time that recurs by its name: Friday, morning, summer, May."""
    word = name.lower()
    if word in DAY_PARTS:
        return Stretch(f"XXXX-XX-XXT{DAY_PARTS[word]}")
    if word in SEASONS:
        return Stretch(f"XXXX-{SEASONS[word]}")
    if word in WEEKDAYS:
        return Stretch(f"XXXX-WXX-{WEEKDAYS[word]}")
    return Stretch(f"XXXX-{MONTHS[word]:02d}")


def _every(m: re.Match[str], at: Context) -> Reading | None:
    if m["name"]:
        value = _recurring(m["name"])
        if m["daypart"]:
            if not value.value.startswith("XXXX-WXX"):
                return None
            value = Stretch(f"{value.value}T{DAY_PARTS[m['daypart'].lower()]}")
        return _set(value)
    words = (m["n"] or "").strip().lower()
    if not words:
        count: float | None = 1
    elif words == "other":
        count = 2
    elif words in ("few", "several", "couple of"):
        count = None
    else:
        count = number(words) or ordinal(words)
    return _set(length(unit_letter(m["unit"]), count))


def _times_a_unit(m: re.Match[str], at: Context) -> Reading | None:
    return _set(length(unit_letter(m["unit"]), 1))


def _amount_a_unit(m: re.Match[str], at: Context) -> Reading | None:
    if not _AMOUNT_BEFORE.search(at.text[max(0, m.start() - 40) : m.start()]):
        return None
    return _set(length(unit_letter(m["unit"]), 1))


def _adverb(m: re.Match[str], at: Context) -> Reading | None:
    word = m["word"]
    if word[0].isupper() and (not at.opens_sentence(m.start()) or at.word_after(m.end())[:1].isupper()):
        return None  # the Daily Mail, the Daily
    return _set(Stretch(SET_ADVERBS[word.lower()]))


def _plural_weekday(m: re.Match[str], at: Context) -> Reading | None:
    value = f"XXXX-WXX-{weekday_number(m['weekday'])}"
    return _set(Stretch(value + (f"T{DAY_PARTS[m['daypart'].lower()]}" if m["daypart"] else "")))


def _plural_weekday_part(m: re.Match[str], at: Context) -> Reading | None:
    return _set(Stretch(f"XXXX-WXX-{weekday_number(m['weekday'])}T{DAY_PARTS[m['daypart'].lower()]}"))


def _plural_weekend(m: re.Match[str], at: Context) -> Reading | None:
    return _set(_WEEKEND if m["word"].lower() == "weekends" else Stretch("P1D"))


RULES = (
    # every day | each year | every two weeks | every other month | every Friday | each morning
    Rule(
        "dates.every",
        ("unit", "weekday", "daypart", "season", "month"),
        pattern(
            r"(?:(?:every|each)(?P<n> (?:other|few|several|couple of|@number|second|third|fourth|fifth))? (?P<unit>@units)"
            r"|(?:every|each) (?:single )?(?P<name>@longweekday|@daypart|@season|@longmonth)(?: (?P<daypart>@daypart))?)"
        ),
        _every,
    ),
    # per day | per hour
    Rule("dates.per_unit", ("unit",), pattern(r"per (?P<unit>@unit)"), _times_a_unit),
    # once a week | three times a year | twice each month | several times a day
    Rule(
        "dates.times_a_unit",
        ("unit",),
        pattern(r"(?:once|twice|thrice|(?:@number|several|many|a few) times) (?:an?|each|every|per) (?P<unit>@unit)"),
        _times_a_unit,
    ),
    # 400 barrels a day | eight hours a week
    Rule(
        "dates.amount_a_unit",
        ("unit",),
        pattern(r"an? (?P<unit>hour|day|week|month|year)(?! (?:ago|later|earlier|before|after))"),
        _amount_a_unit,
    ),
    # daily | the annual fair
    Rule("dates.adverb_of_set", ("set",), pattern(rf"(?P<word>{either(SET_ADVERBS)})"), _adverb),
    # on Fridays | on Saturday nights
    Rule(
        "dates.plural_weekday",
        ("weekday",),
        pattern(r"(?P<weekday>@longweekday)s(?: (?P<daypart>@daypart)s?)?"),
        _plural_weekday,
    ),
    Rule(
        "dates.plural_weekday_part",
        ("weekday",),
        pattern(r"(?P<weekday>@longweekday) (?P<daypart>@daypart)s"),
        _plural_weekday_part,
    ),
    # at weekends | on weekdays
    Rule("dates.plural_weekend", ("set", "unit"), pattern(r"(?P<word>weekends|weekdays)"), _plural_weekend),
)
