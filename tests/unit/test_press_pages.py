"""Pages of press offices in 13 languages: day, title and text of a release, and nothing of labels, contacts and tools around it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from support.lines_around import as_list, lines_around, read_of

PRESS, WEBLOGS, PAPERS = lines_around("press_lines"), lines_around("weblog_lines"), lines_around("newspaper_lines")
LAYOUTS = ("release", "page", "archive")


class Release:
    """A page of a press office in one language."""

    def __init__(self, language: str, layout: str) -> None:
        self.lines, self.layout = PRESS[language], layout
        (self.title, first, second), (self.other, third, fourth) = WEBLOGS[language]["posts"]
        self.texts, self.others = [first, second, third], [f"{third} {fourth}"]
        self.teaser, self.days = f"{first} {second}", WEBLOGS[language]["days"]
        self.menu, self.foot = PAPERS[language]["menu"], PAPERS[language]["foot"]

    def said(self) -> list[dict[str, Any]]:
        """What the page says of its releases."""
        first = {"title": self.title, "published_on": dt.date(2015, 3, 3), "author": None}
        if self.layout != "archive":
            return [first | {"text": "\n\n".join(self.texts)}]
        other = {"title": self.other, "published_on": dt.date(2015, 2, 27), "author": None}
        return [first | {"text": self.teaser}, other | {"text": self.others[0]}]

    def parts(self) -> list[tuple[str, list[str]]]:
        """The elements of the page from top to bottom, each with its lines."""
        p, texts = self.lines, [("p", [text]) for text in self.texts]
        if self.layout == "release":
            head = [("div", [p["label"]]), ("div", [p["release"]]), ("div", [p["stamp"][0]]), ("h1", [self.title])]
            return [
                *head,
                *texts,
                ("p", [p["ends"]]),
                ("h3", [p["notes"]]),
                *(("p", [line]) for line in p["contact"]),
                ("ul", p["tools"]),
            ]
        if self.layout == "page":
            head = [("div", [p["crumbs"]]), ("h1", [self.title]), ("div", [p["label"]]), ("div", [p["stamp"][1]])]
            contact = [("h4", p["contact"][:1]), *(("p", [line]) for line in p["contact"][1:])]
            return [*head, *texts, ("ul", p["tools"]), *contact, ("a", [p["back"]])]
        posts = [(self.days[0], self.title, self.teaser), (self.days[1], self.other, self.others[0])]
        listed = [[("div", [day]), ("h3", [title]), ("p", [text]), ("a", [p["more"]])] for day, title, text in posts]
        return [("div", [p["crumbs"]]), ("h1", [p["archive"]]), *(part for post in listed for part in post)]

    def dump(self) -> str:
        """The page as a text dump."""
        lines = [
            line
            for name, inside in self.parts()
            for line in ([f"• {entry}" for entry in inside] if name == "ul" else inside) + [""]
        ]
        return (
            "\n".join(
                [
                    *(f"• {entry}" for entry in self.menu),
                    "",
                    "Hill Office",
                    "",
                    *lines,
                    *self.foot[:3],
                    "© 2015 Hill Office",
                ]
            )
            + "\n"
        )

    def html(self) -> str:
        """The page in HTML without telling names of elements."""
        body = ""
        for name, inside in self.parts():
            linked = name == "a" or (name == "h3" and self.layout == "archive")
            text = f"<a href='/{len(body)}'>{inside[0]}</a>" if linked else inside[0]
            body += (
                as_list(inside) if name == "ul" else f"<div>{text}</div>" if name == "a" else f"<{name}>{text}</{name}>"
            )
        title = self.lines["archive"] if self.layout == "archive" else self.title
        foot = f"<div>{as_list(self.foot[:3])}<p>© 2015 Hill Office</p></div>"
        return f"<title>{title} - Hill Office</title><div>{as_list(self.menu)}</div><div>{body}</div>{foot}"


def pages(form: str) -> tuple[dict[str, str], dict[str, list[dict[str, Any]]]]:
    """The pages of all layouts and languages, and what they say."""
    releases = {f"{language}/{layout}.{form}": Release(language, layout) for layout in LAYOUTS for language in PRESS}
    return (
        {name: release.dump() if form == "txt" else release.html() for name, release in releases.items()},
        {name: release.said() for name, release in releases.items()},
    )


UNREAD = {
    ("txt", "release"): {"ar", "es", "fr", "pt", "tr"},
    ("txt", "page"): {"ar", "fr"},
    ("html", "page"): {"ar"},
}
"""Of these the name of the site, the mail address or the kind of text is the author."""


@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_pages_of_press_offices_are_read_in_every_language(form: str, tmp_path: Path) -> None:
    made, said = pages(form)
    found = read_of(made, tmp_path)
    unread = {name for name in said if found[name] != said[name]}
    assert unread <= {
        f"{language}/{layout}.{form}"
        for (of, layout), languages in UNREAD.items()
        if of == form
        for language in languages
    }
