"""The workflow that rebuilds on a timer, run step by step in a clean copy: it publishes what changed, and nothing else.

Steps that are GitHub actions are left out. A program that stores releases in a folder replaces `gh`.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from clippings.distribute.verify import verify
from conftest import ROOT, write_page

GH = """\
import os, shutil, sys
from pathlib import Path
from itertools import takewhile
releases = Path(os.environ["STAND_IN_RELEASES"])
def refuse(said, status=1):
    print(said, file=sys.stderr)
    sys.exit(status)
if not os.environ.get("GH_TOKEN"):
    refuse("To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.", 4)
match sys.argv[1:]:
    case ["release", "list", "--limit", limit, "--json", "tagName", "--jq", ".[].tagName"]:
        if os.environ.get("STAND_IN_DOWN"):
            refuse("error connecting to api.github.com")
        made = sorted(releases.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in made[:int(limit)]:
            print(path.name)
    case ["release", "create", tag, *rest]:
        files = list(takewhile(lambda part: not part.startswith("--"), rest))
        options = rest[len(files):]
        if options[::2] != ["--title", "--notes"] or len(options) != 4:
            refuse(f"unknown flag among {options}")
        if not tag or set(tag) & set(" ~^:?*[") or tag.startswith("-"):
            refuse("HTTP 422: Validation Failed: tag_name is not well-formed")
        if (releases / tag).exists():
            refuse(f"a release with the same tag name already exists: {tag}")
        for file in files:
            if not Path(file).is_file():
                refuse(f"no matches found for `{file}`")
        if len({Path(file).name for file in files}) < len(files):
            refuse("asset under the same name already exists")
        (releases / tag).mkdir()
        for file in files:
            shutil.copy(file, releases / tag)
    case other:
        refuse(f"unknown command {other} for gh")
"""


@dataclass(frozen=True)
class Runner:
    """A clean copy of the repository, and the releases of its stand-in."""

    root: Path
    releases: Path

    def steps(self) -> list[dict[str, Any]]:
        """Those that are commands."""
        workflow = yaml.safe_load((self.root / "deploy" / "rebuild.yml").read_text("utf-8"))
        return [step for step in workflow["jobs"]["rebuild"]["steps"] if "run" in step]

    def run(self, first: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the steps from `first` on, each in a shell as on GitHub, until one fails. Return the output of the last step."""
        for step in self.steps()[first:]:
            addresses = {
                name: value.replace("${{ github.token }}", "a token") for name, value in step.get("env", {}).items()
            }
            path = f"{self.root.with_name('bin')}{os.pathsep}{os.environ['PATH']}"
            known = {**os.environ, "PATH": path, "STAND_IN_RELEASES": str(self.releases), **addresses, **variables}
            script = self.root.with_name("step.sh")
            script.write_text(step["run"], "utf-8")
            ran = subprocess.run(
                ["bash", "-e", script], cwd=self.root, env=known, capture_output=True, text=True, check=False
            )
            if ran.returncode:
                break
        return ran

    def tags(self) -> list[str]:
        """The releases, oldest first."""
        return [path.name for path in sorted(self.releases.iterdir(), key=lambda path: path.stat().st_mtime_ns)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """What is under version control, with an environment that is up to date and one page to build from."""
    folder = tmp_path_factory.mktemp("runner")
    root = folder / "repository"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith("raw/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    write_page(root / "raw", 0)
    executable(root / ".venv" / "bin" / "clippings", f'#!/bin/sh\nexec "{sys.executable}" -m clippings.cli "$@"\n')
    (root / ".venv" / "installed-requirements").touch()
    (folder / "gh.py").write_text(GH, "utf-8")
    executable(folder / "bin" / "gh", f'#!/bin/sh\nexec "{sys.executable}" "{folder / "gh.py"}" "$@"\n')
    (folder / "releases").mkdir()
    return Runner(root, folder / "releases")


def executable(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(script, "utf-8")
    path.chmod(0o755)


def test_the_workflow_publishes_what_changed_and_nothing_twice(prepared: Runner) -> None:
    first = prepared.run()
    assert first.returncode == 0, first.stdout + first.stderr
    assert not (prepared.root / ".venv" / "bin" / "pip").exists(), "the environment is up to date: nothing is installed"
    (tag,) = prepared.tags()
    assert list(verify(str(prepared.releases / tag / "package.zip"), 10_000_000)) == []
    sums = prepared.root / "dist" / "checksums.sha256"
    assert (prepared.releases / tag / "checksums.sha256").read_bytes() == sums.read_bytes()

    second = prepared.run()
    assert (second.returncode, prepared.tags()) == (0, [tag]), second.stdout + second.stderr
    assert "Nothing changed" in second.stdout

    write_page(prepared.root / "raw", 1)
    down = prepared.run(STAND_IN_DOWN="yes")
    assert (down.returncode, prepared.tags()) == (1, [tag]), "what is published is not known: nothing is"
    third = prepared.run(first=-1)
    assert third.returncode == 0, third.stdout + third.stderr
    _, other = prepared.tags()
    assert list(verify(str(prepared.releases / other / "package.zip"), 10_000_000)) == []
    assert (prepared.releases / other / "checksums.sha256").read_bytes() == sums.read_bytes()


def test_data_that_is_not_fit_ends_the_workflow_before_it_publishes(prepared: Runner, tmp_path: Path) -> None:
    before = prepared.tags()
    (prepared.root / "raw").rename(tmp_path / "raw")
    (prepared.root / "raw").mkdir()
    try:
        failed = prepared.run()
    finally:
        (prepared.root / "raw").rmdir()
        (tmp_path / "raw").rename(prepared.root / "raw")
    assert (failed.returncode, prepared.tags()) == (1, before)
    assert "the raw folder has no saved pages" in failed.stderr
