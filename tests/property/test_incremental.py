"""A build with the step cache gives the same bytes as a build without it, and computes only what changed."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.common import code_versions, external_sort
from clippings.common.code_versions import version_of
from clippings.common.external_sort import HashPartitions
from clippings.dedupe import merge_articles
from clippings.flow import check_steps, find_mentions, read_dates, step_calls
from clippings.flow.read_dumps import read
from clippings.flow.run import Run
from clippings.flow.stages import STAGES
from clippings.flow.step import Batch, Call, UndeclaredTableError, key_of, run_step, step
from clippings.flow.step_cache import StepCache
from clippings.flow.store import Store
from clippings.ingest.sources import find_files
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.orchestration import locations
from clippings.orchestration import run_build as building
from clippings.publish.explorer import chunks
from clippings.schema.frames import schema_of
from clippings.schema.working import table_class
from conftest import SAMPLES, Package
from support.commands import called
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
    """A folder of pages and its package, with the steps that the last build made.

    Attributes:
        root: The folder of both.
        made: How often the last build made each step.
        first: Files of the first build.
        full: How often it made each step.
    """

    root: Path
    made: Counter[str] = field(default_factory=Counter)
    first: dict[str, bytes] = field(default_factory=dict)
    full: Counter[str] = field(default_factory=Counter)

    @property
    def raw(self) -> Path:
        """The folder of pages."""
        return self.root / "raw"

    def write(self, name: str, text: str) -> None:
        """Save a page."""
        self.raw.mkdir(exist_ok=True)
        (self.raw / name).write_text(text, "utf-8")

    def build(self, **options: Any) -> dict[str, bytes]:
        """Return the files of a build with the step cache."""
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
    def store(self) -> Path:
        """The folder of the store."""
        return locations.of_place(self.root / ".clippings", str(self.root / "dist")) / "store"


@contextmanager
def in_small_batches(archive: Archive) -> Iterator[None]:
    """Build in many small batches and slices, and count the steps that are made."""

    def counted(work: tuple[Store, Callable[..., Any], Call]) -> Any:
        archive.made[work[1].__name__] += 1
        return run_step(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find_files.batches, "__defaults__", (12_000,))
        patch.setattr(external_sort, "PARTITION_BYTES", 60_000)
        patch.setattr(external_sort, "SLICE_BYTES", 20_000)
        patch.setattr(chunks, "SINGLE_FILE_BYTES", 0)
        patch.setattr(step_calls, "LARGE", 10_000)  # processes of their own would not be counted
        patch.setattr(step_calls, "run_step", counted)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive that was built once."""
    archive = Archive(tmp_path_factory.mktemp("archive") / "place")
    archive.raw.mkdir(parents=True)
    for number in range(8):
        archive.write(f"page{number}.txt", listing(POSTS[3 * number : 3 * number + 3]))
    with in_small_batches(archive):
        archive.first, archive.full = archive.build(), archive.made.copy()
    return archive


@pytest.fixture
def archive(built: Archive) -> Iterator[Archive]:
    """That archive, as it was built, at the same place each time: a cache belongs to its path."""
    saved = shutil.copytree(built.root, built.root.with_name("saved"))
    built.made.clear()
    with in_small_batches(built):
        yield built
    shutil.rmtree(built.root)
    saved.rename(built.root)


def test_nothing_is_made_twice_of_the_same(archive: Archive) -> None:
    assert archive.full["segment"] > 3
    assert archive.full["name"] > 3
    assert archive.build() == archive.first
    assert not archive.made


def test_one_page_more_is_the_work_of_its_batch_and_of_the_slices_its_articles_lie_in(archive: Archive) -> None:
    full = archive.full
    archive.write("one more.txt", listing([POSTS[40].with_text(prose(90, 20))]))  # the longest: first in every order
    files = archive.build()
    made = archive.made.copy()
    assert files == archive.clean()
    for name in ("read", "recognise", "segment", "credit", "key_posts", "partition_articles"):
        assert 1 <= made[name] <= 2 < full[name], name  # a batch that grew too large is two
    for name in ("date", "name", "fingerprint"):
        assert made[name] == 1 < full[name], name


def test_pairs_of_posts_that_get_other_numbers_alone_are_not_compared_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared, right = list[int](), merge_articles.judge

    def judge(posts: pl.DataFrame, pairs: Any, text_of: Any) -> Any:
        compared.append(pairs.height)
        return right(posts, pairs, text_of)

    monkeypatch.setattr(merge_articles, "judge", judge)
    archive.build(no_cache=True)
    all_pairs = sum(compared)
    compared.clear()
    for number in range(5):  # before other posts of their batches, and after them
        archive.write(f"new{number}.txt", listing([Written(f"Lighthouse {number}", (f"Lamp {number} is lit.",))]))
    archive.build()
    assert sum(compared) < all_pairs / 10


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
    for _ in range(2):
        for name in chance.sample(sorted(CHANGES), 3):
            CHANGES[name](archive, chance)
        assert archive.build() == archive.clean()


def test_what_was_put_back_after_a_withdrawal_is_there_again(archive: Archive) -> None:
    withdraw(archive, random.Random(1))
    assert archive.build() != archive.first
    listed = pl.read_parquet(archive.root / "dist" / "data" / "withdrawals.parquet")["article_id"].to_list()
    (archive.root / "withdrawn.toml").unlink()
    assert archive.build(reinstate=listed) == archive.first


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a flipped bit in every second part, the others lost": lambda folder: spoiled(objects(folder), Path.unlink),
    "a flipped bit in every second list, the others broken": lambda folder: spoiled(
        sorted(folder.rglob("*.json")), lambda path: path.write_text("[1, {") and None
    ),
    "no folder": shutil.rmtree,
}


def spoiled(files: list[Path], other: Callable[[Path], None]) -> None:
    """Flip a bit in every second file, and do something else to the others."""
    for path in files[::2]:
        flipped(path)
    for path in files[1::2]:
        other(path)


def objects(folder: Path) -> list[Path]:
    """The parts that are kept, each as a file of its own: what is damaged is not the package."""
    result = sorted((folder / "objects").iterdir())
    assert result
    return result


def test_damaged_or_lost_results_are_computed_again(archive: Archive) -> None:
    for damage, done in DAMAGE.items():
        done(archive.store)
        assert archive.build() == archive.first, damage
        assert archive.made["segment"], damage
    assert archive.build() == archive.first
    assert not archive.made


def test_a_change_of_code_makes_again_what_depends_on_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = "clippings.enrich.dates.table"
    digest = code_versions._digest
    monkeypatch.setattr(code_versions, "_digest", lambda module: "new" if module == changed else digest(module))
    version_of.cache_clear()
    archive.build()
    assert set(archive.made) <= {"date", "dates_broken", "rows_against_rules"}
    assert archive.made["date"] > 3
    version_of.cache_clear()


def test_a_version_covers_what_a_module_imports_and_nothing_else() -> None:
    assert "clippings.enrich.dates.table" in reached(read_dates.__name__)
    assert "clippings.schema.names_and_dates" in reached(read_dates.__name__)
    assert "clippings.enrich.dates.table" not in reached(find_mentions.__name__)
    assert "clippings.segment.segment_pages" not in reached(read_dates.__name__)
    assert version_of(read_dates.__name__) != version_of(find_mentions.__name__)


def reached(module: str) -> set[str]:
    """Every module that counts for the version of one."""
    seen, waiting = set[str](), [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += code_versions._imported(name)
    return seen


def test_a_build_without_cache_computes_every_step_and_caches_it(archive: Archive) -> None:
    arguments = ["build", "--no-cache", "--raw", str(archive.raw), "--out", str(archive.root / "dist")]
    assert called(*arguments).exit_code == 0
    assert archive.made == archive.full
    archive.build()
    assert not archive.made


def test_only_what_the_last_package_was_made_of_is_kept(archive: Archive) -> None:
    before = {path.name for path in objects(archive.store)}
    archive.write("one more.txt", listing(POSTS[40:44]))
    archive.build()
    (archive.raw / "one more.txt").unlink()
    archive.build()
    assert {path.name for path in objects(archive.store)} == before


def test_a_run_that_is_not_fit_keeps_what_was_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("one more.txt", listing(POSTS[40:44]))
    with monkeypatch.context() as patch:
        rule = "expressions that are not the text's characters"
        patch.setitem(check_steps.RULES, rule, ((lambda dates: dates, ("final_dates",)),))
        assert building.build(archive.raw, archive.root / "dist").failures
    (archive.raw / "one more.txt").unlink()
    assert archive.build() == archive.first
    assert not archive.made


def test_a_fault_that_a_step_finds_is_looked_for_again(tmp_path: Path) -> None:
    store, rule = Store(tmp_path), "pages with missing or double lines"
    for _ in range(2):
        made = Run(store, STAGES, cache=StepCache(store))
        made.write("lines", pl.DataFrame([{"page_id": "a", "line_no": 1}], schema_of(table_class("lines"))))
        made.write("pages", pl.DataFrame([{"page_id": "a", "line_count": 2}], schema_of(table_class("pages"))))
        with made.named("check"):
            calls = [Call(call.reads, (rule,)) for call in made.batches("lines", "pages")]
            assert made.count(check_steps.breaches, calls) == 1
        assert made.cache is not None
        assert made.cache.recalled_count == 0


# steps


@step(reads=("named",), writes=("made",))
def peeping(batch: Batch) -> None:
    """Reads what it does not declare."""
    batch.put("made", batch.get("secret"))


@step(reads=("named",), writes=("made",))
def spilling(batch: Batch) -> None:
    """Writes what it does not declare."""
    batch.put("other", batch.get("named"))


@pytest.mark.parametrize("function", [peeping, spilling])
def test_a_step_that_uses_a_table_it_does_not_declare_is_refused(
    function: Callable[[Batch], None], tmp_path: Path
) -> None:
    store = Store(tmp_path)
    part = store.put(pl.DataFrame({"a": [1]}))
    with pytest.raises(UndeclaredTableError, match=r"secret|other"):
        run_step((store, function, Call({"named": [part], "secret": [part]})))


def test_a_step_depends_on_each_thing_it_is_called_with(tmp_path: Path) -> None:
    item = Dump("0" * 64, "a.txt", 5)
    same = [(tmp_path, [item]), (tmp_path / "elsewhere", [Dump("0" * 64, "a.txt", 5)])]
    other = [
        (tmp_path, []),
        (tmp_path, [item, item]),
        (tmp_path, [Dump("1" * 64, "a.txt", 5)]),
        (tmp_path, [Dump("0" * 64, "b.txt", 5)]),
        (tmp_path, [Dump("0" * 64, "a.txt", 5, url="u")]),
        (tmp_path, [Dump("0" * 64, "a.txt", 5, charset="u")]),
    ]
    result = [key_of("version", read, Call(args=args)) for args in [*same, *other]]
    assert result[0] == result[1]
    assert len(set(result)) == len(result) - 1
    assert key_of("another", read, Call(args=same[0])) != result[0]


@settings(max_examples=40)
@given(st.data())
def test_frames_that_differ_have_other_digests_and_equal_ones_have_not(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    rows = st.lists(st.tuples(st.none() | st.text(max_size=20), st.integers(0, 3)), max_size=4)
    ours, theirs = data.draw(rows), data.draw(rows)
    frames = [pl.DataFrame(item, schema={"a": pl.String, "b": pl.Int64}, orient="row") for item in (ours, theirs)]
    chunked = pl.concat([frames[0].head(2), frames[0].slice(2)], rechunk=False)
    first, second, again = (store.put(frame) for frame in [*frames, chunked])
    assert (first.digest == second.digest) == (ours == theirs)
    assert store.get(again).equals(frames[0])
    assert store.get(store.put(frames[0])).equals(frames[0])


def test_parts_of_a_pack_are_read_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    frames = [pl.DataFrame({"a": ["x" * n]}) for n in range(4)]
    parts = store.put_pack(frames)
    assert len(list((tmp_path / "objects").iterdir())) == 1
    assert [store.get(part).equals(frame) for part, frame in zip(parts, frames, strict=True)] == [True] * 4


def test_a_step_is_not_called_with_what_has_no_hash() -> None:
    with pytest.raises(TypeError, match="may not depend on set"):
        key_of("version", read, Call(args=({1},)))


# batches and slices


@given(st.sets(st.integers(0, 255), min_size=1, max_size=60), st.integers(1, 30), st.integers(0, 255))
def test_a_dump_more_changes_the_batch_it_lies_in_and_no_other(numbers: set[int], budget: int, more: int) -> None:
    def groups(numbers: set[int]) -> Iterator[tuple[str, ...]]:
        whole = sorted(Dump(f"{n:02x}{n:062x}", f"{n}", 1) for n in numbers)
        return (tuple(dump.sha256[:2] for dump in group) for group in find_files.batches(whole, budget))

    before, after = set(groups(numbers)), set(groups(numbers | {more}))
    gone = before - after
    assert len(gone) <= 1
    assert {item for group in after - before for item in group} == {item for group in gone for item in group} | {
        f"{more:02x}"
    } - {item for group in before & after for item in group}


@given(st.lists(st.integers(0, 16**4 - 1), max_size=40), st.sampled_from([1, 2, 8]), st.sampled_from([1, 4, 16]))
def test_slices_are_the_rows_of_their_partitions_in_order(numbers: list[int], count: int, times: int) -> None:
    ids = sorted(f"{n:04x}" for n in numbers)
    partitions = HashPartitions("id", count).partition(pl.DataFrame({"id": ids}, schema={"id": pl.String}))
    assert len(partitions) == count
    slices = [HashPartitions("id", count * times).partition(rows) for rows in partitions]
    result = [item[number * times + n] for number, item in enumerate(slices) for n in range(times)]
    assert pl.concat(result)["id"].to_list() == ids


# rows that the last run made


@step(reads=("counted",), writes=("used_template_lines",), by="stripped")
def counting(batch: Batch) -> None:
    """Says of each text how many rows the step was given."""
    rows = batch.get("counted")
    batch.put("used_template_lines", rows.with_columns(site=pl.lit(str(rows.height))))


@step(reads=("counted",), is_by_part=True)
def judging(batch: Batch) -> None:
    """Refuses nothing."""
    judged.append(len(list(batch.each("counted"))))


judged: list[int] = []


def test_of_a_batch_only_the_rows_that_changed_are_made_again(tmp_path: Path) -> None:
    def made(*texts: str) -> dict[str, str]:
        store = Store(tmp_path)  # a new run knows of no part that it is whole
        run = Run(store, STAGES, cache=StepCache(store))
        frame = pl.DataFrame({"site": ["s"] * len(texts), "stripped": texts})
        with run.named("stage"):
            run.do(counting, [Call({"counted": [store.put(frame)]})])
        run.clean()
        return {
            text: count
            for count, text in run.table("used_template_lines").read().select("site", "stripped").iter_rows()
        }

    assert made("a", "b", "c", "d") == dict.fromkeys("abcd", "4")
    assert made("a", "b", "d", "e") == {"a": "4", "b": "4", "d": "4", "e": "1"}, "c is gone, e is new"
    assert made("e", "x", "y", "z") == dict.fromkeys("exyz", "4"), "of more than half, all rows are made"
    for path in (tmp_path / "objects").iterdir():
        path.write_bytes(b"damaged")
    assert made("e", "x", "y") == dict.fromkeys("exy", "3")


def test_a_part_that_was_judged_is_not_judged_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    parts = [store.put(pl.DataFrame({"site": [str(number)], "text": ["a"]})) for number in range(4)]
    judged.clear()
    for some in (parts[:3], parts[:3], parts):
        run = Run(store, STAGES, cache=StepCache(store))
        with run.named("check"):
            assert run.count(judging, [Call({"counted": some})]) == 0
    assert judged == [3, 1]
