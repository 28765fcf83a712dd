"""A build that uses what is kept of the last one gives the bytes of a build that makes everything anew, and makes little."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from clippings.cli import main
from clippings.common import external_sort as bucketing
from clippings.common.external_sort import Buckets
from clippings.common.parquet_parts import Parts
from clippings.flow import check_steps, page_steps
from clippings.flow import step_cache as kept
from clippings.flow.batch import Batch
from clippings.flow.step import UndeclaredTableError, declared, step
from clippings.ingest.sources import find_files
from clippings.ingest.sources.find_files import Dump
from clippings.orchestration import build as building
from clippings.orchestration import locations, run_resource
from clippings.publish import validate
from conftest import SAMPLES, Package
from support.damage import flipped
from support.written_pages import Written, excerpts, listing, prose

POSTS = [
    Written(
        f"The ferry of line {n}",
        (prose(n), f"{prose(n + 40)} On May {1 + n % 28}, 2014 Mr. Adam Example spoke.", prose(n % 7)),
    )
    for n in range(60)
]
"""Every seventh shares a paragraph with the others of its kind."""


@dataclass
class Archive:
    """A folder of pages and its package, with the steps that the last build made."""

    root: Path
    made: Counter[str] = field(default_factory=Counter)

    @property
    def raw(self) -> Path:
        """The folder of pages."""
        return self.root / "raw"

    def write(self, name: str, text: str) -> None:
        """Save a page."""
        self.raw.mkdir(exist_ok=True)
        (self.raw / name).write_text(text, "utf-8")

    def build(self, **options: Any) -> dict[str, bytes]:
        """The files of a build that may use what is kept."""
        self.made.clear()
        outcome = building.build(self.raw, self.root / "dist", self.withdrawn, **options)
        assert outcome.failures == []
        return Package(self.root / "dist", outcome).files()

    def clean(self) -> dict[str, bytes]:
        """The files of a build beside which nothing is kept."""
        shutil.rmtree(self.root / "clean", ignore_errors=True)
        outcome = building.build(self.raw, self.root / "clean" / "dist", self.withdrawn)
        return Package(self.root / "clean" / "dist", outcome).files()

    @property
    def withdrawn(self) -> Path | None:
        """The list of withdrawn articles, if there is one."""
        return self.root / "withdrawn.toml" if (self.root / "withdrawn.toml").exists() else None

    @property
    def kept(self) -> Path:
        """The folder of what is kept for the next build."""
        return locations.of_place(self.root / ".clippings", str(self.root / "dist")) / "steps"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of many small batches and slices; the steps that are made are counted."""
    found = Archive(tmp_path)
    monkeypatch.setattr(find_files.batches, "__defaults__", (12_000,))
    monkeypatch.setattr(bucketing, "BUCKET_BYTES", 60_000)
    monkeypatch.setattr(bucketing, "SLICE_BYTES", 20_000)
    # what takes a second for each build and is shown elsewhere: rows read by frictionless, a database of runs on disk
    monkeypatch.setattr(validate, "FRICTIONLESS_ROWS", 0)
    monkeypatch.setattr(building.dagster_instance, "recording", lambda home: dg.DagsterInstance.ephemeral())
    monkeypatch.setattr(run_resource, "LARGE", 10_000)  # processes of their own would not be counted

    def made(work: tuple[Callable[[Any], Any], Any]) -> kept.Made:
        found.made[work[0].__name__] += 1
        return original(work)

    original = kept.made
    monkeypatch.setattr(kept, "made", made)
    for number in range(8):
        found.write(f"page{number}.txt", listing(POSTS[3 * number : 3 * number + 3]))
    return found


def test_nothing_is_made_twice_of_the_same(archive: Archive) -> None:
    first = archive.build()
    assert archive.made["segment"] > 3
    assert archive.made["find_mentions"] > 3
    assert archive.build() == first
    assert not archive.made


def test_one_page_more_is_the_work_of_its_batch_and_of_the_slices_its_articles_lie_in(archive: Archive) -> None:
    archive.build()
    full = archive.made.copy()
    archive.write("one more.txt", listing([POSTS[40].with_text(prose(90, 20))]))  # the longest: first in every order
    files = archive.build()
    made = archive.made.copy()
    assert files == archive.clean()
    for name in ("read", "recognise", "segment", "read_credits", "key_posts", "sketched", "deal", "lines_missing"):
        assert 1 <= made[name] <= 2 < full[name], name  # a batch that grew too large is two
    for name in ("read_dates", "find_mentions", "fingerprint"):
        assert made[name] == 1 < full[name], name


def withdraw(archive: Archive, chance: random.Random) -> None:
    ids = pl.read_parquet(archive.root / "dist" / "data" / "articles.parquet")["article_id"].to_list()
    entry = f'[[withdrawn]]\narticle_id = "{chance.choice(ids)}"\nreason = "asked for"\non = 2026-11-30\n'
    (archive.root / "withdrawn.toml").write_text(entry, "utf-8")


CHANGES: dict[str, Callable[[Archive, random.Random], None]] = {
    "add": lambda archive, chance: archive.write(
        f"new{chance.random()}.txt", listing(chance.sample(POSTS, chance.randint(1, 5)))
    ),
    "add excerpts": lambda archive, chance: archive.write(
        f"some{chance.random()}.txt", excerpts(chance.sample(POSTS, 4), words=40)
    ),
    "add a form": lambda archive, chance: shutil.copy(chance.choice(sorted(SAMPLES.iterdir())), archive.raw) and None,
    "remove": lambda archive, chance: chance.choice(sorted(archive.raw.iterdir())).unlink(),
    "rename": lambda archive, chance: chance.choice(sorted(archive.raw.iterdir())).rename(
        archive.raw / f"renamed{chance.random()}.txt"
    ) and None,
    "change": lambda archive, chance: archive.write(
        chance.choice(sorted(archive.raw.iterdir())).name, listing(chance.sample(POSTS, 3))
    ),
    "withdraw": withdraw,
}  # fmt: skip


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 40))])
def test_after_any_changes_the_bytes_are_those_of_a_clean_build(archive: Archive, seed: int) -> None:
    chance = random.Random(seed)
    archive.build()
    for _ in range(3):
        for name in chance.sample(sorted(CHANGES), 2):
            CHANGES[name](archive, chance)
        assert archive.build() == archive.clean()


def test_what_was_put_back_after_a_withdrawal_is_there_again(archive: Archive) -> None:
    first = archive.build()
    withdraw(archive, random.Random(1))
    assert archive.build() != first
    (archive.root / "withdrawn.toml").unlink()
    assert archive.build() == first


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a flipped bit in every part": lambda folder: [flipped(path) for path in objects(folder)] and None,
    "every second part lost": lambda folder: [path.unlink() for path in objects(folder)[::2]] and None,
    "a list that is none": lambda folder: (folder / "steps.json").write_text("[1, {", "utf-8") and None,
    "no folder": shutil.rmtree,
}


def objects(folder: Path) -> list[Path]:
    """The parts that are kept, each as a file of its own: what is damaged is not the package."""
    found = sorted((folder / "objects").iterdir())
    assert found
    return found


def test_what_is_damaged_or_lost_is_made_anew(archive: Archive) -> None:
    first = archive.build()
    for damage, done in DAMAGE.items():
        done(archive.kept)
        assert archive.build() == first, damage
        assert archive.made["segment"], damage
    assert archive.build() == first
    assert not archive.made


def test_another_program_uses_nothing_that_is_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.build()
    full = archive.made.copy()
    monkeypatch.setattr(run_resource, "program", lambda: "another")
    archive.build()
    assert archive.made == full


def test_a_build_that_is_asked_to_makes_everything_anew_and_keeps_it(archive: Archive) -> None:
    archive.build()
    full = archive.made.copy()
    told = ["build", "--anew", "--raw", str(archive.raw), "--out", str(archive.root / "dist")]
    archive.made.clear()
    assert CliRunner().invoke(main, told).exit_code == 0
    assert archive.made == full
    archive.build()
    assert not archive.made


def test_only_what_the_last_package_was_made_of_is_kept(archive: Archive) -> None:
    archive.build()
    before = {path.name for path in objects(archive.kept)}
    archive.write("one more.txt", listing(POSTS[40:44]))
    archive.build()
    (archive.raw / "one more.txt").unlink()
    archive.build()
    assert {path.name for path in objects(archive.kept)} == before


def test_a_run_that_is_not_fit_keeps_what_was_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first = archive.build()
    lying = sorted(path.relative_to(archive.kept) for path in archive.kept.rglob("*"))
    archive.write("one more.txt", listing(POSTS[40:44]))
    with monkeypatch.context() as patch:
        patch.setattr(check_steps, "dates_broken", lambda part: 1)
        assert building.build(archive.raw, archive.root / "dist").failures
    assert sorted(path.relative_to(archive.kept) for path in archive.kept.rglob("*")) == lying
    (archive.raw / "one more.txt").unlink()
    archive.made.clear()
    assert archive.build() == first
    assert not archive.made


def test_a_fault_that_a_step_finds_is_looked_for_again(archive: Archive, tmp_path: Path) -> None:
    batch = Batch(tmp_path / "run", 0)
    batch.put("lines", pl.DataFrame({"page_id": ["a"], "line_no": [1]}))
    batch.put("pages", pl.DataFrame({"page_id": ["a"], "line_count": [2]}))
    store = kept.Kept(tmp_path / "last", tmp_path / "new", "program")
    found = declared(check_steps.lines_missing)
    assert found is not None
    key = store.key(check_steps.lines_missing, found, batch)
    made = kept.made((check_steps.lines_missing, batch))
    assert made.gave == 1
    store.keep(key, batch, made)
    store.publish()
    assert kept.Kept(tmp_path / "last", tmp_path / "newer", "program").recall(key, batch) is None


# steps


@step(reads=("named",), writes=("made",))
def peeping(batch: Batch) -> None:
    """Reads what it does not name."""
    batch.put("made", batch.get("secret"))


@step(reads=("named",), writes=("made",))
def spilling(batch: Batch) -> None:
    """Writes what it does not name."""
    batch.put("other", batch.get("named"))


@pytest.mark.parametrize("function", [peeping, spilling])
def test_a_step_that_uses_a_table_it_does_not_name_is_refused(
    function: Callable[[Batch], None], tmp_path: Path
) -> None:
    batch = Batch(tmp_path, 0)
    for name in ("named", "secret"):
        batch.put(name, pl.DataFrame({"a": [1]}))
    with pytest.raises(UndeclaredTableError, match=r"secret|other"):
        kept.made((function, batch))


def keys(tmp_path: Path, call: Any, number: int) -> str:
    store = kept.Kept(tmp_path / "last", tmp_path / f"new{number}", "program")
    found = declared(page_steps.read)
    assert found is not None
    return store.key(page_steps.read, found, call)


def test_a_step_depends_on_each_thing_it_is_called_with(tmp_path: Path) -> None:
    batch, one = Batch(tmp_path, 0), Dump("0" * 64, "a.txt", 5)
    same = [(batch, tmp_path, [one]), (Batch(tmp_path, 7), tmp_path / "elsewhere", [Dump("0" * 64, "a.txt", 5)])]
    other = [
        (batch, tmp_path, []),
        (batch, tmp_path, [one, one]),
        (batch, tmp_path, [Dump("1" * 64, "a.txt", 5)]),
        (batch, tmp_path, [Dump("0" * 64, "b.txt", 5)]),
        (batch, tmp_path, [Dump("0" * 64, "a.txt", 5, url="u")]),
        (batch, tmp_path, [Dump("0" * 64, "a.txt", 5, charset="u")]),
    ]
    found = [keys(tmp_path, call, number) for number, call in enumerate([*same, *other])]
    assert found[0] == found[1]
    assert len(set(found)) == len(found) - 1


@given(st.data())
def test_frames_that_differ_are_told_apart_and_equal_ones_are_not(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    rows = st.lists(st.tuples(st.none() | st.text(max_size=20), st.integers(0, 3)), max_size=4)
    ours, theirs = data.draw(rows), data.draw(rows)
    frames = [pl.DataFrame(one, schema={"a": pl.String, "b": pl.Int64}, orient="row") for one in (ours, theirs)]
    whole = pl.concat([frames[0].head(2), frames[0].slice(2)], rechunk=False)
    first, second, again = (keys(folder, (Batch(folder, 0), one), n) for n, one in enumerate([*frames, whole]))
    assert (first == second) == (ours == theirs)
    assert first == again


def test_a_step_is_not_called_with_what_cannot_be_told_apart(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="may not depend on set"):
        keys(tmp_path, (Batch(tmp_path, 0), {1}), 0)


def test_a_part_that_is_written_again_leaves_what_was_kept_of_it_alone(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "parts")
    parts.write(0, pl.DataFrame({"a": [1]}))
    digest = parts.digest(0)
    (tmp_path / "kept").hardlink_to(parts.file(0))
    before = (tmp_path / "kept").read_bytes()
    parts.write(0, pl.DataFrame({"a": [2]}))
    assert (tmp_path / "kept").read_bytes() == before
    assert parts.digest(0) != digest
    parts.put(0, tmp_path / "kept", digest)
    assert (parts.get(0)["a"].to_list(), parts.digest(0)) == ([1], digest)


# batches and slices


@given(st.sets(st.integers(0, 255), min_size=1, max_size=60), st.integers(1, 30), st.integers(0, 255))
def test_a_dump_more_changes_the_batch_it_lies_in_and_no_other(numbers: set[int], budget: int, more: int) -> None:
    def groups(numbers: set[int]) -> Iterator[tuple[str, ...]]:
        whole = sorted(Dump(f"{n:02x}{n:062x}", f"{n}", 1) for n in numbers)
        return (tuple(dump.sha256[:2] for dump in group) for group in find_files.batches(whole, budget))

    before, after = set(groups(numbers)), set(groups(numbers | {more}))
    gone = before - after
    assert len(gone) <= 1
    assert {one for group in after - before for one in group} == {one for group in gone for one in group} | {
        f"{more:02x}"
    } - {one for group in before & after for one in group}


@given(st.lists(st.integers(0, 16**4 - 1), max_size=40), st.sampled_from([1, 2, 8]), st.sampled_from([1, 4, 16]))
def test_slices_are_the_rows_of_their_buckets_in_order(numbers: list[int], count: int, times: int) -> None:
    buckets = Buckets("id", count, count * times)
    ids = sorted(f"{n:04x}" for n in numbers)
    frame = pl.DataFrame({"id": ids}, schema={"id": pl.String})
    dealt = list(buckets.dealt("table", frame))
    assert [name for name, _ in dealt] == buckets.names("table")
    slices = [one for number, (_, rows) in enumerate(dealt) for one in buckets.slices(number, rows)]
    assert [number for number, _ in slices] == list(range(count * times))
    assert pl.concat(rows for _, rows in slices)["id"].to_list() == ids
