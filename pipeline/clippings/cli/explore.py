"""The command that opens the explorer of a package."""

from __future__ import annotations

from pathlib import Path

import click

from clippings.cli import project_options
from clippings.cli.exit_status import CouldNotRunError
from clippings.cli.terminal import echo


@click.command(short_help="Open the explorer: the page that shows a package.")
@project_options.package()
@click.option("--serve", is_flag=True, help="Serve the page on this machine, even if it needs no server.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the server. Default: any free port.")
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
def explore(out: Path, port: int, *, serve: bool, no_browser: bool) -> None:
    """Open the explorer: the page that shows a package.

    A large package is served at 127.0.0.1; Ctrl-C stops the server.
    """
    from clippings.publish.explorer import serve as serving

    try:
        page = serving.page_of(out)
        if not (serve or port or serving.needs_server(out)):
            address = page.resolve().as_uri()
            echo(address)
            _open(address, no_browser=no_browser)
            return
        with serving.server(out, port) as server:
            address = f"http://{serving.LOOPBACK}:{server.server_address[1]}/"
            echo(f"{address}  (Ctrl-C ends)")
            _open(address, no_browser=no_browser)
            server.serve_forever()
    except serving.CannotExploreError as error:
        raise CouldNotRunError(str(error)) from None
    except KeyboardInterrupt:
        return


def _open(address: str, *, no_browser: bool) -> None:
    import webbrowser

    if not no_browser and not webbrowser.open(address):
        echo("No browser was found. Open the address yourself.", err=True)
