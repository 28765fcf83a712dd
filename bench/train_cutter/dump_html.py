"""Makes text dumps of HTML pages, in the forms that tools and browsers save.

    python bench/train_cutter/dump_html.py PAGES OUT [--form archive]

With the gold of the HTML page, each dump is a page to test with and to learn from: `label_article` and `label_listing` find the gold in
its lines.
"""

import argparse
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset(
    ("head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "textarea", "-comment")
)
_SPACED = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "hr", "table", "figure")
)
"""Elements with a blank line above and below."""
_BLOCKS = (
    _SPACED
    | frozenset(
        (
            "address",
            "article",
            "aside",
            "body",
            "dd",
            "details",
            "div",
            "dt",
            "fieldset",
            "figcaption",
            "footer",
            "form",
            "header",
            "html",
        )
    )
    | frozenset(
        ("legend", "li", "main", "nav", "section", "summary", "tbody", "tfoot", "thead", "tr", "caption", "option")
    )
)
_BASE = "http://localhost/"
_FIELDS = frozenset(("button", "label", "legend"))
_WHITE = re.compile(r"[ \t\n\r\f]+")
_BREAK, _BLANK = "\n", "\f"
_GAP = f"\n{_BLANK}\n"


@dataclass(frozen=True)
class Form:
    """How a tool writes a page as text.

    Attributes:
        bullet: What opens an item of a list.
        has_alternatives: Whether the alternative text of a picture is written where the picture is.
        has_gaps: Whether blank lines separate paragraphs.
        width: Characters after which a line is wrapped; None if it is not.
        numbers_links: Whether a number in brackets precedes the text of a link, and the addresses follow the page.
        cell: What separates the cells of a row.
        has_fields: Whether the texts of buttons and of fields of forms are written.
    """

    bullet: str
    has_alternatives: bool
    has_gaps: bool = True
    width: int | None = None
    numbers_links: bool = False
    cell: str = "\t"
    has_fields: bool = True


FORMS = {
    "archive": Form("  • ", has_alternatives=True, cell="\t\t", has_fields=False),
    "browser": Form("", has_alternatives=False),
    "lines": Form("", has_alternatives=False, has_gaps=False, cell="\n"),
    "lynx": Form("     * ", has_alternatives=True, width=79, numbers_links=True, cell=" "),
}
"""The form of the example archive, a copy from a browser, one block a line, and `lynx -dump`."""


def dump(page: bytes, form: Form) -> str:
    """Return the text of an HTML page in a form."""
    root = LexborHTMLParser(page).root
    addresses: list[str] = []
    pieces = "".join(_pieces(root, form, addresses)) if root is not None else ""
    text = _blank_lines(pieces, form)
    if form.numbers_links and addresses:
        text += "\nReferences\n\n" + "".join(f"   {number}. {address}\n" for number, address in enumerate(addresses, 1))
    return text


def _pieces(root: LexborNode, form: Form, addresses: list[str]) -> Iterator[str]:
    """Text and breaks in the order of the page; an element that is entered comes back when it ends."""
    waiting: list[tuple[LexborNode, bool]] = [(root, False)]
    while waiting:
        node, has_ended = waiting.pop()
        tag = node.tag or ""
        if tag in _SKIPPED or (tag in _FIELDS and not form.has_fields):
            continue
        if tag == "-text":
            text = node.text_content or ""
            yield text if _is_in_pre(node) else _WHITE.sub(" ", text)
            continue
        yield _mark(node, tag, form, addresses, has_ended=has_ended)
        if has_ended:
            continue
        waiting.append((node, True))
        children = list(node.iter(include_text=True))
        waiting.extend((child, False) for child in reversed(children))


def _mark(node: LexborNode, tag: str, form: Form, addresses: list[str], *, has_ended: bool) -> str:
    """What an element itself writes at its start or at its end."""
    if tag == "br":
        return "" if has_ended else _BREAK
    if tag == "img":
        return (
            f" {' '.join((node.attributes.get('alt') or '').split())} "
            if form.has_alternatives and not has_ended
            else ""
        )
    if tag == "a" and form.numbers_links and not has_ended and (address := node.attributes.get("href")):
        addresses.append("".join(urljoin(_BASE, address).split()))
        return f"[{len(addresses)}]"
    if tag in {"td", "th"}:
        return form.cell if has_ended else ""
    if tag in _SPACED:
        return _GAP
    if tag in _BLOCKS:
        return _BREAK + (_bullet(node, form) if tag == "li" and not has_ended else "")
    return ""


def _blank_lines(pieces: str, form: Form) -> str:
    """The lines with text, with one blank line where there is a gap, wrapped where the form asks for it."""
    lines = [_tidy(line, form.bullet) for line in pieces.split("\n")]
    if form.width:
        lines = [line if line == _BLANK else _wrapped(line, form.width) for line in lines]
    text = "\n".join(line for line in lines if line)
    return re.sub(r"[\f\n]*\f[\f\n]*", "\n\n" if form.has_gaps else "\n", text).strip("\n") + "\n"


def _bullet(item: LexborNode, form: Form) -> str:
    """What opens an item: a number in ordered lists of forms with bullets."""
    if not form.bullet or item.parent is None or item.parent.tag != "ol":
        return form.bullet
    return f"  {sum(other.tag == 'li' for other in _before(item)) + 1}. "


def _before(node: LexborNode) -> Iterator[LexborNode]:
    while (previous := node.prev) is not None:
        yield (node := previous)


def _is_in_pre(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in _BLOCKS:
        parent = parent.parent
    return parent is not None and parent.tag == "pre"


def _tidy(line: str, bullet: str) -> str:
    """A line with single spaces behind the bullet of its list. A bullet without text is left out."""
    if line == _BLANK:
        return line
    mark = opening[0] if bullet and (opening := re.match(rf"{re.escape(bullet)}|  \d+\. ", line)) else ""
    words = re.sub(r" {2,}", " ", line.removeprefix(mark)).strip(" ")
    return mark + words if words else ""


def _wrapped(line: str, width: int) -> str:
    """A line as lynx writes it: three spaces before text, and the further lines of an item below its first word."""
    indent = "" if line.startswith(" ") else "   "
    further = indent or " " * (len(line) - len(line.lstrip(" *")))
    return textwrap.fill(line, width, initial_indent=indent, subsequent_indent=further, break_long_words=False)


def main() -> None:
    """Write the dump of each page of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="a folder with *.html")
    parser.add_argument("out", type=Path, help="where to write *.txt")
    parser.add_argument("--form", choices=FORMS, default="archive")
    args = parser.parse_args()
    for page in sorted(args.pages.rglob("*.html")):
        target = (args.out / page.relative_to(args.pages)).with_suffix(".txt")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dump(page.read_bytes(), FORMS[args.form]), "utf-8")


if __name__ == "__main__":
    main()
