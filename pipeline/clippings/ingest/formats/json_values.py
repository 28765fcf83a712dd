"""Reads values from JSON texts. If a text is cut off or nested too deep, the values before the damage are read."""

import json
import re
from collections.abc import Iterator
from typing import Any

from clippings.common.wording import counted

_SPACE = re.compile(r"[\s,\ufeff]*")
# window.YTD.tweets.part0 = [
ASSIGNED = re.compile(r"\s*window\.[\w.]{1,80}\s*=\s*(?=[\[{])")
_DECODER = json.JSONDecoder(strict=False)
CUT = "The JSON is cut off or broken at character {at:,}: {before} before it were read."
"""Message for a text that ends in the middle."""


def records(text: str, lists: tuple[str, ...]) -> tuple[list[dict[str, Any]], dict[str, Any], list[str]]:
    """Return the records of `text`, the values beside them, and problems.

    The records are the objects of an array, of a list in an object under one of the names `lists`, of lines of JSON
    one after another, or a single object.
    """
    assigned = ASSIGNED.match(text)
    start = _past_space(text, assigned.end() if assigned else 0)
    if text[start : start + 1] == "[":
        elements, problems = _elements(text, start + 1)
        return _objects(elements), {}, problems
    try:
        whole, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _of_broken_object(text, start, lists)
    if not isinstance(whole, dict):
        return [], {}, []
    for name in lists:
        if isinstance(whole.get(name), list):
            return _objects(whole[name]), {key: value for key, value in whole.items() if key != name}, []
    elements, problems = _elements(text, end)
    return [whole, *_objects(elements)], {}, problems


def string(value: object) -> str:
    """Return `value` where it is a string or a number, else nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():  # 1399111200.0, a number of seconds
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def inside(value: object, *path: str | int) -> Any:  # noqa: ANN401
    """Return the value at `path` in `value`; None if the path does not exist."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def members(value: object) -> Iterator[Any]:
    """Yield the members of `value` where it is a list, the values where it is an object."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()


def _of_broken_object(
    text: str, start: int, lists: tuple[str, ...]
) -> tuple[list[dict[str, Any]], dict[str, Any], list[str]]:
    """Return the whole records of a list inside an object that cannot be read as a whole."""
    opening = re.compile(rf'(?<!\\)"(?:{"|".join(map(re.escape, lists))})"\s*:\s*\[')
    match = opening.search(text, start)
    if not match:
        return [], {}, [CUT.format(at=len(text), before=counted(0, "record"))]
    elements, problems = _elements(text, match.end())
    return _objects(elements), {}, problems


def _elements(text: str, at: int) -> tuple[list[Any], list[str]]:
    """Return values one after another from `at` on, to the end of the text or a closing bracket."""
    elements: list[Any] = []
    at = _past_space(text, at)
    while at < len(text) and text[at] not in "]}":
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return elements, [CUT.format(at=at, before=counted(len(elements), "record"))]
        elements.append(value)
        at = _past_space(text, at)
    return elements, []


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _objects(values: list[Any]) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)]
