"""Facts about one article that a page shows without class names: author, day and day of change side by side, labels before links."""

import datetime as dt
import json
import textwrap

import pytest

import clippings

TITLE = "Keeper prints the names of four thousand ships"
TEXT = (
    "The keeper of the eastern lighthouse has written down every ship that passed since the spring of last year.",
    "Nobody had asked for it, and the harbour office wants to print the list before the winter begins.",
)
DAY = dt.date(2016, 3, 4)


def extracted(facts: str, between: str = "", head: str = "", end: str = "The list is long.") -> clippings.Article:
    """The article of a page with `facts` below its title, and `between` above the last paragraph."""
    first, second = TEXT
    body = f"<h1>{TITLE}</h1>{facts}<div><p>{first}</p><p>{second}</p>{between}<p>{end}</p></div>"
    (found,) = clippings.extract(f"<html><head><title>{TITLE} | Tide</title>{head}</head><body>{body}</body></html>")
    return found


def side_by_side(*facts: str) -> str:
    return f"<div>{''.join(f'<span>{fact}</span>' for fact in facts)}</div>"


@pytest.mark.parametrize(
    ("facts", "author"),
    [
        (("Szerző: Kis Réka", "2016. március 4. 08:15", "Frissítve: 2016. március 5."), "Kis Réka"),
        (("作者：林小雨", "2016年03月04日 08:15", "更新时间：2016年03月05日 10:00"), "林小雨"),
        (("김서윤 기자", "입력 2016-03-04 08:15", "수정 2016-03-05 10:00"), "김서윤"),
        (("Ewa Lipska", "4 marca 2016, 08:15", "Aktualizacja: 5 marca 2016, 10:00"), "Ewa Lipska"),
        (("Penulis: Sari Dewi", "Jumat, 4 Maret 2016 08:15 WIB", "Diperbarui: 5 Maret 2016"), "Sari Dewi"),
    ],
)
def test_author_day_and_change_side_by_side_are_three_facts(facts: tuple[str, ...], author: str) -> None:
    found = extracted(side_by_side(*facts))
    assert (found.published_on, found.author) == (DAY, author)


def test_a_sentence_with_elements_in_it_stays_one_line() -> None:
    line = "<div><span>By Ada Quill</span> in 1998, and by <span>Jo Ferris in 2004, two lists were kept.</span></div>"
    assert "By Ada Quill in 1998, and by Jo Ferris in 2004, two lists were kept." in extracted("", line).text


@pytest.mark.parametrize(
    "label",
    ["İlgili haberler", "相关阅读", "関連記事", "관련기사", "Czytaj także", "Olvassa el ezt is", "Related news"],
)
def test_a_label_and_a_link_between_paragraphs_are_not_text_and_end_none(label: str) -> None:
    pointer = f'<div><b>{label}</b><a href="/b">New bridge opens in autumn</a></div>'
    assert extracted("", pointer).text == "\n\n".join((*TEXT, "The list is long."))


def test_a_link_behind_a_quotation_mark_is_not_apart() -> None:
    assert "Read “Ships” and wait." in extracted("", '<p><span>Read “</span><a href="/s">Ships</a>” and wait.</p>').text


@pytest.mark.parametrize("shown", ["Ada Quill · Follow", "Ada Quill | The Tide"])
def test_a_line_that_opens_with_the_author_of_the_head_is_not_text(shown: str) -> None:
    head = '<meta name="author" content="Ada Quill"><meta property="article:published_time" content="2016-03-04">'
    found = extracted(f"<div>{shown}</div>", head=head)
    assert found.text.startswith(TEXT[0])
    assert found.author == "Ada Quill"


def test_a_person_and_a_role_between_title_and_day_are_the_byline() -> None:
    found = extracted("<div>Ada Quill | Staff Writer</div><div>March 4, 2016</div>")
    assert (found.author, found.deck, found.published_on) == ("Ada Quill", None, DAY)


def test_a_short_weekday_of_another_language_is_not_of_the_name() -> None:
    found = extracted("<div>Gespeichert von Karla Wendt am Di., 04.03.2016 - 12:30</div>")
    assert (found.author, found.published_on) == ("Karla Wendt", DAY)


def test_a_message_in_an_archive_of_a_mailing_list_is_an_article_with_sender_and_day() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in (*TEXT, *TEXT))
    around = '<ul><li>Next message: <a href="2.html">Re: Ships</a></li></ul>'
    body = (
        f'<h1>{TITLE}</h1><b>Ada Quill</b> <a href="mailto:l%40tide.example">ada at tide.example</a><br>'
        f"<i>Fri Mar  4 09:14:02 CET 2016</i>{around}<hr><pre>{wrapped}</pre><hr>{around}"
    )
    (found,) = clippings.extract(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>")
    assert (found.title, found.author, found.published_on) == (TITLE, "Ada Quill", DAY)
    assert found.text == "\n\n".join((*TEXT, *TEXT))


def test_lines_of_a_program_stay_lines() -> None:
    program = "".join(f"let ship{n} = read(list, {n});\n" for n in range(8))
    assert "let ship0 = read(list, 0);\n" in extracted("", f"<pre>{program}</pre>").text


def test_json_ld_gives_the_address_of_the_article() -> None:
    article = {"@type": "NewsArticle", "headline": TITLE, "url": "https://tide.example/ships"}
    found = extracted("", head=f'<script type="application/ld+json">{json.dumps(article)}</script>')
    assert found.url == article["url"]


@pytest.mark.parametrize("more", ["mehr …", "Lire la suite >", "Leer más", "Подробнее", "Lees meer", "[more]"])
def test_a_link_to_the_rest_at_the_end_of_a_paragraph_ends_an_excerpt(more: str) -> None:
    posts = "".join(
        f'<div><div><a href="/{n}">Lamp number {n} is lit</a></div><div>0{n}.03.2016</div>'
        f'<div>{text} <a href="/{n}">{more}</a></div></div>'
        for n, text in enumerate(TEXT, 1)
    )
    found = clippings.extract(f"<html><body><h1>Keepers</h1>{posts}</body></html>")
    assert [(article.text, article.completeness) for article in found] == [(text, "excerpt") for text in TEXT]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Eva Dlouhá | 4. 3. 2016 8:15 | Aktualizováno 5. 3. 2016", "Eva Dlouhá"),
        ("Aino Laine | 4.3.2016 klo 8.15 | Päivitetty 5.3.2016 klo 10.00", "Aino Laine"),
        ("ליאת ברק | 04.03.2016 08:15 | עודכן ב-05.03.2016", "ליאת ברק"),
        ("नेहा वर्मा | 04 मार्च 2016, 08:15 AM IST | अपडेटेड: 05 मार्च 2016", "नेहा वर्मा"),
        ("Rita Lima | 4 de março de 2016 às 08:15 | Atualizado às 10:00", "Rita Lima"),
        (
            "Dewi Sari Utami | Jumat, 04 Maret 2016 08:15 WIB | Diperbarui Sabtu, 05 Maret 2016 10:00 WIB",
            "Dewi Sari Utami",
        ),
        ("Kultura | 4. 3. 2016 8:15 | Aktualizováno 5. 3. 2016", None),
    ],
)
def test_a_person_before_the_day_and_the_day_of_change_is_the_author(line: str, author: str | None) -> None:
    found = extracted(f"<p>{line}</p>")
    assert (found.published_on, found.author) == (DAY, author)


@pytest.mark.parametrize(
    ("time", "shown", "day"),
    [
        ("2016-03-03T22:30:00Z", "4.3.2016 klo 0.30", DAY),
        ("2016-03-04T22:30:00Z", "4 March 2016", DAY),
        ("2016-03-04T22:30:00Z", "9.3.2016 klo 0.30", DAY),
        ("2016-03-04T22:30:00+02:00", "5.3.2016 klo 0.30", DAY),
    ],
)
def test_the_day_that_a_page_shows_is_the_local_day_of_a_time_in_utc(time: str, shown: str, day: dt.date) -> None:
    assert extracted(f'<p><time datetime="{time}">{shown}</time></p>').published_on == day


def test_names_that_a_text_lists_stay_in_it() -> None:
    names = "".join(f'<p class="author">{name}</p>' for name in ("Ada Quill", "Jo Ferris", "Tom Verrin"))
    assert "Jo Ferris" in extracted("<div>March 4, 2016</div>", names).text


def test_a_day_in_a_sentence_without_an_end_does_not_date_the_article() -> None:
    facts = "<ul><li>{} March 4, 2016</li><li>Its keepers kept lists of ships</li></ul>"
    assert extracted(facts.format("The lighthouse was lit for the first time on")).published_on is None
    assert extracted(facts.format("Posted by the keeper of the lighthouse on")).published_on == DAY


def test_the_site_in_the_head_gives_way_to_the_person_that_the_page_signs_with() -> None:
    head = '<meta property="og:site_name" content="La Marea"><meta name="author" content="lamarea.example">'
    signed = extracted('<p class="firma"><em>Inés Robledo</em> | <span>Orm</span></p>', head=head)
    assert signed.author == "Inés Robledo"
