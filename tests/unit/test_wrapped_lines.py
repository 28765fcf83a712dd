"""Text dumps whose lines are wrapped: paragraphs are read over the ledger's lines, which stay as they are."""

import textwrap

import polars as pl
import pytest

from clippings.segment.fields.header_fields import in_their_lines
from support.in_memory_stages import tables_of

PARAGRAPHS = (
    "The keeper of the eastern lighthouse has written down every ship that passed since the spring of last year, and the "
    "harbour office wants to print the list before the winter begins.",
    "Nobody had asked for it. The keeper said that a clerk once told him how little the town knew about the ships that do not "
    "stop, and that he had a long desk and a good lamp.",
    "The first volume holds four thousand names. Some of them are in it nineteen times, and three of them only once, on the "
    "night of the storm.",
)


def page(width: int, indent: str = "") -> str:
    wrapped = [textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent) for text in PARAGRAPHS]
    return (
        "\n\n".join(["Keeper prints the names of four thousand ships\nBy Ada Quill\nMarch 14, 2012", *wrapped]) + "\n"
    )


def tables(text: str) -> dict[str, pl.DataFrame]:
    return tables_of({"0123456789abcdef": text})


@pytest.mark.parametrize("width", [50, 64, 72, 80, 96])
@pytest.mark.parametrize("indent", ["", "   "])
def test_wrapped_paragraphs_are_whole_whatever_their_width(width: int, indent: str) -> None:
    rows = tables(page(width, indent))
    article = rows["articles"].row(0, named=True)
    assert article["text"].split("\n\n") == list(PARAGRAPHS)
    assert article["deck"] is None
    assert article["title"] == "Keeper prints the names of four thousand ships"


def test_the_ledger_keeps_each_line_and_the_spans_name_them() -> None:
    text = page(64)
    rows = tables(text)
    assert "\n".join(rows["lines"].sort("line_no")["text"]) == text
    article = rows["articles"].row(0, named=True)
    lines = dict(rows["lines"].select("line_no", "text").iter_rows())
    spans = rows["text_spans"].sort("start")
    assert spans.height > len(PARAGRAPHS)
    for span in spans.iter_rows(named=True):
        assert (
            article["text"][span["start"] : span["end"]]
            == lines[span["line_no"]][span["line_start"] : span["line_end"]]
        )


HYPHENED = """\
Keeper prints the names of four thousand ships
March 14, 2012

The keeper of the eastern lighthouse has written down every steam-
ship that passed since the spring of last year, and the harbour of-
fice wants to print the list before the winter begins. In the twenty-
three houses of the quay nobody knew of it, and the keeper himself
said that he had only wanted to learn the names by heart.
"""


def test_a_hyphen_at_the_end_of_a_line_is_taken_back_and_recorded_unless_it_is_of_its_word() -> None:
    result = tables(HYPHENED)
    text = result["articles"]["text"][0]
    assert "every steamship that passed" in text
    assert "the harbour office wants" in text
    assert "twenty-three houses" in text
    assert result["removals"].select("kind", "raw").rows() == [("hyphen", "-"), ("hyphen", "-")]


def test_lines_that_are_not_paragraphs_are_not_joined() -> None:
    names = "\n".join(f"  * The ship number {n}" for n in range(1, 9))
    text = page(72) + "\n" + names + "\n"
    assert tables(text)["articles"]["text"][0].count("The ship number") in (0, 8)
    assert "number 1 * The" not in tables(text)["articles"]["text"][0]


BROWSER = """\
                              [1]The Tide Table

     * [2]News
     * [3]Boats

   [4]Keeper prints the names of four thousand ships

   Posted on March 14, 2012 by [5]Ada Quill

{first}

{second}

References

   Visible links
   1. http://tide.example/
   2. http://tide.example/news
   3. http://tide.example/boats
   4. http://tide.example/keeper.html
   5. http://tide.example/ada
   6. http://tide.example/ships
"""


def test_lines_above_a_byline_do_not_make_a_page_wrapped() -> None:
    answers = "".join(
        f"Re: The pitch of the whistle falls on steam\nby member{n} » Thu Feb {n}, 2021\n\n{text}\nmember{n}\n\n"
        for n, text in enumerate(PARAGRAPHS, 1)
    )
    texts = "\n".join(tables(answers)["articles"]["text"])
    assert all(text in texts for text in PARAGRAPHS)
    assert ". member" not in texts


def test_link_numbers_and_the_list_of_addresses_of_a_text_browser_are_not_text() -> None:
    first, second = (textwrap.indent(textwrap.fill(text, 66), "   ") for text in PARAGRAPHS[:2])
    result = tables(BROWSER.format(first=first.replace("every ship", "[6]every ship"), second=second))
    article = result["articles"].row(0, named=True)
    assert article["text"].split("\n\n") == list(PARAGRAPHS[:2])
    assert article["title"] == "Keeper prints the names of four thousand ships"
    assert article["author"] == "Ada Quill"
    assert article["url"] == "http://tide.example/keeper.html"
    assert ("link_number", "[6]") in result["removals"].select("kind", "raw").rows()


def test_titles_in_the_middle_of_a_screen_and_rules_are_not_as_wide_as_the_text() -> None:
    """`links -dump` sets headings into the middle, which are wider than the wrapped text below them."""
    wrapped = "\n\n".join(textwrap.fill(text, 70, initial_indent="   ", subsequent_indent="   ") for text in PARAGRAPHS)
    posts = "".join(
        f"{' ' * 24}{title}\n\n   March {day}, 2012\n\n{wrapped}\n\n   {'-' * 74}\n\n"
        for day, title in (
            (14, "Keeper prints the names of four thousand ships"),
            (12, "Pilots ask for a second buoy at the old quay"),
        )
    )
    rows = tables(f"{' ' * 34}Tide Review\n\n{posts}")
    assert {article["text"] for article in rows["articles"].to_dicts()} == {"\n\n".join(PARAGRAPHS)}


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Posted by [2]Ada Quill on March 14, 2012", "Ada Quill"),
        ("By [2]Ada Quill, [3]Tom Mast", "Ada Quill; Tom Mast"),
    ],
)
def test_evidence_around_the_numbers_of_links_is_the_characters_of_its_line(byline: str, author: str) -> None:
    paragraph = textwrap.fill(PARAGRAPHS[0], 76, initial_indent="   ", subsequent_indent="   ")
    addresses = "".join(f"   {number}. https://harbour.example/{number}\n" for number in range(1, 6))
    rows = tables(
        f"   [1]Harbour Post\n\n   Old pier closes after the storm\n\n   {byline}\n\n{paragraph}\n\n"
        f"   Filed under [4]Harbours, [5]Piers\n\nReferences\n\n{addresses}"
    )
    assert rows["articles"].select("title", "author", "category").rows() == [
        ("Old pier closes after the storm", author, "Harbours, Piers")
    ]
    evidence = rows["evidence"].join(rows["lines"], on=["page_id", "line_no"])
    characters = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    assert evidence.filter(characters != pl.col("raw")).is_empty()


def test_evidence_that_a_break_or_a_number_divides_is_the_whole_line() -> None:
    """A value without characters of its own, one whose place is that of another reading, and one of a line beyond the page's rows."""
    lines = ["   by [9]Ada Quill | Mar 14,", "   Posted in [9]Boats, [10]Piers"]
    rows = pl.DataFrame({"page": [0, 0], "line_no": [1, 2], "text": lines})
    posts = pl.DataFrame({"page": [0], "page_id": ["a"]})
    found = pl.DataFrame(
        [("a", 1, None, None), ("a", 1, 6, "Ada Quill"), ("a", 2, 13, "Boats, Piers"), ("a", 7, 4, "Piers")],
        schema={"page_id": pl.String, "line_no": pl.Int64, "start": pl.Int64, "raw": pl.String},
        orient="row",
    )
    assert in_their_lines(found, rows, posts).rows() == [
        ("a", 1, 3, "by [9]Ada Quill | Mar 14,"),
        ("a", 1, 9, "Ada Quill"),
        ("a", 2, 3, "Posted in [9]Boats, [10]Piers"),
        ("a", 7, 4, "Piers"),
    ]


def test_the_list_of_addresses_is_left_out_of_posts_whatever_links_lead_to() -> None:
    """A list with scripts, and links whose text begins with a space, as lynx writes them."""
    paragraphs = "\n\n".join(
        textwrap.fill(text, 76, initial_indent="   ", subsequent_indent="   ") for text in PARAGRAPHS
    )
    menu = "".join(f"     * [{number}] {name}\n" for number, name in enumerate(("Home", "Boats", "Piers", "Ropes"), 1))
    addresses = "".join(
        f"{number:4}. {'javascript:void(0)' if number % 3 == 0 else f'https://harbour.example/{number}'}\n"
        for number in range(1, 41)
    )
    rows = tables(
        f"{menu}\n   Keeper prints the names\n\n   By Ada Quill\n\n   March 14, 2012\n\n{paragraphs}\n\nReferences\n\n{addresses}"
    )
    (article,) = rows["articles"].to_dicts()
    assert (article["title"], article["text"].split("\n\n")) == ("Keeper prints the names", list(PARAGRAPHS))
    listed = rows["lines"].filter(pl.col("text").str.contains(r"^ *\d+\. "))
    assert listed.height == 40
    assert set(listed["role"]) == {"footer"}


def test_notes_in_brackets_stay_in_a_text_without_a_list_of_addresses() -> None:
    text = "\n\n".join(
        f"{paragraph} So the lists [{n}] and [{n + 3}] show." for n, paragraph in enumerate(PARAGRAPHS, 1)
    )
    rows = tables(f"Keeper prints the names of four thousand ships\nBy Ada Quill\nMarch 14, 2012\n\n{text}\n")
    assert rows["articles"]["text"].to_list() == [text]
