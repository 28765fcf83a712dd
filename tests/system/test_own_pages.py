"""The pages of documentation for other archives: the commands of the tutorial run, and every setting and key is listed."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from clippings.project import Settings, additions
from clippings.project.sections import SECTIONS, Paths
from clippings.segment.sites import profile_file, profiles
from clippings.segment.sites.pattern_pieces import CALENDAR
from conftest import ROOT
from support.commands import called

TUTORIAL = ROOT / "docs" / "your-own-pages.md"
PROFILES = ROOT / "docs" / "site-profiles.md"
_BLOCK = re.compile(r"```sh\n(.*?)```(?:\n\n```\n(.*?)```)?", re.S)
_PLAIN = re.compile(r"clippings [^|]*$")
_ROW = re.compile(r"^\| `([a-z_.]+)` \| ([^|]+) \| `([^`|]+)` \|$", re.M)


def test_the_commands_of_the_tutorial_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CLIPPINGS_"):
            monkeypatch.delenv(name)
    (tmp_path / "clippings").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clippings" / "docs").symlink_to(ROOT / "docs")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    blocks = _BLOCK.findall(TUTORIAL.read_text("utf-8"))
    assert len(blocks) > 8
    for commands, shown in blocks:
        printed = " ".join("".join(printed_by(commands)).split())
        for line in shown.splitlines():
            assert " ".join(line.removesuffix("...").split()) in printed, (commands, printed)


def printed_by(commands: str) -> Iterator[str]:
    """What the lines of a block print: the plain commands of `clippings` run in this process, all else in a shell."""
    for is_plain, lines in groupby(commands.splitlines(keepends=True), lambda line: bool(_PLAIN.match(line))):
        if not is_plain:
            shell = ["bash", "-euo", "pipefail", "-c", "".join(lines)]
            yield subprocess.run(shell, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
            continue
        for line in lines:
            result = called(*shlex.split(line)[1:])
            assert result.exit_code == 0, result.output
            yield result.output


def documented() -> dict[str, str]:
    """Each key of a profile that the page lists, with its example."""
    return {key: example for key, _, example in _ROW.findall(PROFILES.read_text("utf-8"))}


def test_every_key_of_a_profile_is_documented_and_no_other() -> None:
    general = profile_file.tables(additions.NONE)[profiles.UNKNOWN]
    keys = {*profile_file.ABOUT, *(f"known_by.{key}" for key in profile_file.KNOWN_BY)}
    keys |= {f"{table}.{key}" for table in ("template", "patterns", "dates") for key in general[table]}
    keys |= {f"patterns.{key}" for key in CALENDAR} | {f"html.{key}" for key in profile_file.HTML}
    assert documented().keys() == keys


@pytest.mark.parametrize("key", sorted(documented()))
def test_the_example_of_each_key_is_accepted(key: str, tmp_path: Path) -> None:
    table, _, name = key.rpartition(".")
    given = {"name": '"harbour_news"', "title": '"Harbour News"'} | ({name: documented()[key]} if not table else {})
    lines = [f"{known} = {value}" for known, value in given.items()]
    lines += [f"[{table}]", f"{name} = {documented()[key]}"] if table else []
    (tmp_path / "site.toml").write_text("\n".join(lines), "utf-8")
    with additions.using(additions.of(Settings(paths=Paths(sites=str(tmp_path), authority="")))):
        assert "harbour_news" in profiles.load()


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "project-file.md").read_text("utf-8")
    keys = [f"`{section}.{key}`" for section, model in SECTIONS.items() for key in model.model_fields]
    assert [key for key in keys if f"| {key} |" not in page] == []


def test_the_example_of_a_project_file_is_accepted(tmp_path: Path) -> None:
    from clippings.project import load

    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "project-file.md").read_text("utf-8"), re.S)
    assert tomllib.loads(example)
    (tmp_path / "clippings.toml").write_text(example, "utf-8")
    assert load(tmp_path).name == "harbour-examiner"
