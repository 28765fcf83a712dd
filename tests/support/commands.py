"""Commands of `clippings` called in the process of the tests, and the files that they left."""

import re
from pathlib import Path

from click.testing import CliRunner, Result

from clippings.cli import main

_PROGRESS = re.compile(r"^  \S.* +\d+ s(  .*)?\n", re.M)


def without_progress(printed: str) -> str:
    """What a command printed, without the lines of steps that are long: on a busy machine any step may be."""
    return _PROGRESS.sub("", printed)


def called(*args: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def ended(*args: object) -> tuple[int, str]:
    """Exit status and standard error of the command in this process."""
    result = called(*args)
    return result.exit_code, result.stderr


def said(result: Result) -> tuple[int, str]:
    """Exit status and output of a command, the output as one line."""
    return result.exit_code, " ".join(result.output.split())


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
