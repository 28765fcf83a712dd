"""Serves the files of a package to this machine alone, for an explorer whose data is in chunks."""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from clippings.common.user_error import UserError
from clippings.publish.package_layout import DESCRIPTOR

LOOPBACK = "127.0.0.1"
_OWN_NAMES = frozenset((LOOPBACK, "localhost"))


class CannotExploreError(UserError):
    """The folder holds no package, or one without an explorer."""


class _Handler(SimpleHTTPRequestHandler):
    """Gives files below the package and nothing else; it answers only requests that name this machine."""

    server_version = "clippings"
    sys_version = ""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Refuse a foreign host name (a page elsewhere may point its own at this machine), lists of folders, and links."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        target = Path(self.translate_path(self.path)).resolve()
        is_inside = target.is_relative_to(Path(self.directory).resolve())
        if host not in _OWN_NAMES or not is_inside or (target.is_dir() and not (target / "index.html").is_file()):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """No copy of the package stays in the browser: the next build may be another."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


def page_of(package: Path) -> Path:
    """The explorer page of a package.

    Raises:
        CannotExploreError: The package has no explorer.
    """
    page = package / "index.html"
    if not (package / DESCRIPTOR).is_file():
        raise CannotExploreError(f"{package} holds no package. Build one with `clippings build`.")
    if not page.is_file():
        raise CannotExploreError(f"{package} has no index.html: an older version made it. Build it again.")
    return page


def needs_server(package: Path) -> bool:
    """Return whether the explorer of the package reads chunks from its folder."""
    return (package / "explorer").is_dir()


def server(package: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the files of `package` on the loopback address; port 0 takes a free one.

    Raises:
        CannotExploreError: The port is taken.
    """
    handler = partial(_Handler, directory=str(package.resolve()))
    try:
        return ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise CannotExploreError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from None
