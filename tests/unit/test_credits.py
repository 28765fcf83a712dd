"""Who a post is credited to: each form of credit line, what is refused, and the way back to the characters."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.enrich.credits import of_posts, read, unmatched_problems
from clippings.enrich.credits import outlets as authority
from clippings.enrich.credits.credit_model import Line, Post
from clippings.enrich.credits.person_names import is_person, normal_case
from clippings.schema.enums import ROLES
from conftest import GOLD, Package
from support import score_invented
from support.in_memory_stages import tables_of
from support.written_pages import Written, listing, prose

CASES: list[dict[str, Any]] = yaml.safe_load((GOLD / "credit_lines.yaml").read_text("utf-8"))
FIELDS = (
    "author", "contributor", "source_name", "source_url", "source_published_on", "dateline_place", "dateline_on", "translator",
)  # fmt: skip
TITLES = [case.get("title", f"Harbour notice number {number}") for number, case in enumerate(CASES)]


def written(number: int) -> Written:
    """The post of a case."""
    case = CASES[number]
    lines = (prose(number * 7 + place) if line == "…" else str(line) for place, line in enumerate(case["lines"]))
    return Written(TITLES[number], tuple(lines), case.get("day", dt.date(2015, 3, 4)), case.get("category", "Harbour"))


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """The tables of one listing that holds the posts of all cases."""
    return tables_of({"0123456789abcdef": listing([written(number) for number in range(len(CASES))])})


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{n}-{CASES[n]['lines'][-1][:30]}")
def test_a_post_is_credited_to_whom_its_lines_name_and_to_nobody_else(
    tables: dict[str, pl.DataFrame], number: int
) -> None:
    article = tables["articles"].row(by_predicate=pl.col("title") == TITLES[number], named=True)
    wanted = {field: CASES[number].get(field) for field in FIELDS}
    assert {field: article[field] for field in FIELDS} == wanted


def test_the_rows_of_people_are_the_names_of_the_articles_in_their_order(tables: dict[str, pl.DataFrame]) -> None:
    rows, articles = tables["article_authors"], tables["articles"]
    assert (
        rows.group_by("article_id")
        .agg(pl.col("position").sort() == pl.int_range(1, pl.len() + 1))
        .select(pl.col("position").list.all().all())
        .item()
    )
    for role in ("author", "contributor", "translator"):
        named = rows.filter(pl.col("role") == role).sort("article_id", "position")
        joined = named.group_by("article_id", maintain_order=True).agg(names=pl.col("name").str.join("; "))
        wanted = articles.filter(pl.col(role).is_not_null()).select("article_id", names=role).sort("article_id")
        assert joined.rows() == wanted.rows()
    places = rows.join(tables["evidence"], on=["article_id", "page_id", "line_no", "start"], how="left")
    assert (places["name"] == places["value"]).all()


def test_every_rule_is_met_twice_by_the_invented_posts(tables: dict[str, pl.DataFrame]) -> None:
    fired = (
        tables["evidence"].group_by("rule").len().filter(~pl.col("rule").str.contains(r"^(title|category|date|deck)\."))
    )
    once = fired.filter(pl.col("len") < 2)["rule"].to_list()
    assert not once
    assert fired.height > 25


def test_what_a_credit_was_read_from_is_the_characters_of_its_line(real: Package) -> None:
    result = real.table("evidence").join(
        real.table("lines").select("page_id", "line_no", line="text"), on=["page_id", "line_no"], how="left"
    )
    raw = pl.col("line").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    assert result.filter(raw != pl.col("raw")).is_empty()
    capitals = result.filter((pl.col("field") == "author") & (pl.col("raw") != pl.col("value")))
    assert capitals.height
    assert (capitals["raw"].str.to_uppercase() == capitals["raw"]).all()


def test_dates_no_calendar_has_and_dates_after_the_post_are_refused_and_reported() -> None:
    lines = pl.DataFrame(
        {"page_id": ["p", "p"], "line_no": [1, 2], "role": ["source_date", "source"], "appearance_id": ["p-001", "p-001"],
         "text": ["February 30, 2015", "Quay Gazette – April 30, 2015"]},
    )  # fmt: skip
    result = of_posts(*_posts_and(lines))
    assert result.evidence["field"].to_list() == ["source_name"]
    assert [(problem.code, problem.line_no) for problem in result.problems] == [
        ("impossible_date", 1),
        ("future_date", 2),
    ]


def test_outlets_that_are_not_known_are_listed_once_with_their_first_place() -> None:
    texts = ["Source: Quay Gazette", "Source: Reuters", "Source: Quay Gazette"]
    lines = pl.DataFrame(
        {"page_id": ["p"] * 3, "line_no": [3, 4, 5], "role": ["source"] * 3, "appearance_id": ["p-001"] * 3, "text": texts},
    )  # fmt: skip
    (problem,) = unmatched_problems(of_posts(*_posts_and(lines)).unmatched)
    assert (problem.code, problem.line_no) == ("unmatched_outlet", 3)
    assert "“Quay Gazette” is credited in 2 posts" in problem.message


def _posts_and(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    day = dt.date(2015, 3, 4)
    posts = pl.DataFrame(
        {"appearance_id": ["p-001"], "page_id": ["p"], "path": ["p.txt"], "published_on": [day], "category": ["Harbour"],
         "language": ["en"]},
    )  # fmt: skip
    names = ("author_lines", "credit_lines", "organisation_lines", "marked_lines")
    posts = posts.with_columns(pl.lit(None, pl.List(pl.Int64)).alias(name) for name in names)
    nothing = pl.DataFrame(schema={"page_id": pl.String, "line_no": pl.Int64, "start": pl.Int64, "end": pl.Int64})
    return posts, lines, nothing


BYLINES: dict[str, list[str]] = yaml.safe_load((GOLD / "byline_lines.yaml").read_text("utf-8"))


BYLINES |= score_invented.bylines()


@pytest.mark.parametrize("text", BYLINES)
def test_a_byline_names_its_persons_and_nobody_else(text: str) -> None:
    result = [item for item in read(Post([Line(1, "byline", text)])) if item.field == "author"]
    assert [item.value for item in result if item.rule not in WRITTEN] == BYLINES[text]


WRITTEN = {"author.organisation": "organisation", "author.unclear": "unclear"}


@pytest.mark.parametrize(
    ("role", "text", "name", "kind"),
    [
        ("declared_credit", "Harbour Desk", "Harbour Desk", "organisation"),
        ("declared_credit", "Quay Gazette and AFP", "Quay Gazette and AFP", "organisation"),
        ("declared_credit", "By quayside82", "quayside82", "unclear"),
        ("declared_credit", "The Pier Team | May 3, 2019", "The Pier Team", "organisation"),
        ("byline", "By the Harbour Desk", "the Harbour Desk", "organisation"),
        ("byline", "Posted by quayside82 on May 3, 2019", "quayside82", "unclear"),
        ("declared_credit", "Thread starter quayside82", "quayside82", "unclear"),
        ("declared_credit", "Former Member", None, None),
        ("declared_credit", "Posts: 116", None, None),
        ("declared_credit", "admin", None, None),
        ("declared_credit", "https://example.org/authors/7", None, None),
        ("byline", "Harbour notes", None, None),
    ],
)
def test_a_text_without_a_person_is_credited_as_the_page_writes_it(
    role: str, text: str, name: str | None, kind: str | None
) -> None:
    result = [item for item in read(Post([Line(1, role, text)])) if item.field == "author"]
    assert [(item.value, WRITTEN[item.rule]) for item in result] == ([(name, kind)] if name else [])


def test_a_person_on_the_page_goes_before_an_outlet_in_the_head() -> None:
    lines = [Line(1, "declared_credit", "Quay Gazette"), Line(4, "byline", "By Adam Example")]
    assert [item.value for item in read(Post(lines)) if item.field == "author"] == ["Adam Example"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("ADAM EXAMPLE", "Adam Example"), ("EVE O’SAMPLE-SPECIMEN", "Eve O’Sample-Specimen"), ("J. R. EXAMPLE", "J. R. Example"),
        ("ADAM MCEXAMPLE III", "Adam McExample III"), ("Eve al-Sample", "Eve al-Sample"), ("eve", "eve"),
        ("NOKKEN/TORREY", "Nokken/Torrey"), ("Washington, DC", "Washington, DC"),
    ],
)  # fmt: skip
def test_names_in_capitals_are_published_in_normal_case(raw: str, name: str) -> None:
    assert normal_case(raw) == name


@pytest.mark.parametrize(
    "name", ["Adam Example", "Eve van der Sample", "J. R. Example Jr.", "Abu Eve al-Sample", "ÉVE SAMPLE"]
)
def test_a_name_is_taken_for_a_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["Example", "the Example", "Staff Writer", "Adam Example 3", "Ministry of Examples", "adam example", ""]
)
def test_other_words_are_not_taken_for_a_person(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("AFP", "Agence France-Presse"), ("the associated press", "The Associated Press"), ("Agence France-Press", "Agence France-Presse"),
        ("Associated Pres", "The Associated Press"), ("Press T.V.", "Press TV"),
    ],
)  # fmt: skip
def test_an_outlet_has_one_name_whatever_it_is_called(asked: str, name: str) -> None:
    result = authority.load().by_name(asked)
    assert result is not None
    assert result.name == name


def test_a_short_name_with_a_wrong_letter_is_another_name() -> None:
    assert authority.load().by_name("Reutars") is None


@pytest.mark.parametrize("address", ["http://www.presstv.com/a", "presstv.com", "https://edition.presstv.com/x?y"])
def test_an_outlet_is_known_by_its_domain(address: str) -> None:
    result = authority.load().by_address(address)
    assert result is not None
    assert result.name == "Press TV"


def test_an_authority_file_that_gives_one_name_to_two_outlets_is_refused() -> None:
    entries = [
        {"id": "a", "name": "Quay Wire", "kind": "agency"},
        {"id": "b", "name": "B", "kind": "agency", "aliases": ["quay wire"]},
    ]
    with pytest.raises(authority.OutletsError, match="quay wire"):
        authority.Outlets(entries)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.text(max_size=80) | st.sampled_from(
        [line for case in CASES for line in case["lines"]])), max_size=6),
    st.none() | st.dates(),
)  # fmt: skip
@settings(max_examples=300)
def test_any_lines_give_values_that_are_their_characters(rows: list[tuple[str, str]], day: dt.date | None) -> None:
    lines = [Line(number, role, text, number) for number, (role, text) in enumerate(rows, 1)]
    for item in read(Post(lines, day, "Harbour")):
        text = lines[item.line_no - 1].text
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip()


def test_who_edited_and_who_took_the_photographs() -> None:
    line = Line(1, "byline", "By Adam Example. Edited by Eve Sample. Photographs by Otto Muster")
    result = [(item.field, item.value) for item in read(Post([line])) if item.rule not in WRITTEN]
    assert result == [("author", "Adam Example"), ("editor", "Eve Sample"), ("photographer", "Otto Muster")]


@pytest.mark.parametrize("role", ["Harbour Vice-President", "Boat Therapists", "Harbour CTO"])
def test_a_profession_after_a_name_is_not_of_it(role: str) -> None:
    line = Line(1, "byline", f"By Adam Example, {role}")
    result = [(item.field, item.value) for item in read(Post([line])) if item.rule not in WRITTEN]
    assert result == [("author", "Adam Example")]
