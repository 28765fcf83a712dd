"""Rules for recurring times: "every day", "annually", "on Fridays", "twice a week". Single times do not belong here."""

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
    unit_letter,
    weekday_number,
)
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.rules_durations import length
from clippings.enrich.dates.timex import Reading, Stretch

_AMOUNT_BEFORE = re.compile(
    rf"(?:\d%?|(?<!\w){either(CONTEXTS['before_a_rate'])}|(?<!\w)\d[\d,.]*(?: [a-z]+)? (?!was|has|is)[a-z]+s(?: of [a-z]+)?) \Z",
    re.IGNORECASE,
)


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
        return Reading("SET", value)
    words = (m["n"] or "").strip().lower()
    if not words:
        count: float | None = 1
    elif words == "other":
        count = 2
    elif words in ("few", "several", "couple of"):
        count = None
    else:
        count = number(words) or ordinal(words)
    return Reading("SET", length(unit_letter(m["unit"]), count))


def _once_a_unit(m: re.Match[str], at: Context) -> Reading:
    return Reading("SET", length(unit_letter(m["unit"]), 1))


def _amount_a_unit(m: re.Match[str], at: Context) -> Reading | None:
    return _once_a_unit(m, at) if _AMOUNT_BEFORE.search(at.text[max(0, m.start() - 40) : m.start()]) else None


def _adverb(m: re.Match[str], at: Context) -> Reading | None:
    word = m["word"]
    if word[0].isupper() and (not at.opens_sentence(m.start()) or at.word_after(m.end())[:1].isupper()):
        return None  # the Daily Mail, the Daily
    return Reading("SET", Stretch(SET_ADVERBS[word.lower()]))


def _plural_weekday(m: re.Match[str], at: Context) -> Reading | None:
    value = f"XXXX-WXX-{weekday_number(m['weekday'])}"
    return Reading("SET", Stretch(value + (f"T{DAY_PARTS[m['daypart'].lower()]}" if m["daypart"] else "")))


RULES = table(
    "sets", every=_every, per_unit=_once_a_unit, times_a_unit=_once_a_unit, amount_a_unit=_amount_a_unit,
    adverb_of_set=_adverb, plural_weekday=_plural_weekday, plural_weekday_part=_plural_weekday,
    plural_weekend=lambda m, at: Reading("SET", Stretch("XXXX-WXX-WE" if m["word"].lower() == "weekends" else "P1D")),
)  # fmt: skip
