"""Where the posts of a thread name their writers: the place beside the day in which the lines of the posts differ most."""

from collections.abc import Container, Mapping, Sequence

_NAME, _NAME_WORDS = 40, 3
"""Characters and words of the longest name of a member."""
_NEAR = range(-14, 7)
"""Lines from the day of a post to the name of its writer."""
_COVERED = 60
"""Posts of a hundred, at least, that have a name in the same place."""


def names_of(
    heads: Sequence[str], openings: Sequence[int], days: Container[int], rests: Mapping[int, str], prose: Container[int]
) -> list[int | None]:
    """Return the line that names the writer of each post, which may be the line of its day.

    Args:
        heads: The lines of the page.
        openings: The line with the day of each post.
        days: Lines with a day.
        rests: What is beside the day in such a line.
        prose: Lines of texts; a name and its day are on the same side of each.
    """

    def may_name(at: int, day: int) -> bool:
        if not 0 <= at < len(heads) or any(other in prose for other in range(min(at, day), max(at, day) + 1)):
            return False
        head = heads[at]
        is_short = len(head) <= _NAME and len(head.split()) <= _NAME_WORDS and ":" not in head
        return bool(rests[day]) if at == day else at not in days and is_short and any(map(str.isalpha, head))

    best, chosen = (1, 0, 0), None
    for step in _NEAR:
        lines = [(day + step, day) for day in openings if may_name(day + step, day)]
        values = {heads[at] if step else rests[day] for at, day in lines}
        are_in_days = step != 0 and all(heads[at].casefold() in rests[day] for at, day in lines)
        rank = len(values), 2 * are_in_days + (step == 0), -abs(step)
        if rank > best and 100 * len(lines) >= _COVERED * len(openings):
            best, chosen = rank, step
    return [None if chosen is None or not may_name(day + chosen, day) else day + chosen for day in openings]
