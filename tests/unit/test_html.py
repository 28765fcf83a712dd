"""HTML pages: lines as a browser shows them, and the posts cut out of them."""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.dedupe import article_id
from clippings.ingest.formats import plain_text
from clippings.ingest.formats.html import Block, blocks
from clippings.schema.enums import ROLES
from clippings.schema.working.read_tables import HINTS
from clippings.segment import segment_pages
from clippings.segment.sites import profiles, site_of_page, template_lines
from support.written_pages import Written, listing, prose

FOLDER = Path(__file__).parents[1] / "gold" / "html"
GOLD: dict[str, list[dict[str, str | int | bool | None]]] = json.loads((FOLDER / "gold.json").read_text("utf-8"))


def frames(pages: Mapping[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines and pages of HTML given as path to markup."""
    rows, heads = [], []
    for number, (path, markup) in enumerate(sorted(pages.items())):
        page_id = f"{number:016x}"
        for line_no, block in enumerate(blocks(markup), 1):
            own = (block.tag, block.place, block.href, block.timestamp, block.record, block.hint)
            rows.append((page_id, line_no, block.text, *own))
        heads.append((page_id, path, "text/html"))
    schema = {"page_id": pl.String, "line_no": pl.Int64, "text": pl.String, **HINTS}
    columns = {"page_id": pl.String, "path": pl.String, "media_type": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row"), pl.DataFrame(heads, schema=columns, orient="row")


def cut(lines: pl.DataFrame, pages: pl.DataFrame) -> segment_pages.Segmented:
    sites = profiles.load()
    pages = pages.join(site_of_page.recognise(lines, sites.values()), on="page_id", how="left", maintain_order="left")
    pages = pages.with_columns(pl.col("site").fill_null(profiles.UNKNOWN))
    counted = lines.join(pages.select("page_id", "site"), on="page_id", how="left", maintain_order="left")
    return segment_pages.segment(
        lines, pages, sites, template_lines.find_repeated([template_lines.count(counted, sites)])
    )


def cut_html(*markups: str) -> segment_pages.Segmented:
    return cut(*frames({f"{number:03}.html": markup for number, markup in enumerate(markups)}))


@pytest.fixture(scope="module")
def gold_cut() -> segment_pages.Segmented:
    return cut(*frames({name: (FOLDER / name).read_text("utf-8") for name in GOLD}))


def words(found: list[Block]) -> list[str]:
    return [word for block in found for word in block.text.split()]


def texts(markup: str) -> list[str]:
    return [block.text for block in blocks(markup)]


# --- lines


def test_inline_elements_join_their_block_and_white_space_is_folded_as_a_browser_does():
    assert texts("<p>A <b>wooden</b>\n  ferry\u00a0sails<i>.</i></p>") == ["A wooden ferry\u00a0sails."]


def test_a_block_with_block_children_gives_its_own_text_as_lines_in_order():
    assert texts("<div>above<p>inside</p>below</div>") == ["above", "inside", "below"]


def test_breaks_split_lines_but_not_headings():
    assert texts("<p>one<br>two<br/>three</p><h1>A title<br>in two lines</h1>") == [
        "one", "two", "three", "A title in two lines",
    ]  # fmt: skip


def test_preformatted_text_keeps_its_lines_and_spaces():
    assert texts("<pre>one  line\n  two\n\nthree</pre>") == ["one  line", "two", "three"]


def test_tables_are_read_row_by_row():
    assert texts("<table><tr><td>a<td>b<tr><td>c<td>d</table>") == ["a", "b", "c", "d"]


def test_text_that_a_browser_hides_is_not_a_line():
    markup = (
        "<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p><script>d</script><style>e</style>"
        "<template><p>f</p></template><noscript>g</noscript><svg><text>h</text></svg><select><option>i</select>"
        "<textarea>j</textarea><span class=screen-reader-text>k</span><img alt=l><!-- m --><p>shown</p>"
    )
    assert texts(markup) == ["shown"]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ('<main><template id="B:0"></template></main><p>foot</p><div hidden id="S:0"><p>text</p></div>', ["text", "foot"]),
        (
            '<div><template id="B:0"></template></div><p>foot</p><div hidden id="S:0"><p>a</p><template id="P:1"></template>'
            '<p>c</p></div><div hidden id="S:1"><p>b</p></div>', ["a", "b", "c", "foot"],
        ),
        ('<p>foot</p><div hidden="" id="S:a"><p>text</p></div>', ["foot", "text"]),
        ('<main><template id="B:0"></template></main><div hidden id="aside"><p>text</p></div>', []),
    ],
    ids=["in a place", "one in another", "without a place", "hidden by itself"],
)  # fmt: skip
def test_parts_that_a_server_streams_are_read_where_the_page_shows_them(markup: str, lines: list[str]):
    assert texts(markup) == lines


def test_place_names_the_steps_from_the_body_with_classes_ids_and_positions():
    (block,) = blocks('<div></div><div id="main" class="b a"><p>x</p></div>')
    assert block.place == "div.a.b#main[1]/p[0]"


def test_a_step_holds_no_slash_dot_or_bracket_of_a_class_name():
    (block,) = blocks('<div class="w-1/2 p-[3.5px]"><p>x</p></div>')
    assert [step.count("[") for step in block.place.split("/")] == [1, 1]


def test_links_and_moments_are_kept():
    result = blocks('<h2><a href="/a">A quay</a></h2><p><time datetime="2012-03-04">March 4</time></p>')
    assert [(block.href, block.timestamp, block.hint) for block in result] == [
        ("/a", None, "link"),
        (None, "2012-03-04", "post_date"),
    ]


def test_facts_in_one_line_are_taken_apart():
    markup = (
        '<p class="meta">By <a rel="author" href="/e">Eve Example</a> on <time datetime="2012-03-04">March 4, 2012</time> '
        '<a class="comments-link" href="#c">3 comments</a> in <a rel="category tag" href="/h">Harbour</a></p>'
    )
    facts = [(block.hint, block.text) for block in blocks(markup) if block.hint != "navigation"]
    assert facts == [
        ("byline", "By Eve Example"),
        ("post_date", "March 4, 2012 3 comments"),
        ("category", "Harbour"),
    ]


@pytest.mark.parametrize("name", ["entry-meta", "entry-utility", "postmetadata"])
def test_a_sentence_about_a_post_is_taken_apart_in_any_language(name: str):
    sentence = (
        'Dieser Beitrag wurde unter <a rel="category tag" href="/h">Hafen</a> abgelegt und von <a rel="author" href="/e">Eve Example</a> am '
        "3. Mai 2011 mit Schlagworten versehen."
    )
    facts = [(block.hint, block.text) for block in blocks(f'<div class="{name}">{sentence}</div>')]
    assert [fact for fact in facts if fact[0] != "navigation"] == [("category", "Hafen"), ("byline", "Eve Example")]
    assert len(texts(f"<div>{sentence}</div>")) == 1


def test_a_link_to_the_rest_of_a_text_is_a_line_of_its_own():
    markup = (
        '<p>Two jetties close on <b>Monday</b>. <a class="more-link" href="/j">Sigue leyendo <span>→</span></a></p>'
    )
    assert texts(markup) == ["Two jetties close on Monday.", "Sigue leyendo →"]


def test_a_sentence_that_names_an_author_stays_one_line():
    assert texts('<p>As <span class="author">Eve Example</span> told the council.</p>') == [
        "As Eve Example told the council."
    ]


def test_the_head_gives_lines_of_its_own():
    markup = """<head><title>A quay – Pier Post</title><link rel="canonical" href="https://pier.example/a">
        <meta property="article:published_time" content="2012-03-04T05:06:07+00:00"><meta name="author" content="Eve Example">
        <meta property="article:section" content="Harbour"></head><body><p>x</p>"""
    result = [(block.hint, block.text) for block in blocks(markup) if block.tag == "meta"]
    assert result == [
        ("meta.title", "A quay – Pier Post"),
        ("meta.url", "https://pier.example/a"),
        ("meta.timestamp", "2012-03-04T05:06:07+00:00"),
        ("meta.author", "Eve Example"),
        ("meta.section", "Harbour"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "A quay", "datePublished": "2012-03-04"}',
        '{"@graph": [{"@type": "WebSite"}, {"@type": ["BlogPosting"], "headline": "A quay", "datePublished": "2012-03-04",}]}',
        '<!-- [{"@type": "Article", "headline": "A quay", "datePublished": "2012-03-04"}] -->',
        '{"@type": "Article", "headline": "A quay", "datePublished": "2012-03-04", "description": "a "broken" quote"}',
    ],
    ids=["plain", "graph_and_comma", "commented_list", "broken"],
)
def test_json_ld_is_read_wherever_the_article_is_in_it_and_if_it_is_broken(script: str):
    result = blocks(f'<script type="application/ld+json">{script}</script><p>x</p>')
    assert [(block.hint, block.text) for block in result[:2]] == [
        ("meta.title", "A quay"),
        ("meta.timestamp", "2012-03-04"),
    ]


@settings(max_examples=300)
@given(st.text() | st.text(alphabet="<>/abp hrd1=\"'&;!-[]\0\n\u00a0\ud800é"))
def test_any_text_gives_lines_without_breaks(markup: str):
    for block in blocks(markup):
        assert block.text
        assert block.text == block.text.strip(" \t\r\n")
        assert "\n" not in block.text
        assert "\0" not in block.text


_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéш", min_size=1, max_size=8)
_INLINE = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_TREE = st.recursive(
    _INLINE,
    lambda inner: st.tuples(
        st.sampled_from(["div", "p", "li", "h2", "b", "a", "span", "td", "section", "blockquote", "x-card"]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=20,
)


def _markup(tree: object) -> str:
    if isinstance(tree, str):
        return f" {tree} "
    assert isinstance(tree, tuple)
    return f"<{tree[0]}>{''.join(_markup(child) for child in tree[1])}</{tree[0]}>"


def _words(tree: object) -> list[str]:
    if isinstance(tree, str):
        return tree.split()
    assert isinstance(tree, tuple)
    return [word for child in tree[1] for word in _words(child)]


@settings(max_examples=200)
@given(_TREE)
def test_every_visible_word_is_in_a_line_in_order(tree: object):
    assert words(blocks(_markup(tree))) == _words(tree)


HOSTILE = {
    "deep nesting": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "deep emphasis": "<b><i>" * 50_000 + "x",
    "reopened emphasis": "".join(f"<font color={i}><p>x" for i in range(5_000)),
    "huge attribute": f'<p class="{"a " * 500_000}">x',
    "many attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x",
    "entities": "&amp;" * 200_000,
    "unknown entities": "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><p>x &c;</p>",
    "open brackets": "<" * 200_000,
    "open comments": "<!--" * 50_000 + "<p>x",
    "nested tables": "<table><tr><td>" * 5_000 + "x",
    "nested lists": "<ul><li>x" * 3_000,
    "deep JSON-LD": f'<script type="application/ld+json">{"[" * 200_000}</script><p>x',
    "nested templates": "<template>" * 20_000 + "x",
    "zero bytes": "<p\0>a\0b</p>\0",
    "lone surrogate": "<p>a\ud800b</p>",
    "nothing": "",
    "frames": "<frameset><frame src=x></frameset>",
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_read_and_cut(markup: str):
    segmented = cut_html(markup)
    assert segmented.pages.height == 1
    assert set(segmented.ledger["role"]) <= set(ROLES)


def test_a_hundred_thousand_levels_lose_no_word():
    assert words(blocks(HOSTILE["deep nesting"])) == ["x"]


# --- posts


@pytest.mark.parametrize("name", GOLD)
def test_posts_of_the_page_are_those_of_its_gold(name: str, gold_cut: segment_pages.Segmented):
    columns = ("title", "published_on", "category", "comment_count", "text")
    result = (
        gold_cut.posts.filter(pl.col("path") == name)
        .select(pl.col(columns))
        .with_columns(pl.col("published_on").cast(pl.String))
    )
    wanted = [(g["title"], g["date"], g["category"], g["comments"], g["text"]) for g in GOLD[name]]
    assert result.rows() == wanted


def test_titles_link_to_their_posts(gold_cut: segment_pages.Segmented):
    result = gold_cut.posts.filter(pl.col("path") == "listings/wordpress.html")
    assert result["url"].str.starts_with("https://harbour.example/post-").all()


def test_every_role_of_a_line_is_in_the_vocabulary_and_none_is_unknown(gold_cut: segment_pages.Segmented):
    assert set(gold_cut.ledger["role"]) <= set(ROLES) - {"unknown"}


def test_kinds_are_known_from_the_page_with_a_reason(gold_cut: segment_pages.Segmented):
    kinds = gold_cut.pages.with_columns(name=pl.Series(sorted(GOLD)))
    message = dict(kinds.select("name", "kind").iter_rows())
    excerpts = {"listings/cards.html", "listings/archive_excerpts.html"}
    assert {name for name, kind in message.items() if kind == "excerpts"} == excerpts
    assert {name for name, kind in message.items() if kind == "article"} == {
        n for n in GOLD if n.startswith("articles/")
    }
    assert kinds["kind_reason"].str.len_chars().min() > 0


def test_where_nothing_tells_a_boundary_the_page_is_one_truncated_record_and_a_problem():
    segmented = cut_html("".join(f"<p>{prose(seed)}</p>" for seed in range(5)))
    assert segmented.posts["completeness"].to_list() == ["truncated"]
    assert "unknown_boundaries" in {problem.code for problem in segmented.problems}


def test_a_page_of_links_has_no_posts():
    assert cut_html("<ul><li><a href=1>Boats</a><li><a href=2>Ferries of the north</a></ul>").posts.is_empty()


def test_headings_inside_one_text_make_no_posts():
    body = "".join(f"<h2>Part {n}</h2><p>{prose(n)}</p>" for n in range(5))
    segmented = cut_html(f"<title>A long day | Pier Post</title><h1>A long day</h1>{body}")
    assert segmented.posts["title"].to_list() == ["A long day"]


def test_cards_below_an_article_are_not_posts():
    cards = "".join(
        f"<div><a href=/{n}><h3>Another ferry, number {n}</h3></a><p>{prose(n, 1)}</p></div>" for n in range(4)
    )
    body = "".join(f"<p>{prose(n + 20)}</p>" for n in range(4))
    segmented = cut_html(f"<title>A long day | Pier Post</title><div><h1>A long day</h1>{body}</div><div>{cards}</div>")
    assert segmented.posts["title"].to_list() == ["A long day"]
    assert "Another" not in segmented.posts["text"][0]


def test_the_date_of_the_head_is_taken_where_the_page_shows_none():
    meta = '<title>A quay</title><meta property="article:published_time" content="2012-03-04T23:30:00+03:30">'
    segmented = cut_html(f"<head>{meta}</head><h1>A quay</h1><p>{prose(1)}</p><p>{prose(2)}</p>")
    assert [str(day) for day in segmented.posts["published_on"]] == ["2012-03-04"]


def test_persian_pages_keep_their_text_and_date():
    body = "<p>شورای شهر تصمیم گرفت که اسکله شرقی را دوباره بسازد و برای آن پول جدا کند.</p>" * 2
    segmented = cut_html(f"<html dir=rtl><h1>گزارش بندر</h1><span>۱۵ خرداد ۱۳۹۲</span>{body}")
    assert [(title, str(day)) for title, day in segmented.posts.select("title", "published_on").rows()] == [
        ("گزارش بندر", "2013-06-05")
    ]
    assert "اسکله شرقی" in segmented.posts["text"][0]


def _as_html(written: Written) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in written.paragraphs)
    assert written.day
    return (
        f"<article><span class=cat>{written.category}</span><h2><a href=/x>{written.title}</a></h2><div>{body}</div>"
        f"<p>{written.day:%B} {written.day.day}, {written.day.year} {written.comments} comments</p></article>"
    )


def test_a_post_has_the_same_id_and_text_as_text_and_as_html():
    written = [
        Written(f"A ferry, number {n}", tuple(prose(10 * n + k) for k in range(3)), comments=n) for n in range(5)
    ]
    page_ids = ["0" * 16]
    lines = plain_text.lines(page_ids, [listing(written)])
    pages = pl.DataFrame({"page_id": page_ids, "path": ["a.txt"], "media_type": ["text/plain"]})
    as_text, as_html = cut(lines, pages).posts, cut_html("".join(map(_as_html, written))).posts
    columns = ["title", "category", "published_on", "comment_count", "text"]
    assert as_html.select(columns).rows() == as_text.select(columns).rows()
    assert article_id.own_ids(as_html).to_list() == article_id.own_ids(as_text).to_list()


@settings(max_examples=8)
@given(st.lists(_TREE, max_size=12))
def test_any_page_is_cut_into_posts_that_share_no_line(trees: list[object]):
    segmented = cut_html("".join(_markup(tree) for tree in trees))
    spans = segmented.posts.select("line_start", "line_end").sort("line_start").rows()
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    again = cut_html("".join(_markup(tree) for tree in trees))
    assert segmented.ledger.equals(again.ledger)
