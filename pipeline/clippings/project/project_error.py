"""The error of a project: one of its files cannot be used."""

from pathlib import Path

from clippings.common.user_error import UserError


class ProjectError(UserError, ValueError):
    """A project file, a profile or a list of names cannot be used; the message names file, line and key."""

    @classmethod
    def at(cls, file: Path, line: int | None, problem: str) -> "ProjectError":
        """Return the error for one line of a file; `line` is None for the whole file."""
        return cls(f"{file}{f', line {line}' if line else ''}: {problem}")
