"""Values that a person corrects in a profile: published with evidence, and refused or reported where they fit nothing."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from clippings.project import ProjectError, Settings, additions, corrections
from clippings.project.sections import Paths
from clippings.publish.checks import provenance
from support.in_memory_stages import tables_of
from support.written_pages import Written, listing, prose

POSTS = [
    Written("Ferry to Ardmore is late", (prose(1), "By TAM ODE"), dt.date(2013, 5, 3), "Quayside"),
    Written("Quay is swept", (prose(3), prose(4)), dt.date(2013, 5, 2), "Quayside"),
]
PAGE = listing(POSTS)
Tables = Mapping[str, pl.DataFrame]


@pytest.fixture(scope="module")
def before() -> Tables:
    return tables_of({"a" * 16: PAGE})


def added(folder: Path, entries: str) -> additions.Additions:
    """A project whose profile of the site has these entries."""
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "sites" / "change.toml").write_text(f'name = "nejatngo_en"\n{entries}', "utf-8")
    return additions.of(Settings(paths=Paths(sites=str(folder / "sites"), authority="")))


def id_of(tables: Tables, title: str) -> str:
    return str(tables["articles"].row(by_predicate=pl.col("title") == title, named=True)["article_id"])


def test_corrected_values_are_published_with_the_correction_as_evidence(before: Tables, tmp_path: Path) -> None:
    first, second = (id_of(before, post.title) for post in POSTS)
    entries = (
        f'[[correct]]\narticle = "{first}"\ntitle = "Ferry is early"\ncategory = ""\nauthor = "Ada Quill"\n'
        f'[[correct]]\narticle = "{second}"\npublished_on = 2013-04-30\nauthor = "Olin Vest"\nreason = "The printed copy."\n'
    )
    with additions.using(added(tmp_path, entries)):
        tables = tables_of({"a" * 16: PAGE})
        assert tables["problems"].filter(pl.col("code") == "unmatched_correction").is_empty()
    values = tables["articles"].select("article_id", "title", "category", "author", "published_on")
    assert set(values.iter_rows()) == {
        (first, "Ferry is early", None, "Ada Quill", POSTS[0].day),
        (second, "Quay is swept", "Quayside", "Olin Vest", dt.date(2013, 4, 30)),
    }
    corrected = tables["evidence"].filter(pl.col("rule") == "correction")
    assert set(corrected.select("field", "value", "raw").iter_rows()) == {
        ("title", "Ferry is early", "Ferry to Ardmore is late"), ("author", "Ada Quill", "TAM ODE"),
        ("published_on", "2013-04-30", "May 2, 2013"), ("author", "Olin Vest", "Quay is swept"),
    }  # fmt: skip
    assert set(tables["article_authors"]["name"]) == {"Ada Quill", "Olin Vest"}
    assert provenance.unfounded_evidence(tables["evidence"], tables["lines"]).is_empty()
    assert provenance.values_without_evidence(tables["articles"], tables["evidence"]).is_empty()


def test_a_value_of_a_post_without_title_and_date_is_corrected_too(tmp_path: Path) -> None:
    page = "\n\n".join(f"{prose(n)[:-9]} ..." for n in range(4))
    bare = tables_of({"a" * 16: page})["articles"]["article_id"].to_list()
    with additions.using(added(tmp_path, f'[[correct]]\narticle = "{bare[0]}"\ntitle = "Found later"\n')):
        tables = tables_of({"a" * 16: page})
    assert tables["articles"]["title"].drop_nulls().to_list() == ["Found later"]
    assert provenance.unfounded_evidence(tables["evidence"], tables["lines"]).is_empty()


def test_a_correction_of_no_article_is_a_problem(tmp_path: Path) -> None:
    with additions.using(added(tmp_path, '[[correct]]\narticle = "0123456789abcdef"\ntitle = "A"\n')):
        problems = tables_of({"a" * 16: PAGE})["problems"]
    [row] = problems.filter(pl.col("code") == "unmatched_correction").to_dicts()
    assert row["path"] == "change.toml"
    assert "0123456789abcdef" in row["message"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('title = "A"', "needs the id of an article"),
        ('article = "0123456789abcdef"', "names no value"),
        ('article = "0123456789abcdef"\ntext = "A"', "unknown key `text`"),
        ('article = "0123456789abcdef"\npublished_on = "2013-04-30"', "must be a day without quotes"),
        ('article = "0123456789abcdef"\ntitle = 3', "must be a text"),
        ('article = "0123456789abcdef"\nauthor = "A; B"', "must be one name"),
        ('article = "0123456789abcdef"\ntitle = "A"\n[[correct]]\narticle = "0123456789abcdef"\ntitle = "B"', "twice"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_file(entry: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as refused:
        corrections.of(added(tmp_path, f"[[correct]]\n{entry}\n"))
    assert "change.toml" in str(refused.value)
    assert words in str(refused.value)


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="must be a list of tables"):
        corrections.of(added(tmp_path, "correct = 3\n"))
