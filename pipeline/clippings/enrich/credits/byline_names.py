"""The persons that a byline names: which characters of the line are a name, between roles, places, outlets and handles.

The words are those of `data/bylines.toml`. What else the line says (day, outlet) is read in `bylines`.
"""

import re
from collections.abc import Iterator

from clippings.enrich.credits import byline_pieces, outlets
from clippings.enrich.credits.byline_pieces import EDGES, Piece, words
from clippings.enrich.credits.person_names import PARTICLES, given_names, is_person, normal_case
from clippings.enrich.credits.split_line import DOMAIN, without_weekday

# 김서윤 기자
_UNSPACED = re.compile(r"[\uac00-\ud7af]{2,4}|[\u3400-\u9fff]{2,5}")
REPORTER = re.compile(
    r"(?:本[報报社]|新华社)?(?:記者|记者) ?(?:(?P<after>[\u3400-\u9fff]{2,4}?) ?(?:報導|報道|报道|摄影|攝影|(?![^\W\d_]))"
    r"|(?P<placed>[\u3400-\u9fff]{3}) ?[\u3400-\u9fff]{2,6}(?:報導|報道|报道))"
    r"|(?<![^\W\d_])(?P<name>[\u3400-\u9fff]{2,5}?|[\uac00-\ud7af]{2,4}) ?(?:記者|记者|기자|특파원)(?![^\W\d_])"
)
"""A name of Chinese, Japanese or Korean and what the person does: 佐藤健一記者   |   김서윤 기자   |   記者林書宇／青港報導."""
_WORD = re.compile(r"[^\s]+")


def label_end(text: str) -> int | None:
    """Return the end of the kind of text that opens a line, such as `Interview by`; None if nothing matches."""
    kind = words().kind.match(text)
    if kind:
        return kind.end()
    match = words().work.match(text.lstrip(" (*–—-"))
    return len(text) - len(text.lstrip(" (*–—-")) + match.end() if match and match["text"] else None


def names(text: str, start: int, *, is_labelled: bool) -> list[tuple[int, int, str]]:
    """Return the names from `start` on, in order, with their work: text, help, editor or photographer.

    Args:
        text: The line.
        start: Where the label ends.
        is_labelled: Whether a label says that authors follow. Without one, a comma does not join two names.
    """
    masked = byline_pieces.masked(text)
    whole = byline_pieces.pieces(masked, start)
    pieces = [
        piece
        for joined in whole
        for weak in _at_weak_joints(masked, joined)
        for piece in _at_seams(masked, weak, is_labelled=is_labelled)
    ]
    spans = [_name(masked, piece) for piece in pieces]
    if not is_labelled and spans and spans[0] and byline_pieces.SENTENCE.match(masked, spans[0][1]):
        return []
    if not is_labelled and len(pieces) > 2 and all(spans[:-1]) and pieces[-1].mark == "joint":
        is_labelled = True  # Adam Example, Eve Sample and Ines Specimen | Adam Example, Eve Sample and agencies
    name_spans: list[tuple[int, int, str]] = []
    previous = "start"
    for number, (piece, span) in enumerate(zip(pieces, spans, strict=True)):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if span is not None and (
            _is_joined(masked, piece, span, previous, is_labelled=is_labelled)
            or (piece.mark == "comma" and _has_role(masked, piece, span, following))
        ):
            name = without_weekday(masked[slice(*span)])
            if piece.work != "other" and name:
                name_spans.append((span[0], span[0] + len(name), piece.work))
            tail = masked[span[1] : piece.end].strip(EDGES)
            previous = "more" if tail else "person"
        elif masked[piece.start : piece.end].strip(EDGES):
            previous = "start" if previous == "start" and is_labelled else "more"
    return name_spans


def _is_joined(text: str, piece: Piece, span: tuple[int, int], previous: str, *, is_labelled: bool) -> bool:
    """Return whether a name belongs to the list, judged by the words before it and the separator."""
    if previous == "start" or piece.mark == "joint":
        return True
    if piece.mark == "hard" and ";" in text[: piece.start]:
        return True
    if not is_labelled:
        return False
    return piece.mark == "hard" or previous == "person" or _opens_with_given_name(text[slice(*span)])


def _has_role(text: str, piece: Piece, span: tuple[int, int], following: Piece | None) -> bool:
    """Return whether a role or a place goes with a name after a comma: A in Rome, B in Paris; A, Science Editor, B, Health Editor."""
    rest = text[span[1] : piece.end]
    if words().place.match(rest):
        return True
    tokens = text[following.start : following.end].split() if following and following.mark == "comma" else rest.split()
    return bool(tokens) and words().role.fullmatch(tokens[-1].strip(EDGES)) is not None


def published(name: str) -> str:
    """Return `name` in normal case, also where the line writes it in small letters only."""
    if name.islower():
        return " ".join(token if token in PARTICLES else token.title() for token in name.split())
    return normal_case(name)


def name_in(text: str) -> tuple[int, int] | None:
    """Return the characters of one entry of an author field that are a person's name, without role and place."""
    return _name(text, Piece(0, len(text), "start"))


def _at_weak_joints(text: str, piece: Piece) -> Iterator[Piece]:
    """Ana Ejemplo y Luis Muestra are two; José Ejemplo y Muestra is one."""
    for match in words().weak.finditer(text, piece.start, piece.end):
        left, right = (
            Piece(piece.start, match.start(), piece.mark, piece.work),
            Piece(match.end(), piece.end, "joint", piece.work),
        )
        if _name(text, left) and _name(text, right):
            yield left
            yield from _at_weak_joints(text, right)
            return
    yield piece


def _at_seams(text: str, piece: Piece, *, is_labelled: bool) -> Iterator[Piece]:
    """Ada QuillBob Turner are two, as links without a space between them; Ada McQuill and Ada MacDonald Hill are one each."""
    for seam in byline_pieces.seams(text, piece.start, piece.end):
        first = Piece(piece.start, seam, piece.mark, piece.work)
        rest = list(_at_seams(text, Piece(seam, piece.end, "joint", piece.work), is_labelled=is_labelled))
        left, second = text[piece.start : seam], text[rest[0].start : rest[0].end]
        is_named = (is_labelled or _opens_with_given_name(left)) and len(left.split()) == len(second.split()) == 2
        is_sure = is_named or _opens_with_given_name(second)
        if is_sure and _name(text, first) and all(_name(text, name) for name in rest):
            yield first
            yield from rest
            return
    yield piece


def _name(text: str, piece: Piece) -> tuple[int, int] | None:
    """Return the characters of a piece that are a person's name; None if it names nobody."""
    start, end = byline_pieces.stripped(text, piece.start, piece.end)
    if reporter := REPORTER.fullmatch(text, start, end):
        return reporter.span(reporter.lastgroup or 0)
    if lead := words().lead.match(text, start, end):
        start = lead.end()
    if after := words().after.search(text, start, end):
        end = after.start()
    for place in words().place.finditer(text, start, end):
        if _is_name(text[start : place.start()]) or _without_role(text, start, place.start()):
            end = place.start()
            break
    start, end = byline_pieces.stripped(text, start, end)
    if _is_name(text[start:end]) and not ends_with_role(text[start:end]):
        return start, end
    return _without_role(text, start, end)


def ends_with_role(text: str) -> bool:
    """Return whether the last word of a text says what a person does: Ada Quill Founder; Lead Reviewer. Not: Ada Author."""
    tokens = text.split()
    is_role = len(tokens) > 1 and words().role.fullmatch(tokens[-1].strip(EDGES)) is not None
    return is_role and (len(tokens) > 2 or not _opens_with_given_name(text))


# Ada Quill | Staff Writer   |   Ada Quill, Chief Reporter
_BEFORE_ROLE = re.compile(r"\s?[,|;]\s?| [–—-] ")


def is_name_and_role(text: str) -> bool:
    """Return whether a line is a person and what the person does or for whom, and nothing else."""
    name, *behind = _BEFORE_ROLE.split(text, maxsplit=1)
    tokens = behind[0].split() if behind else []
    is_role = len(tokens) > 1 and words().role.fullmatch(tokens[-1]) is not None
    is_role &= all(map(words().desk.fullmatch, tokens))
    is_guest = bool(behind) and words().guest.match(behind[0]) is not None
    return (is_role or is_guest) and _is_name(name)


def _without_role(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Medical Editor Adam Example; Adam Example Health Correspondent; Adam Example PA."""
    tokens = [match.span() for match in _WORD.finditer(text, start, end)]
    roles = [n for n, span in enumerate(tokens) if words().role.fullmatch(text[slice(*span)].strip(EDGES))]
    if not roles:
        return _without_outlet(text, tokens)
    if roles[-1] + 2 < len(tokens) and (name := _whole(text, tokens[roles[-1] + 1 :])):
        return name
    before = tokens[: roles[0]]
    if len(before) == 1 and _UNSPACED.fullmatch(text[slice(*before[0])]):
        return before[0]
    while len(before) > 2 and _is_desk(text, before[-1]):
        before = before[:-1]
    if len(before) == 2 and _is_desk(text, before[1]) and not _opens_with_given_name(text[slice(*before[0])]):
        return None  # PA Political Editor
    if len(before) > 2 and text[slice(*before[0])].isupper() and not text[slice(*before[-1])].isupper():
        before = [span for span in before if text[slice(*span)].isupper()]
    return _whole(text, before)


def _is_desk(text: str, span: tuple[int, int]) -> bool:
    return words().desk.fullmatch(text[slice(*span)].strip(EDGES)) is not None


def _without_outlet(text: str, tokens: list[tuple[int, int]]) -> tuple[int, int] | None:
    for count in range(2, len(tokens)):
        rest = text[tokens[count][0] : tokens[-1][1]]
        if outlets.load().by_name(rest) and (name := _whole(text, tokens[:count])):
            return name
    return None


def _whole(text: str, tokens: list[tuple[int, int]]) -> tuple[int, int] | None:
    if not tokens:
        return None
    start, end = byline_pieces.stripped(text, tokens[0][0], tokens[-1][1])
    return (start, end) if _is_name(text[start:end]) else None


def _is_name(text: str) -> bool:
    """Return whether `text` is a person's name and not a place, an outlet or a desk. A lower-case name opens with a given name."""
    tokens = text.split()
    folded = [token.casefold().strip(EDGES) for token in tokens]
    if not folded or folded[0] in words().not_first or folded[-1] in words().not_last:
        return False
    if all(words().desk.fullmatch(token) for token in folded) or any(
        token.endswith(("'s", "’s", "s'", "s’")) for token in folded
    ):
        return False
    if not words().not_persons.isdisjoint(folded) or text.casefold() in words().places or DOMAIN.match(text):
        return False
    if text.islower():
        firm = [token for token in tokens if token not in PARTICLES]
        return 2 <= len(firm) <= 3 and _opens_with_given_name(text.title()) and is_person(text.title())
    return is_person(text) and not outlets.load().by_name(text) and not outlets.reads_as_outlet(text)


def are_of_person(halves: list[str]) -> bool:
    """Return whether neither half of `Quill, Ada` is an outlet, a place or another word that names no person."""
    folded = [half.casefold() for half in halves]
    return words().not_persons.isdisjoint(folded) and not any(
        outlets.load().by_name(half) or half.casefold() in words().places or words().role.fullmatch(half)
        for half in halves
    )


def _opens_with_given_name(text: str) -> bool:
    first = text.split(maxsplit=1)[0]
    return (first.capitalize() if first.isupper() else first) in given_names()
