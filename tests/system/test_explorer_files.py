"""The files of the explorer: same bytes, small, listed in the checksums, and free of what was withdrawn."""

import http.client
import json
import shutil
import threading
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from clippings.publish import package_layout
from clippings.publish.explorer import chunks, serve, write_explorer
from clippings.publish.explorer.page_file import json_of, to_json
from clippings.publish.explorer.write_explorer import role_groups
from clippings.schema import enums
from conftest import Package, build_package
from support.commands import called
from support.damage import flipped
from support.written_pages import Written, listing, prose


def test_two_builds_give_one_page(tmp_path: Path, small: Package, small_raw: Path) -> None:
    again = build_package(small_raw, tmp_path / "dist")
    assert again.files()["index.html"] == small.files()["index.html"]


def test_the_page_of_the_archive_is_small_and_listed(real: Package) -> None:
    assert len(real.files()["index.html"]) < 1_500_000
    assert "  index.html\n" in real.files()["checksums.sha256"].decode()


def test_every_role_is_in_one_group() -> None:
    assert sorted(role for group in role_groups() for role in group["roles"]) == sorted(enums.ROLES)


def test_columns_are_coded_where_they_repeat() -> None:
    frame = pl.DataFrame({"site": ["a", "a", None, "b", "b", "a", "a"], "n": [1, 2, 3, 4, 5, 6, None]})
    assert json.loads(json_of({"pages": frame}))["pages"]["columns"] == {
        "site": {"distinct": ["a", "b"], "codes": [0, 0, -1, 1, 1, 0, 0]},
        "n": [1, 2, 3, 4, 5, 6, None],
    }


def test_json_ends_no_script_element() -> None:
    text = "</script><!-- <script> \u2028 \x00"
    assert "<" not in to_json({"a": text})
    assert json.loads(to_json({"a": text})) == {"a": text}


def test_a_withdrawn_article_is_in_neither_page_nor_database(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "dist"
    raw.mkdir()
    posts = [Written(f"What pier {n} decided", (prose(n), prose(n + 40), "By Adam Example")) for n in range(3)]
    (raw / "page.txt").write_text(listing(posts), "utf-8")
    whole = build_package(raw, out)
    (gone,) = whole.table("articles").filter(pl.col("title") == posts[1].title)["article_id"]
    listed = tmp_path / "withdrawn.toml"
    listed.write_text(f'[[withdrawn]]\narticle_id = "{gone}"\nreason = "asked for"\non = 2026-11-24\n', "utf-8")
    args = ["build", "--raw", str(raw), "--out", str(out), "--withdrawn", str(listed), "--sqlite"]
    outcome = called(*args)
    assert outcome.exit_code == 0, outcome.output
    words = [text.encode() for text in (posts[1].title, " ".join(posts[1].paragraphs[0].split()[:8]))]
    for path in [out / "index.html", out / "archive.sqlite", out / "README.md", *(out / "charts").iterdir()]:
        assert not [word for word in words if word in path.read_bytes()], path.name
    assert gone.encode() not in (out / "index.html").read_bytes()


def fetched(address: str, **headers: str) -> int:
    """The status of a request."""
    connection = http.client.HTTPConnection(*address.removeprefix("http://").rstrip("/").split(":"), timeout=60)
    path = headers.pop("path", "/")
    connection.request("GET", path, headers={name.title(): value for name, value in headers.items()})
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_server_gives_the_package_to_this_machine_alone(small: Package, tmp_path: Path) -> None:
    root = tmp_path / "dist"
    shutil.copytree(small.root, root)
    (tmp_path / "secret").write_text("secret", "utf-8")
    (root / "link").symlink_to(tmp_path / "secret")
    with serve.server(root) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{server.server_address[0]}:{server.server_address[1]}"
        assert server.server_address[0] == "127.0.0.1"
        assert fetched(address) == fetched(address, path="/data/articles.csv") == 200
        assert fetched(address, host="example.org") == 404
        assert [fetched(address, path=path) for path in ("/../secret", "/%2e%2e/secret", "/link", "/data/")] == [
            404
        ] * 4
        server.shutdown()


def test_explore_prints_the_address_of_the_page(small: Package, tmp_path: Path) -> None:
    printed = called("explore", small.root, "--no-browser")
    assert (printed.exit_code, printed.output.strip()) == (0, (small.root / "index.html").as_uri())
    refused = called("explore", tmp_path, "--no-browser")
    assert (refused.exit_code, "holds no package" in refused.output) == (2, True)


def test_a_large_archive_has_chunks_that_hold_every_row_once(small: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = package_layout.tables(small.root, "with-texts")
    monkeypatch.setattr(chunks, "SINGLE_FILE_BYTES", 0)
    monkeypatch.setattr(chunks, "_AT_ONCE_BYTES", 0)
    divided = write_explorer.chunk_data(tables, chunks.plan(tables))
    rows: Counter[str] = Counter()
    for _, held in divided:
        rows.update({name: table.height for name, table in held.items()})
    for name in ("evidence", "text_spans", "mentions", "dates", "appearances", "lines", "passage_uses"):
        assert rows[name] == small.table(name).height, name


def test_a_chunk_of_the_earlier_package_is_used_again_if_it_is_whole_and_never_written_to(tmp_path: Path) -> None:
    parts = {"articles": [chunks.PartOfTable("0000", "ffff", "digest of the rows")]}
    roots = [tmp_path / name for name in ("earlier", "later", "damaged")]
    for root in roots:
        root.mkdir()
    earlier = chunks.ChunkFiles(parts=parts)
    earlier.write(roots[0], "articles-0", "", {"articles": pl.DataFrame({"title": ["A pier"]})})
    chunk, later, again = (root / "explorer" / "articles-0.js" for root in roots)

    def taken(root: Path, relations: str = "") -> bool:
        return chunks.ChunkFiles(roots[0], earlier.written, parts).copy(root, "articles-0", relations)

    for _ in range(2):  # a step that is tried again finds what it left
        assert taken(roots[1])
        assert later.samefile(chunk)
    before = chunk.read_bytes()
    chunks.ChunkFiles().write(roots[1], "articles-0", "", {"articles": pl.DataFrame({"title": ["A quay"]})})
    assert (chunk.read_bytes(), later.samefile(chunk)) == (before, False)
    chunk.rename(tmp_path / "elsewhere")
    chunk.symlink_to(tmp_path / "elsewhere")
    assert taken(roots[1])
    assert not later.is_symlink(), "a package holds no links"
    chunk.unlink()
    (tmp_path / "elsewhere").rename(chunk)
    assert not taken(roots[2], "others")
    flipped(chunk)
    damage = chunk.read_bytes()
    assert not taken(roots[2])
    chunks.ChunkFiles().write(roots[2], "articles-0", "", {"articles": pl.DataFrame({"title": ["A pier"]})})
    assert (chunk.read_bytes(), again.read_bytes()) == (damage, before)
