"""`verify` of an address ends in time, stays on its host, and shows nothing of what a hostile server sends."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from clippings.distribute.verify import CannotVerifyError, fetch_http, guarded_http, verify
from conftest import Package
from support.commands import called

Answer = Callable[[socket.socket, str], None]
ROOM = 2_000_000
SECRET = b"internal secret"


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[int, list[str]]]:
    """A server on loopback: its port, and the paths it was asked for."""
    server, paths = socket.create_server(("127.0.0.1", 0)), []

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                path = connection.recv(65536).split()[1].decode()
                paths.append(path)
                answer(connection, path)
            except (OSError, IndexError):
                return

    def loop() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    try:
        yield server.getsockname()[1], paths
    finally:
        server.close()


def always(*pieces: bytes, pause: float = 0.0) -> Answer:
    """Send the first piece, then the last for ever."""

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(pieces[0])
        while True:
            connection.sendall(pieces[-1])
            time.sleep(pause)

    return answer


def once(content: bytes) -> Answer:
    return lambda connection, path: connection.sendall(content)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
HOSTILE: dict[str, Answer] = {
    "continues for ever": always(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "trailers for ever": always(CHUNKED + b"1\r\nx\r\n0\r\n", b"T: " + b"x" * 1000 + b"\r\n"),
    "tiny chunks": always(CHUNKED, b"1\r\nx\r\n" * 1000),
    "body for ever": always(OK + b"\r\n", b"x" * 65536),
    "slow head": always(b"H", b"T", pause=0.1),
    "slow body": always(OK + b"Content-Length: 1000000\r\n\r\n", b"a", pause=0.1),
    "silence": lambda connection, path: time.sleep(30),
    "negative chunk": once(CHUNKED + b"-1\r\nx\r\n0\r\n\r\n"),
    "long length": once(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nx"),
    "deep path": once(OK + b"Content-Length: 4066\r\n\r\n" + b"a" * 64 + b"  " + b"a/" * 1999 + b"a\n"),
    "not HTTP": once(b"\x1b]0;internal secret\x07" * 100),
    "reason": once(b"HTTP/1.1 500 \x1b]0;internal secret\x07\r\nContent-Length: 0\r\n\r\n"),
    "many heads": once(OK + b"A: internal secret\r\n" * 5000 + b"\r\n"),
    "long head": once(OK + b"A: " + b"b" * 200_000 + b"\r\n\r\n"),
    "secret list": once(OK + b"Content-Length: 15\r\n\r\n" + SECRET),
    "redirect to a file": once(b"HTTP/1.1 302 F\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
    "redirect to itself": lambda connection, path: connection.sendall(
        b"HTTP/1.1 302 F\r\nLocation: " + path.encode() + b"x\r\nContent-Length: 0\r\n\r\n"
    ),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment of patience."""
    for module in (guarded_http, fetch_http):
        monkeypatch.setattr(module, "IDLE_SECONDS", 0.4)
    monkeypatch.setattr(fetch_http, "_PAUSE", 0.01)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_is_given_up_and_not_quoted(name: str) -> None:
    with serving(HOSTILE[name]) as (port, _):
        try:
            message = "\n".join(verify(f"http://127.0.0.1:{port}/package", ROOM, 20.0))
        except CannotVerifyError as error:
            message = str(error)
    assert message
    assert not [secret for secret in ("secret", "\x1b", "root:") if secret in message], message


def test_the_deadline_holds_for_the_whole_package() -> None:
    def drip(connection: socket.socket, path: str) -> None:
        connection.sendall(OK + b"Content-Length: 5000000\r\n\r\n")
        while True:
            connection.sendall(b"x" * 3000)
            time.sleep(0.1)

    with serving(drip) as (port, _), pytest.raises(CannotVerifyError, match="--most-minutes"):
        list(verify(f"http://127.0.0.1:{port}/package.zip", 10_000_000, 1.0))


def test_a_server_may_send_to_another_host_only_where_that_was_asked_for(small: Package) -> None:
    def files(connection: socket.socket, path: str) -> None:
        file = small.root / path.removeprefix("/package/")
        content = file.read_bytes() if file.is_file() else b""
        status = "200 OK" if file.is_file() else "404 no"
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)

    def elsewhere(connection: socket.socket, path: str) -> None:
        location = f"http://127.0.0.1:{there}{path}"
        connection.sendall(f"HTTP/1.1 302 F\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())

    with serving(files) as (there, asked), serving(elsewhere) as (here, _):
        address = f"http://127.0.0.1:{here}/package"
        result = called("verify", address)
        assert (result.exit_code, "--other-hosts" in result.stderr, asked) == (2, True, [])
        result = called("verify", address, "--other-hosts")
        assert (result.exit_code, result.stderr) == (0, "")
