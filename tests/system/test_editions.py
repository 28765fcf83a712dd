"""The text-free edition holds no run of six words of any title or text, is valid, and gives the other one back."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clippings.publish import atomic_swap, write_tables
from clippings.publish import validate as validating
from clippings.publish.text_free.word_runs import is_short, values_with_runs
from clippings.publish.validate import INVARIANTS, INVARIANTS_WITHOUT_TEXTS, validate
from clippings.schema.columns import ENTITY_ID
from clippings.schema.editions import ABSENT, RUN, TEXT_FREE, tables_of
from conftest import RAW, SAMPLES, Package
from support.commands import called, said
from support.damage import copy_of, edited, flipped
from support.written_pages import Written, listing, prose

WAYS: tuple[Callable[[str], list[str]], ...] = (str.split, re.compile(r"\w+").findall)
"""Two ways to tell words, neither that of the code."""


def stripped(package: Package, folder: Path) -> Package:
    result = called("strip", package.root, "--to", folder)
    assert result.exit_code == 0, result.output
    return Package(folder, package.outcome)


@pytest.fixture(scope="module")
def text_free(real: Package, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The text-free edition of the five real pages."""
    return stripped(real, tmp_path_factory.mktemp("real") / "text-free")


@pytest.fixture(scope="module")
def sampled_text_free(sampled: Package, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The text-free edition of the invented pages, which are in four languages."""
    return stripped(sampled, tmp_path_factory.mktemp("samples") / "text-free")


@pytest.fixture(params=["real", "sampled"])
def pair(request: pytest.FixtureRequest) -> tuple[Package, Package]:
    """A package with texts, and its text-free edition."""
    edition = {"real": "text_free", "sampled": "sampled_text_free"}[request.param]
    return request.getfixturevalue(request.param), request.getfixturevalue(edition)


def runs(text: str, words: Callable[[str], list[str]]) -> Iterator[tuple[str, ...]]:
    result = words(text.lower())
    return zip(*(result[n:] for n in range(RUN)), strict=False)


def copied(package: Package, words: Callable[[str], list[str]]) -> set[tuple[str, ...]]:
    """Every run of the titles and texts of a package."""
    articles = package.table("articles")
    texts = [text for column in ("title", "deck", "text") for text in articles[column].drop_nulls()]
    return {run for text in texts for run in runs(text, words)}


def is_name_or_address(name: str, column: str) -> bool:
    """Whether a column holds ids or addresses, each of which is one word."""
    definition = tables_of(TEXT_FREE)[name].columns()[column]
    return getattr(definition, "regex", None) == ENTITY_ID or column in ("url", "source_url")


def values(package: Package) -> Iterator[tuple[str, str, str]]:
    """Table, column and value of every text in the tables."""
    for name in tables_of(TEXT_FREE):
        for column in package.table(name).select(pl.col(pl.String)):
            for value in column.drop_nulls().unique():
                yield name, column.name, value


def test_no_file_holds_a_run_of_a_title_or_text(pair: tuple[Package, Package]) -> None:
    full, edition = pair
    held = copied(full, str.split)
    assert len(held) > 1_000
    for path, data in edition.files().items():
        if not path.endswith(".parquet"):  # its values are looked at below
            assert held.isdisjoint(runs(data.decode(), str.split)), path


@pytest.mark.parametrize("words", WAYS, ids=["split", "letters"])
def test_no_value_holds_a_run_of_a_title_or_text(
    pair: tuple[Package, Package], words: Callable[[str], list[str]]
) -> None:
    full, edition = pair
    held = copied(full, words)
    result = [
        (name, column, value)
        for name, column, value in values(edition)
        if not is_name_or_address(name, column) and not held.isdisjoint(runs(value, words))
    ]
    assert result == []


def test_a_run_would_be_found(pair: tuple[Package, Package]) -> None:
    """The tests above can fail."""
    full, _ = pair
    for words in WAYS:
        held = copied(full, words)
        holding = {(name, column) for name, column, value in values(full) if not held.isdisjoint(runs(value, words))}
        assert {("articles", "title"), ("evidence", "value"), ("recent_posts", "title")} & holding


def test_titles_of_articles_that_are_not_held_are_no_longer_than_others(text_free: Package) -> None:
    for name, column in (("recent_posts", "title"), ("appearances", "title_raw"), ("evidence", "value")):
        assert [v for v in text_free.table(name)[column].drop_nulls() if len(v.split()) >= RUN] == []


def test_the_edition_is_valid_and_says_what_it_is(pair: tuple[Package, Package]) -> None:
    edition = pair[1]
    assert list(validate(edition.root)) == []
    assert said(called("verify", edition.root))[0] == 0
    card = (edition.root / "README.md").read_text("utf-8")
    assert "## What this edition lacks" in card
    assert "`text`" not in card.partition("### articles")[2].partition("###")[0]


def test_all_but_the_copied_columns_is_as_it_was(pair: tuple[Package, Package]) -> None:
    full, edition = pair
    for name, table in tables_of(TEXT_FREE).items():
        ours, theirs = edition.table(name), full.table(name)
        assert set(theirs.columns) - set(ours.columns) == set(ABSENT.get(name, ()))
        key = table.primary_key()
        both = ours.join(theirs, on=key, how="left", suffix="_full", maintain_order="left")
        assert ours.height == both.height == theirs.height or name == "entity_names"
        for column in set(ours.columns) - set(key):
            assert (both[column].is_null() | (both[column] == both[f"{column}_full"])).all(), (name, column)


def test_short_titles_and_names_are_kept(real: Package, text_free: Package) -> None:
    titles = real.table("articles")["title"]
    short = [title for title in titles if all(len(words(title)) < RUN for words in WAYS)]
    assert short
    assert set(short) <= set(text_free.table("articles")["title"])
    assert text_free.table("mentions")["text"].null_count() < text_free.table("mentions").height / 50
    assert text_free.table("articles")["author"].equals(real.table("articles")["author"])


def test_invariants_without_texts_are_those_that_read_no_text(text_free: Package) -> None:
    assert 10 <= len(INVARIANTS_WITHOUT_TEXTS) < len(INVARIANTS)
    for breach, names in INVARIANTS_WITHOUT_TEXTS.values():
        assert breach(*(text_free.table(name) for name in names)).height == 0


def test_a_package_stripped_again_gives_the_same_bytes(real: Package, text_free: Package, tmp_path: Path) -> None:
    assert stripped(real, tmp_path / "again").files() == text_free.files()


def test_what_cannot_be_stripped_is_left_alone(real: Package, text_free: Package, tmp_path: Path) -> None:
    damaged = copy_of(real.root, tmp_path / "damaged")
    flipped(damaged / "data" / "articles.parquet")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("kept", "utf-8")
    for package, target, words in (
        (text_free.root, tmp_path / "new", "text-free already"),
        (damaged, tmp_path / "new", "not as it was published"),
        (real.root, tmp_path / "other", "did not write"),
        (real.root, damaged, "holds a package with texts"),
        (tmp_path / "nothing", tmp_path / "new", "holds no package"),
    ):
        status, output = said(called("strip", package, "--to", target))
        assert (status, words in output) == (2, True), output
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == ["damaged", "other"]


def test_a_package_that_a_build_replaces_meanwhile_is_neither_stripped_nor_packed(
    small: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, hash_errors = copy_of(small.root, tmp_path / "dist"), validating.hash_errors

    def replaced(root: Path) -> Iterator[str]:
        yield from hash_errors(root)
        with atomic_swap.workspace(root) as folder:
            atomic_swap.swap(copy_of(small.root, folder / "package"), root)

    monkeypatch.setattr(validating, "hash_errors", replaced)
    for command, name in (("strip", "text-free"), ("pack", "package.zip")):
        status, output = said(called(command, package, "--to", tmp_path / name))
        assert (status, "replaced by another package during the command. Run again." in output) == (2, True), output
        assert not (tmp_path / name).exists()


# restore


def test_the_edition_with_texts_is_restored_byte_for_byte(real: Package, text_free: Package, tmp_path: Path) -> None:
    result = called("restore", text_free.root, "--raw", RAW, "--to", tmp_path / "dist")
    assert result.exit_code == 0, result.output
    assert Package(tmp_path / "dist", real.outcome).files() == real.files()


def spoilt(page: Path) -> None:
    page.write_bytes(page.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(spoilt, "is not the page it was", id="changed"),
        pytest.param(Path.unlink, "is missing from", id="missing"),
        pytest.param(
            lambda page: (page.parent / "more.txt").write_text(listing([Written("A pier", (prose(1), prose(2)))])),
            "more.txt is a page that the published package does not have",
            id="added",
        ),
    ],
)
def test_other_pages_restore_nothing_and_are_named(
    text_free: Package, tmp_path: Path, change: Callable[[Path], object], words: str
) -> None:
    raw = Path(shutil.copytree(RAW, tmp_path / "raw"))
    change(sorted(raw.iterdir())[0])
    status, output = said(called("restore", text_free.root, "--raw", raw, "--to", tmp_path / "dist"))
    assert (status, words in output) == (1, True), output
    assert not (tmp_path / "dist").exists()


def test_the_same_pages_made_into_something_else_restore_nothing(
    sampled: Package, sampled_text_free: Package, tmp_path: Path
) -> None:
    """As when another version made the package: the files differ from the hashes that are listed."""
    from support.damage import sealed

    root = copy_of(sampled_text_free.root, tmp_path / "text-free")
    edited(root / "with-texts.sha256", lambda lines: ["0" * 64 + lines[0][64:], *lines[1:]])
    target = copy_of(sampled.root, tmp_path / "dist")
    status, output = said(called("restore", sealed(root), "--raw", SAMPLES, "--to", target))
    assert (status, "but 1 file made of them is not: README.md" in output) == (1, True), output
    assert Package(target, sampled.outcome).files() == sampled.files()


def test_a_folder_that_is_not_a_text_free_edition_restores_nothing(
    real: Package, text_free: Package, tmp_path: Path
) -> None:
    damaged = copy_of(text_free.root, tmp_path / "damaged")
    flipped(damaged / "data" / "pages.parquet")
    for package, raw in ((real.root, RAW), (damaged, RAW), (text_free.root, tmp_path / "nothing"), (tmp_path, RAW)):
        assert called("restore", package, "--raw", raw, "--to", tmp_path / "dist").exit_code == 2
    assert not (tmp_path / "dist").exists()


# runs of words

WORDS = st.lists(
    st.sampled_from(["Pier", "pier", "—", "a", "b's", "د", "x-y", "É", " ", "\n", "\u00a0"]), max_size=16
).map(" ".join)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_what_holds_a_run_of_a_text_is_found(names: list[str], texts: list[str]) -> None:
    result = values_with_runs(names, [pl.Series("text", texts, dtype=pl.String)])
    assert result <= set(names)
    for words in WAYS:
        held = {run for text in texts for run in runs(text, words)}
        assert {name for name in names if not held.isdisjoint(runs(name, words))} <= result


@given(WORDS)
def test_what_is_short_holds_no_run(text: str) -> None:
    kept = pl.DataFrame({"title": [text]}).select(is_short("title")).item()
    assert not (kept and any(len(words(text)) >= RUN for words in WAYS))


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("The harbour is open again", True),
        ("The harbour is open once again", False),
        ("Harbour—open—to—all—ships—again", False),
        ("", True),
        ("港" * 81, False),
    ],
)
def test_a_title_is_short_below_six_words(text: str, is_kept: bool) -> None:
    assert pl.DataFrame({"title": [text]}).select(is_short("title")).item() is is_kept


def test_a_file_that_was_just_hashed_is_held_against_its_crc32_or_not_read(
    small: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, path = copy_of(small.root, tmp_path / "dist"), "data/articles.csv"
    written = {name: write_tables.crc32_of(root / name) for name in small.files() if name != "checksums.sha256"}
    monkeypatch.setattr(validating, "file_facts", lambda *_: pytest.fail("hashed again"))
    assert list(validating.hash_errors(root, written)) == []
    flipped(root / path)
    assert [finding.split()[0] for finding in validating.hash_errors(root, written)] == [path]
    assert list(validating.hash_errors(root, {**written, path: None})) == []
