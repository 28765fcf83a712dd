"""Text pages written in Markdown: the marks are not part of titles, names and texts; the ledger keeps them."""

import pytest

import clippings
from clippings.segment.unwrapping.markdown_marks import marks

PAGE = """\
  * [Home](/)
  * [News](/news)

# [Ferry crew finds message in a bottle](https://orm.example/bottle)

By [Ines Barlow](/authors/ines-barlow)

_Published 3 June 2019_

The crew of the morning ferry found a bottle with a letter from 1958 on
Tuesday, [the harbour
office](https://orm.example/harbour) said at noon, and nobody knows how it came there.

The letter was written by a boy of nine who asked for a **postcard**. He is
seventy now, and lives two streets from the quay with a dog and a parrot.

![The bottle on the quay](/img/bottle.jpg)

"I had given up all hope of a postcard," he said, and put the letter back into its bottle.

[Share on Facebook](#) [Tweet](#)
"""


def test_the_marks_are_cut_out_and_the_title_s_link_is_the_address() -> None:
    (article,) = clippings.extract(PAGE)
    assert (article.title, article.author) == ("Ferry crew finds message in a bottle", "Ines Barlow")
    assert (str(article.published_on), article.url) == ("2019-06-03", "https://orm.example/bottle")
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0].startswith("The crew of the morning ferry")
    assert "on Tuesday, the harbour office said" in paragraphs[0]
    assert paragraphs[1].startswith("The letter was written by a boy of nine who asked for a postcard. He is seventy")
    assert not any(mark in article.text for mark in ("](", "**", "bottle.jpg", "Tweet"))


def test_the_ledger_keeps_the_marks_and_the_evidence_names_the_characters() -> None:
    tables = clippings.tables(PAGE)
    assert "\n".join(tables["lines"].sort("line_no")["text"]) == PAGE
    text_of = dict(tables["lines"].select("line_no", "text").iter_rows())
    for line_no, start, end, raw in tables["evidence"].select("line_no", "start", "end", "raw").iter_rows():
        assert text_of[line_no][start:end] == raw


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("## What happens next ##", "What happens next"),
        ('See [the map](/map "Map") and [the list][2].', "See the map and the list."),
        (
            "It is *very* late, __really__, 2 * 3 * 4, snake_case_name.",
            "It is very late, really, 2 * 3 * 4, snake_case_name.",
        ),
        (r"1\. A number \[sic\]", "1. A number [sic]"),
        ("A [note] in brackets (here)", "A [note] in brackets (here)"),
    ],
)
def test_each_mark_is_read_as_a_reader_sees_it(line: str, shown: str) -> None:
    texts = [line, "# One", "[two](/2)", "[2]: /list"]
    assert marks(texts).without(0, line) == shown


def test_images_and_definitions_are_not_text_and_few_signs_are_none() -> None:
    texts = ["![A pier](/pier.jpg)", "# One", "A line", "[2]: https://orm.example/list", "See [it][2]"]
    assert marks(texts).outside == {0, 3}
    assert marks(["# One hashtag", "and *stars*"]).spans == {}


def test_links_around_pictures_over_several_lines_and_with_wrapped_addresses_are_read() -> None:
    texts = [
        "[![A pier at dusk](/pier.jpg)",
        "### Pier opens",
        "",
        'After ten years | more](/pier "Pier',
        'opens")',
        "[ Boats",
        "](https://orm.example/boats?from=header-",
        "link)",
        "[1](/page/1) [2](/page/2) [3](/page/3)",
    ]
    found = marks(texts)
    shown = [found.without(at, text).strip() for at, text in enumerate(texts)]
    assert shown == ["", "Pier opens", "", "After ten years | more", "", "Boats", "", "", "1 2 3"]
    assert found.links == {0: "/pier", 5: "https://orm.example/boats?from=header-link", 8: "/page/1"}


@pytest.mark.parametrize("heading", ["# {}", "{}\n====="])
def test_the_one_heading_of_the_first_level_is_the_title(heading: str) -> None:
    """Below it are a standfirst and a caption, which look like titles; above it a slogan."""
    title, rest = "Ferry crew finds message in a bottle", PAGE.split("\n\n", 2)[2]
    menu = "The harbour in one letter a day\n\n  * [Home](/)\n  * [News](/news)"
    page = f"{menu}\n\n{heading.format(title)}\n\nBoy of 1958 wants a postcard\n\n{rest}"
    (article,) = clippings.extract(page)
    assert article.title == title
    assert marks(page.split("\n")).top_headings == [page.split("\n").index(heading.format(title).split("\n")[0])]
