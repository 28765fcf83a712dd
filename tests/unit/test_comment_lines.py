"""Comments and member names on a page of one post are not its text."""

import numpy as np
import polars as pl
import pytest

from clippings.enrich.credits.marked_names import marked_names, names_person
from clippings.ingest.formats import html, mail
from clippings.segment.cutter.comment_lines import above_comments, first_comment, without_members
from clippings.segment.listed_posts import listed
from clippings.segment.unwrapping.printed_pages import is_print
from support.in_memory_stages import tables_of

TEXT = "The council counted the sheds of the lane and found twenty-three, of which nine have windows."
COMMENT = "Ours is the green one; my grandfather mixed the paint in a bucket."


@pytest.mark.parametrize(
    "heading", ["2 thoughts on “An inventory”", "3 Comments on Sheds", "3 Comments", "Comments (3)", "Leave a Reply", "Kommentare"]
)  # fmt: skip
def test_text_below_a_heading_of_comments_is_not_of_the_post(heading: str) -> None:
    heads = [TEXT, TEXT, TEXT, heading, "Pim says:", COMMENT]
    assert above_comments(heads, [0, 1, 2, 5], is_article=True) == [0, 1, 2]


def test_comments_with_days_below_their_heading_are_not_posts() -> None:
    texts = (TEXT, f"{TEXT} Nobody asked for it.", f"{TEXT} It has eleven piles.")
    comments = [
        f"Lark says the barn number {n} was old\n\nMarch {n + 5}, 2015\n\n{text}" for n, text in enumerate(texts)
    ]
    page = "\n\n".join(
        ["A barn burns", "By Ada Quill", "March 4, 2015", *texts, texts[0], "2 thoughts on “A barn burns”", *comments]
    )
    assert tables_of({"page": page})["appearances"].height == 1


@pytest.mark.parametrize(
    "form", ["Comment by {} — 17.07, 2015 @ 13:0{}", "{1}. {0} | 17.07.2015 13:04", "{} 17 July 2015, 9:4{} am"]
)
@pytest.mark.parametrize("heading", ["3 Comments »", "Comments (3)", "Discussion"])
def test_long_comments_below_their_heading_are_not_of_the_post(heading: str, form: str) -> None:
    comments = [
        line for n, name in enumerate(("Pim", "Orla M", "Lark")) for line in (form.format(name, n), TEXT, TEXT, TEXT)
    ]
    heads = ["An inventory of sheds", TEXT, TEXT, TEXT, "Comments (3)", heading, *comments]
    likely = np.array([[0, 0, 250 * (head == TEXT), 0, 0] for head in heads], np.uint8)
    assert first_comment(heads, [False] * len(heads), likely) == 5


def test_days_of_an_article_open_no_comments() -> None:
    heads = ["Comments (3)", TEXT, TEXT, TEXT, "17 July, 13:04", TEXT, TEXT, "18 July, 14:05", TEXT]
    likely = np.array([[0, 0, 250 * (head == TEXT), 0, 0] for head in heads], np.uint8)
    assert first_comment(heads, [False] * len(heads), likely) is None


def test_a_link_to_the_comments_above_most_of_the_text_does_not_end_it() -> None:
    heads = [TEXT, "3 Comments", TEXT, TEXT]
    assert above_comments(heads, [0, 2, 3], is_article=True) == [0, 2, 3]


def test_a_link_below_each_answer_ends_no_text() -> None:
    heads = [TEXT, TEXT, TEXT, TEXT, "Add a comment", COMMENT, "Add a comment", COMMENT]
    assert above_comments(heads, [0, 1, 2, 3, 5, 7], is_article=True) == [0, 1, 2, 3, 5, 7]


def test_a_heading_without_a_number_ends_no_thread() -> None:
    heads = [TEXT, TEXT, TEXT, "Discussion", COMMENT]
    assert above_comments(heads, [0, 1, 2, 4], is_article=False) == [0, 1, 2, 4]


def test_names_and_numbers_of_members_are_not_text() -> None:
    heads = ["brasshat", "Posts: 212", "Joined: Mar 4, 2012", TEXT, "Orla M said:", COMMENT, "brasshat", "Thanks"]
    assert without_members(heads, list(range(8))) == [3, 5, 7]


@pytest.mark.parametrize("line", ["Town Hall | 14 August 2019", "Village Hall", "Orm Library | 3 May 2020"])
def test_a_place_beside_a_day_is_not_an_author(line: str) -> None:
    assert not names_person(line)


@pytest.mark.parametrize("line", ["記者・浜野さより", "記者：浜野さより", "記者／浜野さより"])
def test_a_mark_between_label_and_name_is_of_neither(line: str) -> None:
    assert [line[start:end] for _, start, end in marked_names([line])] == ["浜野さより"]


@pytest.mark.parametrize("label", ["By", "Por", "Von"])
def test_a_byline_beside_a_town_and_a_time_is_a_line_of_its_own(label: str) -> None:
    markup = f"<div><span>{label} Ada Quill</span><span>Orm</span><time>18 Nov 2021</time></div>"
    assert next((block.text, block.hint) for block in html.blocks(markup)) == (f"{label} Ada Quill", "byline")


def test_headings_and_months_of_a_sidebar_are_not_posts() -> None:
    names = {"recent_heading": "Recent posts", "recent_title": "What the frost left"}
    roles = [
        *names.items(),
        ("recent_title", "March 2014"),
        ("recent_title", "Categories"),
        ("recent_title", "Weather"),
    ]
    ledger = pl.DataFrame(
        [("0" * 16, "unknown", nth, role, text) for nth, (role, text) in enumerate(roles, 1)],
        schema=["page_id", "site", "line_no", "role", "stripped"],
        orient="row",
    )
    assert listed(ledger)["title"].to_list() == ["What the frost left"]


@pytest.mark.parametrize("line", ["12 December 2017 | Ellen Stray", "Dec 12, 2017 | Ellen Stray"])
def test_a_person_beside_the_day_is_the_author_and_no_category(line: str) -> None:
    page = f"Farmers count owls again\n{line}\n\n{TEXT}\n\nADVERTISEMENT\n\n{COMMENT} Nobody counted it.\n\n{TEXT}\n"
    [article] = tables_of({"0123456789abcdef": page})["articles"].to_dicts()
    assert (article["author"], article["category"]) == ("Ellen Stray", None)
    assert "ADVERTISEMENT" not in article["text"]


def test_a_menu_with_bars_is_not_the_title() -> None:
    page = f"Start | Politik | Wirtschaft | Kultur\n\nCouncil counts the sheds\n\n{TEXT}\n\n{TEXT} It was raining.\n"
    [article] = tables_of({"0123456789abcdef": page})["articles"].to_dicts()
    assert article["title"] == "Council counts the sheds"


@pytest.mark.parametrize(
    "head",
    [
        "Quay Post - Ferry late      Page 1 of 1",
        "https://quay.example/ferry   03/10/2016 14:22",
        "https://quay.example/a 2016-10-03, 2:22 PM",
    ],
)
def test_the_head_of_a_print_is_not_text(head: str) -> None:
    assert is_print(head)


def test_a_message_copied_from_a_mail_program_is_mail() -> None:
    fields = [
        "From: Quay Letter <q@quay.example>",
        "Date: Fri, 9 Mar 2012 08:15:00 +0100",
        "Subject: Cranes",
        "To: r@quay.example",
    ]
    assert mail.begins("\n".join(fields) + "\n\nDear readers,\n")
    assert not mail.begins("\n".join(fields[:3]) + "\n\nDear readers,\n")
