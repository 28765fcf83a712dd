"""Lays a project's file of word lists over the built-in lists of the same file name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clippings.project import toml_file
from clippings.project.additions import Additions
from clippings.project.errors import ProjectError
from clippings.project.overlay import lay_over


def laid_over(
    base: Mapping[str, Any],
    file_name: str,
    added: Additions,
    is_open: Callable[[tuple[str, ...]], bool] = lambda path: False,
) -> dict[str, Any]:
    """The built-in lists `base` with what the project's `authority/file_name` adds and replaces.

    Args:
        base: The built-in lists.
        file_name: The name of the project's file.
        added: What the project adds.
        is_open: Whether a table, by its path, may have keys that the built-in one has not.

    Raises:
        ProjectError: The project's file cannot be used.
    """
    file = added.names(file_name)
    if file is None:
        return dict(base)

    def refuse(where: Sequence[str | int], problem: str) -> ProjectError:
        dotted = ".".join(str(part) for part in where)
        return ProjectError.at(file, toml_file.line_of(file, where), f"`{dotted}`: {problem}.")

    return lay_over(base, toml_file.read(file), refuse, is_open=is_open)
