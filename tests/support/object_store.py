"""A real S3-compatible server on this machine: Debian's Ceph with its gateway, one node that keeps everything in memory.

Starting and ending it belong here, and a bucket for each test; what is tested with it does not.
"""

import base64
import datetime as dt
import email.utils
import hmac
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clippings.distribute.s3 import bucket as buckets
from clippings.distribute.s3 import lease
from clippings.distribute.s3.address import Address

PROGRAMS = ("setpriv", "ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool")
PACKAGES = "ceph-mon ceph-osd radosgw ceph-common"
KEY, SECRET = "ferry", "ferry-secret"
_SECONDS = 120
"""Maximum time of a step on a busy machine."""
_SETTINGS = """\
[global]
fsid = 0b2b1c52-6e5c-4e57-8f6e-3f6d3a1c9a10
mon host = [v1:127.0.0.1:{mon}]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = {folder}
log file = {folder}/$name.log
admin socket = {folder}/$name.asok
crash dir = {folder}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data = {folder}/mon
mon data avail crit = 0
mon data avail warn = 0
osd data = {folder}/osd
osd objectstore = memstore
osd crush update on start = false
osd class update on start = false
memstore device bytes = 2147483648
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
rgw data = {folder}/rgw
rgw thread pool size = 16
rgw enable usage log = false
rgw dynamic resharding = false
rgw run sync thread = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw override bucket index max shards = 1
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int

    def call(self, method: str, key: str, content: bytes = b"") -> int:
        """Request a key without normalisation, even one that no library would send. Return the status of the response."""
        day, path = email.utils.formatdate(usegmt=True), urllib.parse.quote(f"/{key}")
        message = f"{method}\n\n\n{day}\n{path}".encode()
        signature = base64.b64encode(hmac.digest(SECRET.encode(), message, "sha1")).decode()
        headers = {"Date": day, "Authorization": f"AWS {KEY}:{signature}", "Content-Type": ""}
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, data=content, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - http, see above
            return int(answer.status)

    def environment(self, port: int | None = None) -> dict[str, str]:
        """Return the environment variables for the server; with `port`, for a server on that port."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or self.port}",
            "AWS_ALLOW_HTTP": "true",
        }


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Server]:
    """Yield the server of this test session, if one is installed."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        pytest.skip(f"no S3-compatible server here ({missing[0]} is missing): apt-get install {PACKAGES}")
    pytest.importorskip("obstore", reason="obstore is not installed: pip install -e '.[s3]'")
    with running() as server:
        yield server


@pytest.fixture
def s3(s3_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Address:
    """Yield an empty bucket for this test, with the environment variables for it."""
    bucket = f"pier-{secrets.token_hex(6)}"
    s3_server.call("PUT", bucket)
    for name, value in {**s3_server.environment(), "CLIPPINGS_CACHE": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(name, value)
    return Address(bucket)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reduce the number of retries and their pauses, and the duration of leases."""
    monkeypatch.setattr(buckets, "RETRIES", 1)
    monkeypatch.setattr(buckets, "FIRST_PAUSE", dt.timedelta(seconds=0.02))
    monkeypatch.setattr(lease, "SECONDS", 0.5)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a temporary folder and end it afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="clippings-s3-"))
    settings = folder / "ceph.conf"
    mon, port = free_port(), free_port()
    settings.write_text(_SETTINGS.format(folder=folder, mon=mon), "utf-8")
    environment = {**os.environ, "CEPH_CONF": str(settings), "HOME": str(folder)}

    def run(*command: str) -> None:
        last = time.monotonic() + _SECONDS
        while True:  # the first commands may come before the monitor is ready for them
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
            if done.returncode == 0:
                return
            assert command[0] == "ceph" and time.monotonic() < last, f"{command}: {done.stderr}"
            time.sleep(0.2)

    def start(*command: str) -> subprocess.Popen[bytes]:
        with (folder / f"{command[0]}.out").open("wb") as log_file:
            bound = ["setpriv", "--pdeathsig", "KILL", *command]  # ends with the tests, also where they are killed
            return subprocess.Popen(bound, env=environment, stdout=log_file, stderr=log_file, start_new_session=True)

    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in ("mon", "osd", "rgw"):
            (folder / name).mkdir()
        fsid = "0b2b1c52-6e5c-4e57-8f6e-3f6d3a1c9a10"
        run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v1:127.0.0.1:{mon}]", str(folder / "monmap"))
        run("ceph-mon", "--mkfs", "-i", "a", "--monmap", str(folder / "monmap"))
        ending.callback(_end, start("ceph-mon", "-f", "-i", "a"))
        run("ceph", "--connect-timeout", "60", "osd", "new", "5f0f5cfe-0ed4-4f3c-8f3f-8f6c33b2c1b5")
        # placed here: the daemon may try this before it knows its cluster, and would then wait for ever
        run("ceph", "osd", "crush", "add", "0", "1", "root=default", "host=here")
        run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", "5f0f5cfe-0ed4-4f3c-8f3f-8f6c33b2c1b5")
        ending.callback(_end, start("ceph-osd", "-f", "-i", "0"))
        gateway = start(
            "radosgw", "-f", "-n", "client.rgw", f"--rgw-frontends=beast endpoint=127.0.0.1:{port} tcp_nodelay=1"
        )
        ending.callback(_end, gateway)
        _wait_for(port, gateway, folder)
        run(
            "radosgw-admin",
            "user",
            "create",
            "--uid=tests",
            "--display-name=tests",
            f"--access-key={KEY}",
            f"--secret={SECRET}",
        )
        yield Server(port)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # nothing is kept
    process.wait()


def _wait_for(port: int, gateway: subprocess.Popen[bytes], folder: Path) -> None:
    last = time.monotonic() + _SECONDS
    while time.monotonic() < last:
        assert gateway.poll() is None, (folder / "radosgw.out").read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("\n".join(p.read_text()[-3000:] for p in [*folder.glob("*.out"), *folder.glob("*.log")]))
