"""HTTP that a hostile server cannot stretch: a deadline, a minimum rate, a limit of bytes, and one host."""

from __future__ import annotations

import http.client
import io
import re
import socket
import time
import urllib.parse
import urllib.request
from typing import IO, Any

from clippings.distribute.verify.limits import CannotVerifyError, Deadline

IDLE_SECONDS = 15.0
"""A server that sends nothing for this long is given up."""
MIN_RATE = 1_000
"""Bytes a second that an answer must bring on average, after IDLE_SECONDS."""
OVERHEAD_BYTES = 1 << 20
"""Heads, chunk sizes and trailers may have this many bytes more than the body has."""
OTHER_HOSTS_OPTION = "--other-hosts"
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]{1,100}")
_PORTS = {"http": 80, "https": 443}


class _GuardedStream(io.RawIOBase):
    """Bytes of one answer as they come; too slow, too late or too many of them end it."""

    def __init__(self, connection: socket.socket, deadline: Deadline, holder: IO[bytes]) -> None:
        self._connection, self._deadline = connection, deadline
        self._holder = holder  # while it is open, the socket is
        self._started, self._received, self.body = time.monotonic(), 0, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Let the socket go."""
        self._holder.close()
        super().close()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as io defines it
        """Receive what has come."""
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
        """Read the body, and count it as asked for."""
        self._stream.body += amt or 0
        return super().read(amt)


def opener(deadline: Deadline, *, other_hosts: bool) -> urllib.request.OpenerDirector:
    """Opens http and https and nothing else, also where a server sends elsewhere.

    Args:
        deadline: The time that is left.
        other_hosts: Whether redirects may lead to another host.
    """
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
                f"The server sends to another host{named}. If you trust it, run again with {OTHER_HOSTS_OPTION}."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host and port; https in place of http counts as the same."""
    here, there = urllib.parse.urlsplit(one), urllib.parse.urlsplit(other)
    ports = [part.port or _PORTS.get(part.scheme) for part in (here, there)]
    is_upgrade = (here.scheme, there.scheme, *ports) == ("http", "https", 80, 443)
    return here.hostname == there.hostname and (is_upgrade or (here.scheme == there.scheme and ports[0] == ports[1]))
