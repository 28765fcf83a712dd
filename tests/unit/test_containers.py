"""Containers: the pages that gzip, zip, WARC and WACZ hold, and what hostile ones cost."""

import datetime as dt
import gzip
import hashlib
import io
import random
import resource
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import brotli
import polars as pl
import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from clippings.ingest import read_pages
from clippings.ingest.sources import containers, find_files, limits
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.ingest.sources.inflate import Stream

DAY = "2019-05-04T10:11:12Z"
PAGE = "<!doctype html><title>Ferries</title><p>The ferry to the old harbour runs at night again.</p>"
OTHER = "<!doctype html><title>Council</title><p>The council met on the pier and voted for a bench.</p>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
ANY_BYTES = st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))


class Archive:
    """What was found in a folder of the files given by name."""

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        self.raw = folder / "raw"
        self.unpack = folder / "unpacked"
        for name, data in files.items():
            path = self.raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.dumps, self.problems = find_files.find(self.raw, self.unpack)

    @property
    def paths(self) -> list[str]:
        """Paths of the pages, in order of name."""
        return sorted(dump.path for dump in self.dumps)

    @property
    def said(self) -> list[tuple[str, str]]:
        """Code and path of each problem."""
        return sorted((problem.code, problem.path) for problem in self.problems)

    def by_path(self, path: str) -> Dump:
        """The one page of that path."""
        [dump] = [dump for dump in self.dumps if dump.path == path]
        return dump

    def bytes_of(self, path: str) -> bytes:
        """What is read of the page of that path."""
        data, problems = find_files.fetch(self.raw, self.by_path(path))
        assert data is not None
        assert problems == []
        return data

    def read(self) -> read_pages.ReadBatch:
        """The pages and lines of all of it."""
        return read_pages.read(self.raw, self.dumps)


Make = Callable[..., Archive]


@pytest.fixture
def archive(tmp_path: Path) -> Make:
    """Makes an archive of files by name."""
    return lambda **files: Archive(tmp_path, {name.replace("__", "."): data for name, data in files.items()})


class Warc:
    """A WARC file as it is written."""

    def __init__(self, *, packed: bool = False) -> None:
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=packed)
        self.starts: list[int] = []

    def record(self, kind: str, url: str, block: bytes, content_type: str = "application/octet-stream") -> "Warc":
        """Add a record with a block."""
        self.starts.append(self._file.tell())
        headers = {"WARC-Date": DAY, "WARC-Record-ID": f"<urn:uuid:{len(self.starts)}>"}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(block), length=len(block), warc_content_type=content_type,
            warc_headers_dict=headers,
        )  # fmt: skip
        self._writer.write_record(record)
        return self

    def response(
        self, url: str, body: bytes, headers: Mapping[str, str] = HTML, status: str = "200 OK", kind: str = "response"
    ) -> "Warc":
        """Add what a server answered."""
        self.starts.append(self._file.tell())
        head = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=head,
            warc_headers_dict={"WARC-Date": DAY, "WARC-Record-ID": f"<urn:uuid:{len(self.starts)}>"},
        )
        self._writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self._file.getvalue()


def crawl(count: int, *, packed: bool = False) -> Warc:
    """A crawl of pages of 3,000 bytes of a kind that does not pack to nothing."""
    warc = Warc(packed=packed)
    for number in range(count):
        warc.response(f"https://harbour.example/{number}", noise_page(number))
    return warc


def noise_page(number: int) -> bytes:
    words = (f"ferry{random.Random(number * 1000 + at).randrange(10**6)}" for at in range(300))
    return f"<!doctype html><p>{number} {' '.join(words)}</p>".encode()


def zip_of(members: Iterable[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as folder:
        for name, data in members:
            folder.writestr(zipfile.ZipInfo(name), data, packing)
    return file.getvalue()


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# what containers hold


def test_a_packed_page_is_the_page_and_keeps_its_own_path(archive: Make) -> None:
    built = archive(ferry__html__gz=gzip.compress(PAGE.encode()))
    assert built.paths == ["ferry.html.gz"]
    assert built.bytes_of("ferry.html.gz") == PAGE.encode()
    assert built.by_path("ferry.html.gz").sha256 == hashed(PAGE.encode())
    assert built.problems == []


def test_a_page_saved_plain_packed_and_zipped_is_one_page_under_the_first_name(archive: Make) -> None:
    page = PAGE.encode()
    built = archive(c__html=page, b__gz=gzip.compress(page), a__zip=zip_of([("ferry.html", page)]))
    assert built.paths == ["a.zip/ferry.html"]
    assert built.bytes_of("a.zip/ferry.html") == page


def test_the_first_name_counts_also_where_it_is_met_last(archive: Make) -> None:
    built = archive(**{"z__gz": gzip.compress(PAGE.encode()), "a/ferry__gz": gzip.compress(PAGE.encode())})
    assert built.paths == ["a/ferry.gz"]
    assert built.bytes_of("a/ferry.gz") == PAGE.encode()


def test_a_gzip_of_several_members_is_one_page(archive: Make) -> None:
    page = PAGE.encode()
    built = archive(ferry=gzip.compress(page[:20]) + gzip.compress(page[20:]) + bytes(512))
    assert built.bytes_of("ferry") == page
    assert built.problems == []


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_of_a_warc_has_the_ordinal_of_its_record_its_address_and_day(archive: Make, packed: bool) -> None:
    warc = Warc(packed=packed)
    warc.record("request", "https://harbour.example/a", b"GET /a HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    warc.response("https://harbour.example/a", PAGE.encode())
    warc.response("https://harbour.example/b", OTHER.encode(), {"Content-Type": "text/html; charset=ISO-8859-1"})
    built = archive(crawl__warc=warc.data)
    assert built.paths == ["crawl.warc/000002", "crawl.warc/000003"]
    assert built.bytes_of("crawl.warc/000002") == PAGE.encode()
    dump = built.by_path("crawl.warc/000003")
    assert (dump.url, dump.captured_on, dump.charset) == (
        "https://harbour.example/b",
        dt.date(2019, 5, 4),
        "ISO-8859-1",
    )
    assert built.said == [("passed_over", "crawl.warc")]
    assert built.problems[0].message == "2 of 3 records are pages. Others: requests 1."


def test_a_record_is_hashed_as_it_is_stored_so_a_response_is_another_page_than_its_body(archive: Make) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    warc = Warc().record("response", "https://harbour.example/", block, "application/http; msgtype=response")
    built = archive(crawl=warc.data, ferry=PAGE.encode())
    assert built.by_path("crawl/000001").sha256 == hashed(block)
    assert built.by_path("crawl/000001").byte_count == len(block)
    assert built.bytes_of("crawl/000001") == built.bytes_of("ferry")


def test_resource_and_conversion_records_are_pages_too(archive: Make) -> None:
    warc = Warc().record("resource", "https://harbour.example/r", PAGE.encode(), "text/html")
    warc.record("conversion", "https://harbour.example/c", b"The ferry runs.\n", "text/plain")
    warc.record("resource", "urn:text:https://harbour.example/t", b"The tide turns.\n", "text/plain")
    warc.record("resource", "urn:pageinfo:https://harbour.example/t", b"{}", "application/json")
    built = archive(crawl=warc.data)
    assert [built.bytes_of(path) for path in built.paths] == [PAGE.encode(), b"The ferry runs.\n", b"The tide turns.\n"]
    assert built.by_path("crawl/000003").url == "https://harbour.example/t"


@pytest.mark.parametrize("name", ["MANIFEST.txt", "wget_arguments.txt", "wget.log"])
@pytest.mark.parametrize("mark", ["<{}>", "{}"])
def test_what_wget_notes_of_its_own_call_is_not_a_page(archive: Make, name: str, mark: str) -> None:
    warc = Warc()
    warc.record(
        "resource",
        mark.format(f"metadata://gnu.org/software/wget/warc/{name}"),
        b"--user=ada https://harbour.example/",
        "text/plain",
    )
    built = archive(crawl=warc.data)
    assert built.dumps == []
    assert "notes of the crawler 1" in built.problems[-1].message


def test_records_that_are_not_pages_are_skipped_and_counted(archive: Make) -> None:
    warc = Warc()
    for body, form, status in (
        (b"\x89PNG", "image/png", "200 OK"),
        (b"body { color: red }", "text/css", "200 OK"),
        (b"var tide = 1;", "application/javascript", "200 OK"),
        (b"<h1>Not found</h1>", "text/html", "404 Not Found"),
        (b"<h1>Moved</h1>", "text/html", "301 Moved Permanently"),
        (b"", "text/html", "200 OK"),
        (b"PK\x03\x04", "application/zip", "200 OK"),
    ):
        warc.response("https://harbour.example/x", body, {"Content-Type": form}, status)
    warc.response("https://harbour.example/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"})
    warc.record("metadata", "https://harbour.example/x", b"via: a", "application/warc-fields")
    warc.response("https://harbour.example/x", b"", kind="revisit")
    warc.record("response", "dns:harbour.example", b"20190504 192.0.2.1", "text/dns")
    built = archive(crawl=warc.data)
    assert built.dumps == []
    assert [problem.message for problem in built.problems] == [
        "0 of 11 records are pages. Others: empty answers 1, error pages 1, images 1, notes of the crawler 2, other files 1,"
        " redirects 1, revisits 1, robots.txt 1, scripts and styles 2.",
        "The page https://harbour.example/x had not changed on 2019-05-04 since a record that the archive does not hold.",
    ]


def chunked(body: bytes, size: int = 30) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def zstd(body: bytes) -> bytes:
    file = io.BytesIO()
    packer = ZstdWriter(file)
    packer.write(body)
    packer.close()
    return file.getvalue()


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress),
        ({"Content-Encoding": "deflate"}, zlib.compress),
        ({"Content-Encoding": "deflate"}, raw_deflate),
        ({"Content-Encoding": "br"}, brotli.compress),
        ({"Content-Encoding": "zstd"}, zstd),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, lambda body: chunked(gzip.compress(body))),
        ({"Content-Encoding": "br, gzip"}, lambda body: gzip.compress(brotli.compress(body))),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, bytes),
        ({"Content-Encoding": "deflate"}, bytes),
        ({"Content-Encoding": "br"}, bytes),
        ({"Content-Encoding": "identity"}, bytes),
    ],
)
def test_a_body_is_read_as_a_browser_would_have_it(
    archive: Make, headers: dict[str, str], encode: Callable[[bytes], bytes]
) -> None:
    warc = Warc().response("https://harbour.example/", encode(PAGE.encode()), HTML | headers)
    built = archive(crawl=warc.data)
    assert built.bytes_of("crawl/000001") == PAGE.encode()
    assert built.problems == []


def test_a_wacz_holds_the_pages_of_its_archive_and_none_of_its_own_lists(archive: Make) -> None:
    built = archive(
        crawl__wacz=zip_of(
            [
                ("datapackage.json", b'{"profile": "data-package"}'),
                ("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n'),
                ("indexes/index.cdx.gz", gzip.compress(b"example,harbour)/ 20190504 {}\n")),
                ("archive/data.warc.gz", crawl(2, packed=True).data),
                ("archive/more.warc", crawl(3).data),
            ],
            zipfile.ZIP_STORED,
        )
    )
    assert built.paths == [
        "crawl.wacz/archive/data.warc.gz/000001",
        "crawl.wacz/archive/data.warc.gz/000002",
        "crawl.wacz/archive/more.warc/000003",
    ]
    copies = [("copy_of_another_file", f"crawl.wacz/archive/more.warc/00000{number}") for number in (1, 2)]
    assert built.said == copies


LISTED = (
    b'{"format": "json-pages-1.0"}\nnot json\n[1]\n'
    b'{"url": "https://harbour.example/1", "ts": "2018-03-02T10:00:00Z", "title": " Ferries at night "}\n'
    b'{"url": "https://harbour.example/2", "title": 7}\n'
)


def test_the_page_lists_of_a_wacz_say_the_titles_of_its_pages(archive: Make) -> None:
    warc = (
        Warc()
        .response("https://harbour.example/1", PAGE.encode())
        .response("https://harbour.example/2", OTHER.encode())
    )
    built = archive(
        crawl__wacz=zip_of(
            [("datapackage.json", b"{}"), ("pages/pages.jsonl", LISTED), ("archive/data.warc", warc.data)]
        )
    )
    assert [built.by_path(f"crawl.wacz/archive/data.warc/00000{n}").title for n in (1, 2)] == ["Ferries at night", None]
    lines = built.read().lines.filter(pl.col("place") == "container")
    assert lines.select("text", "hint").rows() == [("Ferries at night", "meta.title")]


@pytest.mark.parametrize("pages", [b"", b"\xff\xfe", b"[" * 50_000, b'{"url": ["a"]}\n{"url": "b", "ts": "soon"}'])
def test_a_broken_page_list_costs_no_page(archive: Make, pages: bytes) -> None:
    built = archive(
        crawl__wacz=zip_of([("datapackage.json", b"{}"), ("pages/x.jsonl", pages), ("archive/a.warc", crawl(2).data)])
    )
    assert len(built.dumps) == 2
    assert built.problems == []


REVISITS = {
    "the record's identifier": {"WARC-Refers-To": "<urn:uuid:1>"},
    "the digest of the payload": {"WARC-Payload-Digest": "sha1:TIDE"},
    "both": {"WARC-Refers-To": "<urn:uuid:of-another-crawl>", "WARC-Payload-Digest": "sha1:TIDE"},
}


@pytest.mark.parametrize("name", REVISITS)
def test_a_revisit_is_a_row_that_names_the_page_it_refers_to(archive: Make, name: str) -> None:
    first = Warc().response("https://harbour.example/1", PAGE.encode()).data
    first = first.replace(b"WARC-Payload-Digest: ", b"WARC-Payload-Digest: sha1:TIDE\r\nX-Digest: ", 1)
    head = "WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Date: 2019-06-01T00:00:00Z\r\nWARC-Target-URI: https://harbour.example/1\r\n"
    head += "".join(f"{key}: {value}\r\n" for key, value in REVISITS[name].items())
    built = archive(b__warc=first, a__warc=f"{head}Content-Length: 0\r\n\r\n\r\n\r\n".encode())
    assert built.said == [("copy_of_another_file", "a.warc/000001"), ("passed_over", "a.warc")]
    (row,) = [problem for problem in built.problems if problem.code == "copy_of_another_file"]
    assert row.message == "The page had not changed on 2019-06-01: its content is that of b.warc/000001, which is read."


def test_every_further_name_of_the_same_bytes_is_a_row(archive: Make) -> None:
    page = PAGE.encode()
    built = archive(b__html=page, a__html=page, c__html__gz=gzip.compress(page), d__html=OTHER.encode())
    assert built.paths == ["a.html", "d.html"]
    assert built.said == [("copy_of_another_file", "b.html"), ("copy_of_another_file", "c.html.gz")]
    assert all("is that of a.html" in problem.message for problem in built.problems)


def test_a_zip_of_saved_pages_holds_pages_and_ignores_other_files(archive: Make) -> None:
    link = zipfile.ZipInfo("link.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO(
        zip_of(
            [
                ("saved/ferry.html", PAGE.encode()),
                ("saved/ferry_files/style.css", b"p{}"),
                ("b.gz", gzip.compress(b"tide")),
            ]
        )
    )
    with zipfile.ZipFile(file, "a") as folder:
        folder.writestr(link, "/etc/passwd")
        folder.writestr("__MACOSX/._ferry.html", b"\0")
        folder.writestr(".DS_Store", b"\0")
        folder.mkdir("empty")
    built = archive(saved__zip=file.getvalue())
    assert built.paths == ["saved.zip/b.gz", "saved.zip/saved/ferry.html"]
    assert built.bytes_of("saved.zip/b.gz") == b"tide"
    assert [problem.message for problem in built.problems] == [
        "Members that are not pages: hidden files 2, images, scripts and styles 1, links 1."
    ]


def test_office_documents_are_not_folders_of_pages(archive: Make) -> None:
    built = archive(
        a__docx=zip_of([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]),
        b__odt=zip_of([("mimetype", b"application/vnd.oasis.opendocument.text"), ("one.xhtml", PAGE.encode())]),
    )
    assert built.dumps == []
    assert built.said == [("unread_form", "a.docx"), ("unread_form", "b.odt")]


def test_the_chapters_of_an_e_book_are_pages(archive: Make) -> None:
    parts = [
        ("META-INF/container.xml", b"<container/>"),
        ("OEBPS/content.opf", b"<package/>"),
        ("OEBPS/nav.xhtml", PAGE.encode()),
    ]
    book = zip_of([("mimetype", b"application/epub+zip"), *parts, ("OEBPS/one.xhtml", PAGE.encode())])
    built = archive(a__epub=book)
    assert built.paths == ["a.epub/OEBPS/one.xhtml"]
    assert [problem.message for problem in built.problems] == [
        "Members that are not pages: parts of a book without text 4."
    ]


@pytest.mark.parametrize(
    "heading",
    ["==== {} ====", "---- [2] URL: {}", "==========\n{}\n==========", "##########\r\nAddress: <{}>\r\n##########"],
)
def test_text_dumps_below_their_addresses_are_a_page_each(archive: Make, heading: str) -> None:
    addresses = ["https://quay.example/1", "https://quay.example/2?a=b"]
    one, two = (f"{heading.format(address)}\nThe crab race ended in a draw.\n" for address in addresses)
    built = archive(
        all__txt=(one + two).encode(), packed__gz=gzip.compress((two + two).encode()), plain__txt=f"A\n{one}".encode()
    )
    assert built.paths == ["all.txt/000001", "all.txt/000002", "plain.txt"]
    assert [dump.url for dump in sorted(built.dumps, key=lambda dump: dump.path)] == [*addresses, None]
    assert built.bytes_of("all.txt/000002") == b"The crab race ended in a draw.\n"


def test_a_container_is_known_by_its_bytes_and_not_its_name(archive: Make) -> None:
    built = archive(
        a__txt=gzip.compress(PAGE.encode()), b__html=crawl(1).data, c__gz=OTHER.encode(), d__warc=b"WARC/ 1\n"
    )
    assert built.paths == ["a.txt", "b.html/000001", "c.gz", "d.warc"]


@settings(max_examples=40)
@given(st.lists(ANY_BYTES, min_size=1, max_size=6, unique=True))
def test_a_container_of_files_reads_as_the_files_do(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    files = {f"{number}.txt": data for number, data in enumerate(contents)}
    plain = Archive(tmp_path_factory.mktemp("plain"), {name: b"\n" + data for name, data in files.items()})
    warc = Warc(packed=True)
    for name, data in files.items():
        warc.record("resource", f"https://harbour.example/{name}", b"\n" + data, "text/plain")
    for packed in (
        {f"{name}.gz": gzip.compress(b"\n" + data) for name, data in files.items()},
        {"files.zip": zip_of([(name, b"\n" + data) for name, data in files.items()])},
        {"files.warc.gz": warc.data},
    ):
        inside = Archive(tmp_path_factory.mktemp("packed"), packed)
        assert [dump.sha256 for dump in inside.dumps] == [dump.sha256 for dump in plain.dumps]
        assert inside.problems == []
        first, other = plain.read(), inside.read()
        assert other.lines.equals(first.lines)
        assert other.pages.drop("path", "url", "captured_on").equals(first.pages.drop("path", "url", "captured_on"))
        assert [(problem.code, problem.page_id) for problem in other.problems if problem.page_id] == [
            (problem.code, problem.page_id) for problem in first.problems if problem.page_id
        ]


def test_many_records_lie_in_few_files(archive: Make) -> None:
    built = archive(crawl=crawl(500).data)
    assert len(built.dumps) == 500
    assert len(list(built.unpack.iterdir())) == 1
    assert built.read().pages.height == 500


def test_a_container_that_is_taken_away_after_it_was_unpacked_is_not_missed(archive: Make) -> None:
    built = archive(crawl=crawl(2).data)
    (built.raw / "crawl").unlink()
    assert built.read().problems == []


# damage


@pytest.mark.parametrize("cut", [1, 8, 9, 40, 400])
def test_of_a_gzip_that_is_cut_what_can_be_unpacked_is_read(archive: Make, cut: int) -> None:
    data = gzip.compress(noise_page(1))
    built = archive(ferry=data[:-cut], other=OTHER.encode())
    assert built.said == [("cut_container", "ferry")]
    kept = built.bytes_of("ferry")
    assert noise_page(1).startswith(kept)
    assert len(kept) > len(noise_page(1)) * (1 - (cut + 20) / len(data))
    assert built.bytes_of("other") == OTHER.encode()


def test_a_gzip_cut_in_its_head_is_not_a_page(archive: Make) -> None:
    built = archive(ferry=gzip.compress(PAGE.encode())[:9])
    assert (built.paths, built.said) == ([], [("cut_container", "ferry")])


@pytest.mark.parametrize("at", [-6, -300])
def test_of_a_damaged_gzip_the_text_before_the_damage_is_read(archive: Make, at: int) -> None:
    data = bytearray(gzip.compress(noise_page(1)))
    data[at] ^= 0xFF
    built = archive(ferry=bytes(data))
    assert built.said == [("cut_container", "ferry")]
    assert built.bytes_of("ferry").startswith(noise_page(1)[: -1 if at == -6 else 1000])


@pytest.mark.parametrize("packed", [False, True])
def test_records_before_the_cut_of_a_warc_are_kept_and_the_cut_one_as_far_as_it_goes(
    archive: Make, packed: bool
) -> None:
    warc = crawl(4, packed=packed)
    built = archive(crawl=warc.data[: warc.starts[3] + (len(warc.data) - warc.starts[3]) * 2 // 3])
    assert built.paths == [f"crawl/00000{number}" for number in (1, 2, 3, 4)]
    assert [built.bytes_of(f"crawl/00000{number + 1}") for number in range(3)] == [noise_page(n) for n in range(3)]
    assert noise_page(3).startswith(built.bytes_of("crawl/000004"))
    assert {code for code, _ in built.said} == {"cut_container"}
    assert ("cut_container", "crawl/000004") in built.said


def test_a_warc_cut_in_the_head_of_a_record_says_so(archive: Make) -> None:
    warc = crawl(2)
    built = archive(crawl=warc.data[: warc.starts[1] + 40])
    assert (built.paths, built.said) == (["crawl/000001"], [("broken_record", "crawl")])


@pytest.mark.parametrize("packed", [False, True])
def test_records_behind_damage_are_found_again(archive: Make, packed: bool) -> None:
    warc = crawl(6, packed=packed)
    start = warc.starts[2] - 20
    built = archive(crawl=warc.data[:start] + b"\xff" * 60 + warc.data[start + 60 :])
    texts = [built.bytes_of(path) for path in built.paths]
    assert [noise_page(number) in texts for number in (0, 3, 4, 5)] == [True] * 4
    assert {code for code, _ in built.said} <= {"broken_record", "cut_container"}
    assert built.said


def test_two_crawls_one_cut_off_and_joined_both_count(archive: Make) -> None:
    first, other = crawl(3, packed=True), Warc(packed=True).response("https://harbour.example/", PAGE.encode())
    built = archive(crawl=first.data[:-30] + other.data)
    assert PAGE.encode() in [built.bytes_of(path) for path in built.paths]
    assert ("cut_container", "crawl") in built.said


@pytest.mark.parametrize("length", [b"-5", b"many", b"99999999999999999999", b"1"])
def test_a_record_that_lies_about_its_length_costs_itself_only(archive: Make, length: bytes) -> None:
    warc = crawl(4)
    start, other = warc.starts[1], warc.starts[2]
    honest = b"Content-Length: %d" % (
        len(noise_page(1)) + len("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
    )
    assert warc.data[start:other].count(honest) == 1
    lying = warc.data[start:other].replace(honest, b"Content-Length: " + length)
    built = archive(crawl=warc.data[:start] + lying + warc.data[other:])
    texts = [built.bytes_of(path) for path in built.paths]
    assert [noise_page(number) in texts for number in (0, 2, 3)] == [True] * 3
    assert ("broken_record", "crawl") in built.said


def test_a_record_that_claims_more_than_there_is_swallows_what_follows_and_is_reported(archive: Make) -> None:
    warc = crawl(3)
    head, _, rest = warc.data[warc.starts[1] :].partition(b"Content-Length: ")
    built = archive(crawl=warc.data[: warc.starts[1]] + head + b"Content-Length: 9" + rest)
    assert built.bytes_of("crawl/000001") == noise_page(0)
    assert ("cut_container", "crawl/000002") in built.said


@pytest.mark.parametrize("coding", ["gzip", "br", "chunked"])
def test_of_a_damaged_body_what_can_be_read_is(archive: Make, coding: str) -> None:
    encode = {"gzip": gzip.compress, "br": brotli.compress, "chunked": lambda body: chunked(body, 1000)}[coding]
    name = "Transfer-Encoding" if coding == "chunked" else "Content-Encoding"
    page = b"".join(noise_page(number) for number in range(60))
    warc = Warc().response("https://harbour.example/", encode(page)[:-900], HTML | {name: coding})
    built = archive(crawl=warc.data)
    assert built.said == [("cut_container", "crawl/000001")]
    assert page.startswith(built.bytes_of("crawl/000001"))
    assert built.problems[0].page_id == built.by_path("crawl/000001").page_id


def test_a_zip_that_is_not_whole_is_reported_and_the_rest_is_read(archive: Make) -> None:
    whole = zip_of([("ferry.html", PAGE.encode())])
    built = archive(cut__zip=whole[:-30], empty__zip=zip_of([]), ferry=PAGE.encode())
    assert (built.paths, built.said) == (["ferry"], [("unreadable_file", "cut.zip")])


@pytest.mark.parametrize("damage", ["checksum", "content", "locked", "method", "name"])
def test_a_broken_member_of_a_zip_costs_itself_only(archive: Make, damage: str) -> None:
    data = bytearray(zip_of([("ferry.html", noise_page(1)), ("other.html", OTHER.encode())]))
    listed = data.index(b"PK\x01\x02")
    match damage:
        case "checksum":
            data[listed + 16] ^= 0xFF
        case "content":
            data[200:220] = b"\xff" * 20
        case "locked":
            data[6] |= 1
            data[listed + 8] |= 1
        case "method":
            data[8] = data[listed + 10] = 97
        case "name":
            data[30:40] = b"other.html"
    built = archive(saved__zip=bytes(data))
    assert built.paths == ["saved.zip/other.html"]
    assert built.said == [("unreadable_file", "saved.zip/ferry.html")]


@pytest.mark.parametrize("name", ["../ferry.html", "a/../../ferry.html", "..\\ferry.html"])
def test_a_member_whose_name_leads_elsewhere_is_set_aside_and_nothing_is_written(
    archive: Make, tmp_path: Path, name: str
) -> None:
    built = archive(saved__zip=zip_of([(name, PAGE.encode()), ("/abs/other.html", OTHER.encode())]))
    assert built.paths == ["saved.zip/abs/other.html"]
    assert [code for code, _ in built.said] == ["unreadable_file"]
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"saved.zip", "000001.pack"}


def test_containers_deeper_than_one_are_not_opened(archive: Make) -> None:
    page = zip_of([("ferry.html", PAGE.encode())])
    built = archive(
        a__gz=gzip.compress(gzip.compress(PAGE.encode())),
        b__gz=gzip.compress(page),
        c__zip=zip_of([("inner.zip", page), ("twice.gz", gzip.compress(gzip.compress(b"tide")))]),
    )
    assert built.dumps == []
    assert built.said == [("nested_container", path) for path in ("a.gz", "b.gz", "c.zip/inner.zip", "c.zip/twice.gz")]


def test_a_disk_that_fails_under_a_container_costs_that_container_only(
    archive: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, file: io.BufferedReader) -> None:
            self._file = file

        def read(self, size: int = -1) -> bytes:
            if self._file.tell() > 100_000 and str(self._file.name).endswith("bad"):
                raise OSError(5, "Input/output error")
            return self._file.read(size)

    monkeypatch.setattr(containers, "Stream", lambda file: Stream(Failing(file)))
    built = archive(bad=crawl(60).data, good=crawl(2).data)
    assert ("unreadable_file", "bad") in built.said
    assert built.bytes_of("bad/000003") == noise_page(2)
    assert len(built.dumps) > 10


# hostile archives: bounded memory and time, a problem row, the rest unharmed

MEMORY = 64 << 20
"""Bytes beyond which finding the dumps of a hostile archive may not go."""


def costs(folder: Path, files: Mapping[str, bytes]) -> tuple[Archive, int]:
    """What was found, and the most bytes that Python held at once meanwhile."""
    tracemalloc.start()
    try:
        built = Archive(folder, files)
        return built, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def zip_of_shared_bytes(members: int, size: int) -> bytes:
    """A zip whose list names one packed member many times, so that it unpacks to far more than it could hold."""
    data = zip_of([("0.html", bytes(size))])
    listed, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[listed:end]
    assert entry.endswith(b"0.html")
    entries = b"".join(entry[:-6] + f"{number % 10}.html".encode() for number in range(members))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, members, members, len(entries), listed, 0)
    return data[:listed] + entries + tail


def packed_body(body: bytes) -> bytes:
    return (
        Warc(packed=True)
        .response("https://harbour.example/", gzip.compress(body), HTML | {"Content-Encoding": "gzip"})
        .data
    )


BOMBS = {
    "gzip": ("bomb.gz", lambda: gzip.compress(bytes(300 << 20), 1), "bomb.gz"),
    "member of a zip": ("bomb.zip", lambda: zip_of([("a.html", bytes(300 << 20))]), "bomb.zip/a.html"),
    "gzip in a zip": ("bomb.zip", lambda: zip_of([("a.gz", gzip.compress(bytes(60 << 20)))]), "bomb.zip/a.gz"),
    "body of a response": ("bomb.warc.gz", lambda: packed_body(bytes(60 << 20)), "bomb.warc.gz/000001"),
    "brotli": (
        "bomb.warc",
        lambda: (
            Warc()
            .response("https://harbour.example/", brotli.compress(bytes(60 << 20), quality=1), HTML | {"Content-Encoding": "br"})
            .data
        ),
        "bomb.warc/000001",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "path"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_left_out_reported_and_takes_little_memory(
    tmp_path: Path, name: str, make: Callable[[], bytes], path: str
) -> None:
    result, peak = costs(tmp_path, {name: make(), "ferry.html": PAGE.encode()})
    assert (result.paths, result.said) == (["ferry.html"], [("too_large", path)])
    assert peak < MEMORY


def test_members_that_share_their_bytes_end_a_zip_before_they_fill_the_disk(
    archive: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clippings.ingest.sources.zip_members._MEMBERS_BYTES", 4 << 20)
    built = archive(bomb__zip=zip_of_shared_bytes(3000, 1 << 20), ferry=PAGE.encode())
    assert "ferry" in built.paths
    # newer Pythons refuse members that overlap
    assert {("too_large", "bomb.zip"), ("unreadable_file", "bomb.zip")} & set(built.said)
    assert sum(path.stat().st_size for path in built.unpack.iterdir()) < 3 << 20


def test_members_that_overlap_are_one_row(archive: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        raise zipfile.BadZipFile(f"Overlapped entries: {info.filename!r} (possible zip bomb)")

    bomb = zip_of([(f"{number}.html", PAGE.encode()) for number in range(9)])
    monkeypatch.setattr(zipfile.ZipFile, "open", refuse)
    built = archive(bomb__zip=bomb)
    assert built.said == [("unreadable_file", "bomb.zip")]


def test_a_page_larger_than_any_page_is_left_out_and_reported(archive: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGE_BYTES", 200_000)
    monkeypatch.setattr(find_files, "PAGE_BYTES", 200_000)
    large = random.Random(1).randbytes(100_001).hex().encode()
    warc = Warc().response("https://harbour.example/", large).response("https://harbour.example/2", PAGE.encode())
    built = archive(
        plain=large,
        packed=gzip.compress(large),
        saved__zip=zip_of([("a", large), ("b", OTHER.encode())]),
        crawl=warc.data,
    )
    assert built.paths == ["crawl/000002", "saved.zip/b"]
    assert built.said == [("too_large", path) for path in ("crawl/000001", "packed", "plain", "saved.zip/a")]


def test_a_page_of_100_mb_is_a_page(tmp_path: Path) -> None:
    line = b"The ferry to the old harbour runs at night again, said the clerk of the council.\n"
    page = b"".join(b"%d %b" % (number, line) for number in range(1_200_000))
    assert len(page) > 100_000_000
    built = Archive(tmp_path, {"large.zip": zip_of([("ferry.txt", page)], zipfile.ZIP_STORED), "other": OTHER.encode()})
    batch = built.read()
    assert built.problems + batch.problems == []
    assert sorted(batch.pages["byte_count"]) == [len(OTHER), len(page)]
    assert batch.lines.height == 1_200_001 + batch.pages.filter(path="other")["line_count"].item()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 << 20  # in KiB


HOSTILE_WARCS = {
    "marks without records": b"WARC/1.0\r\n" * 300_000,
    "records without a type": b"WARC/1.0\r\nX: 1\r\n\r\n\r\n\r\n" * 40_000,
    "empty answers": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * 20_000,
    "a head without end": b"WARC/1.0\r\n" + b"X: 1\r\n" * 2_000_000,
    "a line without end": b"WARC/1.0\r\nX: " + b"1" * 20_000_000,
    "zeros": b"WARC/1.0\r\n" + bytes(20_000_000),
    "a length like no other": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % 2**62 + b"a" * 1_000_000,
    "a chunk larger than there is": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 66\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nThe tide\r\n",
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE_WARCS.values(), ids=HOSTILE_WARCS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_hostile_warc_costs_little_and_harms_nothing_beside_it(tmp_path: Path, data: bytes, packed: bool) -> None:
    files = {
        "crawl": gzip.compress(data, 1) if packed else data,
        "good.warc": crawl(3).data,
        "ferry.html": PAGE.encode(),
    }
    result, peak = costs(tmp_path, files)
    assert {"ferry.html", "good.warc/000001", "good.warc/000002", "good.warc/000003"} <= set(result.paths)
    assert {path.partition("/")[0] for _, path in result.said} == {"crawl"}
    assert peak < MEMORY + len(data)


def test_a_zip_with_an_endless_list_of_members_is_not_opened(archive: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clippings.ingest.sources.zip_members._DIRECTORY_BYTES", 10_000)
    built = archive(
        long__zip=zip_of((f"{number}.html", b"") for number in range(300)), short__zip=zip_of([("a", b"tide")])
    )
    assert (built.paths, built.said) == (["short.zip/a"], [("unreadable_file", "long.zip")])


@pytest.mark.parametrize("records", [2, 3])
def test_more_records_than_are_read_are_left_out_and_reported(
    archive: Make, monkeypatch: pytest.MonkeyPatch, records: int
) -> None:
    monkeypatch.setattr(limits, "RECORDS", records)
    built = archive(crawl=crawl(3).data)
    assert built.paths == [f"crawl/{number:06}" for number in range(1, records + 1)]
    assert built.said == ([("too_large", "crawl")] if records < 3 else [])


SOUND = {
    "gzip": gzip.compress(noise_page(1), mtime=0),
    "zip": zip_of([("a.html", noise_page(1)), ("b.gz", gzip.compress(noise_page(2), mtime=0))]),
    "warc": crawl(2).data,
    "warc.gz": crawl(2, packed=True).data,
    "wacz": zip_of([("datapackage.json", b"{}"), ("archive/a.warc.gz", crawl(2, packed=True).data)]),
}


@settings(max_examples=150)
@given(st.sampled_from(list(SOUND)), st.data())
def test_any_damage_leaves_everything_beside_it_and_never_stops_the_reading(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject
) -> None:
    whole = bytearray(SOUND[form])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    built = Archive(tmp_path_factory.mktemp("damaged"), {"bad": bytes(whole), "ferry.html": PAGE.encode()})
    batch = built.read()
    assert "ferry.html" in batch.pages["path"].to_list()
    assert all(dump.path == "bad" or dump.path.startswith("bad/") for dump in built.dumps if dump.path != "ferry.html")
