"""What a site's profile declares wins: lines in text dumps, dates and what is beside them, titles of HTML pages."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from clippings.ingest import read_pages
from clippings.ingest.sources import find_files
from clippings.publish.checks import provenance
from clippings.segment import segment_pages
from clippings.segment.sites import profile_file, profiles, template_lines
from support.in_memory_stages import tables_of_files

TEXT = (
    "The windmill on the dyke has four new sails of white canvas, and it turned for an hour on Tuesday.",
    "About eighty people watched from the dyke, the miller said afterwards.",
)
SITE = "name = 'ostrand'\ntitle = 'Ostrand Herald'\n[known_by]\nlines = ['Ostrand Herald']\n"
DUMP = "\n\n".join(
    ["Ostrand Herald", "Town\nQuayside\nLetters", "Quayside", "Windmill gets new sails", "12 May 2017", "Pass it to a friend",
     *TEXT, "Pass it to a friend", "© 2017 Ostrand Herald"]
)  # fmt: skip
LONG = (
    "The windmill on the dyke has four new sails of white canvas, and it turned for an hour on Tuesday before the wind fell.",
    "The work was paid for by the parish, which had sold a field for it. The last miller left in 1951, and took the stones along.",
    "A miller will be sought in the autumn. The board expects few letters, since the flat above the stones has no stairs yet.",
    "Until then the windmill can be visited on Sundays. Children may hold the rope, the chairman says, if the wind allows it.",
)
MENU_DUMP = "Ostrand Herald\n\nTown\nQuayside\nLetters\n\nWindmill gets new sails\n\nBy Olin Vest\n\n12 May 2017"
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
        template = template_lines.find_repeated([])
        segmented = segment_pages.segment(read.lines, asked, sites, template)
        assert provenance.unfounded_evidence(segmented.evidence, segmented.ledger).is_empty()
        return segmented

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
    segmented = cut(f"{SITE}{menu}[patterns]\n{key} = '^Pass it to a friend$'\n", {"a.txt": page})
    [post] = segmented.posts.to_dicts()
    assert (post["title"], post["deck"], post["text"]) == ("Windmill gets new sails", None, "\n\n".join(TEXT))
    assert [given for text, given in _roles(segmented) if text.startswith("Pass it")] == [role, role]


def test_menu_entries_of_a_dump_need_no_bullet_and_a_section_by_itself_is_none(cut: Cut) -> None:
    segmented = cut(f"{SITE}[template]\nnavigation = ['Town', 'Quayside', 'Letters']\n", {"a.txt": DUMP})
    given = [role for text, role in _roles(segmented) if text in ("Town", "Quayside", "Letters")]
    assert given[:3] == ["navigation"] * 3
    assert given[3] != "navigation"


@pytest.mark.parametrize("footer", ["", "[patterns]\nfooter_add = '^Tide tables by the office$'\n"])
def test_the_text_below_a_heading_of_links_is_read_with_and_without_a_declared_foot(cut: Cut, footer: str) -> None:
    links = "Related\n\nKiln is fired in the rain\nSkiff race is won"
    page = f"{MENU_DUMP}\n\n{LONG[0]}\n\n{LONG[1]}\n\n{links}\n\n{LONG[2]}\n\n{LONG[3]}\n\nTide tables by the office\n\n© 2017 Herald"
    [post] = cut(SITE + footer, {"a.txt": page}).posts.to_dicts()
    assert (post["title"], str(post["published_on"])) == ("Windmill gets new sails", "2017-05-12")
    assert post["text"].split("\n\n") == list(LONG)


_WHOLE = r"^(?P<category>\w+) \| By (?P<writer>[^|]+) \| (?P<date>{day})$"
_BOTH = [("Town", "Olin Vest"), ("Sport", "Tam Ode")]


@pytest.mark.parametrize("cutter", ["rules", "learned"])
def test_lines_and_lists_that_a_profile_declares_are_of_no_post_whoever_cuts(cut: Cut, cutter: str) -> None:
    page = DUMP.replace("\n\n©", "\n\nWorth your time\nKiln is fired in the rain\n\n©")
    profile = SITE.replace("[known_by]", f"cutter = '{cutter}'\n[known_by]")
    lines = "[template]\nmasthead = ['Ostrand Herald']\nnavigation = ['Town', 'Quayside', 'Letters']\n"
    lines += "[patterns]\nrecent_heading = '^Worth your time$'\nskip_add = '^(Pass it|The windmill on).*$'\n"
    segmented = cut(f"{profile}{lines}", {"a.txt": page})
    [post] = segmented.posts.to_dicts()
    assert (post["title"], post["deck"], post["text"]) == ("Windmill gets new sails", None, TEXT[1])
    roles = dict(_roles(segmented))
    assert (roles[TEXT[0]], roles["Kiln is fired in the rain"]) == ("navigation", "recent_title")


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
    segmented = cut(f"{SITE}[patterns]\n{pattern}\n", {"a.html": LISTING})
    assert [str(day) for day in segmented.posts["published_on"]] == ["2017-04-28", "2017-04-24", "2017-04-02"]
    writers = segmented.evidence.filter(field="author").select("appearance_id", writer="value")
    posts = segmented.posts.join(writers, on="appearance_id", how="left", maintain_order="left")
    assert posts.select("category", "writer").rows() == [*read, (None, None)]


def test_groups_of_added_patterns_get_numbers() -> None:
    joined = profile_file.either(profile_file.either(r"^(?P<date>a)$", r"^(?P<date>b)$"), r"^(?P<date>c)(?P<name>d)$")
    assert joined == r"(?:^(?P<date_3>c)(?P<name>d)$)|(?:(?:^(?P<date_2>b)$)|(?:^(?P<date>a)$))"


@pytest.mark.parametrize(
    "line",
    ["Town | By Olin Vest | 28 April 2017", "By Olin Vest | Town | 28 April 2017", "Town · Von Olin Vest · 28 April 2017",
     "28 April 2017 | Town | By Olin Vest", "Town — By Olin Vest — 28 April 2017", "28 April 2017 / By Olin Vest / Town"],
)  # fmt: skip
def test_category_byline_and_day_on_one_line_are_read_in_any_order(line: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.html").write_text(LISTING.replace("Town | By Olin Vest | 28 April 2017", line), "utf-8")
    tables = tables_of_files(tmp_path / "raw")
    values = (
        tables["articles"]
        .filter(pl.col("title") == "Clock is set right")
        .select("author", "category", pl.col("published_on").cast(pl.String))
    )
    assert values.rows() == [("Olin Vest", "Town", "2017-04-28")]
    assert provenance.unfounded_evidence(tables["evidence"], tables["lines"]).is_empty()


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Clock is set right | Ostrand Herald", "Clock is set right"),
        ("Ostrand Herald: Clock is set right", "Clock is set right"),
        ("Clock is set right – Quay Papers", "Clock is set right"),
        ("Clock of the Ostrand Herald", "Clock of the Ostrand Herald"),
    ],
)
def test_a_title_of_the_head_is_without_the_name_of_the_site(cut: Cut, title: str, read: str) -> None:
    head = f"<head><title>{title}</title><meta property='og:site_name' content='Quay Papers'></head>"
    segmented = cut(
        SITE, {"a.html": f"<html>{head}<body><p>28 April 2017</p><p>{TEXT[0]}</p><p>{TEXT[1]}</p></body></html>"}
    )
    assert segmented.posts["title"].to_list() == [read]
