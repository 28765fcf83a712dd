"""Joins Parquet files with the same columns to one: copies the bytes of the row groups, and writes one footer for all.

A footer is a struct of the Thrift compact protocol. Its bytes are copied except for numbers that depend on the file, such as offsets.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeAlias

from clippings.publish.exporters.base import Output

Changes: TypeAlias = dict[int, Any]

_MAGIC = b"PAR1"
_END = 8
"""Bytes after the footer: its size, and the magic number."""
_TRUE, _FALSE, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LISTS, _STRUCT = 1, 2, 3, (4, 5, 6), 7, 8, (9, 10), 12
_LONG_LIST = 15
_ROWS, _GROUPS = 3, 4
"""Fields of the footer."""
_SHIFTED, _NUMBERED, _LEFT_OUT = "shifted", "numbered", "left out"
_INDEX = (4, 6)
"""Fields of a column in a row group that say where its indexes begin. They are left out: the row groups are small."""
_CHANGES: Changes = {
    1: {  # columns
        2: _SHIFTED,  # place in the file
        3: dict.fromkeys((9, 10, 11, 14), _SHIFTED),  # description of the column: places of its pages
        **dict.fromkeys((4, 5, 6, 7), _LEFT_OUT),  # its indexes
    },
    5: _SHIFTED,  # place in the file
    7: _NUMBERED,
}
"""Fields of a row group that are others in another file. All the rest is copied."""


def join(pieces: Iterable[bytes], file: Output) -> None:
    """Write one file with the row groups of `pieces`, at least one, in their order. A single piece is copied as it is."""
    iterator = iter(pieces)
    first, second = next(iterator), next(iterator, None)
    if second is None:
        file.write(first)
        return
    groups, rows, place = list[bytes](), 0, len(_MAGIC)
    file.write(_MAGIC)
    for piece in chain((first, second), iterator):
        moved = _Moved(piece, place - len(_MAGIC), len(groups))
        groups += moved.groups
        rows += moved.rows
        place += file.write(memoryview(piece)[len(_MAGIC) : moved.end])
    footer = _footer(first, rows, groups)
    file.write(footer + len(footer).to_bytes(_END - len(_MAGIC), "little") + _MAGIC)


def _place_of_footer(piece: bytes) -> int:
    return len(piece) - _END - int.from_bytes(piece[-_END : -len(_MAGIC)], "little")


def _footer(piece: bytes, rows: int, groups: list[bytes]) -> bytes:
    """Return the footer of a file with other row groups."""
    copied, texts = _place_of_footer(piece), list[bytes]()
    for field, kind, at in _fields(piece, copied):
        if field in (_ROWS, _GROUPS):
            texts += [piece[copied:at], _signed_bytes(rows) if field == _ROWS else _list_bytes(groups)]
            copied = _skipped(piece, at, kind)
    return b"".join((*texts, piece[copied:-_END]))


class _Moved:
    """The row groups of a file as the footer of another file describes them.

    Attributes:
        groups: Each row group as bytes of the footer.
        rows: Number of rows.
        end: Where the row groups end: at the first index, else at the footer.
    """

    def __init__(self, piece: bytes, distance: int, ordinal: int) -> None:
        """Move row groups `distance` bytes further; the first one gets the number `ordinal`."""
        self._data, self._distance, self._ordinal = piece, distance, ordinal
        self.groups: list[bytes] = []
        self.end = _place_of_footer(piece)
        for field, _kind, at in _fields(piece, self.end):
            if field == _ROWS:
                self.rows = _signed(piece, at)[0]
            elif field == _GROUPS:
                of, size, place = _list_header(piece, at)
                for _ in range(size):
                    place = self._group(place, of)
                return

    def _group(self, at: int, kind: int) -> int:
        changed: list[tuple[int, int, bytes]] = []
        end = self._changed(at, kind, _CHANGES, changed)
        texts = []
        for begin, after, text in changed:
            texts += [self._data[at:begin], text]
            at = after
        self.groups.append(b"".join((*texts, self._data[at:end])))
        return end

    def _changed(self, at: int, kind: int, changes: Changes, changed: list[tuple[int, int, bytes]]) -> int:
        """Add the places of a value that change, and their bytes; where the value ends."""
        data = self._data
        if kind in _LISTS:
            of, size, at = _list_header(data, at)
            for _ in range(size):
                at = self._changed(at, of, changes, changed)
            return at
        last = 0
        while header := data[at]:
            begin, field_kind = at, header & 15
            last, at = _field_number(data, at, last)
            change = changes.get(last)
            if isinstance(change, dict):
                at = self._changed(at, field_kind, change, changed)
                continue
            after = _skipped(data, at, field_kind)
            if change == _LEFT_OUT:
                if last in _INDEX:
                    self.end = min(self.end, _signed(data, at)[0])
                changed.append((begin, after, b""))
            elif change is not None:
                number = _signed(data, at)[0] + self._distance
                if change == _NUMBERED:
                    number = self._ordinal + len(self.groups)
                changed.append((at, after, _signed_bytes(number)))
            at = after
        return at + 1


def _field_number(data: bytes, at: int, last: int) -> tuple[int, int]:
    """Return the number of the field that begins at a place, and where its value begins."""
    step = data[at] >> 4
    if step:
        return last + step, at + 1
    number, at = _number(data, at + 1)
    return number >> 1, at


def _fields(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, type and place of each field of a struct."""
    last = 0
    while header := data[at]:
        kind = header & 15
        last, at = _field_number(data, at, last)
        yield last, kind, at
        at = _skipped(data, at, kind)


def _skipped(data: bytes, at: int, kind: int) -> int:
    """Return where a value ends."""
    if kind in _INTEGERS:
        while data[at] >= 0x80:
            at += 1
        return at + 1
    if kind == _BINARY:
        size, at = _number(data, at)
        return at + size
    if kind == _STRUCT:
        while header := data[at]:
            at = at + 1 if header >> 4 else _number(data, at + 1)[1]
            at = _skipped(data, at, header & 15)
        return at + 1
    if kind in _LISTS:
        of, size, at = _list_header(data, at)
        for _ in range(size):
            at = at + 1 if of in (_TRUE, _FALSE) else _skipped(data, at, of)
        return at
    return at + {_TRUE: 0, _FALSE: 0, _DOUBLE: 8}.get(kind, 1)


def _list_header(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the type and the number of the items of a list, and where they begin."""
    of, size = data[at] & 15, data[at] >> 4
    if size < _LONG_LIST:
        return of, size, at + 1
    size, at = _number(data, at + 1)
    return of, size, at


def _signed(data: bytes, at: int) -> tuple[int, int]:
    number, at = _number(data, at)
    return (number >> 1) ^ -(number & 1), at


def _signed_bytes(number: int) -> bytes:
    return _number_bytes(number << 1 if number >= 0 else ~number << 1 | 1)


def _number(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return result, at


def _number_bytes(number: int) -> bytes:
    result = bytearray()
    while number >= 0x80:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    result.append(number)
    return bytes(result)


def _list_bytes(structs: list[bytes]) -> bytes:
    size = len(structs)
    header = (
        bytes([size << 4 | _STRUCT]) if size < _LONG_LIST else bytes([_LONG_LIST << 4 | _STRUCT]) + _number_bytes(size)
    )
    return header + b"".join(structs)
