"""Releases: versions that never change, what changed between them, and `latest` that is never a mixture."""

import datetime as dt
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import validate as frictionless_validate
from hypothesis import given
from hypothesis import strategies as st

from clippings.distribute.releases import delta_files, row_bounds
from clippings.distribute.releases import release as releasing
from clippings.distribute.releases.delta_files import rows_of
from clippings.distribute.releases.release import CannotReleaseError, release
from clippings.distribute.releases.release_store import FolderReleases
from clippings.orchestration import run_build as building
from clippings.publish import atomic_swap
from clippings.publish.validate import validate
from clippings.schema import TABLES
from clippings.schema.frames import frame_from_rows, sort_by_primary_key
from conftest import ROOT, TABLE_NAMES, Package
from support.commands import called
from support.damage import flipped
from support.killed_steps import steps_of
from support.written_pages import Written, listing, prose

DAYS = [dt.date(2026, 11, 24), dt.date(2026, 11, 25), dt.date(2026, 12, 1)]
POSTS = [Written(f"Pier {n} is open", (prose(n), prose(n + 9)), day=dt.date(2015, 3, 20 - n)) for n in range(5)]

RELEASING = """
import datetime as dt, sys
from itertools import pairwise
from pathlib import Path
from clippings.distribute.releases import release as releasing
from clippings.distribute.releases.release_store import FolderReleases
releasing.validate = lambda root: ()
first, count = int(sys.argv[1]), int(sys.argv[2])
to, *packages = map(Path, sys.argv[3:])
print("begun", flush=True)
for n in range(first, first + count):
    releasing.release(packages[n % 2], FolderReleases(to), dt.date(2026, 1, 1) + dt.timedelta(n), {})
"""
"""Releases two packages in turn, a day each. They were judged before."""

LAST_RELEASE = """
import datetime as dt
from pathlib import Path
from clippings.distribute.releases import release as releasing
from clippings.distribute.releases.release_store import FolderReleases
releasing.validate = lambda root: ()
releasing._check_withheld = lambda *_: None
def work(to, package):
    releasing.release(Path(package), FolderReleases(Path(to)), dt.date(2026, 12, 31), {})
"""
"""Releases a package without the checks of its content."""


@dataclass(frozen=True)
class Released:
    """Three packages and the folder of their releases."""

    packages: list[Package]
    root: Path

    def versions(self) -> list[dict[str, Any]]:
        """The index's entries, oldest first."""
        return list(reversed(json.loads((self.root / "index.json").read_text("utf-8"))["versions"]))


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Four articles; then one more, one gone, one with another category; then one of them withdrawn."""
    folder = tmp_path_factory.mktemp("releases")
    changed = [replace(POSTS[0], category="Ferries"), *POSTS[1:3], POSTS[4]]
    packages = []
    for number, posts in enumerate([POSTS[:4], changed, changed]):
        raw, out, withdrawn = folder / str(number) / "raw", folder / f"package{number}", folder / f"{number}.toml"
        raw.mkdir(parents=True)
        (raw / "page.txt").write_text(listing(posts), "utf-8")
        entry = ""
        if number == 2:
            article_id = article_of(packages[1].root, POSTS[1])
            entry = f'[[withdrawn]]\narticle_id = "{article_id}"\nreason = "asked for"\non = 2026-11-30\n'
        withdrawn.write_text(entry, "utf-8")
        packages.append(Package(out, building.build(raw, out, withdrawn)))
    for package, day in zip(packages, DAYS, strict=True):
        outcome = release(package.root, FolderReleases(folder / "releases"), day, {})
        assert outcome.is_new
        assert outcome.failures == []
    return Released(packages, folder / "releases")


def article_of(package: Path, post: Written) -> str:
    articles = pl.read_parquet(package / "data" / "articles.parquet")
    return str(articles.filter(pl.col("title") == post.title)["article_id"].item())


def copied(released: Released, tmp_path: Path) -> Path:
    """The releases, to be changed."""
    return Path(shutil.copytree(released.root, tmp_path / "releases"))


def whole(root: Path) -> str | None:
    """Read what `latest` names, and all the index lists: every file has the hash and size that the index gives.

    The name of the latest version; None before the first.
    """
    try:
        latest = (root / "latest").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    versions = {entry["version"]: entry for entry in json.loads((root / "index.json").read_bytes())["versions"]}
    assert latest in versions
    for version, entry in versions.items():
        for file in entry["files"]:
            content = (root / version / file["path"]).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"]), file["path"]
    return latest


def litter(root: Path) -> list[str]:
    """What should not lie in a folder of releases."""
    known = {"index.json", "CHANGELOG.md", "latest", ".lock"}
    return [path.name for path in root.iterdir() if path.name not in known and not (path / "release.json").is_file()]


# three releases


def test_each_release_is_its_package_byte_for_byte_and_valid(released: Released) -> None:
    for package, entry in zip(released.packages, released.versions(), strict=True):
        copy = Package(released.root / entry["version"] / "package", package.outcome)
        assert copy.files() == package.files()
    assert list(validate(copy.root)) == []


def test_a_version_is_named_by_day_and_content(released: Released) -> None:
    for day, package, entry in zip(DAYS, released.packages, released.versions(), strict=True):
        content = hashlib.sha256((package.root / "checksums.sha256").read_bytes()).hexdigest()
        assert entry["version"] == f"{day:%Y.%m.%d}-{content[:8]}"


def test_the_index_knows_hashes_rows_and_inputs_of_each_version(released: Released) -> None:
    assert whole(released.root) == released.versions()[-1]["version"]
    for number, (package, entry) in enumerate(zip(released.packages, released.versions(), strict=True)):
        assert entry["rows"] == {name: package.table(name).height for name in TABLE_NAMES}
        pages = sorted(package.table("pages")["sha256"])
        assert entry["inputs"] == {"pages": 1, "sha256": hashlib.sha256("\n".join(pages).encode()).hexdigest()}
        assert entry["previous"] == (released.versions()[number - 1]["version"] if number else None)
        files = {
            path.relative_to(released.root / entry["version"])
            for path in (released.root / entry["version"]).rglob("*.*")
        }
        assert {str(path) for path in files} == {file["path"] for file in entry["files"]} | {"release.json"}


def test_articles_added_changed_removed_and_withdrawn_are_counted_with_the_reason(released: Released) -> None:
    second, third = (entry["articles"] for entry in released.versions()[1:])
    assert second == {
        "added": 1, "changed": 3, "removed": 1, "withdrawn": 0, "merged": 0,
        "columns": {"first_page_id": 3, "category": 1},
    }  # fmt: skip
    assert third == {"added": 0, "changed": 0, "removed": 0, "withdrawn": 1, "merged": 0, "columns": {}}
    message = (released.root / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", message, re.MULTILINE) == [e["version"] for e in reversed(released.versions())]
    assert "| added | 1 | new in this version; pages: 1 added, 1 removed |" in message
    assert "| changed | 3 | `first_page_id` of 3, `category` of 1 |" in message
    assert "| removed | 1 | 1 no longer on any page |" in message
    assert "| withdrawn | 1 | on the withdrawal list" in message


def applied(name: str, old: pl.LazyFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the table after the change: `old` without removed rows, with added and changed rows."""
    kept = (
        delta_files._plain(name, old)
        .collect()
        .join(rows.select(TABLES[name].primary_key()), on=TABLES[name].primary_key(), how="anti")
    )
    came = rows.filter(pl.col("change") != "removed").drop("change")
    return sort_by_primary_key(TABLES[name], pl.concat([kept, came]))


def test_the_old_rows_and_the_delta_are_the_new_rows(released: Released) -> None:
    versions = [released.root / entry["version"] for entry in released.versions()]
    for old, new in pairwise(versions):
        for name in TABLE_NAMES:
            rows = pl.read_parquet(new / "delta" / f"{name}.parquet")
            result = applied(name, rows_of(old / "package", name), rows)
            assert result.write_csv().encode() == (new / "package" / "data" / f"{name}.csv").read_bytes()
            assert rows.write_csv().encode() == (new / "delta" / f"{name}.csv").read_bytes()


def test_frictionless_finds_nothing_wrong_with_a_delta(released: Released) -> None:
    first, *others = (released.root / entry["version"] for entry in released.versions())
    assert not (first / "delta").exists()
    for version in others:
        report = frictionless_validate(str(version / "delta" / "datapackage.json"))
        assert report.valid, report.flatten(["name", "message"])


def test_what_was_withdrawn_is_in_no_file_of_the_release_but_as_an_id(released: Released) -> None:
    version = released.root / released.versions()[-1]["version"]
    texts = [path.read_text("utf-8") for path in version.rglob("*.csv")]
    texts += [str(pl.read_parquet(path).rows()) for path in version.rglob("*.parquet")]
    assert [text for text in texts if POSTS[1].title in text or POSTS[1].paragraphs[0][:30] in text] == []
    rows = pl.read_parquet(version / "delta" / "articles.parquet")
    assert rows.select("change", "article_id").rows() == [("removed", article_of(released.packages[1].root, POSTS[1]))]


# what is released and what is not


def test_a_package_that_has_not_changed_makes_no_version(released: Released, tmp_path: Path) -> None:
    root = copied(released, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.name != ".lock"}
    outcome = release(released.packages[2].root, FolderReleases(root), dt.date(2027, 1, 1), {})
    assert not outcome.is_new
    assert outcome.record == released.versions()[-1]
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.name != ".lock"}
    assert {path for path in after if after[path] != before.get(path)} <= {root}


def test_a_content_that_comes_back_on_the_same_day_is_a_version_of_its_own(released: Released, tmp_path: Path) -> None:
    root, day = tmp_path / "releases", DAYS[0]
    names = []
    for number in (0, 1, 0):
        outcome = release(released.packages[number].root, FolderReleases(root), day, {})
        assert outcome.record is not None
        names.append(outcome.record["version"])
    assert names[2] == f"{names[0]}.2"
    assert whole(root) == names[2]


def run(*args: object) -> tuple[int, str]:
    result = called("release", *args)
    return result.exit_code, result.output


def test_a_package_that_is_not_valid_is_not_released(released: Released, tmp_path: Path) -> None:
    root = copied(released, tmp_path)
    package = Path(shutil.copytree(released.packages[0].root, tmp_path / "package"))
    flipped(package / "data" / "articles.parquet")
    status, output = run(package, "--to", root, "--on", "2027-01-01")
    assert status == 1
    assert "not fit: data/articles.parquet is not the file that was published" in output
    assert whole(root) == released.versions()[-1]["version"]
    assert litter(root) == []


def test_too_few_rows_stop_a_release_and_too_many_warn(released: Released, tmp_path: Path) -> None:
    root, counts, package = tmp_path / "releases", tmp_path / "expected.toml", released.packages[0].root
    counts.write_text("[articles]\nmin = 5\n[pages]\nmin = 1\nmax = 0\n", "utf-8")
    status, output = run(package, "--to", root, "--on", "2026-11-24", "--expected", counts)
    assert status == 1
    assert "not fit: articles: 4 rows, at least 5 are expected." in output
    assert whole(root) is None
    counts.write_text("[articles]\nmin = 4\nmax = 4\n[pages]\nmin = 1\nmax = 0\n", "utf-8")
    status, output = run(package, "--to", root, "--on", "2026-11-24", "--expected", counts)
    assert status == 0
    assert "warning: pages: 1 rows, no more than 0 are expected." in output
    assert "articles: 4 added, 0 changed, 0 removed, 0 withdrawn" in output
    assert whole(root) is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[boats]\nmin = 1\n", "unknown table boats"),
        ("[pages]\nleast = 1\n", "min and max"),
        ("[pages]\nmin = true\n", "min and max"),
        ("pages = 3\n", "min and max"),
        ("[", "cannot be read"),
    ],
)
def test_expected_counts_that_cannot_be_understood_are_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "expected.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(row_bounds.ExpectedCountsError, match=said):
        row_bounds.load(path)


def test_a_day_before_the_newest_release_is_refused(released: Released, tmp_path: Path) -> None:
    status, output = run(released.packages[0].root, "--to", copied(released, tmp_path), "--on", "2026-11-24")
    assert status == 2
    assert "2026-11-24 is before it" in output


def test_nothing_is_compared_with_a_release_that_was_damaged(released: Released, tmp_path: Path) -> None:
    root = copied(released, tmp_path)
    flipped(root / released.versions()[-1]["version"] / "package" / "data" / "lines.csv")
    with pytest.raises(CannotReleaseError, match=r"data/lines\.csv was changed or lost"):
        release(released.packages[0].root, FolderReleases(root), dt.date(2027, 1, 1), {})


@pytest.mark.parametrize("times", [1, 99], ids=["once", "always"])
def test_a_package_that_a_build_replaces_while_it_is_copied_is_not_mixed_with_the_next(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    first, other = (package.root for package in released.packages[:2])
    out, root, copy, copies = tmp_path / "dist", tmp_path / "releases", shutil.copyfile, list[Path]()
    shutil.copytree(first, out)

    def copyfile(source: Path, target: Path) -> None:
        copies.append(source)
        if len(copies) % 9 == 3 and len(copies) // 9 < times:
            with atomic_swap.workspace(out) as folder:
                atomic_swap.swap(Path(shutil.copytree(other, folder / "package", copy_function=copy)), out)
        copy(source, target)

    monkeypatch.setattr(releasing.shutil, "copyfile", copyfile)
    if times == 1:
        made = release(out, FolderReleases(root), DAYS[0], {}).record
        assert made is not None
        assert Package(root / made["version"] / "package", released.packages[1].outcome).files() == (
            released.packages[1].files()
        )
    else:
        with pytest.raises(CannotReleaseError, match="was replaced 5 times while it was copied"):
            release(out, FolderReleases(root), DAYS[0], {})
        assert litter(root) == []


def test_a_folder_without_a_package_is_refused(tmp_path: Path) -> None:
    status, output = run(tmp_path, "--to", tmp_path / "releases")
    assert status == 2
    assert "holds no package" in output


def test_a_version_is_never_replaced(tmp_path: Path) -> None:
    store = FolderReleases(tmp_path)
    with store.exclusive(), store.staging() as staged, pytest.raises(FileExistsError, match="never replaced"):
        (tmp_path / "2026.11.24-1a2b3c4d").mkdir()
        store.rename(staged, "2026.11.24-1a2b3c4d")


def test_a_version_that_is_taken_away_leaves_the_index(released: Released, tmp_path: Path) -> None:
    root = copied(released, tmp_path)
    shutil.rmtree(root / released.versions()[0]["version"])
    release(released.packages[2].root, FolderReleases(root), DAYS[2], {})
    index = json.loads((root / "index.json").read_text("utf-8"))
    assert [entry["number"] for entry in index["versions"]] == [3, 2]


# deltas of any rows

keys = st.tuples(st.sampled_from("ab"), st.integers(1, 4))
tables = st.dictionaries(keys, st.tuples(st.sampled_from(["", "x", "y,\n"]), st.sampled_from(["body", "title"])))


@given(tables, tables)
def test_old_rows_and_delta_are_the_new_rows_whatever_they_are(
    old: dict[tuple[str, int], tuple[str, str]], new: dict[tuple[str, int], tuple[str, str]]
) -> None:
    before, after = (
        sort_by_primary_key(
            TABLES["lines"],
            frame_from_rows(
                TABLES["lines"],
                [{"page_id": p, "line_no": n, "text": text, "role": role} for (p, n), (text, role) in rows.items()],
            ),
        )
        for rows in (old, new)
    )
    result = delta_files.compare("lines", before.lazy(), after.lazy())
    assert applied("lines", before.lazy(), result.rows).equals(after)
    changed = [key for key in old.keys() & new.keys() if old[key] != new[key]]
    assert result.counts() == {
        "added": len(new.keys() - old.keys()), "changed": len(changed), "removed": len(old.keys() - new.keys())
    }  # fmt: skip
    assert result.columns.get("text", 0) == sum(old[key][0] != new[key][0] for key in changed)


def test_a_column_or_a_table_the_old_package_had_not_yet_comes_with_the_delta(released: Released) -> None:
    new = rows_of(released.packages[0].root, "articles")
    for old in (new.drop("language"), new.clear()):
        result = delta_files.compare("articles", old, new)
        assert applied("articles", old, result.rows).equals(new.collect())


# readers and killed releases


def started(first: int, count: int, root: Path, released: Released) -> subprocess.Popen[str]:
    packages = [package.root for package in released.packages[:2]]
    command = [sys.executable, "-c", RELEASING, str(first), str(count), str(root), *map(str, packages)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def test_who_reads_latest_while_releases_are_made_reads_one_version_whole(released: Released, tmp_path: Path) -> None:
    root, seen = tmp_path / "releases", Counter[str | None]()
    process = started(0, 4, root, released)
    while process.poll() is None:
        seen[whole(root)] += 1
    assert process.communicate() == ("", "")
    assert process.returncode == 0
    seen[whole(root)] += 1
    assert len(seen.keys() - {None}) > 2


def test_a_reader_finds_out_a_mixture(released: Released, tmp_path: Path) -> None:
    """The reader above can fail."""
    root = copied(released, tmp_path)
    newest, older = (released.versions()[n]["version"] for n in (-1, -2))
    shutil.copy(root / older / "package" / "data" / "articles.csv", root / newest / "package" / "data" / "articles.csv")
    with pytest.raises(AssertionError, match=r"data/articles\.csv"):
        whole(root)


def test_a_release_killed_before_any_of_its_last_steps_is_there_or_not_and_the_next_one_announces_it(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "validate", lambda root: ())  # judged above
    package, chance = released.packages[0].root, random.Random(2026)
    before = released.versions()[-1]["version"]
    [steps] = steps_of(LAST_RELEASE, [(copied(released, tmp_path / "alive"), package, -1)])
    assert steps is not None

    def announced(root: Path) -> tuple[bool, bool]:
        latest = whole(root)
        is_there = len(list(root.glob("*/release.json"))) == len(released.versions()) + 1
        assert latest == before or is_there
        outcome = release(
            released.packages[2].root if not is_there else package, FolderReleases(root), dt.date(2027, 1, 1), {}
        )
        assert not outcome.is_new
        assert outcome.record is not None
        assert whole(root) == outcome.record["version"]
        assert litter(root) == []
        return is_there, latest != before

    chosen = [*range(steps - 12, steps), *chance.sample(range(steps - 12), 4)]
    roots = [copied(released, tmp_path / str(last)) for last in chosen]
    jobs = [(root, package, last) for root, last in zip(roots, chosen, strict=True)]
    assert steps_of(LAST_RELEASE, jobs) == [None] * len(chosen)
    states = Counter(map(announced, roots))
    assert states.keys() >= {(False, False), (True, False)}, "not yet there, and there but not yet the latest"
