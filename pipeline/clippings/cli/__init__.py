"""The command `clippings` and its subcommands.

Exit status: 0 done, 1 the data is not fit (nothing was published), 2 could not run.
"""

import io
import os
import sys
from typing import Any

import click

from clippings.cli import build, curate, distribute, look
from clippings.cli.exit_status import CouldNotRunError
from clippings.common import garbage
from clippings.common.user_error import UserError

DEBUG_VARIABLE = "CLIPPINGS_DEBUG"
_INTERRUPTS = ("DagsterExecutionInterruptedError", "KeyboardInterrupt", "Abort")
_PANIC = "PanicException"
_INTERRUPTED = "Interrupted. The published package is unchanged and complete."


class Commands(click.Group):
    """A group of commands that reports an error in one line."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command.

        Raises:
            CouldNotRunError: It was interrupted, or an unexpected error occurred.
        """
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, SystemExit):
            raise
        except BaseException as error:
            is_debug = bool(os.environ.get(DEBUG_VARIABLE))
            is_plain = isinstance(error, OSError) and not isinstance(error, BrokenPipeError) and not is_debug
            if is_plain or isinstance(error, UserError):
                raise CouldNotRunError(str(error)) from None
            name = type(error).__name__
            if name in _INTERRUPTS:
                raise CouldNotRunError(_INTERRUPTED) from None
            is_unforeseen = isinstance(error, Exception) or name == _PANIC
            if not is_unforeseen or isinstance(error, BrokenPipeError) or is_debug:
                raise
            raise CouldNotRunError(_unforeseen(error)) from None


def _unforeseen(error: BaseException) -> str:
    first_line = next(iter(str(error).splitlines()), "")
    named = f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__
    return (
        f"Unexpected error: {named.rstrip('.')}. Check the package with `clippings validate`; "
        f"{DEBUG_VARIABLE}=1 shows the traceback."
    )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clippings", message="clippings %(version)s")
def main() -> None:
    """Turn saved pages of news and advocacy sites into a dataset that you can check and cite."""
    garbage.collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a title in Persian on a terminal without Persian


for command in (
    build.init, build.build, build.validate, build.explain,
    look.list_articles, look.find, look.problems, look.explore, look.diff,
    curate.suggest,
    distribute.release, distribute.verify, distribute.pack, distribute.spreadsheet, distribute.strip,
    distribute.restore,
):  # fmt: skip
    main.add_command(command)
