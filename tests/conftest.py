"""Fixtures: the real pages, the invented ones, and packages built from them. Nothing here asserts."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import dagster as dg
import hypothesis
import polars as pl
import pytest
from dagster._core.storage.event_log.sql_event_log import SqlEventLogStorage

from clippings.common import garbage
from clippings.orchestration import retries
from clippings.orchestration import run_build as building
from clippings.schema import TABLES
from support.object_store import s3, s3_server, soon  # noqa: F401 - fixtures
from support.written_pages import Written, listing, prose

garbage.collect_rarely()
# a busy machine is slow, not wrong; the same inputs each time, but for --hypothesis-profile=search
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.load_profile("same")
ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"
SAMPLES = ROOT / "tests" / "gold" / "samples" / "pages"
PAGES = [*sorted(RAW.iterdir()), *sorted(SAMPLES.iterdir())]
GOLD = ROOT / "tests" / "gold"


@dataclass(frozen=True)
class Package:
    """A built package: its folder, the output of the build, and its tables."""

    root: Path
    outcome: building.Outcome

    def table(self, name: str) -> pl.DataFrame:
        """The table `name`, from its Parquet."""
        return pl.read_parquet(self.root / "data" / f"{name}.parquet")

    def files(self) -> dict[str, bytes]:
        """Every file of the package by its path."""
        return {
            p.relative_to(self.root).as_posix(): p.read_bytes() for p in sorted(self.root.rglob("*")) if p.is_file()
        }


Build = Callable[[Path, Path], Package]

SHOWN = "accuracy"
"""Property of a test whose value, a list of lines, is shown at the end of a run."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the table of figures, whichever process counted them."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for lines in [value for name, value in report.user_properties if name == SHOWN]:
                terminalreporter.section(SHOWN)
                for line in lines:
                    terminalreporter.write_line(line)


MEMORY = Path("/dev/shm")  # noqa: S108 a disk in memory: a folder of its own is made in it
MEMORY_BYTES = 4_000_000_000


def _in_memory() -> Path | None:
    """The disk in memory, if it has room and programs may run from it."""
    if not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > MEMORY_BYTES else None


def pytest_configure() -> None:
    """Put temporary folders into memory: a fifth of the time of the tests went into removing their files from a disk."""
    if memory := _in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(scope="session", autouse=True)
def dagster_home() -> Iterator[Path]:
    """A home of Dagster for the tests. The events of builds in this process are dropped: storing and seeking them takes a third of a build.

    A test that names another home, or none, gets the instance that users get.
    """
    recorded = building.dagster_instance.recording

    def recording(default_home: Path) -> AbstractContextManager[dg.DagsterInstance]:
        is_usual = os.environ.get("DAGSTER_HOME") == home
        return nullcontext(forgetful) if is_usual else recorded(default_home)

    with (
        tempfile.TemporaryDirectory(prefix="clippings-", dir=_in_memory()) as home,
        dg.DagsterInstance.ephemeral() as forgetful,
        pytest.MonkeyPatch.context() as patch,
    ):
        events = cast("SqlEventLogStorage", forgetful.event_log_storage)
        patch.setattr(events, "store_event", lambda event: None)
        patch.setattr(events, "get_asset_records", lambda keys: [])
        patch.setattr(events, "fetch_observations", lambda *_, **__: dg.EventRecordsResult([], "", has_more=False))
        patch.setenv("DAGSTER_HOME", home)
        patch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # commands in processes of their own start twice as fast
        patch.delenv("COLUMNS", raising=False)  # what is printed is as wide as in a pipe, whoever runs the tests
        patch.setattr(building.dagster_instance, "recording", recording)
        patch.setattr(retries, "SECONDS", 0.01)  # no test waits until an error may have passed
        yield Path(home)


def build_package(raw: Path, out: Path) -> Package:
    """Build the package of `raw` at `out`, as the command line does."""
    outcome = building.build(raw, out)
    return Package(out, outcome)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the five real pages."""
    return build_package(RAW, tmp_path_factory.mktemp("real") / "dist")


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the invented pages."""
    return build_package(SAMPLES, tmp_path_factory.mktemp("samples") / "dist")


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Real and invented pages together."""
    folder = tmp_path_factory.mktemp("mixed")
    return build_package(copied(PAGES, folder / "raw"), folder / "dist")


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one page of three posts: for what a build is needed for, whatever of."""
    folder = tmp_path_factory.mktemp("small") / "raw"
    return write_page(folder, 0)


@pytest.fixture(scope="session")
def small(small_raw: Path) -> Package:
    """The package of that page."""
    return build_package(small_raw, small_raw.with_name("dist"))


def write_page(raw: Path, number: int) -> Path:
    """Put the page of this number in the place of the one that is in the folder `raw`."""
    posts = [Written(f"Pier {number}{n} is open", (prose(n), prose(number + n + 9))) for n in range(3)]
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "page.txt").write_text(listing(posts), "utf-8")
    return raw


@pytest.fixture(scope="session")
def growing(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    """Three packages of an archive that changes and grows."""
    from support.growing_archive import built

    return built(tmp_path_factory.mktemp("growing"))


@pytest.fixture
def pages_of(tmp_path: Path) -> Callable[..., Package]:
    """Builds a package from texts or bytes by file name."""

    def build(**dumps: str | bytes) -> Package:
        raw = tmp_path / f"raw-{len(list(tmp_path.iterdir()))}"
        raw.mkdir()
        for name, content in dumps.items():
            data = content.encode() if isinstance(content, str) else content
            (raw / f"{name}.txt").write_bytes(data)
        return build_package(raw, raw.with_name(f"{raw.name}-dist"))

    return build


def copied(pages: Iterable[Path], folder: Path) -> Path:
    """A new folder with copies of `pages`."""
    folder.mkdir(parents=True)
    for page in pages:
        shutil.copy(page, folder / page.name)
    return folder


def as_it_lies(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder with its place on the disk, its time and its bytes."""
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


def sample_gold() -> list[dict[str, Any]]:
    """Return the content of each invented page."""
    return [json.loads(line) for line in (SAMPLES.parent / "gold.jsonl").read_text("utf-8").splitlines()]


TABLE_NAMES = list(TABLES)
