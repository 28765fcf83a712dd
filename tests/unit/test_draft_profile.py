"""`clippings suggest site`: what a draft says of invented sites, that it loads as a profile does, and that it loses no post."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clippings.ingest import read_pages as reading
from clippings.ingest.sources import find_files as dumping
from clippings.project import Settings, additions
from clippings.project.sections import Paths
from clippings.segment import segment_pages
from clippings.segment.sites import profiles, site_of_page, template_lines
from clippings.segment.sites.profiles import UNKNOWN
from clippings.suggest import draft_profiles as draft_profile
from clippings.suggest import profile as drafting
from clippings.suggest.draft_profiles import CannotDraftError, Draft, drafts, save
from clippings.suggest.profile import titles_beside_posts
from clippings.suggest.profile.draft_file import DraftEntry, literal
from clippings.suggest.profile.draft_file import text as file_text
from clippings.suggest.profile.observe import Observed
from clippings.suggest.profile.trial_run import tried
from support.written_pages import HEAD, Written, listing

_WHO = (
    "The harbour council",
    "A clerk of the ferry office",
    "The keeper of the lighthouse",
    "The school board",
    "Ada Quill",
)
_DID = ("asked for", "refused", "paid for", "inspected", "read aloud", "postponed", "opened")
_WHAT = ("the new lamps", "a wider eastern quay", "the ledger of repairs", "two spare boats", "the tide tables")
_WHEN = ("before the first frost", "after a long meeting", "in the presence of the mayor", "without naming a price")


def sentence(n: int) -> str:
    """A sentence of its own for each number."""
    who, did = _WHO[n % 5], _DID[n * 3 % 7]
    return (
        f"{who} {did} {_WHAT[(n // 5) % 5]} {_WHEN[(n // 25) % 4]}, and {n + 3} people of the town had come to see it."
    )


def title(n: int) -> str:
    """A title of its own for each number."""
    return f"{_WHO[n % 5]} {_DID[n % 7]} {_WHAT[n % 5]} number {n}"


def body(n: int) -> str:
    """Two paragraphs."""
    return (
        f"{sentence(7 * n)} {sentence(7 * n + 1)} {sentence(7 * n + 2)}\n\n{sentence(7 * n + 3)} {sentence(7 * n + 4)}"
    )


def day(n: int) -> dt.date:
    """Days over some years, many after the twelfth of their month."""
    return dt.date(2011, 1, 20) + dt.timedelta(days=37 * n)


def closed(page: int) -> str:
    """Menu, posts closed by a date and a number of comments, a bar of buttons, a pager, a copyright line."""
    head = f"Harbour Gazette\n  • Home\n  • Tide tables\n  • Letters to the quay\n© 2001 - {2020 + page % 3} Harbour Gazette Trust\n"
    blocks = [
        f"{('Ferries', 'Council', 'Weather')[n % 3]}\n\n{title(n)}\n\n{body(n)}\n\n"
        f"{day(n):%B} {day(n).day}, {day(n).year} {n % 4} comments\nFacebookTwitterPinterestEmail\n"
        for n in range(5 * page, 5 * page + 5)
    ]
    return f"{head}{''.join(blocks)}Newer Posts\nOlder Posts\n\n  • Facebook\n\nBack To Top\n© 2001 - 2021 Harbour Gazette Trust\n"


def signed(page: int, form: str = "%d/%m/%Y") -> str:
    """A plain menu, a date in digits with a name below each title, a button bar no pattern knows, an address at the foot."""
    head = "The Upper Lys Messenger\nFront page\nOrchards\nMill and weir\n\n"
    blocks = [
        f"{title(n)}\n\nPosted on {day(n).strftime(form)} by {('Ines Quill', 'Tomas Brandt')[n % 2]}\n\n{body(n)}\n\nShareTweetPocket\n\n"
        for n in range(100 + 4 * page, 104 + 4 * page)
    ]
    return f"{head}{''.join(blocks)}Printed at the weir in Upper Lys since the great flood\n"


def teased(page: int) -> str:
    """Titles and excerpts, each with a link to the full text in words no pattern knows."""
    head = "Sandby Notes\n\n"
    blocks = [
        f"{title(n)}\n\n{sentence(n)} {sentence(n + 400)}\n\nOpen this note\n\n" for n in range(6 * page, 6 * page + 6)
    ]
    return f"{head}{''.join(blocks)}Sandby Notes are written in the reading room\n"


def persian(page: int) -> str:
    """Titles, Jalali dates, texts."""
    blocks = [
        f"گزارش شماره {n} از بندر شرقی\n\n{14 + n % 9} اردیبهشت {1390 + page}\n\n"
        f"شورای بندر درباره نقشه تازه اسکله شماره {n} گفتگو کرد و ساکنان شهر پرسش‌های خود را خواندند. "
        f"دبیر شورا پاسخ داد که بودجه هنوز تصویب نشده است و کار پس از زمستان آغاز می‌شود.\n\n"
        for n in range(4 * page, 4 * page + 4)
    ]
    return f"روزنامه بندر شرقی\n  • خانه\n  • کشتی‌ها و اسکله\n\n{''.join(blocks)}© 1390 روزنامه بندر شرقی\n"


def html(page: int) -> str:
    """A listing as a browser gets it."""
    cards = "".join(
        f"<article class='card'><h2><a href='/n/{n}'>{title(n)}</a></h2>"
        f"<time datetime='{day(n)}'>{day(n):%B} {day(n).day}, {day(n).year}</time><p>{sentence(n)} {sentence(n + 1)}</p></article>"
        for n in range(5 * page, 5 * page + 5)
    )
    address = f"https://www.pell.example/page/{page}/"
    return (
        f"<!doctype html><html lang='en'><head><title>Page {page} - Pell Observer</title>"
        f"<link rel='canonical' href='{address}'><meta property='og:url' content='{address}'></head><body>"
        "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/boats'>Boats of Pell</a></li></ul></nav></header>"
        f"<main>{cards}</main><footer><p>© {2015 + page} Pell Observer Press</p></footer></body></html>"
    )


Layout = Callable[[int], str]


def saved(folder: Path, layout: Layout, count: int = 5, prefix: str = "page") -> Path:
    """`count` pages of a layout in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in range(count):
        (folder / f"{prefix}{page}.txt").write_text(layout(page), "utf-8")
    return folder


@pytest.fixture
def put_in_force(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], None]]:
    """Puts drafts into a project's folder of profiles, as a person would."""
    folder = tmp_path / "sites"
    folder.mkdir()
    with ExitStack() as stack:

        def put(texts: Mapping[str, str]) -> None:
            for name, text in texts.items():
                (folder / f"{name}.toml").write_text(text, "utf-8")
            project = Settings(paths=Paths(sites=str(folder), authority=""))
            stack.enter_context(additions.using(additions.of(project)))

        yield put


def found(raw: Path, scratch: Path) -> tuple[dict[str, str], pl.DataFrame]:
    """Site of each page below `raw` by its path, and the posts."""
    sites = profiles.load()
    all_dumps, _ = dumping.find(raw, scratch)
    batch = reading.read(raw, all_dumps)
    pages = batch.pages.join(site_of_page.recognise(batch.lines, sites.values()), on="page_id", maintain_order="left")
    with_site = batch.lines.join(pages.select("page_id", "site"), on="page_id", how="left", maintain_order="left")
    cut = segment_pages.segment(
        batch.lines,
        pages.select("page_id", "path", "media_type", "site"),
        sites,
        template_lines.find_repeated([template_lines.count(with_site, sites)]),
    )
    return dict(pages.select("path", "site").iter_rows()), cut.posts


def the_only(made: list[Draft]) -> dict[str, object]:
    """The one draft, read as TOML."""
    [draft] = made
    table: dict[str, object] = tomllib.loads(draft.text)
    assert table["name"] == draft.name
    return table


LAYOUTS: dict[str, Layout] = {
    "gazette": closed,
    "messenger": signed,
    "notes": teased,
    "bandar": persian,
    "observer": html,
}


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Draft]]:
    """Drafts of five pages of a layout, made once."""
    return cache(lambda name: drafts(saved(tmp_path_factory.mktemp("raw") / name, LAYOUTS[name]).parent))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_draft_put_into_force_knows_its_pages_and_loses_no_post(
    name: str,
    tmp_path: Path,
    put_in_force: Callable[[Mapping[str, str]], None],
    drafted: Callable[[str], list[Draft]],
) -> None:
    raw = saved(tmp_path / "raw" / name, LAYOUTS[name]).parent
    sites, before = found(raw, tmp_path / "a")
    assert set(sites.values()) == {UNKNOWN}
    put_in_force({draft.name: draft.text for draft in drafted(name)})
    sites, after = found(raw, tmp_path / "b")
    assert set(sites.values()) == {name}
    assert after.height >= before.height
    values = ["page_id", "title", "published_on", "comment_count"]
    dated = before.filter(pl.col("published_on").is_not_null()).select(values)
    assert dated.join(after, on=values, how="anti", nulls_equal=True).is_empty()


def test_lines_around_the_posts_become_template_and_patterns(drafted: Callable[[str], list[Draft]]) -> None:
    table = the_only(drafted("gazette"))
    assert table["template"] == {
        "masthead": ["Harbour Gazette"],
        "navigation": ["Home", "Tide tables", "Letters to the quay"],
        "social": ["Facebook"],
    }
    assert table["patterns"] == {
        "post_date": r"(?i)^(?P<date>{day})({clock})?\s+(?P<comments>{count})\s+comments?$",
    }
    assert table["language"] == "en"


def test_titles_listed_beside_the_posts_are_not_a_menu(tmp_path: Path) -> None:
    listed = "Older Posts\n\nRecent Posts\n\n  • A lamp on the pier\n\n    May 1, 2024\n"
    saved(tmp_path / "gazette", lambda page: closed(page).replace("Older Posts\n", listed))
    table = the_only(drafts(tmp_path))
    template = table["template"]
    assert isinstance(template, dict)
    assert template["navigation"] == ["Home", "Tide tables", "Letters to the quay"]


def test_a_masthead_of_one_word_marks_the_site_and_is_doubted(tmp_path: Path) -> None:
    saved(tmp_path / "m", lambda page: signed(page).replace("The Upper Lys Messenger", "Messenger"))
    text = drafts(tmp_path)[0].text
    assert tomllib.loads(text)["known_by"]["lines"] == ["Messenger"]
    assert "TODO: “Messenger” may be on pages of other sites too" in text


def test_each_entry_is_below_the_lines_it_was_made_from(drafted: Callable[[str], list[Draft]]) -> None:
    lines = drafted("gazette")[0].text.splitlines()
    at = lines.index("patterns = ['^© [0-9]+ - [0-9]+ Harbour Gazette Trust$']")
    assert lines[at - 3] == "# on 5 of 5 pages: “© 2001 - 2021 Harbour Gazette Trust”"


def test_a_draft_opens_with_what_to_do_next(drafted: Callable[[str], list[Draft]]) -> None:
    opening = drafted("gazette")[0].text.splitlines()[:3]
    assert [line[:5] for line in opening] == ["# 1. ", "# 2. ", "# 3. "]


def test_a_menu_without_bullets_becomes_template_lines(drafted: Callable[[str], list[Draft]]) -> None:
    table = the_only(drafted("messenger"))
    patterns = table["patterns"]
    assert isinstance(patterns, dict)
    assert table["template"] == {
        "masthead": ["The Upper Lys Messenger"],
        "navigation": ["Front page", "Orchards", "Mill and weir"],
    }
    assert patterns["footer_add"] == "^Printed at the weir in Upper Lys since the great flood$"
    assert patterns["dated_by"].startswith(r"(?i)^posted\s+on\s*(?P<date>{day})({clock})?\s+by:?\s+(?P<name>")


@pytest.mark.parametrize(
    ("written", "told"), [("%d/%m/%Y", "%d/%m/%Y"), ("%m/%d/%Y", "%m/%d/%Y"), ("%d.%m.%y", "%d.%m.%y")]
)
def test_all_dates_of_a_site_show_whether_day_or_month_comes_first(tmp_path: Path, written: str, told: str) -> None:
    saved(tmp_path / "messenger", lambda page: signed(page, written))
    table = the_only(drafts(tmp_path))
    assert table["dates"] == {"formats": [told]}


def test_where_no_date_tells_the_order_a_person_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "day", lambda n: dt.date(2012, 1 + n % 12, 1 + n % 11))
    saved(tmp_path / "messenger", signed)
    text = drafts(tmp_path)[0].text
    assert "TODO: %d/%m/%Y or %m/%d/%Y?" in text
    assert "formats" not in tomllib.loads(text).get("dates", {})


def test_a_line_in_each_post_is_shown_as_a_link_to_the_full_text(drafted: Callable[[str], list[Draft]]) -> None:
    text = drafted("notes")[0].text
    counts = re.search(r"(\d+) posts are found without this profile, (\d+) with it", text)
    assert counts is not None
    assert int(counts[2]) >= int(counts[1]) > 20
    assert (
        "\n# This line is in each post. If it links to the full text, put the entry in force, else with the key skip_add.\n"
        in text
    )
    assert "\n# read_more_add = '^Open this note$'\n" in text


def test_a_persian_site_keeps_its_language_and_its_calendar(drafted: Callable[[str], list[Draft]]) -> None:
    table = the_only(drafted("bandar"))
    assert table["language"] == "fa"
    assert "dates" not in table
    known_by = table["known_by"]
    assert isinstance(known_by, dict)
    assert "روزنامه بندر شرقی" in known_by["lines"]
    patterns = table["patterns"]
    assert isinstance(patterns, dict)
    assert patterns["dated_by"] == "(?i)^(?P<date>{day})({clock})?$"


def test_an_html_site_is_named_by_its_addresses_and_titles(tmp_path: Path) -> None:
    table = the_only(drafts(saved(tmp_path / "raw", html)))
    assert (table["name"], table["title"], table["url"]) == (
        "pell_example",
        "Pell Observer",
        "https://www.pell.example/",
    )
    known_by = table["known_by"]
    assert isinstance(known_by, dict)
    assert known_by["patterns"] == ["^© [0-9]+ Pell Observer Press$"]


def test_two_sites_in_one_flat_folder_are_distinguished(tmp_path: Path) -> None:
    saved(tmp_path, closed, prefix="x")
    saved(tmp_path, signed, prefix="a")
    made = {draft.name: draft for draft in drafts(tmp_path)}
    assert {name: draft.page_count for name, draft in made.items()} == {
        "harbour_gazette_trust": 5,
        "the_upper_lys_messenger": 5,
    }
    signs = [tomllib.loads(draft.text)["known_by"] for draft in made.values()]
    assert not set(signs[0].get("lines", ())) & set(signs[1].get("lines", ()))


def test_a_line_that_another_site_of_the_folder_has_marks_none(tmp_path: Path) -> None:
    saved(tmp_path / "one", lambda page: closed(page).replace("Harbour Gazette Trust", "A Publisher of Newspapers"))
    saved(tmp_path / "two", lambda page: signed(page) + "\n© 2015 - 2020 A Publisher of Newspapers\n")
    for draft in drafts(tmp_path):
        assert "patterns" not in tomllib.loads(draft.text)["known_by"]


def test_a_masthead_that_another_site_of_the_folder_has_marks_none(tmp_path: Path) -> None:
    saved(tmp_path / "one", lambda page: closed(page).replace("Harbour Gazette\n", "The Daily Paper\n"))
    saved(tmp_path / "two", lambda page: signed(page).replace("The Upper Lys Messenger", "The Daily Paper"))
    for draft in drafts(tmp_path):
        assert "The Daily Paper" not in tomllib.loads(draft.text)["known_by"].get("lines", ())


def test_pages_with_nothing_but_their_copyright_line_in_common_are_of_one_site(tmp_path: Path) -> None:
    for name in ("Quay Press", "Weir Press"):
        saved(
            tmp_path, lambda page, name=name: f"{title(page)}\n\n{body(page)}\n\n© {2010 + page} {name}\n", prefix=name
        )  # type: ignore[misc]
    assert {draft.name: draft.page_count for draft in drafts(tmp_path)} == {"quay_press": 5, "weir_press": 5}


def test_pages_of_different_kinds_have_templates_of_their_own(tmp_path: Path) -> None:
    """Six category pages without masthead or menu beside five listings that have both."""
    saved(tmp_path / "gazette", closed)
    for page in range(6):
        entries = "".join(f"{title(n)}\n\n{sentence(n)[:-1]}…\n\nRead more\n\n" for n in range(5 * page, 5 * page + 5))
        (tmp_path / "gazette" / f"category{page}.txt").write_text(f"{('Ferries', 'Council')[page % 2]}\n\n{entries}")
    table = the_only(drafts(tmp_path))
    assert table["template"] == {
        "masthead": ["Harbour Gazette"],
        "navigation": ["Home", "Tide tables", "Letters to the quay"],
        "social": ["Facebook"],
    }


def test_pages_of_a_known_site_are_reported_and_left_out(tmp_path: Path) -> None:
    saved(tmp_path / "gazette", closed)
    known = listing([Written(title(1), (body(1),))])
    (tmp_path / "gazette" / "known.txt").write_text(known, "utf-8")
    [draft] = drafts(tmp_path)
    assert draft.page_count == 5
    assert "Pages left out because nejatngo_en has a profile: 1." in draft.text
    assert "Nejat" not in draft.text.replace("nejatngo_en", "")


_SIDE = ("Windmill gets new sails", "School boat sails to Brack")


def _beside(page: int) -> str:
    """An HTML page with a list of titles beside its article; the last two pages are the articles of these titles."""
    items = "".join(f"<li><a href='/{at}'>{text}</a></li>" for at, text in enumerate(_SIDE))
    name = [title(0), title(1), title(2), title(3), *_SIDE][page]
    return (
        f"<html><head><title>{name} | Ostrand Herald</title><link rel='canonical' href='https://ostrand.example/{page}'></head>"
        f"<body><header>Ostrand Herald</header><main><h1>{name}</h1><p>4 May 201{page}</p>"
        f"<p>{sentence(page)}</p><p>{sentence(page + 50)}</p></main><aside><h3>Worth your time</h3><ul>{items}</ul></aside>"
        "<footer>© 2017 Ostrand Herald</footer></body></html>"
    )


def _dumped(page: int) -> str:
    return f"Ostrand Herald\n\n{title(page)}\n\n{body(page)}\n\n© 2017 Ostrand Herald\n"


def test_text_dumps_with_the_copyright_line_of_one_html_site_are_of_that_site(tmp_path: Path) -> None:
    saved(tmp_path, _beside, 4, "shown")
    saved(tmp_path, _dumped, 2, "dump")
    assert [draft.page_count for draft in drafts(tmp_path)] == [6]


@pytest.mark.parametrize("drafted", ["all pages", "before the articles came"])
def test_titles_in_a_list_beside_the_posts_are_not_boilerplate_and_keep_their_articles(
    drafted: str, tmp_path: Path, put_in_force: Callable[[Mapping[str, str]], None]
) -> None:
    raw = saved(tmp_path / "raw", _beside, 6 if drafted == "all pages" else 4)
    [draft] = drafts(raw)
    saved(raw, _beside, 6)
    patterns = tomllib.loads(draft.text)["patterns"]
    assert patterns["recent_heading_add"] == "^Worth your time$"
    assert not any(text in draft.text for text in _SIDE)
    _, before = found(raw, tmp_path / "a")
    put_in_force({draft.name: draft.text})
    sites, after = found(raw, tmp_path / "b")
    assert set(sites.values()) == {"ostrand_example"}
    values = ["page_id", "title", "published_on", "text"]
    assert set(after.select(values).iter_rows()) == set(before.select(values).iter_rows())
    assert set(_SIDE) < set(after["title"])


@pytest.mark.parametrize(
    ("layout", "pattern", "message"),
    [
        (_beside, "^.* and 54 people of .*$", "loses text: “"),
        (closed, "^Ada Quill .* number 4$", "lost or cut otherwise"),
    ],
)
def test_an_entry_that_takes_a_title_or_text_is_not_in_force_and_says_why(
    tmp_path: Path, layout: Layout, pattern: str, message: str
) -> None:
    saved(tmp_path, layout, 3)
    seen = observed(tmp_path)
    seen, _ = titles_beside_posts.without_titles(seen, titles_beside_posts.titles_of(seen))
    trial = tried(seen, "site", [DraftEntry("patterns", "skip_add", pattern, is_pattern=True)])
    assert trial.entries[0].is_left_out
    assert message in trial.entries[0].notes[-1]


def test_a_folder_of_the_known_site_only_is_refused(tmp_path: Path) -> None:
    saved(tmp_path, lambda page: listing([Written(title(page), (body(page),))], head=HEAD))
    with pytest.raises(CannotDraftError, match="is of a site that has a profile: nejatngo_en"):
        drafts(tmp_path)


def test_no_folder_and_a_folder_without_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDraftError, match="is not a folder"):
        drafts(tmp_path / "none")
    (tmp_path / "blank.txt").write_text(" \n\n")
    with pytest.raises(CannotDraftError, match="no page that can be read"):
        drafts(tmp_path)


def test_too_few_pages_are_reported_as_too_few(tmp_path: Path) -> None:
    saved(tmp_path / "gazette", closed, count=2)
    [draft] = drafts(tmp_path)
    assert "2 pages are too few to find what repeats" in draft.text
    assert set(tomllib.loads(draft.text)) <= {"name", "title", "url", "language", "known_by"}


def test_pages_that_are_like_no_others_are_put_together_as_no_site(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(f"{title(number)}\n\n{body(number)}\n", "utf-8")
    saved(tmp_path, closed)
    made = {draft.name: draft for draft in drafts(tmp_path)}
    assert {name: draft.page_count for name, draft in made.items()} == {
        "harbour_gazette_trust": 5,
        draft_profile.LOOSE: 2,
    }
    assert not tomllib.loads(made[draft_profile.LOOSE].text)["known_by"]


def test_drafts_depend_on_the_pages_alone(tmp_path: Path) -> None:
    first = saved(tmp_path / "a" / "site", closed).parent
    saved(first / "other", signed)
    second = saved(tmp_path / "b" / "other", signed).parent
    saved(second / "site", closed)
    assert drafts(first) == drafts(second)


def test_a_draft_that_may_be_corrected_is_not_overwritten_without_the_option(tmp_path: Path) -> None:
    out, first, other = tmp_path / "out", Draft("one", "a = 1\n", 3), Draft("other", "b = 1\n", 3)
    assert save([first], out) == [out / "one.toml"]
    (out / "one.toml").write_text("a = 2\n")
    with pytest.raises(CannotDraftError, match=r"has one\.toml already"):
        save([other, first], out)
    assert not (out / "other.toml").exists()
    assert (out / "one.toml").read_text() == "a = 2\n"
    save([other, first], out, overwrite=True)
    assert (out / "one.toml").read_text() == "a = 1\n"
    with pytest.raises(CannotDraftError, match="Choose a folder that can be written to"):
        save([first], out / "one.toml")


def test_a_folder_named_as_a_profile_gets_another_name(tmp_path: Path) -> None:
    saved(tmp_path / "nejatngo_en", closed)
    assert drafts(tmp_path)[0].name == "nejatngo_en_2"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("^Ferries$", "lost or cut otherwise"),
        ("^(?P<date>{day}).*$", "posts lose or change their number of comments"),
    ],
)
def test_an_entry_with_which_something_is_lost_is_shown_and_not_in_force(
    tmp_path: Path, pattern: str, said: str
) -> None:
    saved(tmp_path, closed)
    wrong = DraftEntry("patterns", "post_date", pattern, is_pattern=True)
    right = DraftEntry("template", "masthead", ("Harbour Gazette",))
    trial = tried(observed(tmp_path), "site", [wrong, right])
    assert [(entry.key, entry.is_left_out) for entry in trial.entries] == [("post_date", True), ("masthead", False)]
    assert said in trial.entries[0].notes[-1]
    assert trial.before == trial.after == 25


def observed(raw: Path) -> Observed:
    batch = reading.read(raw, dumping.find(raw, raw / "none")[0])
    return drafting.observed(batch.lines, batch.pages)


@given(st.text(max_size=40), st.integers(0, 10**6))
def test_the_pattern_of_a_line_holds_for_the_line_and_any_number_in_it(line: str, number: int) -> None:
    stripped = str(pl.Series([line.replace("\n", " ")], dtype=pl.String).str.strip_chars()[0])
    assert pl.Series([stripped]).str.contains(literal(stripped))[0]
    assert pl.Series([f"{stripped} {number}"]).str.contains(literal(f"{stripped} 7"))[0]


@given(st.text(), st.text(), st.lists(st.text()), st.text())
def test_any_value_and_any_comment_are_read_back(value: str, pattern: str, values: list[str], note: str) -> None:
    entries = [
        DraftEntry("", "title", value, [(note, 1)], notes=(note,)),
        DraftEntry("patterns", "footer", pattern, is_pattern=True),
        DraftEntry("known_by", "patterns", tuple(values), is_pattern=True),
        DraftEntry("dates", "formats", tuple(values), is_left_out=True),
    ]
    table = tomllib.loads(file_text([note], entries, 1, [note]))
    assert table == {"title": value, "patterns": {"footer": pattern}, "known_by": {"patterns": values}, "dates": {}}


_LINE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "Home", "  • Facebook", "© 2020 A", "March 4, 2015 2 comments", "14/03/2011", "by Ada Quill", "FacebookTwitterEmail",
         "Read more", "Recent Posts", "Page 2 of 3", "{day}", "'''", '"', "\\", "(?P<date>", sentence(1), title(2)]
    ),
)  # fmt: skip


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_LINE, max_size=12), min_size=1, max_size=5))
def test_any_lines_make_a_draft_that_loads(lines: list[list[str]]) -> None:
    ids = [f"page{number}" for number in range(len(lines))]
    rows = [
        (page_id, number, text)
        for page_id, own in zip(ids, lines, strict=True)
        for number, text in enumerate(own or [""], 1)
    ]
    frame = pl.DataFrame(rows, schema={"page_id": pl.String, "line_no": pl.Int64, "text": pl.String}, orient="row")
    frame = reading.with_hints(frame)
    pages = pl.DataFrame({"page_id": ids, "path": ids, "media_type": "text/plain"}).with_columns(
        url=pl.lit(None, pl.String)
    )
    assert sorted(page_id for group in drafting.group_by_site(frame, pages) for page_id in group) == ids
    table = tomllib.loads(
        drafting.draft(drafting.observed(frame, pages), "site", pl.Series([], dtype=pl.String), ["A fact."])
    )
    profiles.of(table)
