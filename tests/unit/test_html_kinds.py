"""Kinds of marked pages: lists of posts, single articles, and the elements around and between paragraphs."""

import datetime as dt

import pytest

import clippings
from clippings.segment.layouts.html_model import Line
from clippings.segment.layouts.html_opened_parts import opener
from support.written_pages import prose

FIRST = "The keeper of the eastern lighthouse has written down every ship that passed since the spring of last year."
SECOND = "Nobody had asked for it, and the harbour office wants to print the list before the winter begins."
THIRD = "The first volume holds four thousand names, and three of them occur only once."
TITLE = "Keeper prints the names of four thousand ships"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{TITLE} | The Tide</title>{head}</head><body>{body}</body></html>"


def text_of(body: str, head: str = "") -> str:
    articles = clippings.extract(page(body, head))
    assert len(articles) == 1
    return articles[0].text


def article(inside: str) -> str:
    return f"<main><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{THIRD}</p></main>"


@pytest.mark.parametrize(
    "heading",
    [
        '<h2>{n}. <a href="https://ships{n}.example/">Ship {n}</a></h2>',
        '<h2><a href="https://ships{n}.example/">Ship number {n}</a></h2>',
        "<h3>Ship number {n}</h3>",
        '<p><a href="https://ships{n}.example/">Ship number {n}</a></p>',
    ],
)
def test_an_article_with_headings_is_one_article(heading: str) -> None:
    parts = "".join(
        heading.replace("{n}", str(n)) + f"<p>{FIRST} It was number {n}.</p><p>{SECOND}</p>" for n in range(1, 6)
    )
    head = '<link rel="canonical" href="https://tide.example/keeper">'
    assert len(clippings.extract(page(f"<main><h1>{TITLE}</h1><p>14 March 2012</p>{parts}</main>", head))) == 1


def test_posts_that_link_to_the_own_site_are_a_list_beside_a_heading_of_the_page() -> None:
    posts = "".join(
        f'<div class="post"><h2><a href="/ships/{n}">Ship number {n} is named</a></h2><p>{FIRST} Number {n}.</p></div>'
        for n in range(1, 6)
    )
    assert len(clippings.extract(page(f"<h1>{TITLE}</h1>{posts}"))) == 5


@pytest.mark.parametrize(
    "around",
    [
        '<div class="{c}"><p>{text}</p></div>',
        '<section id="{c}"><p>{text}</p></section>',
    ],
)
@pytest.mark.parametrize(
    "name", ["sidebar-grid", "comments-enabled", "sharing-with-neighbours", "has-share-buttons", "contextmenu"]
)
def test_a_name_that_only_contains_a_word_marks_nothing(around: str, name: str) -> None:
    long = f"{THIRD} {THIRD.replace('three', 'four')}"
    body = article(around.replace("{c}", name).replace("{text}", long))
    assert long in text_of(body)


@pytest.mark.parametrize("name", ["paywall", "subscription", "promo"])
def test_the_name_of_a_paragraph_does_not_take_it_out_of_the_text(name: str) -> None:
    body = f'<main><h1>{TITLE}</h1><p>{FIRST}</p><p class="{name}">{SECOND}</p><p class="{name}">{THIRD}</p></main>'
    assert text_of(body).count("\n\n") == 2


@pytest.mark.parametrize(
    "name", ["share-tools", "postShare", "related-articles", "newsletter_signup", "social_buttons"]
)
def test_a_name_that_ends_in_such_a_word_marks_its_part(name: str) -> None:
    body = article(f'<div class="{name}"><p>Some ten words that belong to a part beside the text here.</p></div>')
    assert "ten words" not in text_of(body)


def test_a_part_that_holds_most_of_the_prose_is_the_page() -> None:
    body = f'<div class="sidebar"><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>'
    assert text_of(body).count("\n\n") == 2


@pytest.mark.parametrize(
    "between",
    [
        "<p>Photo: Ada Quill</p>",
        "<div>Ada Quill/Getty Images</div>",
        "<p>Advertisement</p>",
        "<div>Watch now</div>",
        "<h4>Key points</h4>",
        '<p><a href="/x">Read more: The boats of the western quay</a></p>',
        "<p>Anzeige</p>",
        "<div>Foto: Ada Quill</div>",
        "<div>Partager</div>",
    ],
)
def test_notes_between_paragraphs_are_not_text(between: str) -> None:
    assert text_of(article(between)) == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "label", ["Share: Facebook Twitter", "Comments (2)", "Related: Boats of the quay", "Teilen: Facebook Twitter"]
)
def test_a_line_below_a_post_ends_that_post_and_not_the_list(label: str) -> None:
    posts = "".join(
        f'<div><h2><a href="/ships/{n}">Ship number {n} is named</a></h2><p>{n} March 2012</p><p>{FIRST} Number {n}.</p><p>{label}</p></div>'
        for n in range(9, 3, -1)
    )
    articles = clippings.extract(page(f"<div>{posts}</div>"))
    assert [item.text for item in articles] == [f"{FIRST} Number {n}." for n in range(9, 3, -1)]


@pytest.mark.parametrize(
    "facts",
    [
        "<p>By Ada Quill</p><p>14 March 2012</p>",
        '<div class="meta"><span class="author">Ada Quill</span></div><time datetime="2012-03-14">14 March 2012</time>',
        "<div>Ada Quill | 14 March 2012</div>",
    ],
)
@pytest.mark.parametrize(
    "standfirst",
    ["Four thousand names in a year", "A year of watching ends with a list that nobody in the town had ever asked for"],
)
def test_a_standfirst_above_byline_and_day_is_the_deck(facts: str, standfirst: str) -> None:
    articles = clippings.extract(
        page(f"<main><h1>{TITLE}</h1><p>{standfirst}</p>{facts}<p>{FIRST}</p><p>{SECOND}</p></main>")
    )
    assert [(item.deck, item.text, item.published_on) for item in articles] == [
        (standfirst, f"{FIRST}\n\n{SECOND}", dt.date(2012, 3, 14))
    ]


def test_cards_below_the_text_are_none_of_it() -> None:
    cards = "".join(
        f'<h3><a href="/ships/{n}">Ship number {n} is named at last</a></h3><p>A few words of ship {n} for its card.</p>'
        for n in range(4)
    )
    body = f"<div><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{cards}</div>"
    assert text_of(body) == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


CHINESE = (
    "东边灯塔的看守人记下了去年春天以来经过的每一艘船的名字。",
    "没有人要求他这样做，港务局想在冬天之前把名单印出来。",
    "第一卷有四千个名字，其中三个只出现过一次。",
)
JAPANESE = (
    "東の灯台の番人は昨年の春から通り過ぎたすべての船の名前を書き留めてきた。",
    "誰も頼んだわけではなく、港の役所は冬が来る前に名簿を印刷したいと考えている。",
    "最初の巻には四千の名前があり、そのうち三つは一度しか出てこない。",
)


@pytest.mark.parametrize("paragraphs", [CHINESE, JAPANESE])
def test_an_article_in_a_script_without_spaces_is_read(paragraphs: tuple[str, ...]) -> None:
    menu = "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(("新闻", "船", "天气")))
    body = f"<ul>{menu}</ul><div><h1>灯塔看守人的船名录</h1><p>2012年3月14日</p>{''.join(f'<p>{p}</p>' for p in paragraphs)}</div>"
    articles = clippings.extract(f"<html><head><title>灯塔看守人的船名录</title></head><body>{body}</body></html>")
    assert [(item.title, item.published_on, item.text) for item in articles] == [
        ("灯塔看守人的船名录", dt.date(2012, 3, 14), "\n\n".join(paragraphs))
    ]
    assert articles[0].word_count > 40


def test_a_list_in_chinese_is_found() -> None:
    posts = "".join(
        f'<article><h2><a href="/p/{n}">第{n}艘船的名字</a></h2><time datetime="2012-03-{n:02}">三月 {n}, 2012</time>'
        f"<p>{CHINESE[0]}{CHINESE[1]}</p></article>"
        for n in range(19, 12, -1)
    )
    articles = clippings.extract(f"<html><head><title>船</title></head><body><main>{posts}</main></body></html>")
    assert [(item.title, item.published_on) for item in articles] == [
        (f"第{n}艘船的名字", dt.date(2012, 3, n)) for n in range(19, 12, -1)
    ]


@pytest.mark.parametrize(
    "entry",
    [
        '<li>{n} March 2012 <a href="/{n}">Ship number {n} is named</a></li>',
        '<li><a href="/{n}">Ship number {n} is named</a> {n} March 2012</li>',
        '<li><span>2012-03-{n}</span> <a href="/{n}">Ship number {n} is named</a></li>',
        '<p>{n}/03/2012 » <a href="/{n}">Ship number {n} is named</a></p>',
    ],
)
def test_a_page_of_dated_links_is_an_index_and_no_article(entry: str) -> None:
    html = page(f"<h2>March 2012</h2><ul>{''.join(entry.replace('{n}', str(n)) for n in range(20, 12, -1))}</ul>")
    assert clippings.extract(html) == []
    listed = clippings.tables(html)["recent_posts"].select("title", "published_on").rows()
    assert listed == [(f"Ship number {n} is named", dt.date(2012, 3, n)) for n in range(20, 12, -1)]


def test_a_short_text_in_the_main_element_is_not_lost_among_the_words_of_pop_ups() -> None:
    text = "".join(f"<p>{prose(number, 3)}</p>" for number in range(3))
    pop_ups = "".join(f'<div class="layer{n}"><div><p>{prose(40 + n, 4)}</p></div></div>' for n in range(6))
    markup = f"<html><body><main><section><h1>Harbour dues rise</h1><div>{text}</div></section></main>{pop_ups}</body></html>"
    (articles,) = clippings.extract(markup)
    assert all(prose(number, 3) in articles.text for number in range(3))
    assert prose(42, 4) not in articles.text
    (found,) = clippings.extract(markup)
    assert all(prose(number, 3) in found.text for number in range(3))
    assert prose(42, 4) not in found.text


def test_a_page_in_parts_that_are_all_named_for_boilerplate_is_read() -> None:
    parts = "".join(
        f'<div class="{name} widget"><p>{text}</p></div>'
        for name, text in zip(("north", "east", "south"), (FIRST, SECOND, THIRD), strict=True)
    )
    assert text_of(f'<div class="left sidebar-widget"><h1>{TITLE}</h1></div>{parts}') == "\n\n".join(
        (FIRST, SECOND, THIRD)
    )


def test_undated_cards_beside_as_much_text_are_not_a_list() -> None:
    cards = "".join(
        f'<div class="item"><h3><a href="/keys/{n}">Key {n} of the harbour</a></h3><p>{SECOND}</p></div>'
        for n in range(3)
    )
    text = f"<p>{FIRST}</p><p>{THIRD}</p>"
    assert len(clippings.extract(page(f"<main><h1>{TITLE}</h1>{text}{cards}</main>"))) == 1


def test_a_page_of_few_words_without_a_title_is_one_record() -> None:
    articles = clippings.extract(f"<!DOCTYPE html><html><body><ol><li><p>{FIRST}</p></li></ol></body></html>")
    assert [(item.title, item.text) for item in articles] == [(None, FIRST)]


@pytest.mark.parametrize("day", ["2012-03-05T09:00:00Z", ""])
def test_a_page_that_shows_nothing_is_an_excerpt_if_its_head_describes_a_dated_article(day: str) -> None:
    head = f'<meta property="og:description" content="{FIRST}"><meta property="article:published_time" content="{day}">'
    found = [(item.title, item.text, item.completeness) for item in clippings.extract(page("<div></div>", head))]
    assert found == ([(f"{TITLE} | The Tide", FIRST, "excerpt")] if day else [])


@pytest.mark.parametrize(("day", "kind"), [("", "unknown"), ("2012-03-05", "article")])
def test_a_title_with_hardly_any_text_among_other_things_is_of_unknown_kind(day: str, kind: str) -> None:
    head = f'<meta property="article:published_time" content="{day}">'
    links = "".join(f'<p><a href="/{n}">Ship number {n} of the list</a></p>' for n in range(20))
    tables = clippings.tables(page(f"<nav>{links}</nav><h1>{TITLE}</h1><p>{FIRST}</p>", head))
    assert tables["pages"]["kind"].to_list() == [kind]


@pytest.mark.parametrize(
    ("head", "address"),
    [("", "https://tide.example/keeper"), ('<link rel="canonical" href="/keepers">', "https://tide.example/keepers")],
)
def test_a_post_alone_on_its_page_has_the_address_of_the_page(head: str, address: str) -> None:
    found = clippings.extract(page(article(""), head).encode(), "https://tide.example/keeper")
    assert [item.url for item in found] == [address]


def test_posts_of_a_list_do_not_have_the_address_of_the_page() -> None:
    posts = "".join(
        f"<article><h2>Ship {n} is named</h2><p>{n} May 2012</p><p>{FIRST} {n}.</p></article>" for n in (1, 2, 3)
    )
    found = clippings.extract(page(posts).encode(), "https://tide.example/")
    assert [item.url for item in found] == [None, None, None]


def test_a_heading_between_the_title_and_the_day_is_the_standfirst_and_the_page_gives_the_address() -> None:
    body = f"<main><h1>{TITLE}</h1><h2>The town repairs it in two years</h2><p class='date'>14 March 2012</p><p>{FIRST}</p></main>"
    (article,) = clippings.extract(page(body), url="https://orm.example/mill")
    assert (article.deck, article.url) == ("The town repairs it in two years", "https://orm.example/mill")
    assert article.text == FIRST


@pytest.mark.parametrize(
    ("below", "day"), [("3 May 2013 12 notes #harbour #boats", dt.date(2013, 5, 3)), ("comment | link", None)]
)
def test_what_readers_and_tags_say_below_each_post_is_not_text(below: str, day: dt.date | None) -> None:
    posts = "".join(
        f'<div class="post"><h2><a href="/{n}">Ship number {n} is back</a></h2><p>{FIRST}</p><p>{SECOND}</p><div>{below}</div></div>'
        for n in range(3)
    )
    found = clippings.extract(page(f"<h1>The Tide</h1>{posts}"))
    assert {article.text for article in found} == {f"{FIRST}\n\n{SECOND}"}
    assert {article.published_on for article in found} == {day}


@pytest.mark.parametrize(("address", "kind"), [("#also", None), ("/also", "related"), (None, "related")])
def test_an_entry_of_the_contents_of_a_page_opens_no_part(address: str | None, kind: str | None) -> None:
    assert opener(Line(1, "See also", "related", "li", "ul[0]/li[0]", address, None, None)) == kind


@pytest.mark.parametrize(
    ("below", "author", "category"),
    [
        (
            'Posted by Jo Ferris at 06:15 PM in <a href="/w">Public Works</a> | <a href="/1">Permalink</a> | <a>Comments (4)</a>',
            "Jo Ferris",
            "Public Works",
        ),
        ('Posted by Jo at <a href="/1">10:14 AM</a> | <a href="/1#c">Comments (3)</a>', "Jo", None),
        ('This entry was posted in <a href="/b">Boats</a> and tagged <a href="/t">oak</a> by Jo Ferris. Bookmark it.', None, "Boats"),
        ('Eingestellt von <a href="/jo">Jo Ferris</a> um 18:20', "Jo Ferris", None),
    ],
)  # fmt: skip
def test_the_line_below_a_post_names_its_writer_and_category(
    below: str, author: str | None, category: str | None
) -> None:
    posts = "".join(
        f'<div><h3><a href="/{n}">Ship number {n} is back</a></h3><p>{FIRST}</p><p>{SECOND}</p><p class="foot">{below}</p></div>'
        for n in range(3)
    )
    found = clippings.extract(page(f"<h1>The Tide</h1>{posts}"))
    assert {(item.text, item.author, item.category) for item in found} == {(f"{FIRST}\n\n{SECOND}", author, category)}


@pytest.mark.parametrize("link", ['<a href="/p">PDF</a>', '<a href="/q">Quote</a>', '<a href="#tea">Tea</a>'])
def test_a_tool_or_an_entry_of_the_contents_below_the_title_is_not_a_category(link: str) -> None:
    (found,) = clippings.extract(page(f"<main><h1>{TITLE}</h1><div>{link}</div><p>{FIRST}</p><p>{SECOND}</p></main>"))
    assert found.category is None


def test_a_short_heading_that_opens_the_title_of_the_page_is_the_title() -> None:
    head = "<title>Ferry runs again. The island has its boat back | Quill</title>"
    body = f"<h1>Ferry runs again</h1><h2>The island has its boat back</h2><p>{FIRST}</p><p>{SECOND}</p>"
    assert [item.title for item in clippings.extract(f"<html><head>{head}</head><body>{body}</body></html>")] == [
        "Ferry runs again"
    ]


def test_a_day_in_may_is_not_a_day_of_change_in_swedish() -> None:
    posts = "".join(
        f'<div><h2><a href="/{n}">Slussen lagas {n}</a></h2>'
        f'<p>Publicerat den 1{n} maj 2012 av Karin Ekdal i kategorin <a href="/b">Bygge</a></p>'
        f"<p>{FIRST}</p><p>{SECOND}</p></div>"
        for n in (1, 2)
    )
    found = clippings.extract(page(f"<h1>Kanalbloggen</h1>{posts}"))
    assert [(item.published_on, item.author) for item in found] == [
        (dt.date(2012, 5, 10 + n), "Karin Ekdal") for n in (1, 2)
    ]


def test_a_reporter_with_an_address_below_the_day_of_a_change_is_the_author() -> None:
    facts = "<div><span>입력 2014.03.04 10:15</span> <span>수정 2014.03.05 09:00</span></div><div>김하늘 기자 haneul@tide.example</div>"
    text = "등대지기는 지난봄부터 지나간 모든 배의 이름을 적어 두었다. 그 이름은 이제 책으로 나온다."
    (found,) = clippings.extract(page(f"<div><h3>{TITLE}</h3>{facts}<div><p>{text}</p><p>{text}</p></div></div>"))
    assert (found.author, found.published_on) == ("김하늘", dt.date(2014, 3, 4))


def test_a_link_to_the_text_with_counts_behind_bars_is_not_of_the_excerpt() -> None:
    links = '(<a href="/{n}">Read More...</a> | <a href="/{n}#c">3 comments</a> | Score: 0)'
    posts = "".join(
        f"<table><tr><td><b>Ship number {n} is named</b></td></tr><tr><td>Posted by ada on Monday, March {n}, 2003 @ 22:14 (31 reads)"
        f"</td></tr><tr><td>{FIRST} Number {n}.</td></tr><tr><td>{links.replace('{n}', str(n))}</td></tr></table>"
        for n in (24, 17, 10)
    )
    found = clippings.extract(page(f"<div>{posts}</div>"))
    assert [item.text for item in found] == [f"{FIRST} Number {n}." for n in (24, 17, 10)]
