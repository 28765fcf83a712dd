"""What tools leave in texts: quoted-printable, entities, invisible characters, line breaks of old files."""

import pytest

import clippings
from clippings.ingest import tool_leftovers

PROSE = "The ferry sails at six and at nine, and the harbour board has kept the night boat for one more winter on this coast."


def text_of(page: str | bytes) -> list[str]:
    return [line for line in clippings.read(page).lines["text"].to_list() if line.strip()]


def test_quoted_printable_of_a_saved_mail_is_decoded():
    page = b"The quay=E2=80=99s ferry sails at six and at =\r\nnine=2E=20\r\nIt costs =E2=82=AC 4.\r\n"
    assert text_of(page) == ["The quay’s ferry sails at six and at nine. ", "It costs € 4."]


@pytest.mark.parametrize(
    "page",
    [
        b"a = b=\nc = d=\ne=20 f = g",
        b"=====\nNews=\n=====\n=20=20",
        b"Content-Transfer-Encoding: quoted-printable\n\nThe quay=E2=80=99s ferry=\n sails=20",
    ],
)
def test_signs_of_equality_are_not_all_escapes(page: bytes):
    assert tool_leftovers.without_escapes(page) == page


def test_entities_escaped_twice_are_resolved_in_prose_and_kept_in_code():
    page = f"<html><body><h1>Quays &amp;amp; ferries</h1><p>The board&amp;rsquo;s boat. {PROSE}</p>%s</body></html>"
    assert text_of(page % "")[:2] == ["Quays & ferries", f"The board’s boat. {PROSE}"]
    assert text_of(page % "<pre>&amp;nbsp;</pre>")[0] == "Quays &amp; ferries"


def test_entities_of_a_text_dump_are_resolved_where_there_are_several():
    assert text_of("It&#8217;s the quay&rsquo;s ferry &amp; boat.") == ["It’s the quay’s ferry & boat."]
    assert text_of("Write &amp; for a sign.") == ["Write &amp; for a sign."]


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}"])
def test_invisible_characters_are_left_out(form: str):
    assert text_of(form.format("The har\u00adbour board\u200b keeps the boat."))[0].endswith(
        "The harbour board keeps the boat."
    )
    assert text_of(form.format("ท่าเรือ\u200bใหม่"))[0].endswith("ท่าเรือ\u200bใหม่")


def test_lines_end_in_returns_alone():
    assert text_of("Night ferry stays\r\rMay 4, 2010\rThe ferry sails.") == [
        "Night ferry stays",
        "May 4, 2010",
        "The ferry sails.",
    ]
