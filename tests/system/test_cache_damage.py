"""The cache is never trusted: whatever becomes of it, a build gives the same bytes, and touches nothing outside it."""

import hmac
import json
import os
import pickle
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clippings.common import disk_cache
from clippings.flow import store as store_module
from support.commands import called, files_in
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


def written_again(store: Path, text_of: Callable[[str], str], seal: Callable[[str, str], str]) -> None:
    for path in (store / "lists").rglob("*.json"):
        text = text_of(path.read_text("utf-8").partition("\n")[2])
        name = path.relative_to(store / "lists").with_suffix("").as_posix()
        path.write_text(f"{seal(name, text)}\n{text}", "utf-8")


def relisted(change: Callable[[Any], Any], seal: Callable[[str, str], str] = store_module.list_seal) -> Damage:
    """Change what every list holds, with a seal that fits."""
    return lambda store: written_again(store, lambda text: json.dumps(change(json.loads(text))), seal)


def deep(store: Path) -> None:
    written_again(store, lambda text: "[" * 200_000, store_module.list_seal)


def of_another_user(name: str, text: str) -> str:
    """The seal of somebody who knows this program and not the key."""
    return hmac.new(bytes(32), f"{name}\n{text}".encode(), "sha256").hexdigest()


def exchanged(content: Any) -> Any:
    """Every part is another one of the same list: all hashes fit, and all rows are wrong."""
    parts = [part for results in content.get("latest", {}).values() for part in parts_in(results)]
    others = iter(parts[1:] + parts[:1])

    def moved(value: Any) -> Any:
        if isinstance(value, list) and len(value) == 5 and isinstance(value[0], str):
            return next(others)
        if isinstance(value, list):
            return [moved(item) for item in value]
        return {key: moved(item) for key, item in value.items()} if isinstance(value, dict) else value

    return {**content, "latest": moved(content["latest"])} if parts else content


def parts_in(value: Any) -> Iterator[Any]:
    if isinstance(value, list) and len(value) == 5 and isinstance(value[0], str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from parts_in(item)


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
    "exchanged by somebody else": relisted(exchanged, of_another_user),
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
def copy(place: Path) -> Iterator[Path]:
    """The same place each time, as it was built: a cache belongs to its path."""
    saved = shutil.copytree(place, place.with_name("saved"), symlinks=True)
    yield place
    shutil.rmtree(place)
    saved.rename(place)


def stores_in(folder: Path) -> list[Path]:
    return [path.parent for path in folder.rglob("objects") if (path.parent / "lists").is_dir()]


def build(folder: Path) -> None:
    result = called("build", "--raw", folder / "raw", "--out", folder / "dist")
    assert (result.exit_code, result.stderr) == (0, ""), result.output


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_cache_gives_the_same_package(copy: Path, name: str) -> None:
    before = files_in(copy / "dist")
    stores = stores_in(copy)
    assert stores, "the cache is beside the package"
    for store in stores:
        (store.parents[2] / "victim.txt").write_text("mine")
        DAMAGES[name](store)
    build(copy)
    assert (files_in(copy / "dist"), stores_in(copy)) == (before, stores)
    for store in stores:
        assert (store.parents[2] / "victim.txt").read_text() == "mine"


def test_the_key_of_the_cache_is_outside_the_project_and_only_its_owner_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = tmp_path / "clippings" / "cache-key"
    key = disk_cache._key.__wrapped__()
    assert (key, path.stat().st_mode & 0o777) == (path.read_bytes(), 0o600)
    assert disk_cache._key.__wrapped__() == key
    path.write_bytes(b"short")
    assert disk_cache._key.__wrapped__() not in (key, b"short")
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    assert disk_cache._key.__wrapped__() != disk_cache._key.__wrapped__(), "each process has its own"


def test_a_list_of_a_version_that_writes_parts_in_another_format_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_module.Store(tmp_path)
    store.write_list("tables/pages", {"parts": []})
    assert store.read_list("tables/pages") == {"parts": []}
    monkeypatch.setattr(store_module, "_FORMAT", "another")
    assert store.read_list("tables/pages") is None


def test_a_value_of_the_disk_cache_is_read_only_whole_and_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [disk_cache.kept("value", "1", make), disk_cache.kept("value", "1", make)] == [1, 1]
    path = tmp_path / "clippings" / "value-1"
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[65:], pickle.dumps(9), f"{disk_cache.seal('value-2', '')}\n".encode()):
        path.write_bytes(damaged)
        assert disk_cache.kept("value", "1", make) == len(made)
        assert path.read_bytes() != damaged, "it is kept again"
    assert len(made) == 6
    for version in "23456":
        disk_cache.kept("value", version, make)
    assert len(list(path.parent.iterdir())) == 4
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert disk_cache.kept("value", "1", make) == len(made) == 12


def test_an_object_is_hashed_once_and_again_after_a_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = store_module.Store(tmp_path).put(pl.DataFrame({"a": [1]}))
    path = store_module.Store(tmp_path).place(part.digest)
    content = path.read_bytes()
    os.utime(path)
    assert store_module.Store(tmp_path).is_whole(part), "another time: it is hashed, and has its hash"
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", lambda *_: pytest.fail("hashed again"))
        assert store_module.Store(tmp_path).is_whole(part)
    path.write_bytes(content[:-1] + b"!")
    assert not store_module.Store(tmp_path).is_whole(part)
    assert not path.exists()
