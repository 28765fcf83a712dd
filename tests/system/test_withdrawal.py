"""What is withdrawn is in no file of the package, and the rest of the package is what it was."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from clippings.dedupe.withdrawal_list import WithdrawnListError, decisions, load
from clippings.orchestration import run_build as building
from clippings.publish import validate
from conftest import Package
from support import page_formats
from support.commands import called
from support.damage import sealed
from support.written_pages import Written, excerpts, listing, prose

SHARED = f"The harbour board said on Monday that {prose(77)}"
POSTS = [
    Written(
        f"What the harbour board of pier {n} decided",
        (f"{SHARED} {prose(n)}", prose(n + 40), "By Adam Example"),
        day=dt.date(2015, 3, 20 - n),
        captions=(f"The crane of pier number {n} at dawn",),
    )
    for n in range(4)
]
GONE = POSTS[1]
NOT_HELD = "0123456789abcdef"


def listed(path: Path, *article_ids: str) -> Path:
    """A list of withdrawn articles."""
    entry = '[[withdrawn]]\narticle_id = "{}"\nreason = "asked for by its author"\non = 2026-11-24\n'
    path.write_text("\n".join(entry.format(article_id) for article_id in article_ids), "utf-8")
    return path


def without(raw: Path, out: Path, *article_ids: str) -> Package:
    """The package of `raw` without these articles; it is valid."""
    outcome = building.build(raw, out, listed(out.with_suffix(".toml"), *article_ids))
    assert outcome.failures == []
    assert list(validate.validate(out)) == []
    return Package(out, outcome)


def archive(folder: Path) -> Path:
    """The posts in every form, each alone too, and a sidebar that lists them."""
    folder.mkdir()
    recent = "\n".join(f"  • {post.title}\n\n    {post.day:%B} {post.day.day}, {post.day.year}" for post in POSTS)
    foot = f"Newer Posts\nOlder Posts\n\nRecent Posts\n\n{recent}\n  • Facebook\n"
    (folder / "text.txt").write_text(listing(POSTS, foot=foot), "utf-8")
    (folder / "excerpts.txt").write_text(excerpts(POSTS), "utf-8")
    (folder / "listing.html").write_bytes(page_formats.as_html(POSTS))
    (folder / "alone.html").write_bytes(page_formats.as_single_html(GONE))
    (folder / "feed.xml").write_bytes(page_formats.as_rss(POSTS))
    (folder / "posts.json").write_bytes(page_formats.as_wordpress(POSTS))
    return folder


def article_of(package: Package, post: Written) -> str:
    """The id of the one article that is `post`."""
    (result,) = package.table("articles").filter(pl.col("title") == post.title)["article_id"]
    return str(result)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package]:
    """Everything, and everything without the second post."""
    folder = tmp_path_factory.mktemp("withdrawn")
    raw = archive(folder / "raw")
    whole = Package(folder / "whole", building.build(raw, folder / "whole"))
    return whole, without(raw, folder / "less", article_of(whole, GONE), NOT_HELD)


def own_words(post: Written, others: Sequence[Written]) -> list[str]:
    """The title and caption of a post, and the runs of five of its words that no other post has."""
    elsewhere = " ".join(" ".join(other.paragraphs) for other in others)
    split = [paragraph.split() for paragraph in post.paragraphs[:2]]
    runs = (" ".join(words[n : n + 5]) for words in split for n in range(len(words) - 4))
    return [post.title, *post.captions, *(run for run in runs if run not in elsewhere)]


def test_no_file_holds_a_word_of_it(packages: tuple[Package, Package]) -> None:
    own = own_words(GONE, [post for post in POSTS if post is not GONE])
    whole, less = packages
    assert len(own) > 50
    for package, expected in ((whole, True), (less, False)):
        texts = [row for name in ("articles", "lines") for row in package.table(name)["text"]]
        texts += [content.decode() for path, content in package.files().items() if not path.endswith(".parquet")]
        everything = "\n".join(texts)
        assert {wording in everything for wording in own} == {expected}


def test_the_id_is_kept_with_the_reason_and_is_nowhere_else(packages: tuple[Package, Package]) -> None:
    whole, less = packages
    article_id = article_of(whole, GONE)
    withdrawals = less.table("withdrawals")
    ids = whole.table("appearances").filter(pl.col("article_id") == article_id)["own_article_id"]
    assert set(withdrawals["article_id"]) == {article_id, *ids, NOT_HELD}
    assert set(withdrawals["reason"]) == {"asked for by its author"}
    csv = {path: content for path, content in less.files().items() if path.endswith(".csv")}
    assert [path for path, content in csv.items() if article_id.encode() in content] == ["data/withdrawals.csv"]


def test_the_other_articles_are_what_they_were(packages: tuple[Package, Package]) -> None:
    whole, less = packages
    article_id = article_of(whole, GONE)
    for name in ("articles", "evidence", "text_spans", "dates", "mentions"):
        kept = whole.table(name).filter(pl.col("article_id") != article_id)
        assert less.table(name).equals(kept)


def test_the_ledger_keeps_its_rows_and_the_lines_of_others_their_text(packages: tuple[Package, Package]) -> None:
    whole, less = (package.table("lines") for package in packages)
    place = ["page_id", "line_no"]
    assert less.select(place).equals(whole.select(place))
    hidden = less["role"].cast(pl.String) == "withdrawn"
    assert less.filter(~hidden).equals(whole.filter(~hidden))
    assert set(less.filter(hidden)["text"]) == {""}
    owners = packages[1].table("appearances")["appearance_id"]
    assert whole.filter(hidden & whole["appearance_id"].is_in(owners.implode())).height == 0


def test_passages_are_those_of_the_articles_that_are_left(packages: tuple[Package, Package]) -> None:
    counts = [set(package.table("passages")["article_count"]) for package in packages]
    assert [max(count) for count in counts] == [4, 3]


def test_sidebars_no_longer_list_it(packages: tuple[Package, Package]) -> None:
    whole, less = (package.table("recent_posts") for package in packages)
    assert less.equals(whole.filter(pl.col("title") != GONE.title))
    assert less.height < whole.height


def test_an_id_from_before_a_merge_withdraws_the_article_it_became(tmp_path: Path) -> None:
    """It is the only one there is: a package of no article is a package."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "excerpts.txt").write_text(excerpts([GONE]), "utf-8")
    before = article_of(Package(tmp_path / "first", building.build(raw, tmp_path / "first")), GONE)
    (raw / "full.txt").write_text(listing([GONE]), "utf-8")
    after = without(raw, tmp_path / "then", before)
    assert after.table("articles").height == 0
    assert after.table("withdrawals").height == 2
    assert before in set(after.table("withdrawals")["article_id"])


def test_explain_says_that_an_article_was_withdrawn(packages: tuple[Package, Package]) -> None:
    whole, less = packages
    result = called("explain", article_of(whole, GONE), "--out", less.root)
    assert result.exit_code == 2
    assert "is not published: asked for by its author (2026-11-24)" in result.output


def test_a_package_that_publishes_what_was_withdrawn_is_not_valid(
    packages: tuple[Package, Package], tmp_path: Path
) -> None:
    root = tmp_path / "dist"
    for path, content in packages[1].files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    lines, withdrawals = (pl.read_parquet(root / "data" / f"{name}.parquet") for name in ("lines", "withdrawals"))
    is_hidden = pl.col("role").cast(pl.String) == "withdrawn"
    lines = lines.with_columns(text=pl.when(is_hidden).then(pl.lit("a word of it")).otherwise("text"))
    kept = pl.read_parquet(root / "data" / "articles.parquet")["article_id"][0]
    withdrawals = withdrawals.with_columns(article_id=pl.lit(kept)).head(1)
    for name, frame in (("lines", lines), ("withdrawals", withdrawals)):
        frame.write_parquet(root / "data" / f"{name}.parquet")
        frame.write_csv(root / "data" / f"{name}.csv")
    message = "\n".join(validate.validate(sealed(root)))
    assert "what was withdrawn is not published: 1 breaches" in message
    assert "withdrawn lines have no text" in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[withdrawn]]\narticle_id = 1\n", "needs article_id .16 digits., reason and on"),
        ('[[withdrawn]]\narticle_id = "0123456789abcdef"\nreason = " "\non = 2026-11-24\n', "needs article_id"),
        ('[[withdrawn]]\narticle_id = "0123456789abcdef"\nreason = "r"\non = "2026"\n', "is not a day"),
        ('[[withdrawal]]\narticle_id = "0123456789abcdef"\n', "only"),
        ("[[", "cannot be read"),
        ('[[withdrawn]]\narticle_id = "0123456789abcdef\\n"\nreason = "r"\non = 2026-11-24\n', "needs article_id"),
        ('[[withdrawn]]\narticle_id = ["0123456789abcdef"]\nreason = "r"\non = 2026-11-24\n', "needs article_id"),
        ('[[withdrawn]]\narticle_id = "0123456789abcdef"\nreason = {a = 1}\non = 2026-11-24\n', "needs article_id"),
        (
            '[[withdrawn]]\narticle_id = "' + "x" * 99_999 + '"\nreason = "\\u001b"\non = 2026-11-24\n',
            "needs article_id",
        ),
        ("withdrawn = [1, 2]\n", "needs article_id"),
        ("withdrawn = 1\n", "may have only"),
        ("[quotations]\nhide = []\n", "only `keep` and `remove`"),
        ('quotations = ["0123456789abcdef"]\n', "only `keep` and `remove`"),
        ('[quotations]\nkeep = ["../../etc"]\n', "only `keep` and `remove`"),
        ('[quotations]\nkeep = ["0123456789abcdef"]\nremove = ["0123456789abcdef"]\n', "Decide on one"),
        ("#" * 10_000_001, "larger than"),
    ],
    ids=lambda value: value[:40],
)
def test_a_list_that_cannot_be_understood_stops_the_build(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(WithdrawnListError, match=said) as refused:
        load(path)
        decisions(path)
    assert len(str(refused.value)) < 500
    assert "\x1b" not in str(refused.value)


def test_a_list_is_read_with_a_mark_of_its_encoding_and_without_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_bytes(
        b'\xef\xbb\xbf[[withdrawn]]\narticle_id = "0123456789abcdef"\nreason = "a\\u001bb\\nc"\non = 2026-11-24\n'
    )
    assert load(path)["reason"].to_list() == ["a\u241bb c"]


def test_a_list_that_is_named_and_missing_stops_the_build(tmp_path: Path) -> None:
    result = called("build", "--out", tmp_path / "dist", "--withdrawn", tmp_path / "nowhere.toml")
    assert result.exit_code == 2
    assert "nowhere.toml does not exist" in result.output
    assert not (tmp_path / "dist").exists()
