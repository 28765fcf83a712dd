"""What tools leave in pages: quoted-printable, and entities that were escaped twice."""

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


def test_a_text_dump_keeps_its_characters():
    """Joining the lines of a dump gives back its text."""
    dump = "It&#8217;s the quay&rsquo;s ferry &amp; boat.\nThe har\u00adbour board\u200b keeps the boat.\rTwo\n"
    assert "\n".join(clippings.read(dump).lines["text"].to_list()) == dump


def test_soft_hyphens_of_markup_are_not_of_the_text():
    page = f"<html><body><h1>Har&shy;bour dues</h1><p>The har\u00adbour board. {PROSE}</p></body></html>"
    assert text_of(page) == ["Harbour dues", f"The harbour board. {PROSE}"]
