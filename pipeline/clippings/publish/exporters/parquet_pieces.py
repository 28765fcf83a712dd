"""Puts Parquet files with the same columns together to one: row groups are copied as bytes, and one footer names them all.

A footer is a struct of the Thrift compact protocol. Here it is a dict: number of a field to its type and its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeAlias

from clippings.publish.exporters.base import Output

Struct: TypeAlias = dict[int, tuple[int, Any]]

_MAGIC = b"PAR1"
_END = 8
"""Bytes after the footer: its size, and the magic number."""
_TRUE, _FALSE, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LISTS, _STRUCT = 1, 2, 3, (4, 5, 6), 7, 8, (9, 10), 12
_LONG_LIST = 15
_ROWS, _GROUPS = 3, 4
"""Fields of the footer."""
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
"""Fields of a row group."""
_CHUNK_OFFSET, _CHUNK, _INDEXES = 2, 3, (4, 5, 6, 7)
"""Fields of a column in a row group. Its indexes hold places in the file too, and are left out: the row groups are small."""
_FIRST_INDEX = (4, 6)
_PAGE_OFFSETS = (9, 10, 11, 14)
"""Fields of the description of a column that are places in the file."""


def join(pieces: Iterable[bytes], file: Output) -> None:
    """Write one file with the row groups of `pieces`, at least one, in their order. A single piece is copied as it is."""
    iterator = iter(pieces)
    first, second = next(iterator), next(iterator, None)
    if second is None:
        file.write(first)
        return
    footer, groups, rows, place = _footer(first), list[Struct](), 0, len(_MAGIC)
    file.write(_MAGIC)
    for piece in chain((first, second), iterator):
        its_footer = _footer(piece)
        its_groups = its_footer[_GROUPS][1][1]
        end = _end_of_rows(piece, its_groups)
        for group in its_groups:
            _move(group, place - len(_MAGIC), len(groups))
            groups.append(group)
        rows += its_footer[_ROWS][1]
        place += file.write(memoryview(piece)[len(_MAGIC) : end])
    footer[_ROWS], footer[_GROUPS] = (footer[_ROWS][0], rows), (footer[_GROUPS][0], (_STRUCT, groups))
    encoded = b"".join(_struct_bytes(footer))
    file.write(encoded + len(encoded).to_bytes(_END - len(_MAGIC), "little") + _MAGIC)


def _place_of_footer(piece: bytes) -> int:
    return len(piece) - _END - int.from_bytes(piece[-_END : -len(_MAGIC)], "little")


def _footer(piece: bytes) -> Struct:
    return _struct(piece, _place_of_footer(piece))[0]


def _end_of_rows(piece: bytes, groups: list[Struct]) -> int:
    """Where the row groups end: at the first index, else at the footer."""
    chunks = (chunk for group in groups for chunk in group[_COLUMNS][1][1])
    indexes = (chunk[field][1] for chunk in chunks for field in _FIRST_INDEX if field in chunk)
    return min(indexes, default=_place_of_footer(piece))


def _move(group: Struct, distance: int, ordinal: int) -> None:
    """Let a row group be at another place of another file."""
    for chunk in group[_COLUMNS][1][1]:
        for field in _INDEXES:
            chunk.pop(field, None)
        _shift(chunk, _CHUNK_OFFSET, distance)
        for field in _PAGE_OFFSETS:
            _shift(chunk[_CHUNK][1], field, distance)
    _shift(group, _GROUP_OFFSET, distance)
    if _ORDINAL in group:
        group[_ORDINAL] = group[_ORDINAL][0], ordinal


def _shift(struct: Struct, field: int, distance: int) -> None:
    if field in struct:
        kind, value = struct[field]
        struct[field] = kind, value + distance


def _number(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return result, at


def _struct(data: bytes, at: int) -> tuple[Struct, int]:
    fields: Struct = {}
    last = 0
    while header := data[at]:
        at += 1
        kind, step = header & 15, header >> 4
        if step:
            last += step
        else:
            number, at = _number(data, at)
            last = number >> 1
        value, at = (kind == _TRUE, at) if kind in (_TRUE, _FALSE) else _value(data, at, kind)
        fields[last] = kind, value
    return fields, at + 1


def _value(data: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in _INTEGERS:
        number, at = _number(data, at)
        return (number >> 1) ^ -(number & 1), at
    if kind == _BINARY:
        size, at = _number(data, at)
        return data[at : at + size], at + size
    if kind == _STRUCT:
        return _struct(data, at)
    if kind in _LISTS:
        size, of = data[at] >> 4, data[at] & 15
        at += 1
        if size == _LONG_LIST:
            size, at = _number(data, at)
        values = []
        for _ in range(size):
            value, at = _value(data, at, of)
            values.append(value)
        return (of, values), at
    size = 8 if kind == _DOUBLE else 1  # a byte, or a truth value in a list
    return data[at : at + size], at + size


def _number_bytes(number: int) -> bytes:
    result = bytearray()
    while number >= 0x80:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    result.append(number)
    return bytes(result)


def _struct_bytes(fields: Struct) -> Iterator[bytes]:
    last = 0
    for field, (kind, value) in fields.items():
        step = field - last
        yield bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _number_bytes(field << 1)
        last = field
        if kind not in (_TRUE, _FALSE):
            yield from _value_bytes(kind, value)
    yield b"\0"


def _value_bytes(kind: int, value: Any) -> Iterator[bytes]:  # noqa: ANN401
    if kind in _INTEGERS:
        yield _number_bytes(value << 1 if value >= 0 else ~value << 1 | 1)
    elif kind == _BINARY:
        yield _number_bytes(len(value)) + value
    elif kind == _STRUCT:
        yield from _struct_bytes(value)
    elif kind in _LISTS:
        of, values = value
        size = len(values)
        yield bytes([size << 4 | of]) if size < _LONG_LIST else bytes([_LONG_LIST << 4 | of]) + _number_bytes(size)
        for item in values:
            yield from _value_bytes(of, item)
    else:
        yield value
