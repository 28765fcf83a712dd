"""Pages in the layouts of the first archive's site, with invented words: what is on each is found, and whose it is."""

from typing import Any

import polars as pl
import pytest

from clippings.schema.working.read_tables import with_hints
from clippings.segment.sites import profiles, site_of_page
from support import site_layouts
from support.site_layouts import MENU, PAGES, SITE, Page

Read = dict[str, tuple[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def read() -> Read:
    """What is read of all the pages as one archive."""
    return site_layouts.read_pages()


@pytest.mark.parametrize("page", PAGES, ids=[page.kind for page in PAGES])
def test_a_page_of_the_site_is_read(read: Read, page: Page) -> None:
    site, posts = read[page.kind]
    assert site == (page.site or profiles.UNKNOWN)
    assert [site_layouts.value(post) for post in posts] == page.posts
    for line in page.absent:
        assert not any(line in f"{post['text']} {post['deck']}" for post in posts)


def site_of(text: str) -> str:
    """The site that a page is recognised as."""
    lines = [("a", number, line) for number, line in enumerate(text.split("\n"), 1)]
    frame = pl.DataFrame(lines, schema=["page_id", "line_no", "text"], orient="row")
    return str(site_of_page.recognise(with_hints(frame), [profiles.load()[SITE]])["site"][0])


COMMON = (
    "Read more\n\nYou may also like\n\nLeave a Comment\n\nNewer Posts\n\nMay 4, 2015 0 comments\nFacebookTwitterEmail"
)


@pytest.mark.parametrize(
    ("text", "site"),
    [
        (COMMON, profiles.UNKNOWN),
        (f"Slipways\n\n{COMMON}", profiles.UNKNOWN),
        (f"News from the quay\n\nIraq\n\nIran\n\n{COMMON}", profiles.UNKNOWN),
        ("Iraq\n\nA title\n\nRead more", profiles.UNKNOWN),
        ("Home » Slipways » Iraq at the quay\n\nLeave a Comment\n\nRead more", profiles.UNKNOWN),
        ("Home\nArticles\nMedia\nVideos\nAbout Us\nContact us\nBooks\n\nRead more\n\nNewer Posts", profiles.UNKNOWN),
        (f"Iraq\n\n{COMMON}", SITE),
        ("Home » Iraq » A title\n\nYou may also like\n\nLeave a Comment", SITE),
        ("Home » MEK Camp Ashraf » A title\n\nA title", SITE),
        ("Browsing Category\n\nMEK Camp Ashraf\n\nA title", SITE),
        (f"{MENU}A title", SITE),
    ],
)
def test_lines_that_other_sites_have_too_show_no_site_without_a_name_of_it(text: str, site: str) -> None:
    assert site_of(text) == site
