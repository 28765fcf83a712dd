"""Input and output types of the rules in this folder. Rules do not belong here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of a post that may hold a credit.

    Attributes:
        line_no: Its number on the page.
        role: Its role in the ledger.
        text: The line; removed spans are blank, so offsets are those of the original line.
        nth: Its position among the paragraphs of the text, from 1; 0 if it is not one of them.
        is_marked: Whether the learned cutter says that it names the author.
    """

    line_no: int
    role: str
    text: str
    nth: int = 0
    is_marked: bool = False


@dataclass(frozen=True)
class Post:
    """A post as the rules see it: the lines that may hold credits, in order, and what else the rules need."""

    lines: Sequence[Line]
    published_on: dt.date | None = None
    category: str | None = None
    language: str = "en"

    def of_role(self, *roles: str) -> list[Line]:
        """Return the lines that have one of the roles."""
        return [line for line in self.lines if line.role in roles]


@dataclass(frozen=True)
class CreditValue:
    """A value that a rule read: the characters `start` to `end` of a line, and what they mean.

    Attributes:
        value: Normalised; None where the characters have the form of a value and cannot be one (February 30).
        is_known: Whether the authority file has the outlet; True for values that are not outlets.
    """

    field: str
    line_no: int
    start: int
    end: int
    value: str | None
    rule: str
    is_known: bool = True


def at(line: Line, field_name: str, start: int, end: int, value: str | None, rule: str) -> CreditValue:
    """Return a value at characters `start` to `end` of `line`, white space at their ends left out."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    return CreditValue(field_name, line.line_no, start, start + len(text.strip()), value, rule)
