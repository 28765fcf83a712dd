"""Merges a project's file with the built-in one: `NAME_add` adds to a value, `NAME_replace` replaces it.

Works on plain data; the caller passes the rules of the values.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from clippings.project import toml_file
from clippings.project.additions import Additions
from clippings.project.project_error import ProjectError

ADD, REPLACE = "_add", "_replace"
Refuse = Callable[[Sequence[str | int], str], Exception]
"""Function that makes the error for a key (its path in the file) and a problem."""


def laid_over(
    base: Mapping[str, Any],
    file_name: str,
    added: Additions,
    is_open: Callable[[tuple[str, ...]], bool] = lambda path: False,
) -> dict[str, Any]:
    """Return the built-in lists `base` with the additions and replacements of the project's `authority/file_name`.

    Args:
        base: The built-in lists.
        file_name: The name of the project's file.
        added: The additions of the project.
        is_open: Whether a table, by its path, may have keys that the built-in table lacks.

    Raises:
        ProjectError: The project's file cannot be used.
    """
    file = added.names(file_name)
    if file is None:
        return dict(base)
    return lay_over(base, toml_file.read(file), refusal(file), is_open=is_open)


def refusal(file: Path) -> Refuse:
    """Return the function that makes the error for a key of a project's file: it names file, line and key."""

    def refuse(where: Sequence[str | int], problem: str) -> ProjectError:
        dotted = ".".join(str(part) for part in where)
        return ProjectError.at(file, toml_file.line_of(file, where), f"`{dotted}`: {problem}.")

    return refuse


def lay_over(
    base: Mapping[str, Any],
    changes: Mapping[str, Any],
    refuse: Refuse,
    *,
    is_open: Callable[[tuple[str, ...]], bool] = lambda path: False,
    replaces: bool = False,
    join: Callable[[str, str], str] | None = None,
    path: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return `base` with the additions and replacements of `changes`.

    Args:
        base: The built-in values.
        changes: The project's values; a table is merged with the table of the same name.
        refuse: Makes the error for a key.
        is_open: Whether a table, by its path, may have keys that the built-in table lacks.
        replaces: Whether a plain key replaces a value; else a key must end in `_add` or `_replace`.
        join: Joins two texts, if texts can be added to.
        path: Path of `changes` in the file.
    """
    merged = dict(base)
    for key, value in changes.items():
        where = [*path, key]
        name, verb = _split(key, base)
        old = merged.get(name)
        if isinstance(value, dict) and not verb and (old is None or isinstance(old, dict)):
            if old is None and not is_open(path):
                raise refuse(where, _unknown(base))
            merged[name] = lay_over(
                old or {}, value, refuse, is_open=is_open, replaces=replaces, join=join, path=(*path, key)
            )
            continue
        if old is None and not is_open(path):
            raise refuse(where, _unknown(base))
        if old is not None and not verb and not replaces:
            raise refuse(where, f"write `{key}{ADD}` to add to the built-in value, or `{key}{REPLACE}` to replace it")
        problem = _mismatch(old if verb != ADD or not isinstance(old, str) else "", value)
        if problem:
            raise refuse(where, problem)
        merged[name] = _added(old, value, join, where, refuse) if verb == ADD else value
    return merged


def _split(key: str, base: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name in a key, and its ending: add, replace or none."""
    for verb in (ADD, REPLACE):
        if key.endswith(verb) and key not in base:
            return key.removesuffix(verb), verb
    return key, ""


def _added(
    old: object,
    value: object,
    join: Callable[[str, str], str] | None,
    where: Sequence[str | int],
    refuse: Refuse,
) -> Any:  # noqa: ANN401 - whatever the file holds
    match old, value:
        case None, _:
            return value
        case list(), list():
            return [*old, *(item for item in value if item not in old)]
        case dict(), dict():
            return {key: _added(old.get(key), value[key], join, where, refuse) if key in value else old[key]
                    for key in [*old, *(key for key in value if key not in old)]}  # fmt: skip
        case str(), str() if join is not None:
            return join(old, value)
        case _:
            raise refuse(where, "nothing can be added to this value; replace it")


def _mismatch(old: Any, value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """Return the reason why a value cannot replace the built-in one; empty if it can."""
    if old is None:
        return ""
    if isinstance(old, list):
        if not isinstance(value, list):
            return f"must be a list, not {_kind(value)}"
        if old and all(isinstance(item, str) for item in old):
            odd = next((item for item in value if not isinstance(item, str)), None)
            return f"must be a list of texts; {odd!r} is {_kind(odd)}" if odd is not None else ""
        return ""
    return "" if isinstance(value, type(old)) else f"must be {_kind(old)}, not {_kind(value)}"


def _kind(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    kinds = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return kinds.get(type(value), f"a {type(value).__name__}")


def _unknown(base: Mapping[str, Any]) -> str:
    return f"unknown key; known keys are {', '.join(base)}"
