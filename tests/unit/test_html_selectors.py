"""CSS selectors of a site's profile reach the HTML cutter."""

from dataclasses import replace

import polars as pl
import pytest

from clippings.ingest.formats.html import blocks
from clippings.schema.working.read_tables import HINTS
from clippings.segment import segment_pages
from clippings.segment.sites import html_selectors, profiles, template_lines


def cut(markup: str, **selectors: str) -> segment_pages.Segmented:
    sites = dict(profiles.load())
    sites["unknown"] = replace(sites["unknown"], html=selectors)
    rows = [
        ("a" * 16, number, block.text, block.tag, block.place, block.href, block.timestamp, block.record, block.hint)
        for number, block in enumerate(blocks(markup), 1)
    ]
    schema = {"page_id": pl.String, "line_no": pl.Int64, "text": pl.String, **HINTS}
    lines = pl.DataFrame(rows, schema=schema, orient="row")
    pages = pl.DataFrame({"page_id": ["a" * 16], "path": ["a.html"], "media_type": ["text/html"], "site": ["unknown"]})
    counted = template_lines.count(lines.with_columns(site=pl.lit("unknown")), sites)
    return segment_pages.segment(lines, pages, sites, template_lines.find_repeated([counted]))


LONG = "The council of the harbour town has decided to raise the dues for every ferry that calls at the old pier."
OTHER = "A committee of readers met in the hall to talk about the bread, the weather and the price of salted herring."
MARKUP = f"""<html><body><div class=top><h1>The Quay</h1></div>
<div id=story><div class="hd big">Ferry dues rise</div><div class=who>Ada Quill</div><div class=when>4 March 2015</div>
<div class=txt><div>{LONG}</div><div>{OTHER}</div><ul><li>{LONG[:60]}</li></ul></div></div>
<div class=box><p>{OTHER} {OTHER}</p><p>{OTHER} {OTHER} {LONG}</p></div></body></html>"""


def test_selected_title_day_author_and_text_are_the_post_s():
    selectors = {"title": "div.hd", "byline": "#story > .who", "date": ".when", "body": "div.txt", "drop": ".box, .top"}
    segmented = cut(MARKUP, **selectors)
    [post] = segmented.posts.to_dicts()
    assert (post["title"], str(post["published_on"])) == ("Ferry dues rise", "2015-03-04")
    assert post["text"].split("\n\n") == [LONG, OTHER, LONG[:60]]
    roles = dict(segmented.ledger.select("text", "role").with_columns(pl.col("role").cast(pl.String)).iter_rows())
    assert roles["Ada Quill"] == "byline"
    assert roles["The Quay"] == "navigation"


@pytest.mark.parametrize("element", ["div", "p", "h2", "span"])
@pytest.mark.parametrize("head", ["", "<title>The Quay</title>", "<title>Section</title>"])
def test_a_selected_title_wins_over_a_heading_above_it_and_over_the_head(element: str, head: str) -> None:
    markup = (
        f"<html><head>{head}</head><body><h1>The Quay</h1><{element} class=head>Ferry dues rise</{element}>"
        f"<p>4 March 2015</p><p>{LONG}</p><p>{OTHER}</p></body></html>"
    )
    [post] = cut(markup, title=".head").posts.to_dicts()
    assert (post["title"], post["deck"], post["text"]) == ("Ferry dues rise", None, f"{LONG}\n\n{OTHER}")


def test_selected_titles_part_a_listing_with_other_headings() -> None:
    posts = "".join(
        f"<div class=head>Note {n} of the quay</div><h3>Harbour</h3><p>{LONG}</p><h3>Weather</h3><p>{OTHER}</p>"
        for n in range(3)
    )
    segmented = cut(f"<html><body><h1>Notes</h1>{posts}</body></html>", title=".head")
    assert segmented.posts["title"].to_list() == [f"Note {n} of the quay" for n in range(3)]


def test_a_dropped_part_is_in_no_text_and_stays_in_the_ledger():
    segmented = cut(MARKUP, drop="div.box")
    assert all("herring. A committee" not in text for text in segmented.posts["text"])
    assert any("herring. A committee" in text for text in segmented.ledger["text"])


def test_a_site_without_selectors_is_read_as_before():
    assert cut(MARKUP).posts["text"].to_list() == cut(MARKUP, title="", body="").posts["text"].to_list()


@pytest.mark.parametrize(
    ("selector", "place", "hint"),
    [
        ("div.a .b", "div.a.x[0]/section[1]/p.b[2]", "body"),
        ("div.a > .b", "div.a[0]/section[1]/p.b[2]", None),
        ("#main p", "div#main[0]/p[1]", "body"),
        ("[class^=post-]", "div.post-12[0]/p[0]", "body"),
        ("p:not(.x)", "p.x[0]", None),
    ],
)
def test_selectors_match_places(selector: str, place: str, hint: str | None):
    assert html_selectors.hint_of(place, (("body", selector),)) == hint


@pytest.mark.parametrize("selector", ["div >", "p[", "..x"])
def test_a_broken_selector_is_reported(selector: str):
    assert html_selectors.check(selector)
