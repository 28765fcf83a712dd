"""Words of messages: a number with its noun, a quotation that is cut, the first line of an error."""

from collections.abc import Mapping


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return `1 page` or `2,000 pages`.

    Args:
        count: The number.
        noun: The noun in the singular.
        plural: The plural, if it is not the noun with an s.
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def tally(counts: Mapping[str, int]) -> str:
    """Return each word with its number, in alphabetical order: `drafts 2, pages 14`."""
    return ", ".join(f"{what} {count}" for what, count in sorted(counts.items()))


def shortened(text: str, length: int) -> str:
    """Return `text`, cut between two words and with dots if it is longer than `length` characters."""
    if len(text) <= length:
        return text
    start, _, _ = text[: length + 1].rpartition(" ")
    return f"{(start or text[:length]).rstrip()}…"


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, or the name of its class if the message is empty."""
    return next(iter(str(error).splitlines()), type(error).__name__)
