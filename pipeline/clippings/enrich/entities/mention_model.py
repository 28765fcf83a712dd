"""Types that the rules share: a span with what it may name, a person of an article, a field being read.

Rules do not belong here.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.name_index import Hit, Sense
from clippings.enrich.entities.tokens import Prose

_FIRST_PLACE = {"title": -(2 << 40), "deck": -(1 << 40), "text": 0}
"""Rank of each field in reading order."""


@dataclass(slots=True, eq=False)
class Person:
    """A person named in an article.

    Attributes:
        name: The fullest name.
        entity: The known person, if it is one.
        gender: What the file or an honorific says.
        is_full: Whether more than one word of the name is known.
        places: Where the person is named, in reading order.
    """

    name: str
    entity: Entity | None
    gender: str | None
    is_full: bool
    places: list[int] = field(default_factory=list)

    def named_at(self, place: int) -> None:
        """Remember one more place."""
        insort(self.places, place)

    def last_before(self, place: int) -> int | None:
        """Return the last place before this one where the person is named."""
        at = bisect_left(self.places, place)
        return self.places[at - 1] if at else None


@dataclass(slots=True, eq=False)
class MentionSpan:
    """A span that names something.

    Attributes:
        start: First character.
        end: End, exclusive.
        type: Type of the named entity.
        rule: Name of the rule.
        score: How sure the rule is.
        senses: Known entities it may mean, best first; may be empty.
        name: The name without what belongs to the sentence, where no entity is known.
        gender: Gender of a person according to an honorific.
        person: The person of the article, once linked.
    """

    start: int
    end: int
    type: str
    rule: str
    score: float
    senses: tuple[Sense, ...] = ()
    name: str = ""
    gender: str | None = None
    person: Person | None = None

    @property
    def entity(self) -> Entity | None:
        """The known entity: that of the person, else the preferred sense."""
        if self.person is not None:
            return self.person.entity
        return self.senses[0].entity if self.senses else None


@dataclass(slots=True)
class Segment:
    """Capitalised words that could be one person's name, and the text before them.

    Attributes:
        first: Index of the first word.
        last: Index of the last word.
        cue: `honorific`, `title`, `role` or nothing.
        gender: What the honorific says.
    """

    first: int
    last: int
    cue: str = ""
    gender: str | None = None


@dataclass(slots=True)
class Field:
    """One field of an article, being read.

    Attributes:
        name: The column.
        original: The text as found; `prose` holds it folded.
        prose: Its capitalised words.
        mentions: Spans found so far, by start.
        single: Words that may be a bare surname.
        unsure: Longer runs of which nothing says that they are a person.
    """

    name: str
    original: str
    prose: Prose
    mentions: list[MentionSpan]
    single: list[Segment] = field(default_factory=list)
    unsure: list[Segment] = field(default_factory=list)

    def place(self, position: int) -> int:
        """Return a position in reading order over the article."""
        return _FIRST_PLACE[self.name] + position

    def add(self, further: Iterable[MentionSpan]) -> None:
        """Enter more spans and keep the order."""
        if more := list(further):
            self.mentions = sorted([*self.mentions, *more], key=lambda mention: (mention.start, -mention.end))


_Span = TypeVar("_Span", Hit, MentionSpan)


def without_overlap(spans: Iterable[_Span]) -> list[_Span]:
    """Choose spans without overlap: the leftmost first, of these the longest, of these the surest."""
    chosen: list[_Span] = []
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end, -span.score)):
        if span.start >= end:
            chosen.append(span)
            end = span.end
    return chosen


def owners(prose: Prose, mentions: Iterable[MentionSpan]) -> list[MentionSpan | None]:
    """For each capitalised word the name that covers it; `mentions` is in order and does not overlap."""
    tokens = prose.tokens
    owner: list[MentionSpan | None] = [None] * len(tokens)
    index, count = 0, len(tokens)
    for mention in mentions:
        while index < count and tokens[index].end <= mention.start:
            index += 1
        while index < count and tokens[index].start < mention.end:
            owner[index] = mention
            index += 1
    return owner
