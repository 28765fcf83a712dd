"""Context of a rule besides its match: the anchor and the preceding text. Patterns do not belong here."""

import datetime as dt
import re
from dataclasses import dataclass

from clippings.enrich.dates.lexicon import CONTEXTS, either
from clippings.enrich.dates.timex import Reading, Stretch

SENTENCE = 160
"""Number of characters before an expression that are searched for the words of its sentence."""

PARAGRAPH = 2000
"""Maximum distance in characters to which "at the time" and similar words refer back, within one line."""

_FUTURE = re.compile(rf"(?<!\w){either(CONTEXTS['future_cues'])}(?!\w)|'ll(?!\w)", re.IGNORECASE)
_PLANNED = re.compile(
    rf"(?<!\w){either(CONTEXTS['planned_verbs'])}(?: [\w'-]+){{0,4}}"
    r"(?:,? (?:on|from|until|till|by|before|for|at|in|to|as of|starting|beginning))?[ ,]+(?:the )?(?:\w+, )?\Z",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:was|were|had|did|said|told|announced|reported|wrote|(?:who|that|which) \w+ed)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?][\"'”)]? +(?=[A-Z\"'“(])|\n")
_LAST_WORD = re.compile(r"(?<![\w'$€£#№%.])([\w'$€£#№%.]+)(?<![ \"'“(])[ \"'“(]*\Z")
_FIRST_WORD = re.compile(r"[ \"'“(-]*([\w']+)")


@dataclass(slots=True)
class Context:
    """The state of reading one text, from its beginning to the current match."""

    text: str
    anchor: dt.date | None
    language: str = "en"
    day: dt.date | None = None
    """The day the text last spoke of: what "two days later" counts from."""
    day_at: int = -1
    stretch: Stretch | None = None
    """The stretch the text last spoke of, however long."""
    stretch_at: int = -1

    @property
    def narrative(self) -> dt.date | None:
        """The day mentioned last, else the anchor."""
        return self.day or self.anchor

    def follow(self, reading: Reading, start: int) -> None:
        """Remember what the text has just spoken of."""
        stretch = reading.stretch
        if stretch.begin is None or reading.type not in ("DATE", "TIME"):
            return
        if self.stretch is None or not self.text.endswith("ended ", 0, start):  # the quarter ended Sept. 30
            self.stretch, self.stretch_at = stretch, start
        if stretch.begin == stretch.end:
            self.day, self.day_at = stretch.begin, start

    def story(self, start: int, anywhere: bool) -> dt.date | None:
        """Return the beginning of the stretch last spoken of in this paragraph, or `anywhere` in the text; else the anchor."""
        if self.stretch and (anywhere or self._is_near(self.stretch_at, start)):
            return self.stretch.begin
        return self.anchor

    def day_of_paragraph(self, start: int) -> dt.date | None:
        """Return the day last mentioned in the paragraph that holds `start`."""
        return self.day if self.day_at >= 0 and self._is_near(self.day_at, start) else None

    def _is_near(self, before: int, start: int) -> bool:
        return start - before <= PARAGRAPH and "\n" not in self.text[before:start]

    def word_before(self, start: int) -> str:
        """Return the word in front of `start`, lower case, with its full stop; empty where a line or other punctuation is."""
        return self.raw_word_before(start).lower()

    def raw_word_before(self, start: int) -> str:
        """Return the word before `start`, as written."""
        match = _LAST_WORD.search(self.text[max(0, start - 30) : start])
        return match[1] if match else ""

    def opens_sentence(self, start: int) -> bool:
        """Return whether a sentence or line begins at `start`, judged by punctuation."""
        before = self.raw_word_before(start)
        return not before or before.endswith(".")

    def word_after(self, end: int) -> str:
        """Return the word after `end`, as written; empty if something other than a space or quote comes first."""
        match = _FIRST_WORD.match(self.text, end, end + 40)
        return match[1] if match else ""

    def before_in_sentence(self, start: int) -> str:
        """Return the text between the beginning of the sentence and `start`."""
        text = self.text[max(0, start - SENTENCE) : start]
        cut = 0
        for end in _SENTENCE_END.finditer(text):
            cut = end.end()
        return text[cut:]

    def looks_forward(self, start: int) -> bool:
        """Return whether the sentence up to `start` is about the future, and not of the past again after that."""
        sentence = self.before_in_sentence(start)
        cues = list(_FUTURE.finditer(sentence))
        return bool(cues) and not _TOLD.search(sentence, cues[-1].end())

    def is_planned(self, start: int) -> bool:
        """Return whether a verb in the present tense just before `start` says that something begins, ends or takes effect."""
        return bool(_PLANNED.search(self.before_in_sentence(start)))
