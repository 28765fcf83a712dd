"""HTTP with limits against hostile servers: a deadline, a minimum rate, a maximum size, and one host."""

import http.client
import io
import re
import socket
import time
import urllib.parse
import urllib.request
from typing import IO, Any

from clippings.distribute.verify.download_limits import CannotVerifyError, Deadline

IDLE_SECONDS = 15.0
"""Maximum number of seconds without data from the server."""
MIN_RATE = 1_000
"""Minimum average rate of a response in bytes a second, after IDLE_SECONDS."""
OVERHEAD_BYTES = 1 << 20
"""Maximum number of bytes of headers, chunk sizes and trailers beyond the size of the body."""
OTHER_HOSTS_OPTION = "--other-hosts"
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]{1,100}")
_PORTS = {"http": 80, "https": 443}


class _GuardedStream(io.RawIOBase):
    """Bytes of one response. Reading stops if they are too slow, too late or too many."""

    def __init__(self, connection: socket.socket, deadline: Deadline, holder: IO[bytes]) -> None:
        self._connection, self._deadline = connection, deadline
        self._holder = holder  # the socket is open while this is
        self._started, self._received, self.body = time.monotonic(), 0, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Release the socket."""
        self._holder.close()
        super().close()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as io defines it
        """Receive the available bytes."""
        self._connection.settimeout(min(IDLE_SECONDS, self._deadline.left()))
        try:
            count = self._connection.recv_into(buffer)
        except TimeoutError:
            self._deadline.left()
            raise CannotVerifyError("The server stopped sending. Try again later.") from None
        self._received += count
        seconds = time.monotonic() - self._started - IDLE_SECONDS
        if seconds > 0 and self._received < seconds * MIN_RATE:
            raise CannotVerifyError("The server sends too slowly. Try again later.")
        if self._received > 2 * self.body + OVERHEAD_BYTES:
            raise CannotVerifyError("The server sends more around the package than the package itself.")
        return count


class _Answer(http.client.HTTPResponse):
    deadline: Deadline

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as http.client has it
        super().__init__(sock, *args, **options)
        self._stream = _GuardedStream(sock, self.deadline, self.fp)
        self.fp = io.BufferedReader(self._stream)

    def read(self, amt: int | None = None) -> bytes:
        """Read the body, and count it as requested."""
        self._stream.body += amt or 0
        return super().read(amt)


def opener(deadline: Deadline, *, other_hosts: bool) -> urllib.request.OpenerDirector:
    """Opens http and https addresses only, also after redirects."""
    answer = type("_AnswerInTime", (_Answer,), {"deadline": deadline})
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), _Http(answer), _Https(answer), urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(other_hosts=other_hosts), urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        director.add_handler(handler)
    return director


class _Http(urllib.request.HTTPHandler):
    def __init__(self, answer: type[http.client.HTTPResponse]) -> None:
        super().__init__()
        self._class: Any = type("_Connection", (http.client.HTTPConnection,), {"response_class": answer})

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an http address."""
        return self.do_open(self._class, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, answer: type[http.client.HTTPResponse]) -> None:
        super().__init__()
        self._class: Any = type("_Connection", (http.client.HTTPSConnection,), {"response_class": answer})

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an https address."""
        return self.do_open(self._class, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, *, other_hosts: bool) -> None:
        self._other_hosts = other_hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Follow a redirect on the same host; refuse another one."""
        if not self._other_hosts and not _is_same_host(req.full_url, newurl):
            host = urllib.parse.urlsplit(newurl).hostname or ""
            named = f" ({host})" if _PLAIN_HOST.fullmatch(host) else ""
            raise CannotVerifyError(
                f"The server redirects to another host{named}. If you trust it, run again with {OTHER_HOSTS_OPTION}."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> Any:  # noqa: ANN401 - as urllib has it
        """Follow a redirect. A refused one closes its connection."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except BaseException:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _is_same_host(left: str, other: str) -> bool:
    """Return whether two addresses have the same host and port; http and https count as the same."""
    here, there = urllib.parse.urlsplit(left), urllib.parse.urlsplit(other)
    ports = [part.port or _PORTS.get(part.scheme) for part in (here, there)]
    is_upgrade = (here.scheme, there.scheme, *ports) == ("http", "https", 80, 443)
    return here.hostname == there.hostname and (is_upgrade or (here.scheme == there.scheme and ports[0] == ports[1]))
