"""Text pages of two posts whose heads have one form."""

import numpy as np
import pytest

from clippings.segment.cutter.labels import LABEL_COUNT, TEXT, TITLE
from clippings.segment.cutter.repeated_heads import titles_of_heads
from clippings.segment.cutter.trees import CERTAIN
from support.in_memory_stages import tables_of_texts
from support.written_pages import prose

TITLES = "Ferry sails on after a vote of the board", "Seals return to the outer banks"


def page(heads: list[str], *, paragraphs: int = 3) -> str:
    posts = [
        f"{head}\n\n" + "\n\n".join(prose(9 * n + k, 2) for k in range(paragraphs)) for n, head in enumerate(heads)
    ]
    return "Quay Post\n\nHome\nNews\nContact\n\n" + "\n\n".join(posts) + "\n\nContact\nPrivacy\nQuay Post\n"


@pytest.mark.parametrize(
    "form",
    [
        "{title}\nBy {name}\n{day} May 2013",
        "{title}\n{name}\nPublished: May {day}, 2013\nUpdated: June {day}, 2013",
        "{title}\n\nMay {day}, 2013",
        "{title}\nPublié le mardi {day} mai 2013 par {name}",
    ],
)
def test_a_page_of_two_posts_is_two_posts(form: str) -> None:
    heads = [
        form.format(title=title, name=name, day=day)
        for title, name, day in zip(TITLES, ("Ada Quill", "Anna Marsh"), (3, 2), strict=True)
    ]
    articles = tables_of_texts(page(heads))["articles"].sort("published_on", descending=True)
    assert [(title, str(day)) for title, day in articles.select("title", "published_on").rows()] == [
        (TITLES[0], "2013-05-03"),
        (TITLES[1], "2013-05-02"),
    ]


def test_the_title_below_the_text_of_its_picture_is_the_title() -> None:
    heads = [f"Picture of {title}\n{title}\nMay {day}, 2013" for title, day in zip(TITLES, (3, 2), strict=True)]
    assert set(tables_of_texts(page(heads))["articles"]["title"]) == set(TITLES)


def test_a_line_with_its_change_has_the_day_of_posting() -> None:
    articles = tables_of_texts(page([f"{TITLES[0]}\n5 March 2016, updated 7 March 2016"]))["articles"]
    assert [str(day) for day in articles["published_on"]] == ["2016-03-05"]


@pytest.mark.parametrize("below", ["Lena Berg", "A teaser of another text"])
def test_comments_and_teasers_below_a_post_are_not_posts(below: str) -> None:
    heads = [TITLES[0], "May 3, 2013", prose(1, 2), prose(2, 2), below, "May 4, 2013", prose(3, 2), prose(4, 2)]
    heads = heads[:-1] if below.startswith("A ") else heads  # a teaser has one paragraph
    likely = np.zeros((len(heads), LABEL_COUNT), np.int64)
    likely[[at for at, head in enumerate(heads) if len(head) > 60], TEXT] = CERTAIN
    likely[0, TITLE] = CERTAIN
    days = [head.startswith("May") for head in heads]
    assert len(titles_of_heads(heads, likely, days, [True] * len(heads))) < 2
    heads[4:] = [TITLES[1], *heads[5:7], prose(4, 2)]
    likely = np.vstack([likely, likely[3:4]])[: len(heads)]
    likely[7, TEXT] = CERTAIN
    assert titles_of_heads(heads, likely, [*days[:7], False], [True] * len(heads)) == [0, 4]
