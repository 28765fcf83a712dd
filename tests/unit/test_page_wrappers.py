"""What is around a page and beside its text: single files of browsers (MHTML), the base of its addresses, its declared language."""

import base64
import datetime as dt
import quopri

import polars as pl
import pytest

from clippings.ingest import declared_language
from clippings.ingest.formats import html
from clippings.ingest.sources.mhtml_and_http import unwrap
from clippings.segment.language import languages

PAGE = "<html><head><title>Fähre</title></head><body><p>Die Fähre fährt wieder.</p><img src='cid:a@b'></body></html>"
OUTER = 'MIME-Version: 1.0\r\nDate: Sat, 4 May 2019 10:11:12 -0000\r\nContent-Type: multipart/related; boundary="B"'
HTML = "Content-Type: text/html; charset="


def mhtml(outer: str, *parts: tuple[str, str]) -> bytes:
    return "".join(
        [outer, "\r\n\r\n", *(f"--B\r\n{head}\r\n\r\n{body}\r\n" for head, body in parts), "--B--\r\n"]
    ).encode()


def quoted(text: str, charset: str) -> str:
    return quopri.encodestring(text.encode(charset)).decode()


NESTED = f"--C\r\nContent-Type: text/plain\r\n\r\nx\r\n--C\r\n{HTML}utf-8\r\nContent-Location: https://quay.example/d\r\n\r\n{PAGE}\r\n--C--"
FILES = {
    "quoted-printable in the charset of the part": (
        mhtml(f"Snapshot-Content-Location: https://quay.example/a\r\n{OUTER}",
              (f'{HTML}"windows-1252"\r\nContent-Transfer-Encoding: quoted-printable', quoted(PAGE, "cp1252"))),
        "https://quay.example/a",
    ),
    "the part that the file calls its start": (
        mhtml(f'{OUTER}; start="<page@quay>"', (f"{HTML}utf-8\r\nContent-ID: <frame@quay>", "<p>frame</p>"),
              (f"{HTML}utf-8\r\nContent-ID: <page@quay>\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://quay.example/b",
               base64.encodebytes(PAGE.encode()).decode())),
        "https://quay.example/b",
    ),
    "a location relative to the file's": (
        mhtml(f"Content-Location: https://quay.example/c/\r\n{OUTER}", (f"{HTML}utf-8\r\nContent-Location: page.html", PAGE)),
        "https://quay.example/c/page.html",
    ),
    "a part of a part": (mhtml(OUTER, ('Content-Type: multipart/alternative; boundary="C"', NESTED)), "https://quay.example/d"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_single_file_of_a_browser_is_its_page(name: str) -> None:
    data, address = FILES[name]
    page = unwrap(data)
    assert "Die Fähre fährt wieder." in page.data.decode(page.charset or "utf-8")
    assert (page.url, page.captured_on) == (address, dt.date(2019, 5, 4))


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        ("https://quay.example/2019/", "ferry.html", "https://quay.example/2019/ferry.html"),
        ("https://quay.example/2019/", "/ferry", "https://quay.example/ferry"),
        ("archive/", "ferry.html", "archive/ferry.html"),
        ("https://quay.example/", "#more", "#more"),
        ("https://quay.example/", "https://pier.example/", "https://pier.example/"),
        ("http://[broken", "ferry.html", "ferry.html"),
    ],
)
def test_addresses_are_relative_to_the_base_of_the_page(base: str, href: str, address: str) -> None:
    result = html.blocks(f'<head><base href="{base}"></head><p><a href="{href}">The ferry runs again</a></p>')
    assert [block.href for block in result] == [address]


@pytest.mark.parametrize(
    ("markup", "header", "language"),
    [
        ('<html class="a" lang="en-gb">', "fr", "en-GB"),
        ("<html xml:lang=de>", None, "de"),
        ('<meta http-equiv="Content-Language" content="pt_br">', None, "pt-BR"),
        ('<html data-lang="x">', "nl-BE", "nl-BE"),
        ("<html>", "de, en", None),
    ],
)
def test_a_page_declares_its_language(markup: str, header: str | None, language: str | None) -> None:
    assert declared_language.read(markup, header) == language


def test_the_declared_language_decides_what_a_short_text_leaves_open() -> None:
    texts = pl.Series(["Kurz", "Дума", "The harbour council met on the pier and voted for a bench."])
    nothing = pl.Series([None] * 3, dtype=pl.String)
    assert languages(texts, nothing, pl.Series(["de-AT", "en-US", "de"])).to_list() == ["de", "und", "en"]
