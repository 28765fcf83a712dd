"""What the commands have in common: how they end, what they take places as, how wide they print."""

from __future__ import annotations

import os
import sys

import click

NOT_FIT = 1
COULD_NOT_RUN = 2
_PIPE_WIDTH = 120


class CouldNotRunError(click.ClickException):
    """Something outside the data stands in the way."""

    exit_code = COULD_NOT_RUN

    def format_message(self) -> str:
        """What stands in the way, and what to do about it."""
        from clippings.common.printable import printable
        from clippings.common.transient_errors import advised

        return printable(advised(self.message), keep_breaks=True)


def width() -> int | None:
    """The terminal's width where there is one or it is told, else that of a pipe."""
    is_told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return None if is_told else _PIPE_WIDTH
