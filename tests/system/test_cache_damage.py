"""The cache is never trusted: whatever becomes of it, a build gives the same bytes, and touches nothing outside it."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from clippings.cli import main
from support.written_pages import Written, listing, prose

Damage = Callable[[Path], None]
CHANCE = random.Random(1)


def objects(store: Path) -> list[Path]:
    return sorted((store / "objects").iterdir())


def flipped(store: Path) -> None:
    for path in objects(store):
        content = bytearray(path.read_bytes())
        content[CHANCE.randrange(len(content))] ^= 1
        path.write_bytes(content)


def cut(store: Path) -> None:
    for path in objects(store):
        path.write_bytes(path.read_bytes()[:-10])


def linked(store: Path) -> None:
    for path in objects(store)[:5]:
        path.unlink()
        path.symlink_to("/etc/passwd")


def piped(store: Path) -> None:
    for path in objects(store)[:5]:
        path.unlink()
        os.mkfifo(path)


def relisted(change: Callable[[Any], Any]) -> Damage:
    """Change what every list holds, with a seal that fits."""

    def damage(store: Path) -> None:
        for path in (store / "lists").rglob("*.json"):
            text = json.dumps(change(json.loads(path.read_text("utf-8").partition("\n")[2])))
            path.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", "utf-8")

    return damage


def deep(store: Path) -> None:
    for path in (store / "lists").rglob("*.json"):
        text = "[" * 200_000
        path.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", "utf-8")


def leading_out(content: Any) -> Any:
    """Every digest is a path to the victim outside the store."""
    if isinstance(content, dict):
        return {key: leading_out(value) for key, value in content.items()}
    if isinstance(content, list):
        return [leading_out(value) for value in content]
    return "../../../../victim.txt" if isinstance(content, str) and len(content) == 64 else content


DAMAGES: dict[str, Damage] = {
    "flipped": flipped,
    "cut": cut,
    "links": linked,
    "pipes": piped,
    "deep": deep,
    "out of the store": relisted(leading_out),
    "a list": relisted(lambda _: [1, 2]),
    "nothing": relisted(lambda _: None),
    "other types": relisted(lambda content: {key: {"a": [None, [1, 2]]} for key in content}),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cached")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(listing([Written("The ferry sails", (prose(1), prose(2)))]), "utf-8")
    build(folder)
    return folder


@pytest.fixture
def copy(place: Path, tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copytree(place, tmp_path / "place"))


def build(folder: Path) -> None:
    result = CliRunner().invoke(main, ["build", "--raw", str(folder / "raw"), "--out", str(folder / "dist")])
    assert (result.exit_code, result.stderr) == (0, ""), result.output


def files(package: Path) -> dict[str, bytes]:
    return {str(path.relative_to(package)): path.read_bytes() for path in package.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_cache_gives_the_same_package(copy: Path, name: str) -> None:
    before = files(copy / "dist")
    stores = [path.parent for path in copy.rglob("objects") if (path.parent / "lists").is_dir()]
    assert stores, "the cache is beside the package"
    for store in stores:
        (store.parents[2] / "victim.txt").write_text("mine")
        DAMAGES[name](store)
    build(copy)
    assert files(copy / "dist") == before
    for store in stores:
        assert (store.parents[2] / "victim.txt").read_text() == "mine"
