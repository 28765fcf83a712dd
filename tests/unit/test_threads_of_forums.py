"""Threads of forums in 13 languages: one record with the texts of all posts, the day and author of the first, and nothing around them."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.in_memory_stages import tables_of, tables_of_files
from support.lines_around import as_list, lines_around, read_of

THREADS, WEBLOGS = lines_around("thread_lines"), lines_around("weblog_lines")
MEMBERS = ("rosalenz", "bergmax", "ada_q")
DAYS = (3, 10, 17)


@dataclass(frozen=True)
class Platform:
    """How a forum shows a thread.

    Attributes:
        order: The parts of a post from top to bottom.
        names: Names of the elements of these parts.
        post: Name of the element of a post.
        address: Address of the thread; None where pages do not have it.
        is_in_paragraphs: Whether paragraphs are elements, and not lines.
    """

    order: tuple[str, ...]
    names: dict[str, str]
    post: str
    address: str | None
    is_in_paragraphs: bool = False


PLATFORMS = {
    "phpbb": Platform(
        ("name", "card", "subject", "by", "text", "signature", "buttons"),
        {
            "name": "username",
            "card": "postprofile",
            "by": "author",
            "text": "content",
            "signature": "signature",
            "buttons": "back2top",
        },
        "post has-profile bg2",
        "viewtopic.php?f=2&t=7",
    ),
    "vbulletin": Platform(
        ("by", "number", "name", "card", "text", "signature", "buttons"),
        {
            "by": "posthead",
            "number": "nodecontrols",
            "name": "username_container",
            "card": "userinfo_extra",
            "text": "postcontent restore",
            "signature": "signature restore",
            "buttons": "postfoot",
        },
        "postbitlegacy postbitim postcontainer old",
        "showthread.php?7-thread",
    ),
    "smf": Platform(
        ("name", "card", "subject", "by", "text", "signature", "buttons"),
        {
            "name": "poster",
            "card": "reset smalltext",
            "by": "smalltext",
            "text": "inner",
            "signature": "signature",
            "buttons": "smalltext reportlinks",
        },
        "windowbg",
        "index.php?topic=7.0",
    ),
    "xenforo": Platform(
        ("name", "card", "by", "number", "text", "buttons"),
        {
            "name": "message-name",
            "card": "message-userExtras",
            "by": "message-attribution-main",
            "number": "message-attribution-opposite",
            "text": "bbWrapper",
            "buttons": "message-actionBar actionBar",
        },
        "message message--post",
        "threads/thread.7/",
    ),
    "discourse": Platform(
        ("name", "by", "number", "text", "buttons"),
        {"name": "creator", "by": "crawler-post-infos", "number": "position", "text": "post", "buttons": "post-likes"},
        "topic-body crawler-post",
        "t/thread/7",
        is_in_paragraphs=True,
    ),
    "mybb": Platform(
        ("name", "card", "by", "number", "text", "signature", "buttons"),
        {
            "name": "author_information",
            "card": "author_statistics",
            "by": "post_date",
            "number": "float_right",
            "text": "post_body scaleimages",
            "signature": "signature scaleimages",
            "buttons": "post_controls",
        },
        "post classic",
        None,
    ),
    "invision": Platform(
        ("name", "card", "by", "text", "buttons"),
        {
            "name": "cAuthorPane_author",
            "card": "cAuthorPane_info",
            "by": "ipsType_light",
            "text": "ipsType_richText",
            "buttons": "ipsItemControls",
        },
        "cPost ipsBox ipsComment",
        "topic/7-thread/",
        is_in_paragraphs=True,
    ),
    "question": Platform(
        ("votes", "text", "by", "buttons"),
        {"votes": "qa-voting", "text": "entry-content", "by": "qa-q-view-meta", "buttons": "qa-c-form"},
        "qa-q-view",
        "7/thread",
        is_in_paragraphs=True,
    ),
}


class Thread:
    """A thread of three posts in one language and on one platform."""

    def __init__(self, language: str, platform: str) -> None:
        self.lines, self.platform, self.is_question = (
            THREADS[language][platform],
            PLATFORMS[platform],
            platform == "question",
        )
        (self.title, first, second), (_, third, fourth) = WEBLOGS[language]["posts"]
        self.texts = [[first, second], [third], [fourth]]
        self.menu, self.signature = THREADS[language]["menu"], lines_around("newspaper_lines")[language]["standfirst"]

    def said(self) -> list[dict[str, Any]]:
        """What the page says of its thread."""
        text = "\n\n".join(paragraph for texts in self.texts for paragraph in texts)
        return [{"title": self.title, "published_on": dt.date(2015, 3, 3), "author": MEMBERS[0], "text": text}]

    def _filled(self, line: str, nth: int) -> str:
        return line.format(name=MEMBERS[nth], d=DAYS[nth], dd=f"{DAYS[nth]:02}", n=nth, title=self.title)

    def _parts(self, nth: int) -> dict[str, list[str]]:
        """The lines of each part of a post."""
        by = self.lines.get("asked", self.lines["by"]) if nth == 0 else self.lines["by"]
        by = re.sub(r"\S+ #\{n\} ", "", by) if nth == 0 else by
        return {
            "name": [MEMBERS[nth]], "card": self.lines.get("card", []), "by": [self._filled(by, nth)],
            "subject": [self.title if nth == 0 else f"Re: {self.title}"], "number": [f"#{nth + 1}"],
            "text": self.texts[nth], "signature": [self.signature] if nth == 0 else [],
            "buttons": self.lines["buttons"], "votes": [self.lines.get("votes", "")],
        }  # fmt: skip

    def dump(self) -> str:
        """The page as a text dump."""
        lines = [*(f"• {entry}" for entry in self.menu), "", "Hill Board", "", self.title, ""]
        lines += [self._filled(line, 0) for line in self.lines["head"]]
        for nth in range(len(MEMBERS)):
            parts = self._parts(nth)
            if self.is_question and nth == 1:
                lines += ["", self.lines["answers"]]
            lines.append("")
            for part in self.platform.order:
                if part == "text":
                    lines += ["", *(line for text in parts[part] for line in (text, ""))]
                elif part == "signature":
                    lines += [line for text in parts[part] for line in ("_________________", text, "")]
                else:
                    lines += parts[part]
        return "\n".join([*lines, "", *self.lines["foot"], "", "© 2015 Hill Board"]) + "\n"

    def html(self) -> str:
        """The page in HTML with the names of elements of the platform."""
        posts = [self._post(nth) for nth in range(len(MEMBERS))]
        if self.is_question:
            posts.insert(1, f"<h2>{self.lines['answers']}</h2>")
        address = self.platform.address
        canonical = f"<link rel='canonical' href='https://board.example/{address}'>" if address else ""
        head = "".join(f"<div>{self._filled(line, 0)}</div>" for line in self.lines["head"])
        foot = "".join(f"<div>{line}</div>" for line in self.lines["foot"])
        return (
            f"<!DOCTYPE html><html><head><title>{self.title} - Hill Board</title>{canonical}</head><body><div>{as_list(self.menu)}</div>"
            f"<div><h1>{self.title}</h1>{head}{''.join(posts)}</div><div>{foot}</div><div>© 2015 Hill Board</div></body></html>"
        )

    def _post(self, nth: int) -> str:
        parts = self._parts(nth)
        elements = []
        for part in self.platform.order:
            name = self.platform.names.get(part, part)
            if part == "text":
                inside = "<br>\n<br>\n".join(parts[part])
                if self.platform.is_in_paragraphs:
                    inside = "".join(f"<p>{text}</p>" for text in parts[part])
            elif part == "name":
                inside = f"<a href='/member/{nth}'>{parts[part][0]}</a>"
            elif part == "card":
                inside = "".join(f"<li>{line}</li>" for line in parts[part])
            elif part == "buttons":
                inside = "".join(f"<a href='/b'>{line}</a> " for line in parts[part])
            else:
                inside = "".join(parts[part])
            if inside:
                elements.append(f"<div class='{name}'>{inside}</div>")
        return f"<div id='p{nth}' class='{self.platform.post}'>{''.join(elements)}</div>"


UNREAD = {
    ("txt", "discourse"): {"cs", "it", "pl"},
    ("txt", "invision"): {"ar", "tr"},
    ("txt", "mybb"): {"de", "nl", "ru", "sv", "tr"},
    ("txt", "phpbb"): {"en", "it", "ru", "tr"},
    ("txt", "question"): {"ar", "cs", "de", "es", "fr", "it", "pl", "pt", "ru", "sv", "tr"},
    ("txt", "smf"): {"ar", "en", "nl"},
    ("txt", "vbulletin"): {"ar", "cs", "fr", "pl", "pt", "ru", "sv"},
    ("txt", "xenforo"): {"en", "nl"},
    ("html", "discourse"): {"ar", "fr"},
    ("html", "invision"): {"ar", "de", "en", "fr", "it", "nl", "pl", "tr"},
    ("html", "phpbb"): {"ar", "cs", "pl", "ru", "tr"},
    ("html", "question"): {"ar", "cs", "es", "pl", "tr"},
    ("html", "vbulletin"): {"fr", "nl"},
}
"""Of these something is not read: a line of the foot is text, the last reply is left out, or a label is the title or the author."""


@pytest.mark.parametrize("form", ["txt", "html"])
def test_a_thread_is_read_in_every_language(form: str, tmp_path: Path) -> None:
    make: Callable[[Thread], str] = Thread.dump if form == "txt" else Thread.html
    threads = {(platform, language): Thread(language, platform) for platform in PLATFORMS for language in THREADS}
    found = read_of(
        {f"{language}/{platform}.{form}": make(thread) for (platform, language), thread in threads.items()}, tmp_path
    )
    unread = {name for name, thread in threads.items() if found[f"{name[1]}/{name[0]}.{form}"] != thread.said()}
    assert unread <= {
        (platform, language) for (of, platform), languages in UNREAD.items() if of == form for language in languages
    }


FIRST = (
    "The council voted to close the old pier until the spring, after two inspections found loose planks on its far side.",
    "The pier was built in 1911 and is used by forty boats. Its owner said the repairs would take four months.",
)
SECOND = "I sail there twice a week and never saw a loose plank. The harbour office should look at the buoy instead of the pier."
THIRD = (
    "The library has the report of the inspections, and the minutes of the meeting are in the same room as the maps."
)
FOOT = "All times are GMT. The time now is 10:15 PM. Powered by vBulletin"


def _only(*lines: str) -> dict[str, Any]:
    [article] = tables_of({"0" * 16: "\n".join(lines) + "\n"})["articles"].to_dicts()
    return article


def test_names_of_members_beside_rising_times_do_not_open_posts() -> None:
    board = ["Quayton Forum", "FAQ", "Old pier and its planks"]
    replies = ["12.03.11 15:20", "oakbark", SECOND, "13.03.11 08:01", "brasshat", THIRD, FOOT]
    found = _only(*board, "12.03.11 14:05", "brasshat", *FIRST, *replies)
    assert (found["title"], str(found["published_on"])) == ("Old pier and its planks", "2011-03-12")
    assert found["text"] == "\n\n".join((*FIRST, SECOND, THIRD))


def test_days_of_replies_show_the_order_of_day_and_month_and_the_text_ends_above_the_clock_of_the_board() -> None:
    replies = ["", "oakbark", "03-13-12, 09:11 AM", SECOND, "", "tinwhistle", "03-15-12, 10:15 PM", THIRD, "", FOOT]
    found = _only("Old pier and its planks", "", "brasshat", "03-12-12, 02:05 PM", *FIRST, *replies)
    assert str(found["published_on"]) == "2012-03-12"
    assert FOOT not in found["text"]


def test_the_title_of_a_thread_may_be_below_the_card_of_its_first_member() -> None:
    title, card = "Old pier and its planks", ["Senior Member", "", "Join Date: Mar 2009", "Location: Quayton"]
    head = ["Quay Forum", "", "FAQ", "Calendar", "", f"Quay Forum > Boats > {title}", "User Name", "Remember Me?", ""]
    posts = [("brasshat", title, *FIRST), ("oakbark", f"Re: {title}", SECOND), ("brasshat", f"Re: {title}", THIRD)]
    shown = [
        line
        for number, (member, *own) in enumerate(posts, 1)
        for line in (f"#{number}", f"03-{number + 12}-2012, 02:05 PM", member, *card, f"Posts: {number}2", "", *own, "")
    ]
    assert _only(*head, *shown)["title"] == title


def test_a_long_title_between_the_card_of_a_member_and_a_post_is_not_text(tmp_path: Path) -> None:
    title = "Salt works to open its pans to bathers in August"
    posts = (
        ("noor_h", 4, title, FIRST[0]),
        ("brinejack", 5, f"Re: {title}", SECOND),
        ("noor_h", 6, f"Re: {title}", THIRD),
    )
    shown = "".join(
        f'<div class="post"><dl class="postprofile"><dt><a class="username">{name}</a></dt><dd>Posts: {day}12</dd>'
        f'<dd>Joined: Tue Jan 0{day}, 2008 9:12 am</dd></dl><div class="postbody"><h3>{head}</h3><ul><li>Quote</li></ul>'
        f'<p class="author">Post by <b>{name}</b> » Mar 0{day}, 2010 9:12 am</p><div class="content">{text}</div></div></div>'
        for name, day, head, text in posts
    )
    link = '<link rel="canonical" href="https://quay.example/viewtopic.php?f=2&amp;t=7">'
    page = f"<html><head><title>{title} - Quay Board</title>{link}</head><body><h1>Quay Board</h1><h2>{title}</h2>{shown}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    [article] = tables_of_files(tmp_path)["articles"].to_dicts()
    assert (article["title"], str(article["published_on"]), article["author"]) == (title, "2010-03-04", "noor_h")
