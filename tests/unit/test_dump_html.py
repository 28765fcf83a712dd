"""Dumps of HTML pages in the forms of several tools: what they look like, and that the same posts are read off each."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from support.in_memory_stages import tables_of_files

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "html"
PAGE = """<html><head><title>Pier</title></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/b">Boats</a></li></ul></nav>
<h1>Old pier
closes</h1><p>The   <b>pier</b> closes.<br>Boats wait.</p><img src="p.jpg" alt="A pier at dusk"><ol><li>Ropes</li><li>Planks</li></ol>
<table><tr><td>Ferry</td><td>Noon</td></tr></table><pre>one
two</pre><button>Share</button><script>x</script></body></html>"""
"""A page with a menu, a break, a picture, a numbered list, a table, lines of code and a button."""
DUMPS = {
    "archive": (
        "  • Home\n  • Boats\n\nOld pier closes\n\nThe pier closes.\nBoats wait.\n\nA pier at dusk\n\n  1. Ropes\n  2. Planks\n\n"
        "Ferry\t\tNoon\t\t\n\none\ntwo\n"
    ),
    "browser": (
        "Home\nBoats\n\nOld pier closes\n\nThe pier closes.\nBoats wait.\n\nRopes\nPlanks\n\nFerry\tNoon\t\n\none\ntwo\n\nShare\n"
    ),
    "lines": "Home\nBoats\nOld pier closes\nThe pier closes.\nBoats wait.\nRopes\nPlanks\nFerry\nNoon\none\ntwo\nShare\n",
    "lynx": (
        "     * [1]Home\n     * [2]Boats\n\n   Old pier closes\n\n   The pier closes.\n   Boats wait.\n\n   A pier at dusk\n\n"
        "  1. Ropes\n  2. Planks\n\n   Ferry Noon\n\n   one\n   two\n\n   Share\n\nReferences\n\n   1. http://localhost/\n   2. http://localhost/b\n"
    ),
}


def dumps(pages: Path, out: Path, form: str) -> None:
    script = ROOT / "bench" / "train_cutter" / "dump_html.py"
    subprocess.run([sys.executable, str(script), str(pages), str(out), "--form", form], check=True)


@pytest.mark.parametrize("form", DUMPS)
def test_each_form_writes_a_page_as_its_tool_does(form: str, tmp_path: Path) -> None:
    (tmp_path / "pages" / "news").mkdir(parents=True)
    (tmp_path / "pages" / "news" / "pier.html").write_text(PAGE, "utf-8")
    dumps(tmp_path / "pages", tmp_path / "out", form)
    assert (tmp_path / "out" / "news" / "pier.txt").read_text("utf-8") == DUMPS[form]


@pytest.mark.parametrize(("form", "least"), [("archive", 131), ("browser", 129), ("lines", 134), ("lynx", 131)])
def test_posts_of_html_pages_are_read_off_their_dumps(form: str, least: int, tmp_path: Path) -> None:
    """Of 146 posts; most others are on pages of tables, whose cells share a line, and below the name of a weblog."""
    dumps(GOLD, tmp_path / "raw", form)
    tables = tables_of_files(tmp_path / "raw")
    found = set(tables["articles"]["title"].drop_nulls())
    posts = [post for page in json.loads((GOLD / "gold.json").read_text("utf-8")).values() for post in page]
    assert sum(post["title"] in found for post in posts) >= least
    evidence = tables["evidence"].join(tables["lines"], on=["page_id", "line_no"])
    characters = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    assert evidence.filter(characters != pl.col("raw")).is_empty()
