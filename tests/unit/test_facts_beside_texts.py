"""Days, names, buttons and notes beside posts, in text dumps, HTML, feeds and mail: each is read as what it is, and left out of the text."""

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clippings.enrich.credits.marked_names import marked_names
from clippings.segment.cutter.labels import LABEL_COUNT, TEXT
from clippings.segment.cutter.text_lines import continued
from clippings.segment.cutter.trees import CERTAIN
from support.in_memory_stages import tables_of_files

PIER = (
    "Forty volunteers spent the weekend lifting the last twelve timbers of the old pier, which fell in the storm of 2003.",
    "The timbers will dry in a barn until the autumn, and half of them will be used in a new landing stage.",
    "The rest are too soft, and will be given to a school for the roof of its boat shed.",
)
FERRY = (
    "The night ferry between the two islands will sail again from May, four years after it was withdrawn for want of people.",
    "The council will pay a third of the fuel, and in return the ship must carry post and six ambulances a week.",
    "Bookings open on Monday, and the first sailing arrives before the fish market opens.",
)
BELL = (
    "A bronze bell that warned ships off the rocks for a century has been found in a field, where it was a trough.",
    "Nobody knows how it came there, and the farmer says that her grandfather always called it the fog pot.",
    "The museum will clean it and hang it in the hall, and the cattle will get a new trough made of steel.",
)
TITLES = ("Volunteers raise the old pier", "Night ferry returns to the islands", "Fog bell found in a field")
TEXTS = (PIER, FERRY, BELL)


def plain(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraphs)


def marked(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def articles(folder: Path, page: str, name: str = "page.txt") -> list[dict[str, Any]]:
    """The articles of one page, in the order of TITLES."""
    (folder / name).write_text(page, "utf-8")
    rows = tables_of_files(folder)["articles"].to_dicts()
    order = {title.lower(): at for at, title in enumerate(TITLES)}
    return sorted(rows, key=lambda row: order.get((row["title"] or "").lower(), len(TITLES)))


def article(folder: Path, page: str, name: str = "page.html") -> dict[str, Any]:
    (row,) = articles(folder, page, name)
    return row


def html_page(head: str, foot: str = "", title: str = "") -> str:
    return (
        f'<html lang="en"><head><title>{title or f"{TITLES[0]} | Quay Post"}</title></head><body><div>Quay Post</div>'
        f"{head}<div>{marked(PIER)}</div>{foot}</body></html>"
    )


@pytest.mark.parametrize("byline", ["Posted by Ilse Marn", "Author: Ilse Marn"])
def test_a_byline_below_each_text_signs_the_posts_of_a_dated_list(tmp_path: Path, byline: str) -> None:
    posts = [f"{day} May 2012\n{TITLES[at]}\n{plain(TEXTS[at])}\n{byline}" for at, day in enumerate((14, 9, 2))]
    rows = articles(tmp_path, "Quay Post\nNews\n\n" + "\n\n".join(posts) + "\n\n© Quay Post\n")
    assert [(row["title"], row["author"], row["text"]) for row in rows] == [
        (title, "Ilse Marn", plain(text)) for title, text in zip(TITLES, TEXTS, strict=True)
    ]


def test_the_month_behind_a_label_at_the_top_gives_days_their_year(tmp_path: Path) -> None:
    posts = [f"June {day}\n{TITLES[at]}\n{plain(TEXTS[at])}" for at, day in enumerate((14, 9, 2))]
    rows = articles(tmp_path, "Quay Post\nArchive: June 2012\n\n" + "\n\n".join(posts) + "\n\n© Quay Post\n")
    assert [str(row["published_on"]) for row in rows] == ["2012-06-14", "2012-06-09", "2012-06-02"]


LIST = "   [1]Quay Post\n\n   [2]Front page | [3]Weather | [4]Tides | [5]Contact\n\n   Wednesday 6 March 2013\n"


def test_signed_days_below_wrapped_excerpts_date_and_sign_them(tmp_path: Path) -> None:
    entries = [
        f"  [{6 + at}]{title}\n\n{textwrap.indent(textwrap.fill(text[0], 69), '   ')}{more}\n\n   {5 - at} March 2013, by Ada Quill\n"
        for at, (title, text, more) in enumerate(
            zip(TITLES, TEXTS, (" [9]Read more »", "\n   [10]Read more »", " [11]Read more »"), strict=True)
        )
    ]
    rows = articles(tmp_path, "\n".join((LIST, *entries, "   [12]Older stories\n\n   (c) Quay Post\n")))
    assert [(row["title"], str(row["published_on"]), row["author"], row["text"]) for row in rows] == [
        (title, f"2013-03-0{5 - at}", "Ada Quill", text[0])
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    ]


def test_the_day_of_an_issue_dates_the_stories_between_its_rules(tmp_path: Path) -> None:
    rule = "-" * 60
    stories = "".join(f"{rule}\n\n{title}\n\n{plain(text)}\n\n" for title, text in zip(TITLES, TEXTS, strict=True))
    rows = articles(tmp_path, f"HARBOUR LETTER\nIssue 212, 9 May 2014\n\n{stories}{rule}\nYou asked for this letter.\n")
    assert [(row["title"], str(row["published_on"])) for row in rows] == [(title, "2014-05-09") for title in TITLES]


def test_a_running_head_with_gaps_does_not_hide_how_wide_a_text_is(tmp_path: Path) -> None:
    head = "QUAY MAGAZINE                      {}                     AUTUMN 2013"
    lines = (
        "Forty volunteers spent the weekend lifting the\nlast twelve timbers of the old pier of the town,\n"
        "which fell in the storm of 2003 and has lain\nin the mud ever since.\n\n"
        "The harbour trust hopes to use half of them in a\nnew landing stage. The rest are too soft, and will\n"
        "be given to a school for its boat shed."
    )
    row = article(
        tmp_path, f"{head.format(14)}\n\n{TITLES[0].upper()}\n\nBy Ada Quill\n\n{lines}\n\n{head.format(15)}\n", "a.txt"
    )
    assert (row["title"], row["text"].count("\n\n")) == (TITLES[0].upper(), 1)


@pytest.mark.parametrize(
    "note",
    [
        "Image caption The pier before the storm",
        "Légende image, La jetée avant la tempête",
        "Follow us on Facebook and on Telegram",
    ],
)
def test_labelled_captions_and_calls_to_follow_are_no_text(tmp_path: Path, note: str) -> None:
    middle = (
        plain(PIER[:2]) + f"\n\n{note}\n\n{PIER[2]}"
        if "aption" in note or "ende" in note
        else f"{plain(PIER)}\n\n{note}"
    )
    row = article(
        tmp_path, f"Quay Post\n\n{TITLES[0]}\n\nBy Ada Quill\n4 June 2017\n\n{middle}\n\nMore on this story\n", "a.txt"
    )
    assert row["text"] == plain(PIER)


def test_text_goes_on_below_a_line_that_leads_to_another_article() -> None:
    heads = [PIER[0], "Lire aussi : Three piers for sale", PIER[2]]
    likely = np.zeros((3, LABEL_COUNT), np.uint8)
    likely[:, TEXT] = (CERTAIN, 0, CERTAIN // 10)
    assert continued(heads, likely, [0]) == [0, 2]
    assert continued([heads[0], "Three piers for sale", heads[2]], likely, [0]) == [0]


def test_an_account_keeps_its_number() -> None:
    line = "by gannet77 » Mon Mar 04, 2013 9:12 pm"
    assert [line[start:end] for _, start, end in marked_names([line])] == ["gannet77"]


@pytest.mark.parametrize(
    ("facts", "author", "day"),
    [
        ("<p>Thursday, January 20, 2022</p>{}<p>Ada Quill &nbsp;|&nbsp; 18/01/2022 at 16:40</p>", "Ada Quill", "2022-01-18"),
        ("{}<p>Ada Quill — Published: 1 July 2017, 07:00 — Last updated: 2 July 2017, 12:30</p>", "Ada Quill", "2017-07-01"),
        (
            "{}<p>By Ada Quill, Staff writer</p><p>UPDATED: Sept. 18, 2013 at 10:12 a.m. | PUBLISHED: Sept. 17, 2013 at 6:00 a.m.</p>",
            "Ada Quill",
            "2013-09-17",
        ),
        (
            "{}<h2>What a pier needs besides water</h2><div><a>Enys Pollard</a><button>Follow</button></div>"
            "<div><span>4 min read</span> · <span>Aug 11, 2019</span></div>",
            "Enys Pollard",
            "2019-08-11",
        ),
    ],
)  # fmt: skip
def test_the_author_and_the_day_between_title_and_text_are_the_posts(
    tmp_path: Path, facts: str, author: str, day: str
) -> None:
    row = article(tmp_path, html_page(facts.format(f"<h1>{TITLES[0]}</h1>")))
    assert (row["author"], str(row["published_on"]), row["text"]) == (author, day, plain(PIER))


def test_a_korean_label_without_a_colon_names_the_reporter(tmp_path: Path) -> None:
    texts = (
        "흰모래읍과 북포구를 잇는 밤 여객선이 다음 달부터 다시 운항한다. 승객이 적어 끊긴 지 4년 만이다.",
        "읍은 연료비의 3분의 1을 부담한다. 대신 배는 우편물을 나르고 구급차 자리 여섯 곳을 비워 둔다.",
    )
    head = "<h3>밤 여객선 4년 만에 다시 뜬다</h3><ul><li>기자명 한바다 기자</li><li>입력 2015.04.09 10:30</li></ul>"
    page = f'<html lang="ko"><head><title>포구신문</title></head><body>{head}<div>{marked(texts)}</div></body></html>'
    row = article(tmp_path, page)
    assert (row["author"], row["text"]) == ("한바다", plain(texts))


def test_a_page_that_is_named_after_its_site_has_its_first_level_heading_as_title(tmp_path: Path) -> None:
    page = html_page(
        f"<h3>Harbour Sheet</h3><h1>{TITLES[0]}</h1><p>By Ada Quill, 05.11.2008</p>", title="Harbour Sheet"
    )
    assert article(tmp_path, page)["title"] == TITLES[0]


def test_a_print_gives_the_address_of_its_article(tmp_path: Path) -> None:
    foot = "<div>Article printed from Quay Post: <b>http://quay.example</b></div><div>URL to article: <b>http://quay.example/2013/08/30/pier/</b></div>"
    page = html_page(f"<h2>{TITLES[0]}</h2><div>Posted By <u>Ada Quill</u> On August 30, 2013</div>", foot)
    assert article(tmp_path, page)["url"] == "http://quay.example/2013/08/30/pier/"


def test_numbers_of_readers_and_names_in_tooltips_are_no_text_of_cards(tmp_path: Path) -> None:
    cards = "".join(
        f'<div class="card"><h2><a href="/{at}">{title}</a></h2>{marked(text)}<ul><li>{at + 31} reads</li></ul>'
        f'<div class="author-name-tooltip">Ruan Tolley</div><a href="/author/ruan">Ruan Tolley</a>'
        f'<time datetime="2020-05-0{at + 1}">{at + 1} May 2020</time></div>'
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    rows = articles(tmp_path, f"<html><body><div>{cards}</div></body></html>", "page.html")
    assert [(row["author"], row["text"]) for row in rows] == [("Ruan Tolley", plain(text)) for text in TEXTS]


def test_a_link_to_the_comment_form_ends_no_text_of_a_feed(tmp_path: Path) -> None:
    markup = marked(PIER) + '<p><a href="https://quay.example/1#c">Leave a comment</a></p>'
    item = f"<item><title>{TITLES[0]}</title><link>https://quay.example/1</link><description><![CDATA[{markup}]]></description></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay Post</title>{item}</channel></rss>'
    assert article(tmp_path, feed, "feed.xml")["text"] == plain(PIER)


MAIL = (
    "From: {sender}\nTo: list@quay.example\nSubject: {subject}\nDate: Thu, 23 Apr 2015 11:05:00 +0100\n"
    "Message-ID: <1@quay.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}"
)


def test_a_press_release_by_mail_is_its_text_down_to_the_line_that_ends_it(tmp_path: Path) -> None:
    text = f"PRESS RELEASE\n23 April 2015\n\n{TITLES[1]}\n\n{plain(FERRY)}\n\nENDS\n\nNotes to editors:\n1. The trust was founded in 1988.\n"
    page = MAIL.format(sender="Quay Trust <a@quay.example>", subject=f"Press release: {TITLES[1]}", text=text)
    assert article(tmp_path, page, "a.eml")["text"] == plain(FERRY)


def test_what_a_mailing_list_adds_below_a_message_is_no_text(tmp_path: Path) -> None:
    foot = "_" * 47 + "\nQuay mailing list\nquay@lists.example\nhttp://lists.example/listinfo/quay\n"
    page = MAIL.format(sender="Ada Quill <ada@quay.example>", subject=TITLES[1], text=f"{plain(FERRY)}\n\n{foot}")
    assert article(tmp_path, page, "a.eml")["text"] == plain(FERRY)


def test_a_statement_of_no_comments_with_a_colon_ends_a_line_that_signs_a_post(tmp_path: Path) -> None:
    texts = (
        "Depois de sessenta anos de carvão, o guindaste verde do cais norte vai embora, e com ele o seu operador.",
        "A balsa da noite voltou ontem, quatro anos depois de parar por falta de passageiros, com duas vacas e um piano.",
    )
    foot = "Postado por Ada Quill às {}:"
    posts = (
        f"quarta-feira, 13 de março de 2013\nO guindaste verde vai embora\n{texts[0]}\n{foot.format('18:04 Nenhum comentário')}",
        f"terça-feira, 5 de março de 2013\nA balsa voltou\n{texts[1]}\n{foot.format('09:12 2 comentários')}",
    )
    rows = articles(tmp_path, "Trapiche\nUm blog do cais\n\n" + "\n\n".join(posts) + "\n\nPostagens mais antigas\n")
    assert sorted((row["text"], row["author"]) for row in rows) == [(text, "Ada Quill") for text in sorted(texts)]


def test_a_counted_heading_of_comments_is_no_text(tmp_path: Path) -> None:
    texts = (
        "Noční přívoz mezi oběma břehy bude od května znovu jezdit, čtyři roky poté, co jej dopravce zrušil.",
        "Třetinu paliva zaplatí město. Loď za to poveze poštu a nechá místo pro šest sanitek týdně.",
    )
    page = (
        f"Noční přívoz se vrací\nAda Quill, 9. dubna 2015 10:30\n\n{plain(texts)}\n\nSdílet na Facebooku\nDiskuse (3)\n"
    )
    assert article(tmp_path, page, "a.txt")["text"] == plain(texts)


def test_an_editor_behind_a_label_is_no_author(tmp_path: Path) -> None:
    page = f"{TITLES[0]}\nTuesday, September 17, 2013\nAuthor: Ada Quill | Editor: Ben Marsh\n\n{plain(PIER)}\n"
    assert article(tmp_path, page, "a.txt")["author"] == "Ada Quill"
