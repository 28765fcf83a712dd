"""What the head of a page declares: titles, days and authors that reach the article, and what decides where the page differs."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clippings.enrich.credits.declared import persons
from clippings.flow.stages import TablesInMemory
from support.in_memory_stages import tables_of_files
from support.written_pages import prose

TEXT = "".join(f"<p>{prose(7 + number, 3)}</p>" for number in range(4))


SITE = '<title>Harbour Watch</title><meta property="og:site_name" content="Harbour Watch">'
BROKEN = (
    '<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person","name":"Ada Quill"},,}</script>'
)


def page(head: str, body: str = "") -> str:
    title = "<h1>Harbour dues rise again</h1>"
    return f"<html><head><title>Harbour dues rise again</title>{head}</head><body><article>{title}{body}{TEXT}</article></body></html>"


def ld(*objects: Mapping[str, Any]) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(entry)}</script>' for entry in objects)


def article(**fields: object) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": "Harbour dues rise again", **fields}


def one_article(markup: str) -> tuple[dict[str, Any], pl.DataFrame, TablesInMemory]:
    """The article of a page, its evidence and all tables."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        (raw / "page.html").write_text(markup, "utf-8")
        tables = tables_of_files(raw)
    rows = tables["articles"].to_dicts()
    assert len(rows) == 1
    return rows[0], tables["evidence"], tables


AUTHORS = {
    "a list of objects": (ld(article(author=[{"@type": "Person", "name": "Ada Quill"}, {"name": "Noor Vale"}])), "Ada Quill; Noor Vale"),
    "a reference into a graph": (
        ld({"@graph": [article(author={"@id": "#ada"}), {"@type": "Person", "@id": "#ada", "name": "Ada Quill"}]}),
        "Ada Quill",
    ),
    "given and family name": (ld(article(author={"givenName": "Ada", "familyName": "Quill"})), "Ada Quill"),
    "a meta element": ('<meta name="author" content="By ADA QUILL and Noor Vale">', "Ada Quill; Noor Vale"),
    "with work behind it": ('<meta name="author" content="Ada Quill Founder, Noor Vale">', "Ada Quill; Noor Vale"),
    "work alone": ('<meta name="author" content="Lead Reviewer">' + ld(article(author={"name": "Ada Quill"})), "Ada Quill"),
    "a label of two words": ('<meta name="author" content="Authored by: Ada Quill">', "Ada Quill"),
    "inverted": ('<meta name="citation_author" content="Quill, Ada B.">', "Ada B. Quill"),
    "with credentials and a role": ('<meta name="author" content="Ada Quill, PhD / Reporter">', "Ada Quill"),
    "microdata": ('<div itemprop="author"><meta itemprop="name" content="Ada Quill"></div>', "Ada Quill"),
    "a broken script": (BROKEN, "Ada Quill"),
    "the site's name first": (
        '<meta property="og:site_name" content="Harbour Watch">' + ld(article(author={"name": "Harbour Watch"}))
        + '<meta name="author" content="Ada Quill">', "Ada Quill",
    ),
    "a desk": ('<meta name="author" content="Harbour News Desk">', "Harbour News Desk"),
    "a handle": ('<meta name="author" content="harbourwatch42">', "harbourwatch42"),
    "an address": ('<meta property="article:author" content="https://example.org/ada-quill">', None),
    "a staff account": ('<meta name="author" content="Staff Reporter">', "Staff Reporter"),
    "the site": (SITE + '<meta name="author" content="Harbour Watch">', "Harbour Watch"),
    "an account of nobody": ('<meta name="author" content="admin">', None),
    "an organisation": (ld(article(author={"@type": "Organization", "name": "Harbour Friends"})), "Harbour Friends"),
}  # fmt: skip


@pytest.mark.parametrize("name", AUTHORS)
def test_authors_of_the_head_reach_the_article_with_evidence(name: str):
    head, author = AUTHORS[name]
    result, evidence, _ = one_article(page(head))
    assert result["author"] == author
    own = evidence.filter(pl.col("field") == "author")
    assert (own.height > 0) == (author is not None)
    assert set(own["rule"]) <= {"author.head", "author.organisation", "author.unclear"}


def test_a_byline_that_the_head_contradicts_is_a_row():
    head = ld(article(author={"@type": "Person", "name": "Ada Quill"}))
    result, _, tables = one_article(page(head, '<p class="byline">By Holm Ness</p>'))
    assert result["author"] == "Ada Quill"
    rows = tables["problems"].filter(pl.col("code") == "head_disagrees")["message"].to_list()
    assert len(rows) == 1 and "Holm Ness" in rows[0]


def test_a_page_that_names_more_authors_than_its_head_keeps_all():
    head = ld(article(author={"@type": "Person", "name": "Ada Quill"}))
    result, _, tables = one_article(page(head, '<p class="byline">By Ada Quill and Noor Vale</p>'))
    assert result["author"] == "Ada Quill; Noor Vale"
    assert not tables["problems"].filter(pl.col("code") == "head_disagrees").height


DAYS = {
    "JSON-LD with the headline of the title": (ld(article(datePublished="2014-03-02T09:00:00+01:00")), "", "2014-03-02"),
    "a meta element": ('<meta property="article:published_time" content="2014-03-02T09:00:00Z">', "", "2014-03-02"),
    "in words": (ld(article(datePublished="Mar 2, 2014")), "", "2014-03-02"),
    "of the page": (ld({"@type": "WebPage", "datePublished": "2014-03-02"}), "", "2014-03-02"),
    "in the address": ('<link rel="canonical" href="https://example.org/2014/03/02/harbour-dues">', "", "2014-03-02"),
    "shown without a year": (ld(article(datePublished="2014-03-02")), "<time>March 2</time>", "2014-03-02"),
    "a later change is shown": (ld(article(datePublished="2014-03-02")), "<time>May 5, 2015</time>", "2014-03-02"),
    "midnight in UTC": (ld(article(datePublished="2014-03-01T23:30:00Z")), "<time>March 2, 2014</time>", "2014-03-02"),
    "an import long after the day shown": (ld(article(datePublished="2015-05-05")), "<time>March 2, 2014</time>", "2014-03-02"),
    "in another order than shown": (ld(article(datePublished="2014-03-02")), "<time>03.02.2014</time>", "2014-03-02"),
    "earlier in a meta element": (
        ld(article(datePublished="2015-05-05")) + '<meta property="article:published_time" content="2014-03-02">', "",
        "2014-03-02",
    ),
    "a day off, in a zone": (ld(article(datePublished="2014-03-02T01:00:00+09:00")), "<time>March 3, 2014</time>", "2014-03-02"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAYS)
def test_days_of_the_head_reach_the_article_with_evidence(name: str):
    head, body, day = DAYS[name]
    result, evidence, tables = one_article(page(head, body))
    assert str(result["published_on"]) == day
    assert evidence.filter(pl.col("field") == "published_on")["value"].to_list() == [day]
    row_count = tables["problems"].filter(pl.col("code") == "head_disagrees").height
    differing = {
        "a later change is shown",
        "a day off, in a zone",
        "an import long after the day shown",
        "in another order than shown",
    }
    assert row_count == (name in differing)


def test_a_day_below_the_text_is_not_compared_with_the_head():
    head = ld(article(datePublished="2014-03-02"))
    result, _, tables = one_article(page(head).replace("</article>", "</article><p>January 5, 2013</p>"))
    assert str(result["published_on"]) == "2014-03-02"
    assert "head_disagrees" not in tables["problems"]["code"].to_list()


def test_the_title_of_the_head_is_taken_where_the_page_shows_none():
    markup = f"<html><head>{SITE}{ld(article())}</head><body><div>{TEXT}</div></body></html>"
    result, evidence, _ = one_article(markup)
    assert result["title"] == "Harbour dues rise again"
    assert evidence.filter(pl.col("field") == "title")["raw"].to_list() == ["Harbour dues rise again"]


def test_a_title_that_is_the_site_s_name_is_not_taken():
    markup = f"<html><head>{SITE}</head><body><div>{TEXT}</div></body></html>"
    result, _, _ = one_article(markup)
    assert result["title"] is None


def test_a_kicker_run_together_with_the_title_is_read_as_the_head_writes_it():
    head = ld({"@type": "NewsArticle", "headline": "Harbour: Dues rise again"})
    markup = f"<html><head>{head}</head><body><article><h1><span>Harbour</span> <span>Dues rise again</span></h1>{TEXT}</article></body></html>"
    result, _, _ = one_article(markup)
    assert result["title"] == "Harbour: Dues rise again"


def test_a_text_that_only_json_ld_holds_is_read():
    paragraphs = [prose(number, 4) for number in range(5)]
    head = ld(article(articleBody="\n".join(paragraphs)))
    markup = f"<html><head>{head}</head><body><h1>Harbour dues rise again</h1><p>Loading</p></body></html>"
    result, _, _ = one_article(markup)
    assert result["text"].split("\n\n") == paragraphs
    assert result["title"] == "Harbour dues rise again"


def test_a_text_that_the_page_shows_is_not_read_twice():
    head = ld(article(articleBody=TEXT.replace("<p>", "").replace("</p>", "\n")))
    result, _, _ = one_article(page(head))
    assert len(result["text"].split("\n\n")) == 4


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Quill and Harbour Desk", ["Ada Quill"]),
        ("Quill Harbour & Sons", []),
        ("von Ada Quill", ["Ada Quill"]),
        ("Ada Quill (aq)", ["Ada Quill"]),
        ("Ада Квилл и Нур Вейл", ["Ада Квилл", "Нур Вейл"]),
        ("The Quay Times", []),
        ("Redaktion Hafen", []),
    ],
)
def test_names_of_persons_in_a_declared_field(field: str, names: list[str]):
    result = persons(field)
    assert [name.value for name in result] == names
    assert [field[name.start : name.end] for name in result] == names


FAR = "<div class=promo><span>{}</span></div>" + "".join(f"<div><p>Link {number}</p></div>" for number in range(16))


def test_the_only_day_and_the_only_declared_author_far_above_the_text_are_the_post_s():
    lead = FAR.format("March 2, 2014") + FAR.format("").replace(
        "<span></span>", '<div class="blog__authorname">Ada Quill</div>'
    )
    markup = f"<html><body>{lead}<main><section><h1>Harbour dues rise again</h1><div><div>{TEXT}</div></div></section></main></body></html>"
    result, evidence, _ = one_article(markup)
    assert (str(result["published_on"]), result["author"]) == ("2014-03-02", "Ada Quill")
    assert {"published_on", "author"} <= set(evidence["field"].cast(pl.String))


def test_of_several_days_far_above_the_text_none_is_taken():
    lead = FAR.format("March 2, 2014") + FAR.format("May 5, 2015")
    markup = f"<html><body>{lead}<main><section><h1>Harbour dues rise again</h1><div><div>{TEXT}</div></div></section></main></body></html>"
    result, _, _ = one_article(markup)
    assert result["published_on"] is None


@pytest.mark.parametrize("label", ["Printed on:", "Downloaded on", "Retrieved"])
def test_the_day_of_printing_is_not_the_post_s(label: str):
    lead = FAR.format(f"{label} March 2, 2014")
    markup = f"<html><body>{lead}<main><section><h1>Harbour dues rise again</h1><div><div>{TEXT}</div></div></section></main></body></html>"
    result, _, _ = one_article(markup)
    assert result["published_on"] is None


SHOWN = {
    "an element of the author's, below a label": '<div class="story-author"><span>By</span> <a class="story-author__name">Ada Quill</a></div>',
    "two elements of one kind": '<div class="byline__who"><p>Ada Quill, editor</p></div><div class="byline__who"><p>Noor Vale</p></div>',
    "a label and an office": "<p>By Ada Quill, Head of Harbour Studies</p>",
    "a label before the day": '<p class="lead">by: Ada Quill, Dec 17, 2018</p>',
    "a label with a line of its own": "<div><p>Written by</p><p>Ada Quill</p><p>Reviewed by</p><p>Tom Verrin</p></div>",
    "a button below a label": "<div><span>By </span><button>Ada Quill</button></div>",
    "two below a label": "<dl><dt>Author(s)</dt><dd>Ada Quill</dd><dd>Noor Vale</dd></dl>",
    "two properties and a joint": '<div><b itemprop="author">Ada Quill</b><div>and</div><b itemprop="author">Noor Vale</b></div>',
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_author_shown_away_from_the_text_is_read(name: str):
    result, _, _ = one_article(page("", SHOWN[name]))
    assert result["author"] == ("Ada Quill; Noor Vale" if name.startswith("two") else "Ada Quill")


def test_a_title_that_is_declared_as_the_publisher_stays_the_title():
    """Some themes write the title as the name of the publisher."""
    title = "Harbour dues rise again after a long winter of storms and ice"
    publisher = f'<div itemprop="publisher" itemscope><meta itemprop="name" content="{title}"></div>'
    head = f'<title>{title} - Harbour Watch</title><meta property="og:title" content="{title}">'
    body = f"<h1>Harbour Watch</h1><article><header><h1>{title}</h1></header>{TEXT}{publisher}</article>"
    result, _, _ = one_article(f"<html><head>{head}</head><body>{body}</body></html>")
    assert result["title"] == title


def test_a_text_above_its_title_is_kept():
    title = '<div class="entry-meta"><h1 class="entry-title">Harbour dues rise again</h1></div>'
    markup = f'<html><body><article><div class="entry-content">{TEXT}</div>{title}</article></body></html>'
    result, _, _ = one_article(markup)
    assert result["title"] == "Harbour dues rise again"
    assert result["text"].count("\n\n") == 3


def test_a_menu_of_languages_names_no_author():
    """`de` is a label of bylines in other languages."""
    menu = '<nav><ul><li><a href="/de">DE</a></li><li><a href="/fr">FR</a></li></ul></nav>'
    result, _, _ = one_article(page("", menu))
    assert result["author"] is None


@pytest.mark.parametrize("label", ["Written by Dr ", ""])
def test_a_long_list_of_authors_is_not_a_standfirst(label: str):
    names = ("Ada Quill", "Noor Vale", "Anna Verrin", "Tom Ferris", "Eve Sample", "Paul Harbour Quill")
    several = f"{', '.join(names[:-1])} and {names[-1]}"
    facts = f"<p>{prose(3, 1)}</p><p>{label}{several}</p><p>4 May 2019</p>"
    result, _, _ = one_article(page('<meta name="author" content="Ada Quill">', facts))
    assert (result["deck"], result["author"]) == (prose(3, 1), "; ".join(names))


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("von tidewriter am 3. Mai 2016", "tidewriter"),
        ("von am 3. Mai 2016", None),
        ("by Ada Quill (3 May 2016)", "Ada Quill"),
    ],
)
def test_the_words_between_an_author_and_the_day_are_not_of_the_name(line: str, author: str | None):
    result, _, _ = one_article(page("", f"<p>{line}</p>"))
    assert (result["author"], str(result["published_on"])) == (author, "2016-05-03")


def test_a_byline_above_the_title_is_read():
    head, title = "<title>Harbour dues rise</title>", "<h1>Harbour dues rise</h1>"
    markup = f"<html><head>{head}</head><body><article><p>by Ada Quill</p>{title}{TEXT}</article></body></html>"
    result, _, tables = one_article(markup)
    assert result["author"] == "Ada Quill"
    assert "unread_byline" not in tables["problems"]["code"].to_list()


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ("<p>By quayside82</p>", "quayside82"),
        ("<p>Harbour notes</p>", "Tide Alliance"),
    ],
)
def test_whom_the_page_credits_below_its_title_goes_before_an_outlet_in_the_head(lines: str, author: str):
    head = ld(article(author={"@type": "Organization", "name": "Tide Alliance"}))
    assert one_article(page(head, lines))[0]["author"] == author


def test_a_line_of_code_is_not_a_label_of_an_author():
    result, _, _ = one_article(page("", f"{TEXT}<p>by</p><p>Ada Quill</p>"))
    assert result["author"] is None


def test_kinds_of_credited_names_are_in_the_table_of_authors():
    head = ld(article(author={"@type": "Organization", "name": "Harbour Friends"}))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(page(head), "utf-8")
        tables = tables_of_files(Path(folder))
    assert tables["article_authors"].select("name", "kind").rows() == [("Harbour Friends", "organisation")]
    named = tables["mentions"].filter(pl.col("field") == "author").join(tables["entities"], on="entity_id")
    assert named["type"].to_list() == ["ORG"]


FAR_DAYS = {
    "beside a name in a part for the author": (
        "<div class='author-box footer'><p>Ada Quill July 8, 2019</p></div><aside class='recent'><p>3 weeks ago</p></aside>",
        "2019-07-08",
    ),
    "before a full stop and the time for reading": ("<p>8 Jul 2019. 4 minutes read</p>", "2019-07-08"),
    "beside a name and a section": ("<p class='facts'>Ada Quill 02 Feb 2019 Harbour 7 Comments</p>", "2019-02-02"),
    "before the day of a change": ("<p>Published on Oct 21, 2019 Updated on Mar 9, 2020</p>", "2019-10-21"),
    "in a side part below a label": (
        "<aside class='sidebar'><h4>Published</h4><p>July 8, 2019</p></aside>",
        "2019-07-08",
    ),
    "in a side part by its element": (
        "<aside class='sidebar'><p class='story-date'>May 25, 2019</p></aside>",
        "2019-05-25",
    ),
}


@pytest.mark.parametrize("name", FAR_DAYS)
def test_a_day_shown_away_from_the_title_is_read(name: str):
    shown, day = FAR_DAYS[name]
    result, _, tables = one_article(page("", shown))
    assert str(result["published_on"]) == day
    assert "day_of_change" not in tables["problems"]["code"].to_list()


CHANGES = {
    "shown": page("", "<p>Last updated: May 5, 2020</p>"),
    "shown above a relative day": page("", "<p>Updated: May 5, 2020</p>").replace(
        "</article>", "</article><div class='share'><p>2 weeks ago</p></div>"
    ),
    "a meta element": page('<meta property="article:modified_time" content="2020-05-05T10:00:00Z">'),
    "JSON-LD": page(ld(article(dateModified="2020-05-05"))),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_page_with_only_the_day_of_a_change_has_it_and_a_row(name: str):
    result, _, tables = one_article(CHANGES[name])
    assert str(result["published_on"]) == "2020-05-05"
    assert "day_of_change" in tables["problems"]["code"].to_list()


@pytest.mark.parametrize("name", ["published", "w-published-date", "article:publication_time", "published-date"])
def test_names_of_the_day_of_publication_are_known_by_their_words(name: str):
    result, _, _ = one_article(
        page(f'<meta name="{name}" content="2019-05-05"><meta name="last-modified" content="2020-01-01">')
    )
    assert str(result["published_on"]) == "2019-05-05"


TITLES = {
    "the heading has lost a colon": (
        "Harbour dues: Council waits: No date yet",
        "Harbour dues Council waits: No date yet",
    ),
    "the heading has a space before the colon": ("Harbour dues: Council waits", "Harbour dues : Council waits"),
    "the heading is one word": ("Council waits with the harbour dues", "Opinion"),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_head_s_title_goes_before_a_worse_heading(name: str):
    declared, shown = TITLES[name]
    head = f'<meta property="og:title" content="{declared}"><title>{declared} | Harbour Watch</title>'
    result, _, _ = one_article(
        f"<html><head>{head}</head><body><article><h1>{shown}</h1>{TEXT}</article></body></html>"
    )
    assert result["title"] == declared


@pytest.mark.parametrize("text", [f"<p><b>Ada Quill</b></p>{TEXT}", f"{TEXT}<p><strong>Ada Quill</strong></p>"])
def test_a_name_in_bold_letters_at_an_end_of_the_text_signs_it(text: str):
    result, _, _ = one_article(
        f"<html><body><article><h1>Harbour dues rise again</h1><div>{text}</div></article></body></html>"
    )
    assert result["author"] == "Ada Quill"
    assert "Ada Quill" not in result["text"]


PARTS = {
    "a number behind the address": ("https://quay.example/ferry", "next", "https://quay.example/ferry/2", True),
    "a number in the file's name": (
        "https://quay.example/ferry.html",
        "next",
        "https://quay.example/ferry_2.html",
        True,
    ),
    "a query": ("https://quay.example/ferry/", "next", "?page=2", True),
    "the part before": ("https://quay.example/ferry/page/2/", "prev", "https://quay.example/ferry/", True),
    "another post": ("https://quay.example/ferry", "next", "https://quay.example/harbour", False),
    "a post of the next number": ("https://quay.example/news/123", "next", "https://quay.example/news/124", False),
    "no address": ("https://quay.example/ferry", "next", "http://[", False),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_text_of_several_pages_has_a_row_that_names_the_other_part(name: str):
    own, kind, other, is_part = PARTS[name]
    head = f'<link rel="canonical" href="{own}"><link rel="{kind}" href="{other}">'
    _, _, tables = one_article(page(head))
    rows = tables["problems"].filter(pl.col("code") == "part_of_a_text")
    assert rows.height == is_part
