"""Newspapers: the lines around an article are of no text, and give its day and author, in 27 languages."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from support.in_memory_stages import tables_of_files
from support.lines_around import as_list, headed, lines_around, read_of

PAPERS, WEBLOGS = lines_around("newspaper_lines"), lines_around("weblog_lines")
UNREAD = {
    ("txt", "labelled"): {"hu", "ko", "zh"},
    ("txt", "day first"): {"ar", "fa", "he", "ja", "ko", "vi", "zh"},
    ("txt", "bars"): {"cs", "el", "fa", "he", "hu", "ja", "ko", "pl", "vi", "zh"},
    ("html", "labelled"): {"pt"},
    ("html", "day first"): {"vi"},
    ("html", "bars"): {"el", "fi"},
}
"""Of these something is not read: a standfirst is the title, the last paragraph is left out, a box for a newsletter is text, the name
of the site is the author, or the day is that of the change."""


class Paper:
    """The article of a newspaper in one language: its parts, and what is around it."""

    def __init__(self, language: str) -> None:
        self.lines, weblog = PAPERS[language], WEBLOGS[language]
        (self.title, first, second), (self.other, third, fourth) = weblog["posts"]
        self.further = " ".join(reversed(self.other.split())) if " " in self.other else self.other[::-1]
        space = "" if language in ("ja", "zh") else " "
        self.texts = [first, third, f"{second}{space}{fourth}"]
        self.category, self.author = weblog["category"], self.lines.get("author", weblog["author"])

    def said(self) -> dict[str, Any]:
        """What the page says of its article."""
        text = "\n\n".join(self.texts)
        return {"title": self.title, "published_on": dt.date(2015, 3, 3), "author": self.author, "text": text}

    def dump(self, layout: str) -> str:
        """The page as a text dump."""
        p, (first, second, third) = self.lines, self.texts
        lists = [
            p["more"],
            "",
            f"• {self.other}",
            f"• {self.further}",
            "",
            p["read"],
            "",
            f"• {self.further}",
            f"• {self.other}",
            "",
        ]
        if layout == "labelled":
            head = [
                self.category,
                "",
                self.title,
                "",
                p["standfirst"],
                "",
                p["by"],
                p["stamp"][0],
                p["updated"],
                "",
                "Facebook",
                "Twitter",
            ]
            body = [
                "",
                p["caption"],
                "",
                first,
                "",
                second,
                "",
                p["also"],
                "",
                third,
                "",
                p["tags"],
                "",
                *p["newsletter"],
                "",
            ]
            foot = [*lists, p["comments"], ""]
        elif layout == "day first":
            head = [p["stamp"][1], "", self.title, "", p["by"], "", p["minutes"], ""]
            body = [first, "", second, "", third, "", p["updated"], "", p["tags"], ""]
            foot = [*lists, p["latest"], "", f"10:30 {self.other}", f"09:15 {self.further}", ""]
        else:
            head = [self.title, "", p["standfirst"], "", f"{p['by']} | {p['stamp'][2]}", p["caption"], ""]
            body = [first, "", p["also"], "", second, "", third, "", *p["newsletter"], ""]
            foot = [*lists, p["comments"], ""]
        menu = [f"• {entry}" for entry in p["menu"]]
        return "\n".join([*menu, "", "Hill Notes", "", *head, *body, *foot, *p["foot"], "© 2015 Hill Notes"]) + "\n"

    def html(self, layout: str) -> str:
        """The page in HTML without telling names of elements."""
        p, (first, second, third) = self.lines, (f"<p>{text}</p>" for text in self.texts)
        lists = headed(p["more"], [self.other, self.further]) + headed(p["read"], [self.further, self.other])
        letter = f"<div><h4>{p['newsletter'][0]}</h4><p>{p['newsletter'][1]}</p><form><input></form></div>"
        comments, also = f"<div>{p['comments']}</div>", f"<div><a href='/x'>{p['also']}</a></div>"
        if layout == "labelled":
            head = f"<div><a href='/c'>{self.category}</a></div><h1>{self.title}</h1><h2>{p['standfirst']}</h2>"
            head += f"<div><div>{p['by']}</div><div>{p['stamp'][0]}</div><div>{p['updated']}</div></div>{as_list(['Facebook', 'Twitter'])}"
            picture = f"<div><img src='a.jpg'><p>{p['caption']}</p></div>"
            body = (
                f"{head}{picture}<div>{first}{second}{also}{third}</div><div>{p['tags']}</div>{letter}{lists}{comments}"
            )
        elif layout == "day first":
            head = f"<div>{p['stamp'][1]}</div><h1>{self.title}</h1><div>{p['by']}</div><div>{p['minutes']}</div>"
            latest = f"<div><h3>{p['latest']}</h3><div><span>10:30</span> <a href='/2'>{self.other}</a></div></div>"
            body = (
                f"{head}<div>{first}{second}{third}</div><div>{p['updated']}</div><div>{p['tags']}</div>{lists}{latest}"
            )
        else:
            head = (
                f"<h1>{self.title}</h1><p><strong>{p['standfirst']}</strong></p><div>{p['by']} | {p['stamp'][2]}</div>"
            )
            body = (
                f"{head}<img src='a.jpg'><div>{p['caption']}</div>{first}{also}{second}{third}{letter}{lists}{comments}"
            )
        foot = f"<div>{as_list(p['foot'][:3])}<p>{p['foot'][3]}</p><p>© 2015 Hill Notes</p></div>"
        return f"<title>{self.title} - Hill Notes</title><div>{as_list(p['menu'])}</div><div>{body}</div>{foot}"


@pytest.mark.parametrize(("form", "layout"), UNREAD)
def test_the_lines_of_newspapers_are_read_in_every_language(form: str, layout: str, tmp_path: Path) -> None:
    papers = {f"{language}.{form}": Paper(language) for language in PAPERS}
    found = read_of(
        {name: paper.dump(layout) if form == "txt" else paper.html(layout) for name, paper in papers.items()}, tmp_path
    )
    unread = {name.partition(".")[0] for name, paper in papers.items() if found[name] != [paper.said()]}
    assert unread <= UNREAD[form, layout]


@pytest.mark.parametrize(
    ("line", "author"),
    [("Ada Quill", "Ada Quill"), ("김하늘 기자", "김하늘"), ("スクラップ", None), ("Palma, Mallorca", None)],
)
def test_a_name_beside_the_title_is_the_author(line: str, author: str | None, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    paper = Paper("en")
    texts = "".join(f"<p>{text}</p>" for text in paper.texts)
    page = f"<body><div><h1>{paper.title}</h1><div>{line}</div><div>3 March 2015</div>{texts}</div></body>"
    (tmp_path / "raw" / "page.html").write_text(page, "utf-8")
    [article] = tables_of_files(tmp_path / "raw")["articles"].to_dicts()
    assert article["author"] == author
