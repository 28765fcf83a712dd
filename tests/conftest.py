"""Fixtures: the real pages, the invented ones, and packages built from them. Nothing here asserts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from object_store import s3, s3_server, soon  # noqa: F401 - fixtures

from pipeline import build as building
from pipeline.tables import TABLES

ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"
SAMPLES = ROOT / "tests" / "samples" / "pages"
GOLD = ROOT / "tests" / "gold"


@dataclass(frozen=True)
class Package:
    """A built package: its folder, what the build said, and its tables."""

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


@pytest.fixture(scope="session", autouse=True)
def dagster_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run storage of the tests' own."""
    home = tmp_path_factory.mktemp("dagster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home))
        patch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")
        yield home


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
def growing(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    """Three packages of an archive that changes and grows."""
    from growing import built

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
    """What stands on each of the invented pages."""
    return [json.loads(line) for line in (SAMPLES.parent / "gold.jsonl").read_text("utf-8").splitlines()]


TABLE_NAMES = list(TABLES)
