"""HTML pages that list posts: cards, titles with days, and the texts beside them."""

import datetime as dt

import pytest

import clippings

TEXT = "The keeper of the eastern lighthouse has written down every ship that passed since the spring of year"
NUMBERS = range(20, 12, -1)


def page(body: str, title: str = "Ships | The Tide", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def listed(entry: str, around: str = "<main>{}</main>") -> str:
    return page(around.format("".join(entry.replace("{n}", str(n)) for n in NUMBERS)))


@pytest.mark.parametrize(
    "card",
    [
        f'<div><a href="/{{n}}"><h3>Ship number {{n}} is named</h3><p>{TEXT} {{n}}.</p></a></div>',
        f'<a class="tile" href="/{{n}}"><span>{{n}} March 2012</span><div>Ship number {{n}} is named</div><p>{TEXT} {{n}}.</p></a>',
        f'<div><h3><a href="/{{n}}">Ship number {{n}} is named</a></h3><p><a href="/{{n}}">{TEXT} {{n}}.</a></p></div>',
    ],
)
def test_the_excerpt_in_a_card_that_is_one_link_is_text(card: str) -> None:
    articles = clippings.extract(listed(card))
    assert [(item.title, item.text) for item in articles] == [
        (f"Ship number {n} is named", f"{TEXT} {n}.") for n in NUMBERS
    ]
    assert {item.completeness for item in articles} == {"excerpt"}


def test_cards_beside_an_article_are_not_text_of_it() -> None:
    text = "".join(f"<p>{TEXT} {n}, and nobody in the harbour had asked for it.</p>" for n in range(4))
    cards = "".join(f'<li><a href="/{n}"><h4>Ship {n}</h4><p>{TEXT} {n}.</p></a></li>' for n in range(4))
    articles = clippings.extract(
        page(f"<main><h1>Ships of the year</h1>{text}<ul>{cards}</ul></main>", "Ships of the year")
    )
    assert [item.title for item in articles] == ["Ships of the year"]
    assert articles[0].text.count(TEXT) == 4


@pytest.mark.parametrize(
    "entry",
    [
        '<div><div class="title"><a href="/{n}">Ship number {n} is named</a></div><div>{n} March 2012</div></div>',
        '<tr><td class="title"><span class="titleline"><a href="/{n}">Ship number {n} is named</a></span></td></tr>'
        '<tr><td>by Ada Quill <time datetime="2012-03-{n}">{n} March 2012</time></td></tr>',
        '<article><h2><a href="/{n}">Ship number {n} is named</a></h2><time>{n} March 2012</time></article>',
    ],
)
def test_titles_with_days_of_their_own_are_posts_without_a_text(entry: str) -> None:
    around = "<table>{}</table>" if entry.startswith("<tr>") else "<main>{}</main>"
    articles = clippings.extract(listed(entry, around))
    expected = [(f"Ship number {n} is named", dt.date(2012, 3, n), "", "excerpt") for n in NUMBERS]
    assert [(item.title, item.published_on, item.text, item.completeness) for item in articles] == expected
    assert [item.url for item in articles] == [f"/{n}" for n in NUMBERS]


def test_an_excerpt_below_titles_with_days_is_text() -> None:
    title = '<div class="title"><a href="/{n}">Ship {n} has a name</a></div><i>{n} years ago</i>'
    entry = f'<div>{title}<p class="title">{TEXT} {{n}}.</p></div>'
    assert [item.text for item in clippings.extract(listed(entry))] == [f"{TEXT} {n}." for n in NUMBERS]


HEAD = '<link rel="canonical" href="https://tide.example/guides/lamps">'


@pytest.mark.parametrize(
    "section",
    [
        '<div class="card"><h3><a href="https://shop{n}.example/lamp">Lamp number {n}</a></h3><p>{text}</p><p>{text}</p></div>',
        '<div class="item"><h2>Lamp number {n}</h2><p>{text}</p><p>{text}</p></div>',
        '<h3><a href="https://shop.example/{n}">Lamp number {n}</a></h3><p>{text}</p><p>{text}</p>',
        '<section class="card"><h3>Lamp number {n}</h3><p>{text}</p><a href="https://shop.example/{n}">Read more</a></section>',
    ],
)
def test_sections_of_an_article_are_not_posts(section: str) -> None:
    sections = "".join(section.format(n=n, text=f"{TEXT} {n}.") for n in range(1, 7))
    html = page(f"<main><h1>The best lamps of the year</h1>{sections}</main>", "Lamps: a guide | The Tide", HEAD)
    articles = clippings.extract(html)
    assert len(articles) == 1
    assert all(f"{TEXT} {n}." in articles[0].text for n in range(1, 7))


@pytest.mark.parametrize("element", ["div", "article"])
def test_an_article_above_cards_of_others_is_one_article(element: str) -> None:
    text = "".join(f"<p>{TEXT} {n}, and nobody in the harbour had asked for it.</p>" for n in range(12))
    card = f'<{element} class="card"><h3><a href="/ships/{{n}}">Ship {{n}}</a></h3><time>{{n}} May 2011</time><p>{TEXT}.</p></{element}>'
    cards = "".join(card.format(n=n) for n in range(4, 7))
    article = f'<{element} class="card"><h3><a href="/team">The team</a></h3><time>8 May 2012</time>{text}</{element}>'
    articles = clippings.extract(
        page(f"<main><h1>What ships tell us</h1>{article}{cards}</main>", "Ship talk | The Tide")
    )
    assert len(articles) == 1


@pytest.mark.parametrize(
    "goods",
    [
        '<li><a href="/{n}"><b>Lamp number {n}</b></a><span>brass, with a wick</span><div>{n} euros and a half</div></li>',
        "<tr><td>Lamp number {n}</td><td>brass, with a wick</td><td>{n} euros and a half</td></tr>",
        '<li><a id="lamp-{n}" href="/{n}">Lamp number {n}, made of brass</a></li>',
    ],
)
@pytest.mark.parametrize("count", [5, 20])
def test_a_shelf_or_table_is_one_record_that_is_called_no_article(count: int, goods: str) -> None:
    shown = "".join(goods.format(n=n) for n in range(count))
    around = f"<table>{shown}</table>" if goods.startswith("<tr>") else f"<ul>{shown}</ul>"
    legal = (
        "<div><p>Prices hold for the harbour only, and nothing on this page is an offer for more than a day.</p></div>"
    )
    legal += (
        f'<div role="dialog"><p>{"Sellers who pay are shown first, and nobody else is shown at all. " * 20}</p></div>'
    )
    consent = f'<div id="onetrust-consent-sdk"><h4>Your privacy</h4>{"<p>We set cookies and read them on each of your visits.</p>" * 40}</div>'
    tables = clippings.tables(
        page(f"<main><h1>Lamps for sale</h1><div>{around}</div></main>{legal}{consent}", "Lamps for sale")
    )
    assert tables["pages"]["kind"].to_list() == ["unknown"]
    assert "unknown_boundaries" in tables["problems"]["code"].to_list()
    text = tables["articles"]["text"].item()
    assert text.count("Lamp number") == count and not any(
        word in text for word in ("Prices hold", "cookies", "Sellers")
    )


def test_the_heading_of_a_list_of_posts_is_not_a_post() -> None:
    entry = f'<article><h2 class="entry-title"><a href="/{{n}}">Ship number {{n}} is named</a></h2><p>{TEXT} {{n}}.</p></article>'
    heading = f'<article><h1 class="entry-title">Ships</h1><p>{TEXT} 1950.</p></article>'
    articles = clippings.extract(listed(entry, f"<main>{heading}{{}}</main>"))
    assert [item.title for item in articles] == [f"Ship number {n} is named" for n in NUMBERS]


def test_headings_that_link_goods_in_an_article_do_not_split_it() -> None:
    goods = "".join(f'<h3><a href="/goods/{n}">Rope number {n}</a></h3><p>{TEXT} {n}.</p>' for n in range(3))
    articles = clippings.extract(
        page(f"<h1>How ropes are made here</h1><p>{TEXT} 1950.</p>{goods}", "How ropes are made here")
    )
    assert [item.title for item in articles] == ["How ropes are made here"]


def test_dated_titles_that_the_markup_declares_win_over_headings_inside_their_texts() -> None:
    inside = "".join(f"<h4>Part {n}</h4><p>{TEXT} {n}, and {TEXT.lower()} {n}.</p>" for n in range(4))
    entry = (
        '<article class="hentry"><h2 class="entry-title"><a href="/{n}">Ship number {n} is named</a></h2>'
        f'<time class="entry-date" datetime="2012-03-{{n}}">{{n}} March 2012</time><div class="entry-content">{inside}</div></article>'
    )
    assert [item.title for item in clippings.extract(listed(entry))] == [f"Ship number {n} is named" for n in NUMBERS]


def test_titles_linked_in_article_elements_win_over_linked_dated_headings_inside_their_texts() -> None:
    part = f'<h4><a href="/part/{{n}}">Part {{n}} of it</a></h4><p>{{n}} April 2012</p><p>{TEXT} {{n}}.</p>'
    inside = "".join(part.format(n=n) for n in range(1, 5))
    entry = (
        f'<article><h2><a href="/{{n}}">Ship number {{n}} is named</a></h2><p>{{n}} March 2012</p>{inside}</article>'
    )
    assert [item.title for item in clippings.extract(listed(entry))] == [f"Ship number {n} is named" for n in NUMBERS]


@pytest.mark.parametrize(("declared", "count"), [("", 11), ("entry-title", 8)])
def test_posts_of_all_sections_are_found_unless_the_markup_declares_those_of_one(declared: str, count: int) -> None:
    title = f'<h2 class="{declared}"><a href="/{{n}}">Ship number {{n}} is named</a></h2>'
    entry = f"<article>{title}<time>{{n}} March 2012</time><p>{TEXT} {{n}}.</p></article>"
    card = f'<li><h4><a href="/boats/{{n}}">Boat number {{n}} is sold</a></h4><i>{{n}} May 2012</i><p>{TEXT} {{n}}.</p></li>'
    cards = "".join(card.format(n=n) for n in range(6, 9))
    assert len(clippings.extract(listed(entry, f"<main>{{}}</main><section><ul>{cards}</ul></section>"))) == count


def test_days_as_headings_divide_bold_titles_without_links_into_posts() -> None:
    def post(title: str) -> str:
        return f"<p><b>{title}</b><br>{TEXT} 1.<br><br>{TEXT} 2.</p>"

    day = "<p><font color='red'><b>{} June 1999</b></font></p>"
    body = day.format(12) + post("Ferry late") + post("Quay closed") + day.format(5) + post("Buoy moved")
    found = clippings.extract(
        page(f"<table><tr><td><font size=5><b>The Tide</b></font><hr>{body}</td></tr></table>", "The Tide")
    )
    assert [(item.title, item.published_on) for item in found] == [
        ("Ferry late", dt.date(1999, 6, 12)),
        ("Quay closed", dt.date(1999, 6, 12)),
        ("Buoy moved", dt.date(1999, 6, 5)),
    ]


@pytest.mark.parametrize("heading", ['<h2><a href="/{s}">{s}</a></h2>', "<h2>{s}</h2>"])
def test_posts_are_the_cards_of_sections_and_not_the_sections(heading: str) -> None:
    card = (
        f'<div class="card"><h3><a href="/{{s}}/{{n}}">{{s}} names ship {{n}}</a></h3><p>{TEXT} {{n}} {{s}}.</p></div>'
    )
    names = ("Town", "Quays", "Ferries")
    cards = {name: "".join(card.replace("{n}", str(n)).replace("{s}", name) for n in range(3)) for name in names}
    sections = "".join(f"<section>{heading.replace('{s}', name)}<div>{cards[name]}</div></section>" for name in names)
    articles = clippings.extract(page(f"<main>{sections}</main>", "The Tide"))
    assert [item.title for item in articles] == [f"{name} names ship {n}" for name in names for n in range(3)]


@pytest.mark.parametrize(
    "facts",
    [
        "<div><span>By</span></div><div><a href='/anna'>Anna Quill</a></div>",
        "<div>Anna Quill</div><time>{n} March 2012</time>",
        "<time>{n} March 2012</time><div>Anna Quill</div>",
        "<div>Anna Quill</div>",
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_name_beside_the_facts_of_a_listed_post_is_its_author(facts: str, is_above: bool) -> None:
    parts = (f"<div>{facts}</div>", f"<p>{TEXT} {{n}}.</p>")
    title = '<h3><a href="/{n}">Ship number {n} is named</a></h3>'
    articles = clippings.extract(listed(f"<article>{title}{''.join(parts if is_above else parts[::-1])}</article>"))
    assert [item.author for item in articles] == ["Anna Quill"] * len(NUMBERS)
    assert articles[0].text == f"{TEXT} 20."


def test_a_place_beside_the_day_of_a_listed_post_is_not_an_author() -> None:
    entry = f'<article><h3><a href="/{{n}}">Ship {{n}} is named</a></h3><p>{TEXT} {{n}}.</p><i>New Holm</i><br>{{n}} March 2012</article>'
    assert {item.author for item in clippings.extract(listed(entry))} == {None}


def test_posts_that_the_markup_declares_are_posts_beside_a_longer_text() -> None:
    crews = "".join(f"<tr><td></td><td><b>Crew {n} of Pell</b></td><td>{n} minutes</td></tr>" for n in range(4))
    posts = "".join(
        f'<article><h1 class="entry-title"><a href="/{n}/" rel="bookmark">Regatta {n}</a></h1>'
        f'<time datetime="2015-03-0{n}">{n} March 2015</time>'
        f"<p>{TEXT} {n}.</p><table>{crews}</table><p>{TEXT} {n}, and again.</p></article>"
        for n in range(1, 5)
    )
    other = "".join(f"<p>{TEXT} {n}, and nobody in the harbour had asked for it.</p>" for n in range(8))
    body = f"<h1>Category Archives: Boats</h1>{posts}<div><b>How the club began</b>{other}</div>"
    articles = clippings.extract(page(body, "Boats"))
    assert sorted(item.title or "" for item in articles) == [f"Regatta {n}" for n in range(1, 5)]


def test_a_person_and_a_day_above_each_title_are_author_and_day() -> None:
    names = {20: "Rosalind Quill", 19: "Tom Verrin", 18: "Cecily Pole"}
    cards = "".join(
        f"<article><div><span>{name}</span><ul><li><span>Mar {n}, 2021</span></li><li><span>2 min read</span></li></ul></div>"
        f'<a href="/{n}"><h2>Ship number {n} is named</h2></a><div>{TEXT} {n}...</div></article>'
        for n, name in names.items()
    )
    found = clippings.extract(page(f"<main>{cards}</main>"))
    assert [(item.author, item.published_on) for item in found] == [
        (name, dt.date(2021, 3, n)) for n, name in names.items()
    ]
