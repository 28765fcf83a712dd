"""A TCP proxy to a local server that cuts all connections after a number of sent bytes and refuses new ones."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


class Wire:
    """Listens on `port` and forwards data to the server, up to `most` bytes.

    Args:
        target: The server's port.
        most: Maximum number of forwarded bytes from clients; then all connections are closed, and each new one at once.
        on_cut: Called when that happens.
    """

    def __init__(self, target: int, most: int | None, on_cut: Callable[[], None] = lambda: None) -> None:
        self._target, self._left, self._on_cut = target, most, on_cut
        self.passed = 0
        self.is_cut = False
        self._open: set[socket.socket] = set()
        self._one = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with self._one:
                if self.is_cut:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._target))
                self._open |= {client, server}
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_sent: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if is_sent:
                    data = self._counted(data)
                target.sendall(data)
                if self.is_cut:
                    break
        for item in (source, target):
            with contextlib.suppress(OSError):
                item.shutdown(socket.SHUT_RDWR)

    def _counted(self, data: bytes) -> bytes:
        """Number of bytes that may still be forwarded."""
        with self._one:
            self.passed += len(data)
            if self._left is None:
                return data
            allowed, self._left = data[: self._left], max(0, self._left - len(data))
            if len(allowed) < len(data) and not self.is_cut:
                self.is_cut = True
                self._on_cut()
                self._close()
            return allowed

    def _close(self) -> None:
        for item in self._open:
            with contextlib.suppress(OSError):
                item.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close everything."""
        with self._one:
            self.is_cut = True
            self._close()
            self._listening.close()
            for item in self._open:
                item.close()


@contextlib.contextmanager
def wire(target: int, most: int | None = None, on_cut: Callable[[], None] = lambda: None) -> Iterator[Wire]:
    """Yield a running proxy."""
    made = Wire(target, most, on_cut)
    try:
        yield made
    finally:
        made.end()
