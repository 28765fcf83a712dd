"""What a site's profile declares wins: lines in text dumps, dates and what is beside them, titles of HTML pages."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from clippings.ingest import read_pages
from clippings.ingest.sources import find_files
from clippings.publish.checks import provenance
from clippings.segment import profile_file, profiles, segment_pages, template_lines

TEXT = (
    "The windmill on the dyke has four new sails of white canvas, and it turned for an hour on Tuesday.",
    "About eighty people watched from the dyke, the miller said afterwards.",
)
SITE = "name = 'ostrand'\ntitle = 'Ostrand Herald'\n[known_by]\nlines = ['Ostrand Herald']\n"
DUMP = "\n\n".join(
    ["Ostrand Herald", "Town\nQuayside\nLetters", "Quayside", "Windmill gets new sails", "12 May 2017", "Pass it to a friend",
     *TEXT, "Pass it to a friend", "© 2017 Ostrand Herald"]
)  # fmt: skip
LISTING = "".join(
    f"<div class=post><h2><a href=/{n}>{title}</a></h2><p class=meta>{line}</p><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>"
    for n, (title, line) in enumerate(
        [("Clock is set right", "Town | By Olin Vest | 28 April 2017"), ("Skiff race is won", "Sport | By Tam Ode | 24 April 2017"),
         ("Well has a lid", "2 April 2017")]
    )
)  # fmt: skip
LISTING = f"<html><body><header>Ostrand Herald</header><h1>Newest</h1>{LISTING}</body></html>"
Cut = Callable[[str, dict[str, str]], segment_pages.Segmented]


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    """Cuts pages, by file name, with a profile of their site."""

    def segment(profile: str, pages: dict[str, str]) -> segment_pages.Segmented:
        for name, text in pages.items():
            (tmp_path / name).write_text(text, "utf-8")
        dumps, _ = find_files.find(tmp_path, tmp_path.with_name("unpacked"))
        read = read_pages.read(tmp_path, dumps)
        own = profiles.of(tomllib.loads(profile))
        sites = {**profiles.load(), own.name: own}
        asked = read.pages.select("page_id", "path", "media_type", site=pl.lit(own.name))
        learned = template_lines.learn([])
        found = segment_pages.segment(read.lines, asked, sites, learned)
        assert provenance.unfounded_evidence(found.evidence, found.ledger).is_empty()
        return found

    return segment


def _roles(found: segment_pages.Segmented) -> list[tuple[str, str]]:
    ledger = found.ledger.with_columns(pl.col("role").cast(pl.String)).filter(pl.col("role") != "blank")
    return list(ledger.select("text", "role").iter_rows())


@pytest.mark.parametrize(
    ("key", "role"),
    [("share_label", "share_bar"), ("share_label_add", "share_bar"), ("skip_add", "navigation"), ("share_bar_add", "share_bar")],
)  # fmt: skip
@pytest.mark.parametrize("closing", ["", "\nMay 12, 2017 3 comments"])
def test_a_declared_line_inside_a_text_dump_is_neither_deck_nor_text(
    cut: Cut, key: str, role: str, closing: str
) -> None:
    page = DUMP.replace("\n\n12 May 2017", "").replace(TEXT[1], TEXT[1] + closing) if closing else DUMP
    menu = "[template]\nmasthead = ['Ostrand Herald']\nnavigation = ['Town', 'Quayside', 'Letters']\n"
    found = cut(f"{SITE}{menu}[patterns]\n{key} = '^Pass it to a friend$'\n", {"a.txt": page})
    [post] = found.posts.to_dicts()
    assert (post["title"], post["deck"], post["text"]) == ("Windmill gets new sails", None, "\n\n".join(TEXT))
    assert [given for text, given in _roles(found) if text.startswith("Pass it")] == [role, role]


def test_menu_entries_of_a_dump_need_no_bullet_and_a_section_by_itself_is_none(cut: Cut) -> None:
    found = cut(f"{SITE}[template]\nnavigation = ['Town', 'Quayside', 'Letters']\n", {"a.txt": DUMP})
    given = [role for text, role in _roles(found) if text in ("Town", "Quayside", "Letters")]
    assert given[:3] == ["navigation"] * 3
    assert given[3] != "navigation"


_WHOLE = r"^(?P<category>\w+) \| By (?P<writer>[^|]+) \| (?P<date>{day})$"
_BOTH = [("Town", "Olin Vest"), ("Sport", "Tam Ode")]


@pytest.mark.parametrize(
    ("pattern", "read"),
    [
        (f"dated_by_add = '{_WHOLE}'", _BOTH),
        (f"dated_by = ['{_WHOLE}', '^(?P<date>{{day}})$']", _BOTH),
        (r"dated_by_add = '^(?P<category>\w+) \| (?P<date>.*)$'", [("Town", None), ("Sport", None)]),
    ],
)
def test_a_category_before_the_date_is_read_and_plain_dates_stay(
    cut: Cut, pattern: str, read: list[tuple[str, str | None]]
) -> None:
    found = cut(f"{SITE}[patterns]\n{pattern}\n", {"a.html": LISTING})
    assert [str(day) for day in found.posts["published_on"]] == ["2017-04-28", "2017-04-24", "2017-04-02"]
    assert list(found.posts.select("category", "writer_raw").iter_rows()) == [*read, (None, None)]


def test_groups_of_added_patterns_get_numbers() -> None:
    joined = profile_file.either(profile_file.either(r"^(?P<date>a)$", r"^(?P<date>b)$"), r"^(?P<date>c)(?P<name>d)$")
    assert joined == r"(?:^(?P<date_3>c)(?P<name>d)$)|(?:(?:^(?P<date_2>b)$)|(?:^(?P<date>a)$))"
