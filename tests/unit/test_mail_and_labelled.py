"""Mail and text exports: messages, letters of several stories, press databases, records of labelled lines."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clippings.ingest import sniff
from clippings.ingest.formats import labelled, mail
from clippings.ingest.formats.plain_text import paragraphs
from support.in_memory_stages import tables_of_files
from support.written_pages import prose

HEAD = (
    "Return-Path: <letters@quay.example.org>\nFrom: {sender}\nTo: friends@list.example.org\nSubject: {subject}\n"
    "Date: Fri, 10 Aug 2012 09:00:11 +0200\nMessage-ID: <1@quay.example.org>\nMIME-Version: 1.0\n"
)
PLAIN = "The council has raised the dues for ferries.\nNobody asked the islanders, who will pay for it in the end, said the speaker.\n"


def message(
    body: str, sender: str = "Ada Quill <ada@quay.example.org>", subject: str = "Harbour dues rise", extra: str = ""
) -> str:
    return (
        HEAD.format(sender=sender, subject=subject)
        + (extra or "Content-Type: text/plain; charset=utf-8\n")
        + "\n"
        + body
    )


def articles_of(tmp_path: Path, text: str, name: str = "a.txt") -> tuple[list[dict[str, Any]], dict[str, pl.DataFrame]]:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / name).write_text(text, "utf-8")
    tables = tables_of_files(raw)
    return tables["articles"].sort("title").to_dicts(), tables


def test_a_message_is_an_article_with_its_subject_day_and_sender(tmp_path: Path):
    result, tables = articles_of(tmp_path, message(PLAIN))
    assert [(item["title"], str(item["published_on"]), item["author"]) for item in result] == [
        ("Harbour dues rise", "2012-08-10", "Ada Quill")
    ]
    assert "quay.example.org" not in " ".join(tables["lines"]["text"])


@pytest.mark.parametrize(
    ("extra", "body", "text"),
    [
        (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
            "The caf=C3=A9 is =\nopen.\n",
            "The café is open.",
        ),
        ("Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n", "79TL0tnUzw==\n", "Открыто"),
        ("Content-Type: text/html; charset=utf-8\n", "<p>The café is <b>open</b>.</p>", "The café is open."),
        (
            'Content-Type: multipart/alternative; boundary="b"\n',
            "--b\nContent-Type: text/plain\n\nSee the page.\n--b\nContent-Type: text/html\n\n<p>"
            + "The café is open. " * 9
            + "</p>\n--b--\n",
            ("The café is open. " * 9).strip(),
        ),
    ],
)
def test_parts_are_read_by_their_own_encodings(extra: str, body: str, text: str):
    read = mail.read(message(body, extra=extra))
    assert [block.text for block in read.blocks if block.hint in ("body", "excerpt_end")] == [text]


def test_a_mailbox_holds_a_record_for_each_message():
    box = "".join(
        f"From ada@quay.example.org Fri Aug 10 07:00:1{n} 2012\n{message(PLAIN, subject=f'No {n}')}\n" for n in range(3)
    )
    assert sniff.of(box) == "message/rfc822"
    read = mail.read(box)
    assert [block.text for block in read.blocks if block.hint == "title"] == ["No 0", "No 1", "No 2"]
    assert {block.record for block in read.blocks} == {1, 2, 3}


def test_stories_between_rules_are_records_of_the_letter_s_day(tmp_path: Path):
    rule = "-" * 60
    stories = [f"STORY {n} OF THE QUAY\n\n{prose(n, 4)}\n\n  https://quay.example.org/{n}\n" for n in (1, 2)]
    letter = (
        f"In this issue:\n1. One\n2. Two\n\n{rule}\n"
        + f"\n{rule}\n".join(stories)
        + f"\n{rule}\nTo unsubscribe:\nhttps://quay.example.org/bye\n"
    )
    result, _ = articles_of(tmp_path, message(letter))
    assert [item["title"] for item in result] == ["STORY 1 OF THE QUAY", "STORY 2 OF THE QUAY"]
    assert [item["url"] for item in result] == ["https://quay.example.org/1", "https://quay.example.org/2"]
    assert {str(item["published_on"]) for item in result} == {"2012-08-10"}
    assert not any("unsubscribe" in item["text"] for item in result)


@pytest.mark.parametrize("cell", ["<tr><td>{}</td></tr>", "<div>{}</div>"])
def test_headed_stories_of_a_letter_in_html_are_records(cell: str, tmp_path: Path):
    def story(name: str, text: str) -> str:
        link = f"https://quay.example.org/{name}"
        return f'<h2><a href="{link}">{name.title()} news</a></h2><p>{text}</p><a href="{link}">Read online</a>'

    dues, ferry = PLAIN.strip(), prose(20)
    notes = "You receive this mail because you subscribed. <a href='#'>Unsubscribe</a>"
    cells = "".join(map(cell.format, ("The Quay", story("dues", dues), story("ferry", ferry), notes)))
    html = f"<table>{cells}</table>" if "td" in cell else cells
    result, tables = articles_of(tmp_path, message(html, extra="Content-Type: text/html; charset=utf-8\n"))
    said = [(item["title"], " ".join(item["text"].split()), str(item["published_on"]), item["url"]) for item in result]
    assert said == [
        ("Dues news", " ".join(dues.split()), "2012-08-10", "https://quay.example.org/dues"),
        ("Ferry news", " ".join(ferry.split()), "2012-08-10", "https://quay.example.org/ferry"),
    ]
    notes_read = tables["lines"].filter(pl.col("text").str.contains("Unsubscribe|The Quay"))
    assert notes_read["appearance_id"].is_null().all() and len(notes_read) == 2


def test_attachments_are_counted_and_not_read():
    extra = 'Content-Type: multipart/mixed; boundary="b"\n'
    body = '--b\nContent-Type: text/plain\n\nHello there.\n--b\nContent-Type: text/plain; name="a.txt"\nContent-Disposition: attachment; filename="a.txt"\n\nHidden.\n--b--\n'  # noqa: E501
    read = mail.read(message(body, extra=extra))
    assert not any("Hidden" in block.text for block in read.blocks)
    assert read.passed_over == ["These parts of messages are not read: attachments 1."]


@pytest.mark.parametrize(
    "text",
    [
        "From: the harbour\nTo: the island\nA walk in nine parts.\n",
        "From Monday to Friday 2012\nthe ferry sails.\n",
        "Date: today\nSubject: dues\n\nText.\n",
    ],
)
def test_texts_that_only_look_like_mail_are_not(text: str):
    assert sniff.of(text) == sniff.PLAIN


DATABASE = """
                               1 of 2 DOCUMENTS

                              The Quay Gazette

                            March 4, 2015 Wednesday

Ferry dues rise

BYLINE: Ada Quill

SECTION: NEWS; Pg. 3

LENGTH: 40 words

{one}

LOAD-DATE: March 6, 2015

LANGUAGE: ENGLISH

                       Copyright 2015 The Quay Gazette
                               All Rights Reserved

                               2 of 2 DOCUMENTS

                              The Quay Gazette

                            March 9, 2015 Monday

Pier closed

LENGTH: 40 words

{two}

LOAD-DATE: March 10, 2015
"""


def wrapped(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 70))


def test_documents_of_a_press_database(tmp_path: Path):
    item, two = prose(1, 5), prose(2, 5)
    result, tables = articles_of(tmp_path, DATABASE.format(one=wrapped(item), two=wrapped(two)))
    assert [(a["title"], str(a["published_on"]), a["author"], a["text"]) for a in result] == [
        ("Ferry dues rise", "2015-03-04", "Ada Quill", item),
        ("Pier closed", "2015-03-09", None, two),
    ]
    assert {a["source_name"] for a in result} == {"The Quay Gazette"}
    assert result[0]["category"] == "NEWS; Pg. 3"
    assert "March 6, 2015" in " ".join(tables["lines"]["text"])


NEW_DATABASE = """
{title}

The Quay Gazette

March {day}, 2015 Wednesday

Copyright 2015 The Quay Gazette All Rights Reserved

Section: NEWS; Pg. 3

Length: 40 words

Byline: Ada Quill

Body


{text}


Classification


Language: ENGLISH

Publication-Type: Newspaper

Subject: FERRIES (90%)

Load-Date: March 9, 2015


End of Document

"""


def test_documents_whose_text_and_end_have_lines_without_a_colon(tmp_path: Path):
    texts = [prose(1, 5), prose(2, 5)]
    cover = "User Name: Ada Quill\n\nDate and Time: Tuesday, April 3, 2018 2:12:00 PM BST\n\nDocuments (2)\n"
    pages = [
        NEW_DATABASE.format(title=title, day=day, text=text)
        for title, day, text in (("Ferry dues rise", 4, texts[0]), ("Pier closed", 5, texts[1]))
    ]
    result, _ = articles_of(tmp_path, cover + "".join(pages))
    assert [(a["title"], str(a["published_on"]), a["author"], a["source_name"], a["text"]) for a in result] == [
        ("Ferry dues rise", "2015-03-04", "Ada Quill", "The Quay Gazette", texts[0]),
        ("Pier closed", "2015-03-05", "Ada Quill", "The Quay Gazette", texts[1]),
    ]


def test_a_line_of_copyright_above_a_text_is_not_of_it(tmp_path: Path):
    documents = [
        f"{title}\n\nBy Ada Quill\n312 words\n{day} March 2015\nThe Quay Gazette\nQUAYGZ\nEnglish\n"
        f"(c) 2015 The Quay Gazette Ltd. All rights reserved.\n\n{prose(day, 4)}\n\nDocument QUAYGZ000{day}\n\n"
        for title, day in (("Ferry dues rise again", 4), ("Pier closed for the winter", 3), ("Gulls return", 2))
    ]
    result, _ = articles_of(tmp_path, "".join(documents))
    assert not [a["title"] for a in result if "All rights" in a["text"]]


def test_records_of_labelled_lines(tmp_path: Path):
    records = [
        f"TITLE: Dues {n}\nAUTHOR: Ada Quill\nDATE: 2015-03-0{n}\nURL: https://quay.example.org/{n}\n\n{prose(n, 4)}\n"
        for n in (1, 2, 3)
    ]
    result, _ = articles_of(tmp_path, "\n".join(records))
    assert [(a["title"], str(a["published_on"]), a["author"], a["url"]) for a in result] == [
        (f"Dues {n}", f"2015-03-0{n}", "Ada Quill", f"https://quay.example.org/{n}") for n in (1, 2, 3)
    ]


def test_labels_of_another_language_and_a_text_label(tmp_path: Path):
    record = f"Titel: Hafengebühren steigen\nAutor: Ada Quill\nDatum: 4. März 2015\nQuelle: Kai-Zeitung\nInhalt: {prose(3, 4)}\n"
    result, _ = articles_of(tmp_path, record)
    assert [(a["title"], a["author"]) for a in result] == [("Hafengebühren steigen", "Ada Quill")]
    assert result[0]["text"] == prose(3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "Date: Friday\nPlace: the quay\nWe met and talked.\n",
        "The headline: dues rise.\nBy: nobody.\nSource: unknown, of a river.\n",
        "Ferry dues rise\n\nTitle: none\n\nThe text of a page.\n",
    ],
)
def test_texts_with_colons_are_not_records(text: str):
    assert not labelled.begins(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "one line that is long enough to have been wrapped at its end\nand goes on.\n\nNext.",
            ["one line that is long enough to have been wrapped at its end and goes on.", "Next."],
        ),
        ("1. First\n2. Second", ["1. First", "2. Second"]),
        (
            "a line that is long enough to have been wrapped at its har-\nbour end",
            ["a line that is long enough to have been wrapped at its har-bour end"],
        ),
        ("Short\nlines", ["Short", "lines"]),
    ],
)
def test_wrapped_lines_are_joined(text: str, found: list[str]):
    assert paragraphs(text) == found


@pytest.mark.parametrize(
    "note",
    [
        "View this email in your browser: https://quay.example.org/7",
        "Newsletter im Browser ansehen",
        "Version en ligne",
        "You are receiving this letter because you live on the quay.",
        "Du får denne e-posten fordi du bor ved kaien. Meld deg av",
    ],
)
def test_the_opening_of_a_letter_has_its_subject_and_its_note_is_not_read(note: str):
    opening = f"{note}\n\nQUAY LETTER\nNo. 7\n\nDear readers,\n\n{prose(3, 4)}\n"
    letter = message(f"{opening}\n{'-' * 60}\n\nSTORY OF THE QUAY\n\n{prose(1, 4)}\n", subject="Quay Letter 7: dues")
    read = mail.read(letter)
    assert [block.text for block in read.blocks if block.hint == "title"] == [
        "Quay Letter 7: dues",
        "STORY OF THE QUAY",
    ]
    assert [block.text for block in read.blocks if block.hint == "byline"] == ["Ada Quill", "Ada Quill"]
    assert [block.text for block in read.blocks if block.hint == "navigation"] == [note, "QUAY LETTER", "No. 7"]


@pytest.mark.parametrize("rule", ["--", "-- "])
def test_a_signature_below_its_rule_is_not_of_the_text(rule: str):
    letter = message(
        f"{prose(1, 4)}\n\n{prose(2, 4)}\n\n{rule}\nQuay Letter, 4 Market Street\nUnsubscribe: https://quay.example/u\n"
    )
    found = {block.text: block.hint for block in mail.read(letter).blocks}
    assert found["Quay Letter, 4 Market Street"] == "navigation"
    assert [hint for text, hint in found.items() if hint == "body"] == ["body", "body"]


@pytest.mark.parametrize(
    "head",
    [
        "De: Carta do Rio <carta@rio.example>\nData: {}\nAssunto: {}\nPara: leitores@rio.example",
        "Von: Carta do Rio\nGesendet: {}\nAn: Leser\nBetreff: {}",
    ],
)
def test_a_message_copied_in_another_language_is_a_message(head: str):
    copied = f"{head.format('2012-03-09 08:15', 'A ponte reabre')}\n\n{prose(1, 4)}\n\n{prose(2, 4)}\n"
    assert mail.begins(copied)
    found = [(block.hint, block.text) for block in mail.read(copied).blocks if block.hint != "body"]
    assert found == [("title", "A ponte reabre"), ("post_date", "2012-03-09 08:15"), ("byline", "Carta do Rio")]
    assert not mail.begins(f"De: o rio\nPara: o mar\n\n{prose(1, 4)}")


@pytest.mark.parametrize(
    ("rule", "head"),
    [
        (
            "---------- Forwarded message ----------",
            "From: Jon Marsh <a@quay.example>\nDate: 9 August 2012\nSubject: Dues rise",
        ),
        (
            "---------- Messaggio inoltrato ----------",
            "Da: Jon Marsh <a@quay.example>\nData: 9 agosto 2012\nOggetto: Dues rise",
        ),
        ("-----Ursprüngliche Nachricht-----", "Von: Jon Marsh\nGesendet: 9. August 2012\nAn: ich\nBetreff: Dues rise"),
    ],
)
def test_a_message_that_is_passed_on_has_its_own_subject_day_and_sender(rule: str, head: str, tmp_path: Path):
    (article,), _ = articles_of(
        tmp_path, message(f"Have you seen this?\n\n{rule}\n{head}\n\n{PLAIN}", subject="Fwd: Dues rise")
    )
    assert (article["title"], str(article["published_on"]), article["author"]) == (
        "Dues rise",
        "2012-08-09",
        "Jon Marsh",
    )
    assert article["text"].startswith("The council has raised")


@pytest.mark.parametrize(
    "closing", ["Kind regards,", "Venlig hilsen", "Mit freundlichen Grüßen", "Cordialement,", "С уважением,"]
)
def test_the_lines_below_the_closing_of_a_letter_are_its_signature(closing: str, tmp_path: Path):
    body = f"{PLAIN}\n{closing}\nKirsten Lund\nchair of the harbour friends\n"
    (article,), _ = articles_of(tmp_path, message(body))
    assert article["text"].endswith("said the speaker.")
    assert "Kirsten Lund" in article["author"]


def test_the_sender_of_an_archive_of_a_mailing_list_is_named_in_brackets(tmp_path: Path):
    mailbox = (
        "From ada at tide.example  Thu May  6 09:14:02 2004\nFrom: ada at tide.example (Ada Quill)\n"
        f"Date: Thu, 6 May 2004 09:14:02 +0200\nSubject: Nine lanterns\n\n{prose(1)}\n"
    )
    (found,), _ = articles_of(tmp_path, mailbox)
    assert (found["title"], found["author"]) == ("Nine lanterns", "Ada Quill")


def test_what_a_database_says_below_its_documents_is_not_text(tmp_path: Path):
    document = (
        f"Title: Nine lanterns\n\nAuthor: Ada Quill\n\nPublication date: May 6, 2004\n\nFull text: {prose(1)}\n\n"
    )
    below = "Source type: Newspapers\n\nProQuest document ID: 123\n\nDatabase: Newsstand\n\nSearch Summary\nboats\n"
    (found,), _ = articles_of(tmp_path, document + below)
    assert found["text"] == prose(1)


def test_fields_of_restructured_text_are_those_of_the_article(tmp_path: Path):
    text = f"Nine lanterns\n=============\n\n:author: Ada Quill\n:date: 2004-05-06\n\n{prose(1)}\n\n{prose(2)}\n"
    (found,), _ = articles_of(tmp_path, text)
    assert (found["title"], found["author"], str(found["published_on"])) == ("Nine lanterns", "Ada Quill", "2004-05-06")
    assert found["text"] == f"{prose(1)}\n\n{prose(2)}"
