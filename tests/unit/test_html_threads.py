"""HTML pages of forums: what readers write there is the page's text."""

import pytest

import clippings

QUESTION = "The lamp of my lighthouse goes out whenever the wind turns to the north, and I have changed the wick twice already."
ANSWERS = [
    f"I had the same with the lamp of pier {n}, and a second pane of glass in front of the wick kept the wind away."
    for n in range(1, 5)
]


def thread(answer: str, address: str) -> str:
    answers = "".join(answer.format(text=text) for text in ANSWERS)
    long = "".join(f"<p>{QUESTION} It is night number {n}.</p>" for n in range(1, 6))
    return (
        f'<!DOCTYPE html><html><head><title>Lamp goes out</title><link rel="canonical" href="{address}"></head>'
        f"<body><main><h1>Lamp goes out</h1><div>{long}</div>{answers}</main></body></html>"
    )


REPLIES = [
    '<div class="comment-body"><p>{text}</p></div>',
    '<section class="comments"><h3>Replies</h3><p>{text}</p></section>',
    '<div class="visitors_comment_block"><h3>Lamps</h3><p>{text}</p></div>',
]


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize(
    "address", ["https://keepers.example/forum/lamp-goes-out", "https://community.keepers.example/lamps/4"]
)
def test_replies_are_text_of_a_thread(reply: str, address: str) -> None:
    articles = clippings.extract(thread(reply, address))
    assert len(articles) == 1
    assert all(text in articles[0].text for text in ANSWERS)


@pytest.mark.parametrize("reply", REPLIES)
def test_comments_below_an_article_are_not_text(reply: str) -> None:
    articles = clippings.extract(thread(reply, "https://keepers.example/2012/lamp-goes-out"))
    assert len(articles) == 1
    assert not any(text in articles[0].text for text in ANSWERS)


def test_a_mark_between_writer_and_day_is_not_part_of_the_name() -> None:
    posts = "".join(
        f"<div><h3>Night ferry {n}</h3><p>by <b>{name}</b> » Wed Nov 1{n}, 2014 9:30 am</p><p>{ANSWERS[n]}</p></div>"
        for n, name in enumerate(("Mara Calder", "Tom Verrin"))
    )
    articles = clippings.extract(f"<html><body>{posts}</body></html>")
    assert [article.author for article in articles] == ["Mara Calder", "Tom Verrin"]


def written(name: str) -> str:
    return f'<div itemprop="author"><b>{name}</b><meta itemprop="name" content="{name}"></div>'


@pytest.mark.parametrize(
    ("address", "reply"),
    [
        ("https://keepers.example/questions/4", '<div itemtype="https://schema.org/Answer">{name}<p>{text}</p></div>'),
        ("https://keepers.example/questions/4", '<li itemtype="http://schema.org/Comment">{name}<p>{text}</p></li>'),
        ("https://keepers.example/topic/4", "<div>{name}<p>{text}</p></div>"),
        ("https://keepers.example/forum/4", '<p class="author">by Tom Verrin » 15 March 2012</p><p>{text}</p>'),
    ],
)
def test_a_thread_is_of_who_wrote_its_first_post(address: str, reply: str) -> None:
    first = '<p class="author">by Mara Calder » 14 March 2012</p>' if "by" in reply else written("Mara Calder")
    html = thread(reply.format(name=written("Tom Verrin"), text="{text}"), address)
    articles = clippings.extract(html.replace("</h1>", f"</h1>{first}"))
    assert [article.author for article in articles] == ["Mara Calder"]


QUOTES = [
    "<blockquote><cite>Mara Calder wrote:</cite><p>{quoted}</p></blockquote>",
    '<div class="bbCodeBlock--quote"><div>Mara Calder said:</div><div>{quoted}<br>It is night number 2.</div></div>',
    '<div class="ipsQuote_contents"><p>{quoted}</p></div>',
]


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quotation_of_a_post_above_is_not_text_of_the_reply(quote: str) -> None:
    reply = f"<div>{quote.format(quoted=QUESTION)}<p>{{text}}</p></div>"
    (read,) = clippings.extract(thread(reply, "https://keepers.example/forum/lamp"))
    assert read.text.count(QUESTION) == 5
    assert all(text in read.text for text in ANSWERS)
    assert "Calder" not in read.text


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quotation_of_a_text_elsewhere_is_text(quote: str) -> None:
    reply = f"<div>{quote.format(quoted=f'A keeper must not sleep while the lamp is lit. {ANSWERS[0][7:]}')}<p>{{text}}</p></div>"
    (read,) = clippings.extract(thread(reply, "https://keepers.example/forum/lamp"))
    assert "must not sleep while the lamp" in read.text
    (read,) = clippings.extract(thread(reply.replace("A keeper", QUESTION), "https://keepers.example/2012/lamp"))
    assert "must not sleep while the lamp" in read.text


@pytest.mark.parametrize(
    ("address", "is_text"), [("https://keepers.example/forum/4", False), ("https://keepers.example/2012/4", True)]
)
def test_the_signature_below_a_post_of_a_thread_is_not_text(address: str, is_text: bool) -> None:
    reply = (
        '<div><p>{text}</p><div class="signature">Slow boats see more of the river than fast ones ever do.</div></div>'
    )
    (read,) = clippings.extract(thread(reply, address))
    assert ("Slow boats" in read.text) == is_text


def test_the_names_of_members_are_not_titles_of_posts() -> None:
    reply = (
        '<div><h4 class="message-name"><a class="username" href="/members/{n}">Tom</a></h4><p>Joined 4 May 2009</p>'
        "<div><time>9 March 2021</time><p>{text}</p></div></div>"
    )
    replies = "".join(reply.format(n=n, text=text) for n, text in enumerate([QUESTION, *ANSWERS]))
    head = '<title>Lamp goes out</title><link rel="canonical" href="https://keepers.example/threads/lamp.7/">'
    (read,) = clippings.extract(f"<html><head>{head}</head><body><h1>Lamp goes out</h1>{replies}</body></html>")
    assert (read.title, read.category) == ("Lamp goes out", None)


def test_who_wrote_a_reply_and_when_is_not_text_and_no_day_of_joining_dates_a_thread() -> None:
    reply = (
        "<div><dl><dt>tom</dt><dd>Joined: Mon Mar 01, 2009 4:12 pm</dd></dl>"
        '<p class="author">Post by <b>tom</b> » Tue May 0{n}, 2014 9:14 am</p><div>{text}</div></div>'
    )
    replies = "".join(reply.format(n=n, text=text) for n, text in enumerate([QUESTION, *ANSWERS], 1))
    head = '<title>Lamp goes out</title><link rel="canonical" href="https://keepers.example/viewtopic.php?t=7">'
    (read,) = clippings.extract(f"<html><head>{head}</head><body><h2>Lamp goes out</h2>{replies}</body></html>")
    assert (str(read.published_on), read.author) == ("2014-05-01", "tom")
    assert read.text == "\n\n".join([QUESTION, *ANSWERS])


def test_hashtags_below_a_post_are_not_text() -> None:
    posts = "".join(
        f'<div><h2><a href="/{n}">Lamp number {n}</a></h2><p>{QUESTION}</p><p>{text}</p><div>May {n}, 2014</div>'
        f'<div><a href="/t">#lamps</a> <a href="/t">#night</a> <a href="/{n}">3 notes</a> <a href="/r">Reblog</a></div></div>'
        for n, text in enumerate(ANSWERS, 1)
    )
    found = clippings.extract(f"<html><body><h1>Keepers</h1>{posts}</body></html>")
    assert [article.text for article in found] == [f"{QUESTION}\n\n{text}" for text in ANSWERS]


def test_the_posts_of_a_thread_are_its_text_where_neither_address_nor_other_text_shows_a_forum() -> None:
    sentences = [
        f"The buoy number {n} is the best, and nobody in the harbour of Orm has ever asked for another one."
        for n in range(6)
    ]
    posts = "".join(
        f"<div class='comment'><span>member{n}</span><p>{text}</p></div>" for n, text in enumerate(sentences)
    )
    page = f"<html><body><h1>Which buoy is the best?</h1><div class='comments'>{posts}</div></body></html>"
    (article,) = clippings.extract(page.encode())
    assert all(text in article.text for text in sentences)
