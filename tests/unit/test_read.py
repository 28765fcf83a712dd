"""Bytes to lines: splitting and joining, encodings, what is refused, and which files of an archive are read."""

import codecs
import datetime as dt
import gzip
import hashlib
import io
import os
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clippings.ingest import read_pages, sniff
from clippings.ingest.decode import decode
from clippings.ingest.formats import plain_text
from clippings.ingest.formats.feed_items import Read
from clippings.ingest.formats.html import Block
from clippings.ingest.sources import find_files
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.schema.problem_report import Problem

SPANISH = "El niño llegó a España en otoño, según dijo su compañera. ¿Qué pasó? «Nada», respondió el señor Muñoz."
ARABIC = "قال المتحدث باسم المجلس إن الميناء سيفتح أبوابه يوم الجمعة بعد إصلاح الرصيف الشرقي."
PERSIAN = "سخنگوی شورا گفت که بندر پس از تعمیر اسکله شرقی روز جمعه باز خواهد شد."
PERSIAN_1256 = PERSIAN.replace("ی", "ي").replace("ک", "ك")
"""Windows-1256 has no Persian yeh and kaf: pages of its time write the Arabic ones."""
ALBANIAN = "Këshilli i portit tha se trageti nuk do të niset. Çfarë do të bëjnë banorët?"
ENGLISH = "The council said that the ferry won’t run. “Nobody asked us,” said the clerk."

ANY_TEXT = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r \0\ufeff\u2028")))


def lines_of(content: str) -> list[str]:
    return plain_text.lines(["page"], [content])["text"].to_list()


def archive(raw: Path, **files: bytes) -> Path:
    """A folder with `<name>.txt` for each of `files`."""
    raw.mkdir(exist_ok=True)
    for name, data in files.items():
        (raw / f"{name}.txt").write_bytes(data)
    return raw


def listed(raw: Path) -> tuple[list[Dump], list[Problem]]:
    """Dumps and problems of an archive without containers: nothing is unpacked."""
    unpack = raw.with_name(f"{raw.name}-unpacked")
    dumped = find_files.find(raw, unpack)
    assert not unpack.exists()
    return dumped


def found(raw: Path) -> tuple[list[str], dict[str, str]]:
    """Return the paths of the dumps in `raw`, and of the rejected files with their problems."""
    kept, problems = listed(raw)
    problems = [problem for problem in problems if problem.code != "copy_of_another_file"]
    assert {problem.code for problem in problems} <= {"unreadable_file"}
    return sorted(dump.path for dump in kept), {problem.path: problem.message for problem in problems}


def only(raw: Path) -> Dump:
    """The one dump of `raw`."""
    [dump] = listed(raw)[0]
    return dump


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in problems]


# lines


@given(ANY_TEXT)
def test_joined_lines_are_the_text_but_for_the_cr_of_a_break(content: str) -> None:
    assert "\n".join(lines_of(content)) == content.replace("\r\n", "\n").removesuffix("\r")


@given(st.lists(ANY_TEXT, max_size=4))
def test_lines_are_numbered_from_1_page_by_page(contents: list[str]) -> None:
    ids = [f"page {number}" for number in range(len(contents))]
    rows = plain_text.lines(ids, contents).select("page_id", "line_no").rows()
    assert rows == [(i, n) for i, content in zip(ids, contents, strict=True) for n in range(1, content.count("\n") + 2)]


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\r\t"))))
def test_a_text_saved_as_utf8_comes_back_as_it_was(content: str) -> None:
    decoded = decode(content.encode())
    assert decoded is not None
    assert (decoded.text, decoded.is_guessed) == (content.removeprefix("\ufeff"), False)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", [""]),
        ("one", ["one"]),
        ("one\n", ["one", ""]),
        ("\n\n", ["", "", ""]),
        ("one\r\ntwo\r\n", ["one", "two", ""]),
        ("one\r\ntwo\nthree", ["one", "two", "three"]),
        ("one\rtwo\r\r\n", ["one\rtwo\r", ""]),
        ("one\r", ["one"]),
        ("nul\0inside\n\0", ["nul\0inside", "\0"]),
        ("a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\x1eh\n", ["a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\x1eh", ""]),
    ],
)
def test_lines_end_at_lf_and_nowhere_else(content: str, lines: list[str]) -> None:
    assert lines_of(content) == lines


@pytest.mark.parametrize(
    ("data", "line_break", "line_count"),
    [(b"one\ntwo\n", "lf", 3), (b"one\r\ntwo\r\n", "crlf", 3), (b"one\r\ntwo\n", "mixed", 3), (b"one\rtwo", "lf", 1)],
)
def test_a_page_says_how_its_lines_end(tmp_path: Path, data: bytes, line_break: str, line_count: int) -> None:
    raw = archive(tmp_path, page=data)
    batch = read_pages.read(raw, [only(raw)])
    assert batch.pages.select("line_break", "line_count", "byte_count").rows() == [(line_break, line_count, len(data))]
    assert batch.lines["page_id"].unique().to_list() == batch.pages["page_id"].to_list()
    assert batch.lines.height == line_count


def test_a_batch_without_a_readable_dump_still_has_its_columns(tmp_path: Path) -> None:
    batch = read_pages.read(tmp_path, [])
    assert batch.pages.schema == read_pages.PAGE_COLUMNS
    assert batch.lines.schema == read_pages.LINE_COLUMNS


# encodings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("content", [ENGLISH, ARABIC, ""])
def test_a_byte_order_mark_names_the_encoding_and_is_not_part_of_the_text(encoding: str, content: str) -> None:
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (content, encoding, False)


def test_a_big_endian_mark_is_read_too() -> None:
    decoded = decode(codecs.BOM_UTF16_BE + PERSIAN.encode("utf-16-be"))
    assert decoded is not None
    assert decoded.text == PERSIAN


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        (SPANISH, "latin-1", "cp1252"),
        (SPANISH.replace("«", "“").replace("»", "”"), "cp1252", "cp1252"),
        (ALBANIAN, "latin-1", "cp1252"),
        (ARABIC, "cp1256", "cp1256"),
        (PERSIAN_1256, "cp1256", "cp1256"),
        *[
            (content, form, form)
            for content in (SPANISH, ENGLISH, ARABIC, PERSIAN)
            for form in ("utf-16-le", "utf-16-be")
        ],
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_an_encoding_without_a_mark_is_guessed_and_reported_as_guessed(
    content: str, encoding: str, told: str, times: int
) -> None:
    content = "\n\n".join([content] * times)
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (content, told, True)


@pytest.mark.parametrize(("word", "encoding"), [("café", "cp1252"), (ARABIC, "cp1256")])
def test_an_encoding_is_known_if_the_first_telling_letter_is_far_down(word: str, encoding: str) -> None:
    content = "Nobody asked the clerk, and the ferry did not run.\n" * 3000 + word
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert decoded.text == content


def test_english_without_a_nul_is_never_read_as_chinese() -> None:
    decoded = decode("won’t us".encode("cp1252"))
    assert decoded is not None
    assert decoded.text == "won’t us"


@pytest.mark.parametrize("content", [SPANISH, ENGLISH, ALBANIAN, ARABIC, PERSIAN, ENGLISH.replace("’", "'")])
def test_utf8_cut_inside_a_character_stays_utf8(content: str) -> None:
    data = content.encode()
    cuts = [at for at in range(20, len(data)) if data[at] & 0xC0 == 0x80 and not data[: at - 1].isascii()]
    assert cuts
    for at in cuts:
        decoded = decode(data[:at])
        assert decoded is not None
        assert (decoded.encoding, decoded.is_guessed, decoded.replaced_count) == ("utf-8", False, 1)
        assert decoded.text == data[:at].decode(errors="ignore") + "\ufffd"


def test_a_last_letter_that_is_not_ascii_is_not_a_cut() -> None:
    decoded = decode("Nobody asked us, said the clerk at the café".encode("cp1252"))
    assert decoded is not None
    assert decoded.text.endswith("café")


@pytest.mark.parametrize(
    ("content", "charset", "encoding", "markup"),
    [
        (SPANISH, "iso-8859-1", "cp1252", '<meta charset="{}">'),
        (SPANISH, "ISO-8859-1", "cp1252", '<?xml version="1.0" encoding="{}"?><html>'),
        (ARABIC, "windows-1256", "cp1256", '<html><meta http-equiv="Content-Type" content="text/html; charset={}">'),
        ("Пристань закрыта до утра.", "windows-1251", "cp1251", "<meta charset={}>"),
        ("Пристань закрыта до утра.", "koi8-r", "koi8-r", "<meta charset='{}' />"),
        ("Čaj u luci i trajekt kasni: žao nam je.", "iso-8859-2", "iso8859-2", '<META CHARSET="{}">'),
        ("İskele bu gece kapalı, dedi görevli.", "iso-8859-9", "cp1254", "<meta charset={}>"),
        ("港口今晚关闭。", "gb2312", "gb18030", "<meta charset={}>"),
    ],
)
def test_an_encoding_that_markup_or_server_declares_is_believed(
    content: str, charset: str, encoding: str, markup: str
) -> None:
    page = f"{markup.format(charset)}<p>{content}"
    declared = decode(page.encode(encoding))
    assert declared is not None
    assert (declared.text, declared.is_guessed, declared.replaced_count) == (page, False, 0)
    message = decode(f"<p>{content}".encode(encoding), charset)
    assert message is not None
    assert (message.text, message.is_guessed) == (f"<p>{content}", False)


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1256", "klingon", "punycode", "zlib", "utf-16", "rot13"]
)
def test_a_wrong_declaration_does_not_spoil_a_page(charset: str) -> None:
    page = f"<meta charset={charset}><p>{ARABIC}"
    decoded = decode(page.encode(), charset)
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (page, "utf-8", False)
    page = f"<meta charset=utf-8><p>{SPANISH}"
    decoded = decode(page.encode("cp1252"))
    assert decoded is not None
    assert (decoded.text, decoded.is_guessed) == (page, True)


def test_what_the_server_says_goes_before_what_the_markup_says_and_a_text_declares_nothing() -> None:
    decoded = decode(b"<meta charset=windows-1251><p>\xe7\xe8", "iso-8859-1")
    assert decoded is not None
    assert decoded.text.endswith("çè")
    decoded = decode("Write <meta charset=windows-1251>: niño".encode("cp1252"))
    assert decoded is not None
    assert decoded.text.endswith("niño")


def test_few_broken_bytes_in_much_utf8_are_replaced_and_counted() -> None:
    data = (ARABIC * 3).encode() + b" \xff\xfe " + (ARABIC * 3).encode()
    decoded = decode(data)
    assert decoded is not None
    assert (decoded.encoding, decoded.replaced_count) == ("utf-8", 2)
    assert decoded.text == f"{ARABIC * 3} \ufffd\ufffd {ARABIC * 3}"


def test_guessed_replaced_or_empty_text_is_reported(tmp_path: Path) -> None:
    raw = archive(tmp_path, guessed=SPANISH.encode("cp1252"), cut=ARABIC.encode()[:-4], empty=b" \r\n\t\n")
    batch = read_pages.read(raw, sorted(listed(raw)[0], key=lambda dump: dump.path))
    assert said(batch.problems) == [
        ("undecodable_bytes", "cut.txt"), ("empty_file", "empty.txt"), ("guessed_encoding", "guessed.txt"),
    ]  # fmt: skip
    assert [problem.page_id for problem in batch.problems] == batch.pages["page_id"].to_list()


# files without text


def zipped(*, packed: bool) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as folder:
        folder.writestr(zipfile.ZipInfo("page.txt"), ENGLISH * 50)
    return file.getvalue()


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0\\r\xa8f",
    "gzip": gzip.compress(ENGLISH.encode(), mtime=0),
    "gzip of much": gzip.compress("\n".join(f"{n} {n * n}" for n in range(9999)).encode(), mtime=0),
    "zip": zipped(packed=True),
    "zip, not packed": zipped(packed=False),
    "pdf": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "zeros": bytes(4000),
    "a marked file of noise": codecs.BOM_UTF8 + random.Random(1).randbytes(500),
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY)
def test_known_binary_forms_are_refused(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("size", [64, 500, 70_000])
def test_noise_is_refused(size: int) -> None:
    assert [seed for seed in range(40) if decode(random.Random(seed).randbytes(size)) is not None] == []


def test_a_file_without_text_is_a_problem_and_not_a_page(tmp_path: Path) -> None:
    raw = archive(tmp_path, noise=random.Random(1).randbytes(500), page=ENGLISH.encode())
    batch = read_pages.read(raw, listed(raw)[0])
    assert batch.pages["path"].to_list() == ["page.txt"]
    assert said(batch.problems) == [("not_text", "noise.txt")]


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
PLAIN_TEXTS = [
    "Nejat Society\n  • Home\n",
    "",
    "<3 and other hearts",
    "Tide tables\nHome\nArchive\nAda Quill\nA script reads the gauge.\nif (tide > 3) { warn(); }\n",
    "<clerk@harbour.example> wrote that the ferry is late",
    "<p 3> was torn out",
    "<b>old</harbour",
    "[Note] the clerk said",
    "[caption]A ferry[/caption]",
    "[[Harbour]] is a place",
    '["Nobody asked us," said the clerk]',
    '{"Nobody asked us," said the clerk}',
    "[1] See the note.",
    "{{ template }}",
    "A page about <html>",
    "How to write a page:\n<p>like this</p>",
    "How to write a page:\n<p>like this</p>\nand <b>this</b>\n\n\n<i>so</i>\nHome",
]
HTML_TEXTS = [
    "<!DOCTYPE html>\n<html>",
    "\ufeff \n\t<HTML lang=fa>",
    "<!-- saved from url=(0026)https://harbour.example/ -->\n<html>",
    "\n<!-- one --> <!-- two\n> --> <!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN' 'http://www.w3.org/TR/html4/strict.dtd'>",
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "a" "b">\n<html xmlns="http://www.w3.org/1999/xhtml">',
    '<?xml version="1.0"?><html>',
    "<meta charset=utf-8><p>The ferry",
    "<title>Ferries</title>",
    "<div class='post'><h2>Ferries</h2>",
    "<p>One paragraph</p>\n<p>Another</p>",
    "<article><p>The tide</article>",
    "<body>The tide",
    "<div><div class=a><p>The tide",
    "Saved on 4 May\n<!DOCTYPE html>\n<html><head><title>Ferries</title>",
    "---\nlayout: list\n--\n<ul>\n  <li>\n    <b>Ferries</b>\n  </li>\n  Harbour\n</ul>",
]
RSS_TEXTS = [
    '<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0">',
    "<rss version='0.91'>",
    '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss>',
    '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><rss>',
    f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/">',
    f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/">',
]
STYLE_SHEETS = [
    "p { color: #333; margin: 0 auto; }\n.post > a:hover { text-decoration: none; }",
    '@charset "utf-8";\n/* Harbour theme; by the clerk */\nbody{margin:0}a{color:red}',
    "@media screen { .ferry { display: none } .pier { color: blue } }",
]
SCRIPTS = [
    "(function(){var a=1;function b(c){return c+a;}window.b=b;})();",
    "/*! tide.js 1.2 | MIT */\n!function(e,t){e.tide=t()}(this,function(){return 1});",
    "var ferry = { pier: 3 };\nfunction ring() { alert(ferry.pier); }\n",
]
OTHER_XML = [
    '<?xml version="1.0"?><urlset>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    f'<?xml version="1.0"?><rdf:RDF {RDF}>',
    '<?xml version="1.0"?>',
]
JSON_TEXTS = [
    '{"posts": []}',
    '[{"id": 3, "title": {"rendered": "Ferries"}}]',
    ' \n[\n  {\n    "id": 3',
    '{"a \\" b": 1}',
    "[]",
    "{}",
]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        *((content, "text/plain") for content in PLAIN_TEXTS),
        *((content, "text/html") for content in HTML_TEXTS),
        *((content, "application/rss+xml") for content in RSS_TEXTS),
        *((content, "text/css") for content in STYLE_SHEETS),
        *((content, "text/javascript") for content in SCRIPTS),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        ('<?xml version="1.0"?><atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        *((content, "application/xml") for content in OTHER_XML),
        *((content, "application/json") for content in JSON_TEXTS),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/feed+json"),
        ('{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": []}', "application/feed+json"),
    ],
)
def test_the_format_is_known_from_the_beginning(content: str, form: str) -> None:
    assert sniff.of(content) == form


@pytest.mark.parametrize(
    "content", ["<!--" * 30_000, "<?" * 30_000, " <!doctype [" * 9000, "[" * 90_000, '[{"' + "\\" * 90_000]
)
def test_a_text_that_never_gets_to_its_point_is_recognised_soon(content: str) -> None:
    assert sniff.of(content) in ("text/plain", "application/xml", "text/html")


# readers


POST = "<article><h1>Ferries run at night</h1><p>The ferry to the old harbour runs at night again.</p></article>"
FEED = "<rss><channel><item><title>Ferries run at night</title><description>The ferry runs again.</description></item></channel></rss>"
WORDPRESS = '[{"id": 3, "date": "2019-05-04T10:00:00", "title": {"rendered": "Ferries"}, "content": {"rendered": "<p>They run.</p>"}}]'
JSON_FEED = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "3", "title": "Ferries", "content_text": "They run."}]}'


@pytest.mark.parametrize(
    ("content", "expected", "records"),
    [
        (POST, ["Ferries run at night", "The ferry to the old harbour runs at night again."], [None]),
        (FEED, ["Ferries run at night", "The ferry runs again."], [1]),
        (WORDPRESS, ["Ferries", "They run."], [1]),
        (JSON_FEED, ["Ferries", "They run."], [1]),
    ],
)
def test_each_form_goes_to_its_reader(
    tmp_path: Path, content: str, expected: list[str], records: list[int | None]
) -> None:
    batch = read_pages.read(archive(tmp_path / "raw", page=content.encode()), [only(tmp_path / "raw")])
    assert batch.problems == []
    assert set(expected) <= set(batch.lines["text"])
    assert batch.lines["line_no"].to_list() == list(range(1, batch.lines.height + 1))
    assert batch.pages["line_count"].to_list() == [batch.lines.height]
    assert batch.lines["tag"].null_count() == 0
    assert batch.lines.filter(pl.col("text").is_in(expected))["record"].unique().to_list() == records


def test_lines_of_pages_of_all_forms_come_in_the_order_of_the_pages(tmp_path: Path) -> None:
    raw = archive(tmp_path / "raw", a=POST.encode(), b=b"one\ntwo", c=FEED.encode(), d=b"three", e=WORDPRESS.encode())
    batch = read_pages.read(raw, sorted(listed(raw)[0], key=lambda dump: dump.path, reverse=True))
    assert batch.pages["path"].to_list() == ["e.txt", "d.txt", "c.txt", "b.txt", "a.txt"]
    assert batch.lines["page_id"].unique(maintain_order=True).to_list() == batch.pages["page_id"].to_list()
    counts = batch.lines.group_by("page_id", maintain_order=True).len()["len"]
    assert counts.to_list() == batch.pages["line_count"].to_list()
    assert batch.lines.schema == read_pages.LINE_COLUMNS
    assert batch.lines.filter(pl.col("tag").is_null())["text"].to_list() == ["three", "one", "two"]


@pytest.mark.parametrize(
    "content", ['<?xml version="1.0"?>\n<urlset><url/></urlset>', '{"name": "Harbour"}', "<body><script>1</script>"]
)
def test_a_form_without_a_reader_keeps_its_lines_and_says_so(tmp_path: Path, content: str) -> None:
    raw = archive(tmp_path / "raw", page=content.encode(), other=b"one")
    batch = read_pages.read(raw, listed(raw)[0])
    assert said(batch.problems) == [("unread_form", "page.txt")]
    assert sorted(batch.lines["text"]) == sorted([*content.split("\n"), "one"])
    assert batch.lines["tag"].null_count() == batch.lines.height


@pytest.mark.parametrize(
    "blocks", [ValueError("no such thing"), RecursionError(), [Block("half \ud800", "p", "body")], [("too", "short")]]
)
def test_a_reader_that_fails_costs_its_page_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: Exception | list[Block]
) -> None:
    def fail(markup: str) -> Read:
        if isinstance(blocks, Exception):
            raise blocks
        return Read(blocks)

    monkeypatch.setitem(read_pages.READERS, "text/html", fail)
    raw = archive(tmp_path / "raw", page=POST.encode(), other=b"one", feed=FEED.encode())
    batch = read_pages.read(raw, listed(raw)[0])
    assert said(batch.problems) == [("reader_failed", "page.txt")]
    assert {POST, "one", "The ferry runs again."} <= set(batch.lines["text"])


def test_a_page_too_long_for_its_reader_keeps_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_pages, "MARKUP_CHARACTERS", len(POST) - 1)
    batch = read_pages.read(archive(tmp_path / "raw", page=POST.encode()), [only(tmp_path / "raw")])
    assert said(batch.problems) == [("too_large", "page.txt")]
    assert batch.lines["text"].to_list() == [POST]


def test_a_page_says_its_address(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://harbour.example/ferries">'
    batch = read_pages.read(
        archive(tmp_path / "raw", page=f"<html><head>{head}</head><body>{POST}".encode()), [only(tmp_path / "raw")]
    )
    assert batch.pages["url"].to_list() == ["https://harbour.example/ferries"]
    assert batch.pages["captured_on"].to_list() == [None]


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://harbour.example/ferries
Date: Sat, 4 May 2019 10:11:12 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html"; boundary="--cut--"


----cut--
Content-Type: text/css

p {}
----cut--
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<!doctype html><body class=3D"a"><p>The ferry=E2=80=99s bell=
 rings.</p>
----cut--
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
----cut----
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_browsers_single_file_is_read_as_the_page_in_it(tmp_path: Path, line_break: str) -> None:
    raw = archive(tmp_path / "raw", page=MHTML.replace("\n", line_break).encode())
    batch = read_pages.read(raw, [only(raw)])
    assert batch.problems == []
    assert batch.lines["text"].to_list() == ["The ferry’s bell rings."]
    assert batch.pages.select("media_type", "url", "captured_on").rows() == [
        ("text/html", "https://harbour.example/ferries", dt.date(2019, 5, 4))
    ]
    assert batch.pages["sha256"].to_list() == [only(raw).sha256]


@pytest.mark.parametrize("boundary", ['; boundary="--other--"', ""])
def test_a_single_file_that_is_broken_is_still_a_page(tmp_path: Path, boundary: str) -> None:
    content = MHTML.replace('; boundary="--cut--"', boundary)
    batch = read_pages.read(archive(tmp_path / "raw", page=content.encode()), [only(tmp_path / "raw")])
    assert batch.pages.height == 1
    assert "bell" in "".join(batch.lines["text"])


def test_an_answer_saved_with_its_head_is_read_as_its_body(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<!doctype html><p>Caf\xe9"
    batch = read_pages.read(archive(tmp_path / "raw", page=answer), [only(tmp_path / "raw")])
    assert batch.problems == []
    assert batch.lines["text"].to_list() == ["Café"]


# which files are read


def test_one_content_under_many_names_is_one_page_under_the_first(tmp_path: Path) -> None:
    raw = archive(tmp_path, b=b"same", c=b"other", a=b"same")
    for folder in ("0 folder", "z folder"):
        (raw / folder).mkdir()
        (raw / folder / "z.txt").write_bytes(b"same")
    assert found(raw) == (["0 folder/z.txt", "c.txt"], {})


def test_dumps_come_in_the_order_of_their_hashes_whatever_they_are_called(tmp_path: Path) -> None:
    contents = [f"page {number}".encode() for number in range(9)]
    item = archive(tmp_path / "one", **{f"n{n}": data for n, data in enumerate(contents)})
    other = archive(tmp_path / "other", **{f"n{9 - n}": data for n, data in enumerate(contents)})
    ids = [dump.page_id for dump in listed(item)[0]]
    assert ids == [dump.page_id for dump in listed(other)[0]] == sorted(ids)
    assert {len(page_id) for page_id in ids} == {16}


def test_sub_folders_are_read_and_hidden_names_are_passed_over(tmp_path: Path) -> None:
    for name in ("a/b/page.txt", ".hidden.txt", ".cache/page.txt", "a/.DS_Store", "a/no-ending", "é/صفحه.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    assert found(tmp_path) == (["a/b/page.txt", "a/no-ending", "é/صفحه.txt"], {})


def test_a_link_to_a_file_is_read_and_other_links_are_set_aside(tmp_path: Path) -> None:
    raw = archive(tmp_path / "raw", page=b"one")
    (tmp_path / "elsewhere.txt").write_bytes(b"two")
    (raw / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (raw / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (raw / "itself.txt").symlink_to("itself.txt")
    (raw / "folder").symlink_to(raw)
    kept, set_aside = found(raw)
    assert kept == ["link.txt", "page.txt"]
    assert set_aside.keys() == {"dangling.txt", "itself.txt", "folder"}
    assert set_aside["dangling.txt"].startswith("No such file")
    assert set_aside["folder"].startswith("A link to a folder")


def test_a_fifo_is_set_aside_and_nobody_waits_for_it(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one")
    os.mkfifo(raw / "pipe.txt")
    assert found(raw) == (["page.txt"], {"pipe.txt": "Not a regular file."})


def test_a_name_that_is_not_utf8_is_set_aside_with_its_bytes_shown(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one")
    Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_bytes(b"two")
    kept, set_aside = found(raw)
    assert kept == ["page.txt"]
    assert list(set_aside) == ["caf\\xe9.txt"]
    assert "rename it" in set_aside["caf\\xe9.txt"]


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder anybody may enter, seen by a user who is not root and owns nothing in it."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        raw = archive(Path(folder), page=b"one", secret=b"two")
        archive(raw / "shut", inside=b"three")
        raw.chmod(0o755)
        (raw / "secret.txt").chmod(0)
        (raw / "shut").chmod(0)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield raw
        finally:
            if is_root:
                os.seteuid(0)
            (raw / "shut").chmod(0o755)


def test_a_file_and_a_folder_without_rights_are_set_aside(locked: Path) -> None:
    reason = "Permission denied."
    assert found(locked) == (["page.txt"], {"secret.txt": reason, "shut": reason})


def test_a_disk_that_fails_under_a_file_costs_that_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, opened = archive(tmp_path, bad=b"one", page=b"two"), Path.open

    def failing(path: Path, *args: str) -> io.IOBase:
        if path.name == "bad.txt":
            raise OSError(5, "Input/output error")
        return opened(path, *args)

    whole = listed(raw)[0]
    monkeypatch.setattr(Path, "open", failing)
    assert found(raw) == (["page.txt"], {"bad.txt": "Input/output error."})
    batch = read_pages.read(raw, whole)
    assert batch.pages["path"].to_list() == ["page.txt"]
    assert said(batch.problems) == [("unreadable_file", "bad.txt")]


# files that change between the first look and the reading


def test_a_file_that_grew_is_kept_as_it_was_first_seen(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one\n")
    dump = only(raw)
    with (raw / "page.txt").open("ab") as file:
        file.write(b"two\n")
    batch = read_pages.read(raw, [dump])
    assert batch.lines["text"].to_list() == ["one", ""]
    assert batch.pages["sha256"].to_list() == [dump.sha256]
    assert said(batch.problems) == [("file_grew", "page.txt")]
    assert "first 4 bytes were kept" in batch.problems[0].message


def test_a_file_that_grows_while_it_is_hashed_is_hashed_as_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, stamp = archive(tmp_path, page=b"one\n"), find_files._stamp

    def grown(status: os.stat_result) -> find_files.Stamp:
        with (raw / "page.txt").open("ab") as file:
            file.write(b"two\n")
        return stamp(status)

    monkeypatch.setattr(find_files, "_stamp", grown)
    [dump], _ = listed(raw)
    monkeypatch.undo()
    assert (raw / "page.txt").stat().st_size > dump.byte_count == 4
    assert said(read_pages.read(raw, [dump]).problems) == [("file_grew", "page.txt")]


def test_a_file_that_does_not_change_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = archive(tmp_path, page=b"one\n", other=b"two\n")
    hashed: list[bytes] = []

    class Counting:
        """SHA-256 that notes what it is given."""

        def __init__(self, data: bytes = b"") -> None:
            self._digest = sha256()
            self.update(data)

        def update(self, data: bytes) -> None:
            hashed.extend([data] if data in (b"one\n", b"two\n") else [])
            self._digest.update(data)

        def hexdigest(self) -> str:
            return self._digest.hexdigest()

    sha256 = hashlib.sha256
    monkeypatch.setattr(find_files.hashlib, "sha256", Counting)
    find_files.content_hash(raw)
    dumps, _ = listed(raw)
    assert [find_files.fetch(raw, dump)[0] for dump in dumps] == [b"two\n", b"one\n"]
    assert sorted(hashed) == [b"one\n", b"two\n"]


@pytest.mark.parametrize("after", [b"two\n", b"", b"on", b"two\nthree\n"], ids=["other", "emptied", "cut", "longer"])
def test_a_file_that_changed_is_left_out_and_reported(tmp_path: Path, after: bytes) -> None:
    raw = archive(tmp_path, page=b"one\n")
    dump = only(raw)
    (raw / "page.txt").write_bytes(after)
    batch = read_pages.read(raw, [dump])
    assert batch.pages.is_empty()
    assert batch.lines.is_empty()
    assert said(batch.problems) == [("file_changed", "page.txt")]


def test_a_file_that_vanished_is_left_out_and_reported(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one", other=b"two")
    whole = listed(raw)[0]
    (raw / "page.txt").unlink()
    batch = read_pages.read(raw, whole)
    assert batch.pages["path"].to_list() == ["other.txt"]
    assert said(batch.problems) == [("unreadable_file", "page.txt")]


# batches


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 100))
def test_batches_keep_the_order_and_the_budget(sizes: list[int], budget: int) -> None:
    whole = [Dump(f"{number:064x}", f"{number}.txt", size) for number, size in enumerate(sizes)]
    groups = list(find_files.batches(whole, budget))
    assert all(groups)
    assert [dump for group in groups for dump in group] == whole
    assert all(len(group) == 1 or sum(dump.byte_count for dump in group) <= budget for group in groups)
    assert len(groups) <= 1 or sum(sizes) > budget
