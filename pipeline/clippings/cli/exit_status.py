"""Exit status of the commands, their error, and the width of their output."""

import os
import sys

import click

NOT_FIT = 1
COULD_NOT_RUN = 2
_PIPE_WIDTH = 120


class CouldNotRunError(click.ClickException):
    """The command could not run, for a reason outside the data."""

    exit_code = COULD_NOT_RUN

    def format_message(self) -> str:
        """Return the problem and the remedy."""
        from clippings.common.printable import printable
        from clippings.common.transient_errors import advised

        return printable(advised(self.message), keep_breaks=True)


def width() -> int | None:
    """Return None on a terminal or if COLUMNS is set, so that the width is detected; else the width for a pipe."""
    is_detected = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return None if is_detected else _PIPE_WIDTH
