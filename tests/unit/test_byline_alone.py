"""Lines that are a label and a name: they are no titles, whatever script they are in."""

import pytest

from clippings.enrich.credits.marked_names import is_byline_alone
from support.in_memory_stages import tables_of_texts


@pytest.mark.parametrize(
    "line",
    [
        "记者：林晓雨",
        "文＝山田花子",
        "By Anna Marsh & Tom Orchard",
        "Text by Anna Quill, photos by Tom Kern",
        "Von Anna Bauer",
    ],
)
def test_a_label_and_a_name_are_a_byline(line: str) -> None:
    assert is_byline_alone(line)


@pytest.mark.parametrize(
    "line",
    [
        "By the river",
        "By Anna Quill: the storm",
        "By Anna Quill and the sea",
        "文化",
        "Author: Anna Quill wins a prize",
    ],
)
def test_other_words_behind_a_label_may_be_a_title(line: str) -> None:
    assert not is_byline_alone(line)


def test_a_byline_between_day_and_text_is_not_a_title() -> None:
    posts = (
        ("渡轮公司宣布冬季继续开航", "2014年3月4日 10:15", "记者：林晓雨", "渡轮公司星期二宣布，这个冬天夜间渡轮将继续开航，岛上的居民需要它。"),
        ("志愿者清点海湾里的海豹", "2014-03-03", "记者：陈国华", "志愿者在周末清点了海湾里的海豹，一共有四百只，比去年更多。"),
    )  # fmt: skip
    page = "海湾日报\n\n首页\n社会\n体育\n\n" + "\n\n".join(
        f"{title}\n\n{day}\n{byline}\n\n{text}\n\n{text[::-1]}\n\n分享到" for title, day, byline, text in posts
    )
    articles = tables_of_texts(page)["articles"].sort("published_on", descending=True)
    assert articles.select("title", "author").rows() == [(posts[0][0], "林晓雨"), (posts[1][0], "陈国华")]
