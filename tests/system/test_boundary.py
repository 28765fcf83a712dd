"""Commands end with one plain line: interrupted, without locks, or at an error that nobody foresaw."""

import errno
import fcntl
from pathlib import Path

import pytest

from clippings.publish import validate
from conftest import Package
from support.commands import called


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyboardInterrupt(), "Interrupted. The published package is unchanged"),
        (RuntimeError("first\nsecond \x1b[31m"), "Unexpected error: RuntimeError: first."),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_command_ends_with_one_line(
    small: Package, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    def fail(root: Path) -> None:
        raise error

    monkeypatch.setattr(validate, "validate", fail)
    result = called("validate", small.root)
    assert (result.exit_code, words in result.stderr, result.stderr.count("\n")) == (2, True, 1), result.stderr


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.ENOLCK], ids=errno.errorcode.get)
def test_a_file_system_without_locks_is_named(
    small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def without_locks(*_: object) -> None:
        raise OSError(number, "not supported")

    monkeypatch.setattr(fcntl, "flock", without_locks)
    result = called("build", "--raw", small_raw, "--out", tmp_path / "dist")
    assert (result.exit_code, "has no locks" in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "dist").exists()
