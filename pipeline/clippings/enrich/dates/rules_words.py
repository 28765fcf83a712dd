"""Rules made of the words of a language: "vor zwei Jahren", "la semaine dernière", "tres semanas", "derzeit".

Named days and months are in rules_named_days; English has modules of its own.
"""

import re
from collections.abc import Iterable, Iterator

from clippings.enrich.dates import resolve
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import either
from clippings.enrich.dates.reader import Resolver, Rule, always
from clippings.enrich.dates.rules_durations import length
from clippings.enrich.dates.time_words import TimeWords, low
from clippings.enrich.dates.timex import PAST, PRESENT, Reading

_SHORT_UNITS = ("TH", "TM")
_BESIDE = 24
"""Characters before a number of years that are searched for the words of an age."""


def compiled(body: str) -> re.Pattern[str]:
    """Compile a pattern that does not end inside a word."""
    return re.compile(rf"(?:{body})(?!\w)", re.IGNORECASE)


def rules(words: TimeWords) -> tuple[Rule, ...]:
    """Return the rules made from the words of time of a language (`time_words.yaml`)."""
    pair = f"|(?P<pair>{either(words.pairs)})" if words.pairs else ""
    counted = rf"(?:(?P<n>\d{{1,3}}|{either(words.numbers)}) (?P<unit>{either(words.units)}){pair})"
    age = either(words.ages) if words.ages else r"(?!)"
    age_before, age_behind = re.compile(rf"(?<!\w){age} \Z", re.IGNORECASE), re.compile(rf" {age}(?!\w)", re.IGNORECASE)

    article = "".join(f"(?:{word}{'' if word[-1] == chr(39) else ' '})?" for word in words.articles)

    def _count(m: re.Match[str]) -> tuple[str, int]:
        if m.groupdict().get("pair"):
            return words.pairs[low(m["pair"])], 2
        count = low(m["n"])
        return words.units[low(m["unit"])], int(count) if count.isdigit() else words.numbers[count]

    def _ago(m: re.Match[str], at: Context) -> Reading | None:
        unit, count = _count(m)
        if unit in _SHORT_UNITS:
            return Reading("DATE", PAST, None, at.anchor)
        return resolve.relative(at, unit, -count)

    def _length(m: re.Match[str], at: Context) -> Reading | None:
        unit, count = _count(m)
        if count == 1 and not m[0][0].isdigit():
            return None  # "ein Tag" may be any day
        before = at.text[max(0, m.start() - _BESIDE) : m.start()]
        if unit == "Y" and (age_before.search(before) or age_behind.match(at.text, m.end())):
            return None
        return Reading("DURATION", length(unit, count))

    def _deictic(name: str, body: str, resolver: Resolver) -> Rule:
        return Rule(f"dates.{name}", ("deictic",), compiled(body), resolver)

    def _night(m: re.Match[str], at: Context) -> Reading:
        return resolve.at_time(resolve.anchored_day(at, words.nights[low(m[0])]), "TNI")

    return (
        # vor zwei Jahren | il y a deux ans | due anni fa
        *(
            Rule(
                "dates.ago",
                ("unit", "deictic"),
                compiled(f"{re.escape(before)} {counted} {re.escape(behind)}".strip()),
                _ago,
            )
            for before, behind in words.ago
        ),
        # drei Wochen | tres semanas
        Rule("dates.length", ("unit",), compiled(counted), _length),
        # gestern | hier | دیروز
        _deictic("deictic_day", either(words.near), lambda m, at: resolve.anchored_day(at, words.near[low(m[0])])),
        # letzte Woche | la semaine dernière
        _deictic(
            "relative_unit",
            f"{article}(?P<phrase>{either(words.relative)})",
            lambda m, at: resolve.relative(at, *words.relative[low(m["phrase"])]),
        ),
        # derzeit | actualmente
        _deictic("present", either(words.present), always(PRESENT)),
        # kürzlich | récemment
        _deictic("past", either(words.past), always(PAST)),
        *([_deictic("night", either(words.nights), _night)] if words.nights else []),
    )


def heads(words: TimeWords) -> dict[str, list[str]]:
    """Return the heads that the rules are tried at."""
    phrases = (*words.near, *words.relative, *words.present, *words.past, *words.nights)
    return {"deictic": list(written(phrases)), "unit": list(written((*words.units, *words.pairs)))}


def openers(words: TimeWords) -> set[str]:
    """Return the words that may begin an expression before its head."""
    before_ago = (before for before, _ in words.ago)
    groups = (words.articles, words.numbers, words.ordinals, words.joints, words.years, before_ago)
    return {word for group in groups for phrase in group for word in phrase.split()}


def written(phrases: Iterable[str]) -> Iterator[str]:
    """Yield each phrase in small letters, with a capital first, with a capital for its last word or for each, and in capitals."""
    for phrase in phrases:
        first, _, last = phrase.rpartition(" ")
        german = f"{first} {last.capitalize()}".strip()  # letzte Woche
        capital = german[:1].upper() + german[1:]  # Letzte Woche
        yield from dict.fromkeys((phrase, phrase.capitalize(), german, capital, phrase.upper()))
