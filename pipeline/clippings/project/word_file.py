"""Merges a project's file of word lists with the built-in file of the same name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clippings.project import toml_file
from clippings.project.additions import Additions
from clippings.project.overlay import lay_over
from clippings.project.project_error import ProjectError


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

    def refuse(where: Sequence[str | int], problem: str) -> ProjectError:
        dotted = ".".join(str(part) for part in where)
        return ProjectError.at(file, toml_file.line_of(file, where), f"`{dotted}`: {problem}.")

    return lay_over(base, toml_file.read(file), refuse, is_open=is_open)
