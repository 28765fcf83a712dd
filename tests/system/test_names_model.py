"""The statistical recogniser is an extra: the same code, in an environment that has the English model, finds more names.

The environment is made once (some 30 seconds): this one's packages, and those that requirements-names.lock adds to
requirements.lock, by hash. CLIPPINGS_NO_ENVS=1 leaves it out.
"""

import re
import subprocess
from pathlib import Path

import polars as pl
import pytest

from clippings.enrich import entities
from clippings.orchestration import run_build as building
from conftest import RAW, ROOT, Package
from support import score_package
from support.environments import made

_PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==.*?(?=^[a-z0-9-]+==|\Z)", re.MULTILINE | re.DOTALL)


def pinned(lock: str) -> dict[str, str]:
    """Name to requirement, hashes included."""
    return {match["name"]: match[0] for match in _PINNED.finditer((ROOT / lock).read_text("utf-8"))}


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the model."""
    folder = tmp_path_factory.mktemp("model")
    extra = set(pinned("requirements-names.lock")) - set(pinned("requirements.lock"))
    (folder / "extra.txt").write_text(
        "".join(pinned("requirements-names.lock")[name] for name in sorted(extra)), "utf-8"
    )
    interpreter = made(folder, "--no-deps", "-r", folder / "extra.txt")
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "project.pth").write_text(f"{ROOT / 'pipeline'}\n", "utf-8")
    return interpreter


@pytest.fixture(scope="module")
def with_model(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the real pages, built where the model is installed."""
    out = tmp_path_factory.mktemp("with_model") / "dist"
    build = [python, "-m", "clippings.cli", "build", "--raw", RAW, "--out", out]
    subprocess.run(build, check=True, capture_output=True, cwd=out.parent)
    return Package(out, building.Outcome())


def test_no_model_is_installed_here() -> None:
    assert not entities.is_available(), "these tests show what the build does without"


def test_the_model_finds_names_the_lists_and_rules_do_not_know(with_model: Package, real: Package) -> None:
    result = with_model.table("mentions").filter(pl.col("rule").str.starts_with("model."))
    assert result.height
    known = with_model.table("entities").select("entity_id", "is_curated", "wikidata_id", "note")
    joined = result.join(known, on="entity_id", how="left")
    assert joined.filter(
        pl.col("is_curated") | pl.col("wikidata_id").is_not_null() | pl.col("note").is_not_null()
    ).is_empty()
    assert result["score"].max() < real.table("mentions")["score"].min()


def test_what_was_found_without_the_model_is_found_with_it(with_model: Package, real: Package) -> None:
    key = ["article_id", "field", "start", "end", "entity_id"]
    lost = real.table("mentions").join(with_model.table("mentions"), on=key, how="anti")
    assert lost.height <= real.table("mentions").height // 100
    for name in ("articles", "dates", "passages"):
        assert with_model.table(name).equals(real.table(name))


def test_the_package_says_which_model_read_it(with_model: Package, real: Package) -> None:
    assert "en_core_web_sm" in (with_model.root / "README.md").read_text("utf-8")
    assert "en_core_web_sm" not in (real.root / "README.md").read_text("utf-8")


def test_no_figure_with_the_model_falls_below_what_is_stored(with_model: Package) -> None:
    lines = score_package.compare(score_package.of_real(with_model.root), score_package.stored())
    assert [str(line) for line in lines if line.verdict.startswith("fell")] == []
