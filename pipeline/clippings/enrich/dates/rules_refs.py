"""Rules for words that point at the time of writing: "today", "now", "recently", "at present".

"formerly", "soon", "later", "so far" and the like are left out: they name no time one could look up.
"""

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import CONTEXTS, REFERENCES, UNITS
from clippings.enrich.dates.reader import always, table
from clippings.enrich.dates.rules_days import part_mod
from clippings.enrich.dates.timex import FUTURE, PAST, PRESENT, Reading, Stretch

_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def is_name(m: re.Match[str], at: Context) -> bool:
    """Return whether a capital shows that the word is (part of) a name: Russia Today, the Now Show.

    A capital at the beginning of a sentence shows nothing, nor does one among words that are all capitals.
    """
    word = m[0]
    if not word[0].isupper():
        return False
    if len(word) > 1 and word.isupper():
        return not at.text[max(0, m.start() - 12) : m.start()].isupper()
    before = at.raw_word_before(m.start())
    return before[:1].isupper() and not before.endswith((".", "'"))


def _day(m: re.Match[str], at: Context) -> Reading | None:
    if is_name(m, at):
        return None
    word = m["word"].lower()
    if at.anchor is None and word == "today":
        return Reading("DATE", PRESENT)
    return resolve.anchored_day(at, _DAYS[word])._replace(mod=part_mod(m["part"]))


def _reference(m: re.Match[str], at: Context) -> Reading | None:
    if is_name(m, at):
        return None
    return Reading("DATE", Stretch(REFERENCES[m["word"].lower()]), None, at.anchor)


def _current(m: re.Match[str], at: Context) -> Reading | None:
    """Read "current" and "present" as now, but not the current of a river."""
    after = at.word_after(m.end())
    if is_name(m, at) or not after or after.lower() in CONTEXTS["after_a_current"] or after.lower() in UNITS:
        return None
    return Reading("DATE", PRESENT, None, at.anchor)


def _present(m: re.Match[str], at: Context) -> Reading | None:
    """At present, to the present; "to present" is a verb."""
    before = at.word_before(m.start())
    leads = before in CONTEXTS["before_present"] and (before != "to" or m[0][:3].lower() == "the")
    return Reading("DATE", PRESENT, None, at.anchor) if leads else None


def _future(m: re.Match[str], at: Context) -> Reading | None:
    leads = at.opens_sentence(m.start()) or at.word_before(m.start()) in CONTEXTS["before_a_future"]
    if not leads or at.word_after(m.end()) in CONTEXTS["after_a_future"]:
        return None
    return Reading("DATE", FUTURE, None, at.anchor)


RULES = table(
    "refs", deictic_day=_day, recent_span=always(PAST), reference=_reference, current=_current, present=_present,
    moment=always(PRESENT), these_days=always(PRESENT), past=always(PAST), near_future=always(FUTURE), future=_future,
)  # fmt: skip
