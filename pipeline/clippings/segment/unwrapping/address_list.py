"""Finds the list of addresses that text browsers write below a page."""

import re
from collections.abc import Sequence

# References   |   Visible links   |   1. http://www.example.org/
_REFERENCES = re.compile(r"\s*(?:References|Visible links:?|Hidden links:?|Links)\s*\Z", re.IGNORECASE)
#    12. javascript:void(0)
_REFERENCE = re.compile(r"\s*(\d{1,4})\.\s+(\S.*)")
_ADDRESS = re.compile(r"[a-z][\w+.-]{0,15}://|mailto:|file:", re.IGNORECASE)


def references(texts: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Position of the lines of a text browser's list of addresses, with number and address; its headings have 0.

    Most entries are addresses; others lead to scripts or mail. The numbers follow one another.
    """
    start = next((at for at in range(len(texts) - 1, -1, -1) if _REFERENCES.match(texts[at])), None)
    if start is None:
        return {}
    while start > 0 and (not texts[start - 1].strip() or _REFERENCES.match(texts[start - 1])):
        start -= 1
    found: dict[int, tuple[int, str]] = {}
    last = addresses = 0
    for at in range(start, len(texts)):
        match = _REFERENCE.match(texts[at])
        if match and int(match[1]) == last + 1:
            last = int(match[1])
            found[at] = (last, match[2].rstrip())
            addresses += _ADDRESS.match(match[2]) is not None
        elif _REFERENCES.match(texts[at]):
            found[at] = (0, "")
        elif texts[at].strip():
            return {}
    return found if 2 * addresses > last else {}
