"""Mail to blocks: a single message or a mailbox (mbox). Each message is a record, or each story of a newsletter.

The stories of a newsletter have rules between them, or headings in HTML. The subject, the day and the sender's name are
read; addresses of sender and receivers, notes of servers, and attachments are not.
"""

import email
import email.policy
import re
from collections import Counter
from collections.abc import Set
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from clippings.common.wording import tally
from clippings.ingest.formats import field_labels, inline_text
from clippings.ingest.formats.feed_items import Item, Read, Text, blocks, line
from clippings.ingest.formats.html import Block
from clippings.ingest.formats.mail_stories import SIGNATURE, headed_stories, stories_between_rules, without_notes
from clippings.ingest.formats.plain_text import paragraphs

_ENVELOPE = re.compile(r"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\n]{3,300}\d{4}[^\n]{0,40}\n(?=[A-Za-z-]+:|>From )")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|$)", re.MULTILINE)
_OF_MAIL = {
    "message-id", "received", "return-path", "mime-version", "delivered-to", "x-mailer",
    "content-transfer-encoding",
}  # fmt: skip
_COPIED = {"from", "to", "subject", "date"}
"""Fields of a message that was copied out of a mail program."""
_FORWARDED = {"from", "subject"}
# ---------- Forwarded message ----------   |   -----Original Message-----   |   Begin forwarded message:
_FORWARD = re.compile(r"^(?:-{2,} ?[^\W\d_][^\n-]{5,40}-{2,}|_{20,}|Begin forwarded message:)[ \t]*$", re.MULTILINE)
# From: ada at tide.example (Ada Quill)
_OBSCURED = re.compile(r"^From: (\S{1,80}) at (\S{1,120}) \(([^()\n]{2,80})\)$", re.MULTILINE)
_QUOTED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
# -- / Ada Quill, Quay Street   |   ________________ / Harbour mailing list / https://lists.example
_FOOT = re.compile(rf"{SIGNATURE.pattern}|^_{{20,}}\n(?=(?:[^\n]{{1,100}}\n+){{1,5}}\Z)", re.MULTILINE)
"""The line above a signature, or above the few lines that a mailing list adds."""
_FEWER = 4
"""The plain part is passed over where it holds fewer than a quarter of the letters of the HTML part."""
MOST_HEAD = 20_000
_MOST_LABELS = 8
"""Lines above the text of a copied message, at most."""


def begins(text: str) -> bool:
    """Return whether `text` begins as a message or a mailbox does."""
    opening = _with_english_labels(text[:MOST_HEAD].replace("\r\n", "\n"))
    envelope = _ENVELOPE.match(opening)
    fields = opening[envelope.end() if envelope else 0 :].partition("\n\n")[0]
    if not _FIELD.match(fields):
        return False
    names = {name.lower() for name in _FIELD.findall(fields)}
    return (
        "from" in names
        and bool(names & {"subject", "date"})
        and (bool(envelope) or bool(names & _OF_MAIL) or names >= _COPIED)
    )


def read(markup: str) -> Read:
    """Return the blocks of the messages in `markup`."""
    text = _with_english_labels(_OBSCURED.sub(r"From: \3 <\1@\2>", markup.replace("\r\n", "\n")))
    starts = [match.start() for match in _ENVELOPE.finditer(text)] or [0]
    blocks: list[Block] = []
    left_out: Counter[str] = Counter()
    broken: list[str] = []
    record = 0
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        try:
            record = _message(text[start:end], record, blocks, left_out)
        except (MessageError, ValueError, LookupError, AttributeError) as error:
            broken.append(f"Message {number} could not be read: {type(error).__name__}: {error}"[:200])
    return Read(blocks, broken, [f"These parts of messages are not read: {tally(left_out)}."] if left_out else [])


def _with_english_labels(text: str, needed: Set[str] = _COPIED) -> str:
    """Return a text with the labels of a copied message in English, if it begins with all that are needed."""
    head, gap, rest = text.partition("\n\n")
    lines = head.split("\n")
    labels = [field_labels.mail_field_of(line.partition(":")[0]) for line in lines[: _MOST_LABELS + 1]]
    if len(lines) > _MOST_LABELS or not {*labels} >= needed:
        return text
    lines = [f"{label}:{line.partition(':')[2]}" if label else line for label, line in zip(labels, lines, strict=True)]
    return "\n".join(lines) + gap + rest


def _forwarded(text: str) -> tuple[str, EmailMessage, str] | None:
    """The note above a message that is passed on, its fields, and its text: lines of labels in one language below a rule."""
    for rule in _FORWARD.finditer(text):
        passed_on = _with_english_labels(text[rule.end() :].lstrip("\n"), _FORWARDED)
        fields, _, rest = passed_on.partition("\n\n")
        if rest.strip() and {name.lower() for name in _FIELD.findall(fields)} >= _FORWARDED:
            return text[: rule.start()], email.message_from_string(fields + "\n\n", policy=email.policy.default), rest
    return None


def _message(source: str, record: int, lines_read: list[Block], left_out: Counter[str]) -> int:
    """Add the blocks of a message; gives the number of the last record."""
    envelope = _ENVELOPE.match(source)
    message = email.message_from_string(source[envelope.end() if envelope else 0 :], policy=email.policy.default)
    subject = _header(message, "Subject")
    date = _header(message, "Date")
    name = _sender(_header(message, "From"))
    text, is_markup = _body(message, left_out)
    note = ""
    if not is_markup and (forwarded := _forwarded(text)):
        note, message, text = forwarded
        subject, name = _header(message, "Subject"), _sender(_header(message, "From")) or name
        date = _header(message, "Date") or date
    lines_read += [line(paragraph, "p", "navigation") for paragraph in paragraphs(note)]
    letter = Item(title=subject, date=date, bylines=(name,) if name else ())
    stories = headed_stories(text, letter) if is_markup else stories_between_rules(text, letter)
    if stories:
        lines_read.append(line(subject, "subject", "page_heading"))
        for story in stories:
            if isinstance(story, Item):
                record += 1
                lines_read += without_notes(blocks(story, record))
            else:
                lines_read += [line(paragraph, "p", "navigation") for paragraph in story]
        return record
    main, signature = [*_FOOT.split(text, 1), ""][:2] if not is_markup else (text, "")
    content = Text(main, is_markup=True) if is_markup else Text("\n".join(paragraphs(main)), is_markup=False)
    item = replace(letter, content=content if main.strip() else None)
    lines_read += without_notes(blocks(item, record + 1))
    lines_read += [line(paragraph, "p", "navigation") for paragraph in paragraphs(signature)]
    return record + 1


def _sender(written: str) -> str:
    """Return the name of a sender, also from a copied message without or with another form of address: `Ada Quill [mailto:...]`."""
    plain = re.split(r"[\[<(]", written, maxsplit=1)[0].strip(" '\"")
    return parseaddr(written)[0] or ("" if "@" in plain else plain)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return inline_text.line(str(message[name] or ""), is_markup=False)
    except (ValueError, LookupError, AttributeError):  # a header that breaks the rules
        return ""


def _body(message: EmailMessage, left_out: Counter[str]) -> tuple[str, bool]:
    """Return the text of a message and whether it is HTML: the plain part, unless it says much less than the other."""
    plain = html = ""
    for part in message.walk():
        if part.is_multipart():
            continue
        # a message of parts whose boundary is missing or wrong has its parts as plain text
        kind = "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            left_out["attachments" if part.get_filename() else kind] += 1
        elif kind == "text/plain":
            plain = plain or _decoded(part)
        else:
            html = html or _decoded(part)
    shown = len(re.sub(r"<[^<>]*>", "", html))
    if html and len(plain.strip()) * _FEWER < shown:
        return html, True
    return _QUOTED_FROM.sub(r"\1", plain), False


def _decoded(part: EmailMessage) -> str:
    """Return the text of a part: packed ones by their own encoding; others were read with the page's."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() in ("quoted-printable", "base64"):
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            try:
                return data.decode(part.get_content_charset() or "utf-8", errors="replace")
            except LookupError:
                return data.decode("utf-8", errors="replace")
    payload = part.get_payload()
    return payload if isinstance(payload, str) else ""
