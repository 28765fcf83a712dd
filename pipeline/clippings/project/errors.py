"""The one error of a project: a file of it that cannot be used."""

from __future__ import annotations

from pathlib import Path


class ProjectError(ValueError):
    """A project file, a profile or a list of names cannot be used; the message names file, line and key."""

    @classmethod
    def at(cls, file: Path, line: int | None, problem: str) -> ProjectError:
        """The error for one line of a file; `line` is None where the whole file is meant."""
        return cls(f"{file}{f', line {line}' if line else ''}: {problem}")
